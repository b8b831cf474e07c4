"""Changing pages on the site."""
