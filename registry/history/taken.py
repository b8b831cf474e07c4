"""What only one page may have: refused in words before the database refuses it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from registry.documents import InvalidDocument, PageDocument, Problem
from registry.documents.models import ModelDocument
from registry.history.drafts import Draft, found
from registry.models import HostingOffer, ModelVariant

Claim = tuple[str, str]
TABLES: dict[str, type[Any]] = {"variant": ModelVariant, "offer": HostingOffer}


def claims(document: PageDocument) -> Iterator[tuple[Claim, str]]:
    """Yield what the document claims for itself alone, as (what, value), with the JSON pointer of the field."""
    if isinstance(document, ModelDocument):
        for index, variant in enumerate(document.variants):
            yield ("variant", variant.slug), f"/variants/{index}/slug"
        for index, offer in enumerate(document.offers):
            yield ("offer", offer.slug), f"/offers/{index}/slug"


def claimed_twice(claim: Claim, *, owner: str) -> str:
    """Return what is wrong when another page has it already."""
    what, value = claim
    return f"the {what} '{value}' already belongs to '{owner}': it can have one page only"


def refuse_taken(drafts: Sequence[Draft]) -> None:
    """Raise InvalidDocument where one of the pages claims what another page has, among them or in the catalog."""
    owners = _standing(drafts)
    for draft in drafts:
        problems = []
        for claim, pointer in claims(draft.document):
            owner = owners.setdefault(claim, draft.document.slug)
            if owner != draft.document.slug:
                problems.append(Problem(pointer, "duplicate_slug", claimed_twice(claim, owner=owner)))
        if problems:
            raise InvalidDocument(problems, document=draft.document)


def _standing(drafts: Iterable[Draft]) -> dict[Claim, str]:
    """What pages outside the drafts have of what the drafts claim."""
    claimed: dict[str, list[str]] = {what: [] for what in TABLES}
    own = {draft.page.pk for draft in drafts}
    for draft in drafts:
        for (what, value), _ in claims(draft.document):
            claimed[what].append(value)
    return {
        (what, value): owner
        for what, table in TABLES.items()
        for value, owner, page in found(table.objects.values_list("slug", "model__slug", "model"), "slug", claimed[what])
        if page not in own
    }
