"""A merge is undone: the page that was merged stands again, and what went to the other page, or to its name, comes back."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument, PageDocument, Problem, parse_document
from registry.editing.conflicts import conflict_on, document_at, merged
from registry.editing.refusals import Refused
from registry.models import Page, Revision
from registry.models.vocabulary import State
from registry.roles import Role, has_role


def undo_merge(source: Page, *, by: User, reason: str, origin: str, today: date, expected: int) -> history.Change:
    """Take back what merging `source` changed, on every page, and return what became of it; what others changed since stays.

    Reviewers only: PermissionDenied. Refused where it is not merged, where its merge cannot be told from the history, where what would
    come back stands elsewhere by now, or where the page changed since revision `expected`.
    """
    if not has_role(by, Role.REVIEWER):
        raise PermissionDenied("Undoing a merge needs the role reviewer.")
    with history.writing():
        source = Page.objects.get(pk=source.pk)
        made = _made(source)
        if source.number != expected:
            raise Refused(conflict=conflict_on(source, expected=expected, mine=document_at(source, number=expected)))
        others = Page.objects.filter(merged_into=source.merged_into).exclude(pk=source.pk)
        led_here = [page.pk for page in others if _holds(_run(page, into=source), source)]
        Page.objects.filter(pk=source.pk).update(merged_into=None)
        try:
            changes = history.save_all([_without(revision, today=today) for revision in made], by=by, reason=reason, origin=origin)
        except InvalidDocument as error:
            raise Refused(problems=error.problems, document=error.document) from None
        Page.objects.filter(pk__in=led_here).update(merged_into=source)
    return changes[0]


def _made(source: Page) -> list[Revision]:
    """Return the revisions that the merge made, the merged page's first; Refused where there is none to undo."""
    target = source.merged_into
    if target is None:
        raise Refused(problems=[Problem("", "not_merged", "this page is not merged into another")])
    made = _run(source, into=target)
    later = (_withdrawal(page) for page in Page.objects.filter(merged_into=target).exclude(pk=source.pk))
    if not made or (not _holds(made, target) and any(last and last.pk > made[0].pk for last in later)):
        detail = f"what its merge into '{target.name}' changed cannot be told; if the page it went into was merged in turn, undo that first"
        raise Refused(problems=[Problem("", "unknown_merge", detail)])
    return made


def _run(source: Page, *, into: Page) -> list[Revision]:
    """Return what was written with the revision that withdrew a page: the pages that named it, and the one it went into if that changed."""
    last = _withdrawal(source)
    made = [last] if last else []
    if last is None:
        return []
    rows = Revision.objects.filter(pk__lt=last.pk, by=last.by_id, reason=last.reason, origin=last.origin).select_related("page")
    for revision in rows.order_by("-pk").iterator(chunk_size=100):
        if revision.pk != made[-1].pk - 1 or not (revision.page_id == into.pk or _named(revision, source)):
            break
        made.append(revision)
        if revision.page_id == into.pk:
            break
    return made


def _withdrawal(page: Page) -> Revision | None:
    """Return the last revision with which a page was withdrawn."""
    rows = list(Revision.objects.filter(page=page).select_related("page").order_by("-number"))
    for row, before in pairwise(rows):
        if row.document.get("state") == State.WITHDRAWN and before.document.get("state") != State.WITHDRAWN:
            return row
    return None


def _named(revision: Revision, source: Page) -> bool:
    """Whether a page named the other one until this revision."""
    before = document_at(revision.page, number=revision.number - 1)
    naming = [parse_document(data).references() for data in (before, revision.document) if data]
    named = [(source.kind, source.slug) in {(kind, slug) for _, kind, slug in references} for references in naming]
    return named == [True, False]


def _holds(made: Iterable[Revision], page: Page) -> bool:
    return any(revision.page_id == page.pk for revision in made)


def _without(revision: Revision, *, today: date) -> PageDocument:
    """Return the page as it would stand today without what a revision changed."""
    page, after = revision.page, revision.document
    before, now = document_at(page, number=revision.number - 1), document_at(page, number=page.number)
    data = merged(after, before, now)
    for name, items in now.items():
        old, new = before.get(name, []), after.get(name, [])
        if isinstance(items, list) and items != new and all(isinstance(item, str) for item in [*old, *new, *items]):
            data[name] = _taken_back(old, new, items)
    return parse_document(data, today=today)


def _taken_back(before: Sequence[str], after: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return a list as it is now without what was added in between, and with what was taken out."""
    kept = [item for item in now if item in before or item not in after]
    return [*kept, *(item for item in before if item not in after and item not in kept)]
