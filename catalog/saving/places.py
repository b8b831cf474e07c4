"""What a saved view can open: where that stands, and what makes an address good there.

A further place adds one entry to PLACES: its `Opens`, the words for it, the name of its route, and a function that reads a query for a
reader and returns `Checked`: the query in the place's own words, with every mistake said in a sentence. Saving, editing, the pages under
/saved/ and the API then know it; nothing else has to be told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse

from catalog.asking.comparing import profiles_seen_by
from catalog.comparison.wanted import AT_LEAST, read_wanted
from catalog.directory import current_edition, directory_of
from catalog.exploring.asked import read_asked
from catalog.models import Opens, SavedView
from registry.documents.fields import SLUG

Reader = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Checked:
    """A query as a place reads it: `query` asks for the same in the place's own words, `errors` say what is wrong with it."""

    query: str
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a saved view leads: `noun` is what is saved there, `route` the name of its address."""

    noun: str
    route: str
    check: Callable[[QueryDict, Reader], Checked]

    def address(self, query: str) -> str:
        """Return the address that shows what the query asks for."""
        return reverse(self.route) + (f"?{query}" if query else "")


def query_in(text: str) -> QueryDict:
    """Return the parameters in what people paste: a query such as m=llama-1&m=llama-2, or a whole address that ends in one."""
    _, asked, query = text.strip().partition("?")
    return QueryDict((query if asked else text.strip()).partition("#")[0])


def query_over(saved: str, asked: QueryDict) -> QueryDict:
    """Return what a saved query asks for with the parameters of an address put over it; `view`, which named it, is left out."""
    merged = query_in(saved).copy()
    for name, texts in asked.lists():
        if name != "view":
            merged.setlist(name, texts)
    return merged


def seen_under(slug: str, reader: Reader) -> SavedView | None:
    """Return the saved view with this slug; None where there is none, or none that the reader may see."""
    return SavedView.objects.seen_by(reader).filter(slug=slug).first() if SLUG.fullmatch(slug) else None


def opened_at(view: SavedView) -> str:
    """Return the address that a saved view opens."""
    return PLACES[Opens(view.opens)].address(view.query)


def _check_comparison(query: QueryDict, reader: Reader) -> Checked:
    wanted = read_wanted(query, profiles=profiles_seen_by(reader))
    errors = tuple(text for texts in wanted.errors.values() for text in texts)
    if not errors and len(wanted.slugs) < AT_LEAST:
        errors = (f"A comparison has at least {AT_LEAST} columns, such as m=llama-1&m=llama-2.",)
    return Checked(wanted.query, errors)


def _check_variants(query: QueryDict, reader: Reader) -> Checked:
    asked = read_asked(query, directory=directory_of(current_edition()))
    kept = {name: text for name, text in asked.given.items() if name not in ("cursor", "all")}
    # The order is always kept, so that the API lists the view in the same one.
    return Checked(urlencode({"ordering": asked.order.text, **kept}), tuple(mistake.detail for mistake in asked.mistakes))


PLACES: Mapping[Opens, Place] = {
    Opens.COMPARISON: Place("comparison", "catalog:compare", _check_comparison),
    Opens.VARIANTS: Place("list of variants", "catalog:explore", _check_variants),
}
