"""The only ways to change a saved view: its owner may, editors may where it is shared, and nobody writes over what they have not seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from catalog.models import Opens, SavedView
from catalog.saving.places import PLACES, query_in
from registry.documents.fields import SLUG
from registry.roles import Role, has_role

_LONGEST_SLUG = 120
ONLY_WHO_MAY_CHANGE = "Who saved this view changes it, and editors where it is shared."
ONLY_WHO_MAY_DELETE = "Who saved this view deletes it, and administrators."
# Stands below /saved/ already.
_RESERVED = "new"
_SLUG_ADVICE = "Use lower-case letters, digits, dots and hyphens, as in llama-line."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a saved view is to say. An empty slug is made from the name; `shared` and `slug` are the owner's to choose."""

    name: str
    query: str
    note: str = ""
    slug: str = ""
    shared: bool = False


class StaleView(Exception):  # noqa: N818 - what it is
    """Somebody else changed the view first; `current` is how it stands now, None where it was deleted."""

    def __init__(self, current: SavedView | None) -> None:
        who = current.changed_by or current.owner if current else None
        super().__init__(f"{who.get_username()} changed it." if who else "Somebody deleted it.")
        self.current = current


class NotSaved(ValueError):  # noqa: N818 - what it is
    """A wish that cannot be stored; `errors` say why, by field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(text for texts in errors.values() for text in texts))
        self.errors = errors


class NotTheirs(PermissionDenied):
    """The person may see the view, and not do this to it."""


def may_change(view: SavedView, person: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a person may change a view: the owner, and editors where it is shared."""
    is_owner = person.pk == view.owner_id and has_role(person, Role.VIEWER)
    return is_owner or (view.shared and has_role(person, Role.EDITOR))


def may_delete(view: SavedView, person: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a person may delete a view: the owner, and administrators."""
    return (person.pk == view.owner_id and has_role(person, Role.VIEWER)) or has_role(person, Role.ADMINISTRATOR)


def save_view(view: SavedView | None, *, wish: Wish, by: User, expected: int, opens: Opens) -> SavedView:
    """Make a saved view, or change one that the author saw at number `expected`.

    StaleView where it has moved since, NotTheirs where they may not, NotSaved with what is wrong by field. A query that stays as it was
    is not checked again: what it names may have left the catalog, and its note can still be mended.
    """
    if view is None:
        return _made(wish, by=by, opens=opens)
    current = SavedView.objects.select_related("owner", "changed_by").filter(pk=view.pk).first()
    if current is not None and not may_change(current, by):
        raise NotTheirs(ONLY_WHO_MAY_CHANGE)
    if current is None or current.number != expected:
        raise StaleView(current)
    owned = current.owner_id == by.pk
    current.name, current.note, current.changed_by = wish.name.strip(), wish.note, by
    current.slug = (wish.slug.strip() or current.slug) if owned else current.slug
    current.shared = wish.shared if owned else current.shared
    current.query = _query_of(wish, by=by, opens=Opens(current.opens), before=current.query)
    _require_storable(current)
    return _stored(current, expected=expected)


def delete_view(view: SavedView, *, by: User, expected: int) -> None:
    """Delete a view that the person saw at number `expected`; NotTheirs where they may not, StaleView where it has moved since."""
    if not may_delete(view, by):
        raise NotTheirs(ONLY_WHO_MAY_DELETE)
    deleted, _ = SavedView.objects.filter(pk=view.pk, number=expected).delete()
    if not deleted:
        raise StaleView(SavedView.objects.select_related("owner", "changed_by").filter(pk=view.pk).first())


def _made(wish: Wish, *, by: User, opens: Opens) -> SavedView:
    if not has_role(by, Role.VIEWER):
        raise NotTheirs("Saving needs the role viewer.")
    view = SavedView(name=wish.name.strip(), note=wish.note, opens=opens, shared=wish.shared, owner=by, changed_by=by)
    view.slug = wish.slug.strip() or _free_slug(wish.name)
    view.query = _query_of(wish, by=by, opens=opens, before=None)
    _require_storable(view)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise _taken(view.slug) from error
    return view


def _stored(view: SavedView, *, expected: int) -> SavedView:
    """Write a changed view where it still stands at the number that its author saw: of two at once, one wins and the other hears of it."""
    fields = {name: getattr(view, name) for name in ("slug", "name", "query", "note", "shared", "changed_by")}
    rows = SavedView.objects.filter(pk=view.pk, number=expected)
    try:
        with transaction.atomic():
            written = rows.update(**fields, number=F("number") + 1, updated_at=timezone.now())
    except IntegrityError as error:
        raise _taken(view.slug) from error
    now = SavedView.objects.select_related("owner", "changed_by").filter(pk=view.pk).first()
    if not written or now is None:
        raise StaleView(now)
    return now


def _query_of(wish: Wish, *, by: User, opens: Opens, before: str | None) -> str:
    query = query_in(wish.query)
    if before is not None and query.urlencode() == query_in(before).urlencode():
        return before
    checked = PLACES[opens].check(query, by)
    if checked.errors:
        raise NotSaved({"query": list(checked.errors)})
    return checked.query


def _require_storable(view: SavedView) -> None:
    if view.slug == _RESERVED:
        raise _taken(view.slug)
    try:
        view.clean_fields(exclude=["owner", "changed_by"])
    except ValidationError as error:
        raise NotSaved(error.message_dict) from error


def _taken(slug: str) -> NotSaved:
    return NotSaved({"slug": [f"There is something saved as '{slug}' already: choose another address."]})


def _free_slug(name: str) -> str:
    """A slug from the name, with the first number behind it that is free; NotSaved where the name has no letters for one."""
    plain = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.")[: _LONGEST_SLUG - 8].strip("-.")
    if not SLUG.fullmatch(plain):
        raise NotSaved({"slug": [f"No address can be made from this name. {_SLUG_ADVICE}"]})
    taken = {_RESERVED, *SavedView.objects.filter(slug__startswith=plain).values_list("slug", flat=True)}
    return next(slug for slug in [plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))] if slug not in taken)
