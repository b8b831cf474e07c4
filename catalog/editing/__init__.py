"""Editing pages on the site: forms over one part of a page's document each, and the whole of it as text."""
