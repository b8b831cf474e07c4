"""A proposal as people look at it: what it would change, what happened to its page since, and what the reader may do with it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from catalog.presentation.addresses import address_below
from catalog.presentation.documents import Names, ReadableDocument, readable_document
from catalog.presentation.history import MOST_FACTS, FactGroup, changed_facts, count_of_changes
from registry.documents import in_order
from registry.documents.files import write_data
from registry.editing import may_settle
from registry.editing.conflicts import document_at, merged
from registry.editing.previewing import Preview, preview
from registry.models import Proposal
from registry.models.vocabulary import ProposalState


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What `catalog/proposals/proposal.html` shows."""

    proposal: Proposal
    seen: Preview
    groups: list[FactGroup]
    count: int
    new_page: ReadableDocument | None
    may_settle: bool
    is_own: bool
    most: int = field(default=MOST_FACTS)

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.proposal.state == ProposalState.OPEN

    @property
    def can_be_published(self) -> bool:
        """Whether nothing but agreement is missing."""
        return self.is_open and not self.seen.problems

    @property
    def may_propose_again(self) -> bool:
        """Whether its author may go on from it: it was declined or taken back."""
        return self.is_own and self.proposal.state in (ProposalState.DECLINED, ProposalState.WITHDRAWN)

    @property
    def result_url(self) -> str:
        """Where the revision that it became is compared with the one before; empty where it became none."""
        revision = self.proposal.revision
        if revision is None or self.proposal.page is None:
            return ""
        if revision.number == 1:
            return address_below(self.proposal.page, "revision", number=1)
        return address_below(self.proposal.page, "diff", first=revision.number - 1, second=revision.number)

    @property
    def base_url(self) -> str:
        """Where the revision stands that its author saw; empty for a new page."""
        page = self.proposal.page
        return address_below(page, "revision", number=self.proposal.base_number) if page and self.proposal.base_number else ""


def shown_proposal(proposal: Proposal, *, reader: User, today: date) -> ShownProposal:
    """Return a proposal for a reader."""
    seen = preview(proposal, today=today)
    names = Names.of(seen.before, seen.after)
    return ShownProposal(
        proposal,
        seen,
        changed_facts(seen.before, seen.after, names=names) if seen.before else [],
        count_of_changes(seen.before, seen.after),
        None if seen.before else readable_document(seen.after, names=names),
        may_settle=may_settle(reader, proposal),
        is_own=proposal.by_id == reader.pk,
    )


def text_to_edit(proposal: Proposal) -> tuple[str, int]:
    """Return the proposed document on top of the page as it stands, as text, and the revision that it rests on then."""
    page = proposal.page
    if page is None:
        return write_data(in_order(proposal.document)), 0
    mine: dict[str, Any] = {**proposal.document, "slug": page.slug}
    base, theirs = document_at(page, number=proposal.base_number), document_at(page, number=page.number)
    return write_data(in_order(merged(base, mine, theirs) if proposal.base_number else mine)), page.number
