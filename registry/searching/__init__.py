"""Search over the record: one entry a page and a variant, kept by the verb that writes history, asked on both databases alike."""

from registry.searching.finding import Found, Hit, find, find_names
from registry.searching.refreshing import refresh_entries
from registry.searching.words import Query, read_words

__all__ = ["Found", "Hit", "Query", "find", "find_names", "read_words", "refresh_entries"]
