"""The page that explores all variants: its table, its facets with counts, its ranges, all as plain addresses."""

from catalog.presentation.exploring.page import explore_context

__all__ = ["explore_context"]
