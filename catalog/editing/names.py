"""Pages and variants by what people type: a slug, or a name that means one thing only."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from registry.models import ModelVariant, Page, PageName
from registry.models.links import link_key
from registry.models.pages import folded
from registry.models.vocabulary import State

Option = tuple[str, str]
AT_MOST = 400
_NEAR = 5


class Unknown(Exception):  # noqa: N818 - what it is
    """Nothing, or more than one thing, goes by what was typed; `near` is what may have been meant."""

    def __init__(self, typed: str, *, near: Iterable[Option], several: bool) -> None:
        super().__init__(typed)
        self.near = list(near)
        self.several = several


class Names:
    """What one form asks about names: say with `want` what will be asked, then a fixed number of queries per kind answers it."""

    def __init__(self) -> None:
        self._wanted: dict[str, set[str]] = defaultdict(set)
        self._slugs: dict[str, dict[str, str]] = {}
        self._named: dict[str, dict[str, list[Option]]] = {}
        self._options: dict[str, list[Option]] = {}

    def want(self, kind: str, texts: Iterable[str]) -> None:
        """Say that these slugs or names will be asked for."""
        self._wanted[kind].update(text.strip() for text in texts if text and "\x00" not in text)

    def slug(self, kind: str, typed: str) -> str:
        """Return the slug of what is meant; Unknown where that is nothing or not one thing."""
        self._read(kind)
        typed = typed.strip()
        if typed in self._slugs[kind]:
            return typed
        found = dict(self._named[kind].get(link_key(typed), []))
        if len(found) == 1:
            return next(iter(found))
        raise Unknown(typed, near=list(found.items())[:_NEAR] or self._near(kind, typed), several=len(found) > 1)

    def name(self, kind: str, slug: str) -> str:
        """Return what a slug stands for; nothing where there is no such page."""
        self._read(kind)
        return self._slugs[kind].get(slug.strip(), "")

    def options(self, kind: str) -> list[Option]:
        """Return slug and name of what can be chosen, by name; no more than a browser's list can take."""
        if kind not in self._options:
            rows = _rows(kind, not_withdrawn=True).order_by("name", "pk").values_list("slug", "name")
            self._options[kind] = list(rows[:AT_MOST])
        return self._options[kind]

    def _read(self, kind: str) -> None:
        if kind in self._slugs:
            return
        wanted = self._wanted[kind]
        self._slugs[kind] = dict(_rows(kind).filter(slug__in=wanted).values_list("slug", "name")) if wanted else {}
        left = {link_key(text) for text in wanted - self._slugs[kind].keys()} - {""}
        self._named[kind] = _carriers(kind, left) if left else {}

    def _near(self, kind: str, typed: str) -> list[Option]:
        known = dict(self.options(kind))
        by_name = {name.casefold(): slug for slug, name in known.items()}
        close = [*get_close_matches(typed.casefold(), known, _NEAR, 0.7), *get_close_matches(typed.casefold(), by_name, _NEAR, 0.7)]
        holding = [slug for slug, name in known.items() if folded(typed) and folded(typed) in folded(name, slug)]
        found = dict.fromkeys(by_name.get(item, item) for item in [*close, *holding])
        return [(slug, known[slug]) for slug in found][:_NEAR]


def _rows(kind: str, *, not_withdrawn: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202 - of two tables
    if kind == "variant":
        rows = ModelVariant.objects.all()
        return rows.exclude(model__state=State.WITHDRAWN) if not_withdrawn else rows
    pages = Page.objects.filter(kind=kind)
    return pages.exclude(state=State.WITHDRAWN) if not_withdrawn else pages


def _carriers(kind: str, keys: set[str]) -> dict[str, list[Option]]:
    found: dict[str, list[Option]] = defaultdict(list)
    if kind == "variant":
        rows = PageName.objects.filter(key__in=keys).exclude(anchor="").exclude(page__state=State.WITHDRAWN)
        for key, slug, name in rows.order_by("key", "rank", "anchor", "pk").values_list("key", "anchor", "page__name"):
            found[key].append((slug, name))
        return found
    rows = PageName.objects.filter(key__in=keys, anchor="", page__kind=kind).exclude(page__state=State.WITHDRAWN)
    for key, slug, name in rows.order_by("key", "rank", "page__slug").values_list("key", "page__slug", "page__name"):
        found[key].append((slug, name))
    return found
