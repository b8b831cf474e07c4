"""Settling proposals. Everything happens while no other writer is at work, so that of two reviewers one settles and the other is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument, Problem, parse_document
from registry.documents.diff import changes
from registry.editing.conflicts import conflict_on, document_at, merged
from registry.editing.refusals import Refused
from registry.editing.rights import may_settle
from registry.editing.submitting import refusing, require_source, taken
from registry.models import Page, Proposal
from registry.models.vocabulary import ProposalState


class AlreadySettled(Exception):  # noqa: N818 - what it is
    """Somebody settled the proposal first."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"{proposal.settled_by_name} settled this proposal already: {proposal.get_state_display().lower()}")
        self.proposal = proposal


def publish(
    proposal: Proposal, *, by: AbstractBaseUser, now: datetime, data: Mapping[str, Any] | None = None, agreed_revision: int | None = None
) -> history.Change:
    """Make the proposed document the page's next revision, in the name of its author. `data` is the document as the reviewer edited it.

    What others changed since stays; where they and the proposal changed the same fact, Refused carries the conflict until the reviewer
    agrees to the revision they saw. PermissionDenied for the author and for who is no reviewer; AlreadySettled where it is settled.
    """
    with _settling(proposal, by=by) as locked:
        page = _page_of(locked)
        base = document_at(page, number=locked.base_number) if page else {}
        try:
            document = parse_document(data or locked.document, today=now.date())
            if (document.kind, document.slug) != (locked.kind, locked.slug):  # type: ignore[attr-defined]
                raise InvalidDocument([Problem("/slug", "read_only", "the proposal is about another page: kind and slug stay")])
            if page and locked.base_number and page.number != locked.base_number:
                theirs = document_at(page, number=page.number)
                if agreed_revision != page.number and _both_changed(base, document.as_data(), theirs):
                    raise Refused(conflict=conflict_on(page, expected=locked.base_number, mine=document.as_data()), document=document)
                document = parse_document(merged(base, document.as_data(), theirs), today=now.date())
            require_source(document, before=base)
        except InvalidDocument as error:
            raise Refused(problems=error.problems, document=error.document) from None
        by_name = f"{locked.by_name} (published by {by.get_username()})"[:200]
        with refusing(document, expected=locked.base_number):
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


def _both_changed(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether both sides changed one fact, and not to the same value."""
    ours = {change.path: change.after for change in changes(base, mine)}
    return any(change.path in ours and ours[change.path] != change.after for change in changes(base, theirs))


def _settle(proposal: Proposal, state: ProposalState, *, by: AbstractBaseUser, now: datetime, **columns: Any) -> Proposal:
    given = {"state": state, "settled_by": by, "settled_by_name": by.get_username(), "settled_at": now, **columns}
    for name, value in given.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(given))
    return proposal
