"""The revisions of a page as a list: fifty at a time, each with how much it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.presentation.history.facts import count_of_changes
from registry.models import Page, Revision

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision and the number of facts that it changed; None for the first, which made the page."""

    revision: Revision
    facts: int | None


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One page of the list; `newer` and `older` are the numbers below which the neighbouring pages begin, None where there is none."""

    lines: list[RevisionLine]
    newer: int | None
    older: int | None


def revision_page(page: Page, *, below: int | None) -> RevisionPage:
    """Return the revisions of a page with numbers below a given one, newest first: one query."""
    last = page.number if below is None else min(page.number, below - 1)
    first = max(1, last - PAGE_SIZE + 1)
    rows = list(Revision.objects.between(page, first - 1, last))
    documents: Mapping[int, Mapping[str, Any]] = {row.number: row.document for row in rows}
    lines = [
        RevisionLine(row, count_of_changes(documents[row.number - 1], row.document) if row.number - 1 in documents else None)
        for row in rows
        if row.number >= first
    ]
    newer = min(page.number + 1, last + PAGE_SIZE + 1) if last < page.number else None
    return RevisionPage(lines, newer, first if first > 1 else None)
