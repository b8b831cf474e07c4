"""save, save_all and record: every write of the record goes through one of them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from registry import verdicts
from registry.documents import InvalidDocument, PageDocument, Problem
from registry.documents.models import ModelDocument
from registry.history.derived import refresh_search
from registry.history.drafts import Draft, StalePage, drafts_of, require_current
from registry.history.linking import refresh_links
from registry.history.lookups import refuse_cycles
from registry.history.reading import document_of
from registry.history.renaming import keep_old_address, pages_that_name
from registry.history.writing import write
from registry.models import AIModel, CatalogRevision, Page, Revision
from registry.searching import refresh_entries

LONGEST_REASON = Revision._meta.get_field("reason").max_length or 500

__all__ = ["Change", "StalePage", "checked_reason", "record", "save", "save_all", "writing"]


@dataclass(frozen=True, slots=True)
class Change:
    """What one save did: `revision` is None where nothing changed."""

    page: Page
    revision: Revision | None
    created: bool


@contextmanager
def writing() -> Iterator[None]:
    """A transaction in which this is the only writer. Whoever changes rows before calling `record` does both inside it.

    Writers wait for each other here, before they touch a row, and so cannot lock each other out.
    """
    with transaction.atomic():
        CatalogRevision.lock()
        yield


def save(
    document: PageDocument, *, by: AbstractBaseUser | None, reason: str, origin: str, by_name: str = "", expected: int | None = None
) -> Change:
    """Make a page equal to the document, creating it if need be, and record the revision.

    `expected` is the revision number that the author saw (0 for a new page): any other raises StalePage. InvalidDocument names what the
    document refers to that does not exist, and what only one page may have and another has. Nothing is written unless all of it is.
    """
    return save_all([document], by=by, by_name=by_name, reason=reason, origin=origin, expected=expected)[0]


def save_all(
    documents: Iterable[PageDocument],
    *,
    by: AbstractBaseUser | None,
    reason: str,
    origin: str,
    by_name: str = "",
    expected: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Change]:
    """Save several pages as one: they may name each other. `progress` is told how many are written. Changes come in the same order."""
    reason = checked_reason(reason)
    with writing():
        drafts = drafts_of(list(documents), expected=expected)
        changed = [draft for draft in drafts if draft.changed]
        if changed:
            write(changed, progress=progress or _unseen)
        revisions = _revisions(changed, by=by, by_name=by_name, reason=reason, origin=origin)
        return [Change(draft.page, revisions.get(draft.page.pk), draft.created) for draft in drafts]


def record(
    page: Page, *, by: AbstractBaseUser | None, reason: str, origin: str, by_name: str = "", expected: int | None = None
) -> Revision | None:
    """Record a page whose rows were changed in this transaction; return None, and record nothing, where nothing changed.

    The rows must make a valid document: InvalidDocument otherwise, and the caller's transaction must not commit. Where the page or one of
    its variants got another slug, the pages that name it are recorded with it, and the old address is kept.
    """
    reason = checked_reason(reason)
    with writing():
        page = Page.objects.get(pk=page.pk)
        require_current(page, expected=expected)
        drafts = [_as_it_stands(page)]
        before = Revision.objects.latest_of(page)
        if before and drafts[0].changed:
            keep_old_address(page, before.document)
            drafts += [_as_it_stands(other) for other in pages_that_name(page, before.document)]
        changed = [draft for draft in drafts if draft.changed]
        for draft in changed:
            refresh_search(draft.page, draft.document)
            draft.page.number += 1
            Page.objects.filter(pk=draft.page.pk).update(number=draft.page.number)
        return _revisions(changed, by=by, by_name=by_name, reason=reason, origin=origin).get(page.pk)


def _unseen(done: int) -> None:
    """Progress that nobody watches."""


def _as_it_stands(page: Page) -> Draft:
    document = document_of(page)
    if isinstance(document, ModelDocument):
        refuse_cycles([(AIModel.objects.get(pk=page.pk), document)])
    latest = Revision.objects.latest_of(page)
    data = document.as_data()
    return Draft(document, data, page, created=latest is None, changed=latest is None or latest.document != data)


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept; InvalidDocument, at /reason, where it is missing or too long."""
    reason = reason.strip()
    if not reason:
        raise InvalidDocument([Problem("/reason", "required", "say in a few words why the page changes")])
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise InvalidDocument([Problem("/reason", "invalid", f"the reason has at most {LONGEST_REASON} characters of plain text")])
    return reason


def _revisions(drafts: list[Draft], *, by: AbstractBaseUser | None, by_name: str, reason: str, origin: str) -> dict[int, Revision]:
    """Record what was written, once its rows stand and its page counts it; then all that follows from a change."""
    if not drafts:
        return {}
    who = {"by_id": by.pk if by else None, "by_name": by_name or (by.get_username() if by else "system")}
    rows = [
        Revision(page_id=draft.page.pk, number=draft.page.number, document=draft.data, reason=reason, origin=origin, **who)
        for draft in drafts
    ]
    Revision.objects.bulk_create(rows, batch_size=200)
    refresh_links(drafts)
    refresh_entries(drafts)
    verdicts.refresh([draft.page for draft in drafts])
    CatalogRevision.move()
    return {row.page_id: row for row in rows}
