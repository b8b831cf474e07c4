"""Where the names in [[brackets]] lead: to the page or variant that goes by the name today or once did, or to what can be done."""

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from catalog.syntax import Target, link_targets
from registry.documents.links import split_kind
from registry.models import Page, PageName
from registry.models.links import PageNameQuerySet, link_key
from registry.models.vocabulary import State


class Links:
    """The links of some texts. All their names are looked up at once, by one query, when the first is asked for."""

    def __init__(self, names: PageNameQuerySet) -> None:
        self._names = names

    @classmethod
    def of_pages(cls, pages: Iterable[Page]) -> "Links":
        """Return the links in the prose of pages as they were saved last."""
        return cls(PageName.objects.linked_from(pages))

    @classmethod
    def in_texts(cls, texts: Iterable[str]) -> "Links":
        """Return the links in texts that nobody has saved, such as a preview."""
        return cls.named(target for text in texts for target in link_targets(text))

    @classmethod
    def named(cls, written: Iterable[str]) -> "Links":
        """Return the links for what may stand in brackets, such as "Llama 2" or "license: MIT License"."""
        return cls(PageName.objects.best_first(link_key(split_kind(target)[1]) for target in written))

    def __call__(self, written: str) -> Target:
        """Return where "Llama 2" or "license: MIT License" leads."""
        kind, name = split_kind(written)
        for found in self._found.get(link_key(name), ()):
            if not kind or found.page.kind == kind:
                return _target(found)
        return Target(missing_address(name, kind=kind), "missing")

    @cached_property
    def _found(self) -> dict[str, list[PageName]]:
        by_key: dict[str, list[PageName]] = {}
        for name in self._names:
            by_key.setdefault(name.key, []).append(name)
        return by_key


def _target(found: PageName) -> Target:
    page, into = found.page, found.page.merged_into
    if into is not None and into.state != State.DRAFT:
        return Target(into.get_absolute_url(), "withdrawn" if into.state == State.WITHDRAWN else "stands")
    address = page.get_absolute_url() + (f"#{found.anchor}" if found.anchor else "")
    return Target(address, "withdrawn" if page.state == State.WITHDRAWN else "stands")


def missing_address(name: str, *, kind: str = "") -> str:
    """Return the address that says that a page is missing and what can be done about it."""
    asked = {"name": name, "kind": kind} if kind else {"name": name}
    return f"{reverse('catalog:missing')}?{urlencode(asked)}"


def new_page_address(kind: str, *, name: str) -> str:
    """Return where a page of a kind is begun, its name filled in."""
    return f"{reverse('catalog:new-page', args=[kind])}?{urlencode({'name': name})}"


def edit_address(page: Page) -> str:
    """Return where a page is changed."""
    return reverse(f"catalog:{page.kind}-edit", args=[page.slug])
