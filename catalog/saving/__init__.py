"""Comparisons and lists that people keep under a name: what may be saved, who may change it, and where it leads."""
