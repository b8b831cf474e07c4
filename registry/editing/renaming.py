"""Giving a page another address. The old one leads to it from then on, and pages that name it say the new one."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument, Problem
from registry.documents.fields import SLUG
from registry.editing.conflicts import conflict_on, document_at
from registry.editing.refusals import Refused
from registry.editing.rights import may_publish
from registry.editing.submitting import taken
from registry.models import FormerSlug, Page, Proposal, Revision

LONGEST_SLUG = 120
LONGEST_NAME = 200


def rename(page: Page, *, slug: str, name: str, by: User, reason: str, origin: str, expected: int) -> history.Change:
    """Move a page to another address and give it a name. PermissionDenied for whoever may not publish it; Refused for an address that is
    none, or that another page has or had. Changes that wait for a reviewer follow the page."""
    if not may_publish(by, kind=page.kind, page=page):
        raise PermissionDenied("Renaming this page needs somebody who may publish changes to it.")
    with history.writing():
        current: Page = Page.objects.get(pk=page.pk)
        problems = list(_problems(current, slug=slug, name=name))
        if problems:
            raise Refused(problems=problems)
        Page.objects.filter(pk=page.pk).update(slug=slug, name=name)
        revision = _recorded(current, by=by, reason=reason, origin=origin, expected=expected)
        if slug != current.slug:
            _take_proposals_along(current, slug=slug)
    return history.Change(Page.objects.get(pk=page.pk), revision, created=False)


def _problems(page: Page, *, slug: str, name: str) -> Iterator[Problem]:
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        yield Problem("/slug", "invalid", "use lower-case letters, digits, dots and hyphens, as in llama-3.1-8b, at most 120 characters")
    if not name.strip() or len(name) > LONGEST_NAME or "\x00" in name:
        yield Problem("/name", "invalid", "a name has 1 to 200 characters of plain text")
    other = Page.objects.filter(kind=page.kind, slug=slug).exclude(pk=page.pk).first()
    if other is not None:
        yield Problem("/slug", "duplicate_slug", taken(other))
    former = FormerSlug.objects.target(kind=page.kind, slug=slug)
    if former is not None and former != page.slug:
        yield Problem("/slug", "duplicate_slug", f"this address leads to '{former}', which stood there once: choose another")


def _recorded(page: Page, *, by: User, reason: str, origin: str, expected: int) -> Revision | None:
    try:
        return history.record(page, by=by, reason=reason, origin=origin, expected=expected)
    except history.StalePage:
        raise Refused(conflict=conflict_on(page, expected=expected, mine=document_at(page, number=expected))) from None
    except InvalidDocument as error:
        raise Refused(problems=error.problems) from None


def _take_proposals_along(page: Page, *, slug: str) -> None:
    """Changes that wait are about the page wherever it stands."""
    for proposal in Proposal.objects.open().filter(page=page):
        proposal.slug = slug
        proposal.document = {**proposal.document, "slug": slug}
        proposal.save(update_fields=["slug", "document"])
