"""What the site's pages show to the organization's own people beside the catalog: what they watch, what is new, the journal."""

from typing import Any

from django import template
from django.contrib.auth.models import User
from django.template.context import RequestContext

from catalog.presentation.talk import Noted, journal_of
from catalog.watching import unseen_count, watches
from registry.models import Page
from registry.roles import Role, has_role

register = template.Library()
# A page shows so many notes of its journal itself; the talk page has the others.
MOST_NOTES_ON_PAGE = 5


def _reader(context: RequestContext) -> User | None:
    request: Any = context.get("request")
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and has_role(user, Role.VIEWER) else None


@register.simple_tag(takes_context=True)
def unseen_things(context: RequestContext) -> int:
    """How much on the reader's watchlist they have not seen."""
    reader = _reader(context)
    return unseen_count(reader) if reader else 0


@register.simple_tag(takes_context=True)
def is_watched(context: RequestContext, page: Page) -> bool:
    """Whether the reader watches a page."""
    reader = _reader(context)
    return reader is not None and watches(page, reader)


@register.simple_tag(takes_context=True)
def open_threads(context: RequestContext, page: Page) -> int:
    """How many threads on a page nobody has resolved; none for people outside the organization."""
    return page.comments.unresolved().count() if _reader(context) else 0


@register.simple_tag(takes_context=True)
def newest_notes(context: RequestContext, page: Page) -> list[Noted]:
    """The newest notes of a page's journal; none for people outside the organization."""
    reader = _reader(context)
    return journal_of(page.journal.listed()[:MOST_NOTES_ON_PAGE], reader=reader) if reader else []
