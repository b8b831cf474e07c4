"""Documents on their way into rows: which page each one is, and whether it says anything new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from registry.documents import InvalidDocument, PageDocument, Problem
from registry.history.reading import TABLES
from registry.models import Page, Revision

AT_ONCE = 5_000


class StalePage(Exception):  # noqa: N818 - what it is, not that it is wrong
    """Someone else changed the page first. `current` is the number of the revision that won."""

    def __init__(self, page: Page, *, expected: int) -> None:
        super().__init__(f"{page} is at revision {page.number}, not at {expected}: look at what changed and save again")
        self.page = page
        self.current = page.number


@dataclass(slots=True)
class Draft:
    """A document with its page, which is not saved yet where `created`; `data` is its plain form."""

    document: PageDocument
    data: dict[str, Any]
    page: Page
    created: bool
    changed: bool


def drafts_of(documents: Sequence[PageDocument], *, expected: int | None) -> list[Draft]:
    """Find the pages of documents, in the same order: two queries per kind. StalePage where `expected` is not a page's number."""
    drafts: dict[tuple[str, str], Draft] = {}
    for kind, table in TABLES.items():
        of_kind = {document.slug: document for document in documents if document.kind == kind}  # type: ignore[attr-defined]
        pages = {page.slug: page for page in found(table.objects.all(), "slug", list(of_kind))}
        latest = _latest_documents([page.pk for page in pages.values()])
        for slug, document in of_kind.items():
            page = pages.get(slug) or table(kind=kind, slug=slug, name=document.name)
            require_current(page, expected=expected)
            data = document.as_data()
            drafts[kind, slug] = Draft(document, data, page, created=page.pk is None, changed=latest.get(page.pk) != data)
    if len(drafts) != len(documents):
        _refuse_repeated(documents)
    return [drafts[document.kind, document.slug] for document in documents]  # type: ignore[attr-defined]


def require_current(page: Page, *, expected: int | None) -> None:
    """Raise StalePage unless the page is at the revision its author saw; None stands for "whatever it is"."""
    if expected is not None and page.number != expected:
        raise StalePage(page, expected=expected)


def found(queryset: Any, column: str, values: list[Any]) -> list[Any]:
    """Return the rows whose column has one of the values, in bites that every database takes."""
    bites = (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
    return [row for bite in bites for row in queryset.filter(**{f"{column}__in": bite})]


def _latest_documents(pages: list[int]) -> dict[int, dict[str, Any]]:
    current = Revision.objects.filter(number=F("page__number")).values_list("page_id", "document")
    return dict(found(current, "page_id", pages))


def _refuse_repeated(documents: Sequence[PageDocument]) -> None:
    seen = set()
    for document in documents:
        key = (document.kind, document.slug)  # type: ignore[attr-defined]
        if key in seen:
            raise InvalidDocument([Problem("/slug", "duplicate_slug", f"two of the pages are the {key[0]} '{key[1]}'")], document=document)
        seen.add(key)
