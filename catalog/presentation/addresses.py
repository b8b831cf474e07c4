"""Addresses below a page's own."""

from django.urls import reverse

from registry.models import Page


def address_below(page: Page, name: str, **parts: object) -> str:
    """Return where something of a page stands, such as its history or the difference of two of its revisions."""
    return reverse(f"catalog:{page.kind}-{name}", kwargs={"slug": page.slug, **parts})
