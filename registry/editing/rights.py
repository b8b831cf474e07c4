"""Who may publish a change at once, who proposes it, and who settles what others propose.

An editor publishes, except on pages that need review: there, reviewers publish. Everybody with a role may propose. A proposal is settled
by a reviewer who is not its author; that holds for administrators too, and the database refuses anything else.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from registry.models import CatalogRevision, Page, Proposal
from registry.models.vocabulary import Kind
from registry.roles import Role, has_role

Person = AbstractBaseUser | AnonymousUser
REVIEWED_KINDS = frozenset({Kind.LICENSE})


def needs_review(*, kind: str, page: Page | None) -> bool:
    """Whether changes to a page wait for a reviewer. Licenses do unless a page says otherwise; a new page is as usual for its kind."""
    if page is not None and page.needs_review is not None:
        return page.needs_review
    return kind in REVIEWED_KINDS


def may_publish(person: Person, *, kind: str, page: Page | None) -> bool:
    """Whether a person's change to a page, or a new page of the kind, takes effect at once."""
    return has_role(person, Role.REVIEWER if needs_review(kind=kind, page=page) else Role.EDITOR)


def may_propose(person: Person) -> bool:
    """Whether a person may propose changes."""
    return has_role(person, Role.VIEWER)


def may_settle(person: Person, proposal: Proposal) -> bool:
    """Whether a person may publish or decline a proposal: a reviewer, and never its author."""
    return has_role(person, Role.REVIEWER) and proposal.by_id != person.pk


def ask_for_review(page: Page, *, needed: bool | None) -> None:
    """Set whether changes to a page wait for a reviewer; None stands for "as usual for its kind". Only reviewers may: ask before."""
    Page.objects.filter(pk=page.pk).update(needs_review=needed)
    CatalogRevision.move()
