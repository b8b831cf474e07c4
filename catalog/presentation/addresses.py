"""Addresses below a page's own."""

from functools import lru_cache

from django.urls import reverse

from registry.models import Page

_MARK = "SLUG"


def address_below(page: Page, name: str, **parts: object) -> str:
    """Return where something of a page stands, such as its history or the difference of two of its revisions."""
    return reverse(f"catalog:{page.kind}-{name}", kwargs={"slug": page.slug, **parts})


@lru_cache(maxsize=16)
def _around_a_slug(kind: str) -> tuple[str, str]:
    before, _, after = reverse(f"catalog:{kind}", args=[_MARK]).partition(_MARK)
    return before, after


def page_address(kind: str, slug: str) -> str:
    """Return where the page of a kind with this slug stands: without looking the route up each time, for tables with many links."""
    before, after = _around_a_slug(kind)
    return f"{before}{slug}{after}"
