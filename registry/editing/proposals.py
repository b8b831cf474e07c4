"""Settling proposals. Everything happens while no other writer is at work, so that of two reviewers one settles and the other is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument, PageDocument, Problem, parse_document
from registry.editing.conflicts import conflict_on, document_at, merged
from registry.editing.refusals import Refused
from registry.editing.rights import may_settle
from registry.editing.submitting import refusing, require_page_of_its_own, require_source, taken
from registry.models import Page, Proposal
from registry.models.vocabulary import ProposalState


class AlreadySettled(Exception):  # noqa: N818 - what it is
    """Somebody settled the proposal first."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"{proposal.settled_by_name} settled this proposal already: {proposal.get_state_display().lower()}")
        self.proposal = proposal


def publish(
    proposal: Proposal, *, by: AbstractBaseUser, now: datetime, data: Mapping[str, Any] | None = None, seen: int | None = None,
    agreed_revision: int | None = None,
) -> history.Change:  # fmt: skip
    """Make the proposed document the page's next revision, in the name of its author.

    `data` is the document as the reviewer edited it, on top of revision `seen` (else of the one that the proposal rests on). What others
    changed since stays; where they changed the same fact, Refused carries the conflict until the reviewer agrees to the revision they saw.
    PermissionDenied for the author and for who is no reviewer; AlreadySettled where it is settled.
    """
    with _settling(proposal, by=by) as locked:
        page = _page_of(locked)
        rests_on = locked.base_number if data is None or seen is None else seen
        try:
            require_page_of_its_own(page)
            document = parse_document(_wanted(locked, data, page), today=now.date())
            if page is not None and page.number != rests_on:
                document = _on_today(page, document, rests_on=rests_on, agreed_revision=agreed_revision, today=now.date())
            require_source(document, before=document_at(page, number=page.number) if page else {})
        except InvalidDocument as error:
            raise Refused(problems=error.problems, document=error.document) from None
        by_name = f"{locked.by_name} (published by {by.get_username()})"[:200]
        with refusing(document, expected=rests_on):
            change = history.save(
                document, by=locked.by, by_name=by_name, reason=locked.reason, origin=locked.origin, expected=page.number if page else 0
            )
        if change.revision is None:
            raise Refused(problems=[Problem("", "unchanged", "the page says all of this already: decline the proposal")])
        _settle(locked, ProposalState.PUBLISHED, by=by, now=now, revision=change.revision, page=change.page)
        return change


def decline(proposal: Proposal, *, by: AbstractBaseUser, now: datetime, reason: str) -> Proposal:
    """Turn a proposal down, with the reason its author will read. PermissionDenied, AlreadySettled as in `publish`."""
    with _settling(proposal, by=by) as locked:
        try:
            reason = history.checked_reason(reason)
        except InvalidDocument:
            raise Refused(
                problems=[Problem("/reason", "required", "say why, in at most 500 characters: its author will read it")]
            ) from None
        return _settle(locked, ProposalState.DECLINED, by=by, now=now, settled_reason=reason)


def take_back(proposal: Proposal, *, by: AbstractBaseUser, now: datetime) -> Proposal:
    """Withdraw one's own proposal. PermissionDenied for anybody else."""
    with history.writing():
        locked = _open(proposal)
        if locked.by_id != by.pk:
            raise PermissionDenied("Only its author takes a proposal back.")
        return _settle(locked, ProposalState.WITHDRAWN, by=by, now=now)


@contextmanager
def _settling(proposal: Proposal, *, by: AbstractBaseUser) -> Iterator[Proposal]:
    with history.writing():
        locked = _open(proposal)
        if not may_settle(by, locked):
            own = (
                "Nobody settles their own proposal: another reviewer has to." if locked.by_id == by.pk else "This needs the role reviewer."
            )
            raise PermissionDenied(own)
        yield locked


def _open(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_related("page", "by").get(pk=proposal.pk)
    if locked.state != ProposalState.OPEN:
        raise AlreadySettled(locked)
    return locked


def _page_of(proposal: Proposal) -> Page | None:
    """Return the page as it stands; a page that came to the address of a proposed new one refuses it."""
    if proposal.page is not None:
        return proposal.page
    page = Page.objects.filter(kind=proposal.kind, slug=proposal.slug).first()
    if page is not None:
        raise Refused(problems=[Problem("/slug", "duplicate_slug", taken(page))])
    return None


def _wanted(proposal: Proposal, data: Mapping[str, Any] | None, page: Page | None) -> dict[str, Any]:
    """Return the document to publish, at the address that the page has today."""
    wanted = dict(proposal.document if data is None else data)
    here = page.slug if page else proposal.slug
    if wanted.get("kind") != proposal.kind or wanted.get("slug") not in (here, proposal.slug):
        raise InvalidDocument([Problem("/slug", "read_only", "the proposal is about another page: kind and slug stay")])
    return wanted | {"slug": here}


def _on_today(page: Page, document: PageDocument, *, rests_on: int, agreed_revision: int | None, today: date) -> PageDocument:
    """Return the document with what others changed since; where they changed the same facts, it wins once the reviewer agreed."""
    mine = document.as_data()
    conflict = conflict_on(page, expected=rests_on, mine=mine)
    if conflict.over and agreed_revision != page.number:
        raise Refused(conflict=conflict, document=document)
    base, theirs = document_at(page, number=rests_on), document_at(page, number=page.number)
    return parse_document(merged(base, mine, theirs), today=today)


def _settle(proposal: Proposal, state: ProposalState, *, by: AbstractBaseUser, now: datetime, **columns: Any) -> Proposal:
    given = {"state": state, "settled_by": by, "settled_by_name": by.get_username(), "settled_at": now, **columns}
    for name, value in given.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(given))
    return proposal
