"""What publishing a proposal would do to its page as it stands, looked at before anybody presses the button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.documents import InvalidDocument, PageDocument, in_order, parse_document
from registry.documents.diff import FactChange, changes
from registry.editing.conflicts import Conflict, conflict_on, document_at, merged
from registry.editing.duplicates import Duplicate, near_duplicates
from registry.editing.submitting import require_page_of_its_own, require_source, taken
from registry.models import Page, Proposal
from registry.models.vocabulary import ProposalState

UNCHANGED = "The page says all of this already."


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """The page `before` and `after` in their plain form, `current` its revision (0: not there yet), and what stands in the way.

    `conflict` tells what others changed since the revision that the proposal rests on; None where nobody did.
    """

    current: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    conflict: Conflict | None
    problems: list[str]
    duplicates: list[Duplicate]

    @property
    def changes(self) -> list[FactChange]:
        """The facts that would change."""
        return changes(self.before, self.after)


def preview(proposal: Proposal, *, today: date) -> Preview:
    """Return what publishing would change; of a settled proposal, what it proposed to change at its base."""
    base = document_at(proposal.page, number=proposal.base_number) if proposal.page and proposal.base_number else {}
    if proposal.state != ProposalState.OPEN:
        number = proposal.page.number if proposal.page else 0
        return Preview(current=number, before=base, after=in_order(proposal.document), conflict=None, problems=[], duplicates=[])
    page = proposal.page
    if page is None:
        there = Page.objects.filter(kind=proposal.kind, slug=proposal.slug).first()
        return _checked(proposal.document, page=None, before={}, conflict=None, problems=[taken(there)] if there else [], today=today)
    mine = {**proposal.document, "slug": page.slug}
    if page.number == proposal.base_number:
        return _checked(mine, page=page, before=base, conflict=None, problems=[], today=today)
    theirs = document_at(page, number=page.number)
    conflict = conflict_on(page, expected=proposal.base_number, mine=mine)
    return _checked(merged(base, mine, theirs), page=page, before=theirs, conflict=conflict, problems=[], today=today)


def _checked(
    after: Mapping[str, Any], *, page: Page | None, before: Mapping[str, Any], conflict: Conflict | None, problems: list[str], today: date
) -> Preview:
    duplicates: list[Duplicate] = []
    try:
        require_page_of_its_own(page)
        document: PageDocument = parse_document(after, today=today)
        after = document.as_data()
        require_source(document, before=before)
        duplicates = near_duplicates(document, before=before)
    except InvalidDocument as error:
        problems = [*problems, *(f"{problem.pointer}: {problem.detail}".removeprefix(": ") for problem in error.problems)]
    if after == before:
        problems = [*problems, UNCHANGED]
    number = page.number if page else 0
    return Preview(current=number, before=before, after=after, conflict=conflict, problems=problems, duplicates=duplicates)
