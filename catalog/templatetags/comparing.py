"""What the page of a comparison says about its rows and columns."""

from django import template

from catalog.comparison.table import Best, Column, Item, Row
from catalog.comparison.wanted import Wanted
from catalog.presentation.comparing.footnotes import Footnotes

register = template.Library()
_BEST = {Best.HIGHEST: "highest", Best.LOWEST: "lowest"}


@register.filter
def without(wanted: Wanted, column: Column) -> str:
    """The address without a column."""
    return wanted.without(column.slug)


@register.filter
def moved_left(wanted: Wanted, column: Column) -> str:
    """The address with a column moved a place to the left; empty for the first."""
    return wanted.moved_left(column.slug)


@register.filter
def best_words(row: Row, place: int) -> str:
    """The name of the best value at its place in the row, such as "highest of those known"; empty elsewhere."""
    if row.best is None or place not in row.winners:
        return ""
    return _BEST[row.best] if row.all_known else f"{_BEST[row.best]} of those known"


@register.filter
def notes_of(footnotes: Footnotes | None, item: Item) -> str:
    """The numbers of an item's sources among the footnotes, such as "3, 7"."""
    return footnotes.numbers(item) if footnotes else ""
