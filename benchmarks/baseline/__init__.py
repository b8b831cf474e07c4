"""Baseline B: what the framework's tutorials lead to, over the same tables. Never installed in the product."""
