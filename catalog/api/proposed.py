"""Proposals as the API shows them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from catalog.api.resources import RESOURCES
from catalog.api.values import moment, text
from registry.documents import in_order
from registry.editing.conflicts import Theirs
from registry.editing.previewing import preview
from registry.models import Proposal

_RESOURCE = {resource.noun: resource.name for resource in RESOURCES.values()}


def proposal_record(proposal: Proposal, *, origin: str) -> dict[str, Any]:
    """Return a proposal as lists show it: a ProposalRecord."""
    page = proposal.page
    slug = page.slug if page else proposal.slug
    url = reverse(f"api:{_RESOURCE[proposal.kind]}-document", args=[slug]) if page else None
    return {
        "id": proposal.pk,
        "url": f"{origin}{reverse('api:proposal', args=[proposal.pk])}",
        "html_url": f"{origin}{reverse('catalog:proposal', args=[proposal.pk])}",
        "state": proposal.state,
        "page": {"kind": proposal.kind, "slug": slug, "name": proposal.name, "url": url and f"{origin}{url}"},
        "base_revision": proposal.base_number,
        "reason": proposal.reason,
        "origin": proposal.origin,
        "by": proposal.by_name,
        "created_at": moment(proposal.created_at),
        "settled_by": text(proposal.settled_by_name),
        "settled_at": moment(proposal.settled_at) if proposal.settled_at else None,
        "settled_reason": text(proposal.settled_reason),
        "revision": proposal.revision.number if proposal.revision else None,
    }


def proposal_detail(proposal: Proposal, *, origin: str) -> dict[str, Any]:
    """Return a proposal with its document and what publishing it would change today: a ProposalDetail."""
    seen = preview(proposal, today=timezone.localdate())
    since = seen.conflict.facts if seen.conflict else []
    return {
        **proposal_record(proposal, origin=origin),
        "document": in_order(proposal.document),
        "current_revision": seen.current,
        "changes": [{"path": change.path, "before": change.before, "after": change.after} for change in seen.changes],
        "changed_since": [fact_of_others(fact) for fact in since],
        "problems": seen.problems,
    }


def fact_of_others(fact: Theirs) -> Any:
    """Return what others changed beside what the proposal says."""
    change = fact.change
    return {"path": change.path, "before": change.before, "after": change.after, "both": fact.both, "proposed": fact.yours}
