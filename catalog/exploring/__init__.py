"""Exploring all variants: which columns there are, which facts are counted, how many variants have each, what a page of rows says."""
