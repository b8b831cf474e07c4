"""Search entries, each wrong in one way."""

from collections.abc import Callable
from typing import Any

from registry.models import Page, SearchEntry


def entry(**columns: Any) -> Callable[[], Any]:
    """Return an action that inserts an entry for a page that has one already, as if it were a variant's."""

    def act() -> None:
        page = Page.objects.earliest("pk")
        plain = {"id": -1_000_000, "page": page, "kind": "variant", "anchor": "some", "name": "Some", "key": "some", "keys": "|some|"}
        SearchEntry.objects.create(**{**plain, **columns})

    return act


SEARCH_BREAKS: dict[str, Callable[[], Any]] = {
    "search_entry_once": lambda: [entry()(), entry(id=-1_000_001)()],
    "search_entry_kind_known": lambda: SearchEntry.objects.filter(anchor="").update(kind="poem"),
    "search_entry_key_tells_variants": entry(id=1_000_000),
}
