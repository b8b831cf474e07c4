"""What the pages of history and changes need in their templates."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.markdown import render_markdown
from catalog.presentation.addresses import address_below
from catalog.presentation.changes import ORIGINS
from catalog.presentation.lists import Steering
from registry.models import Page
from registry.models.vocabulary import Origin

register = template.Library()


@register.filter
def said(text: str, heading: int) -> SafeString:
    """A text of a document as safe HTML, its highest heading at the level that its place allows."""
    return render_markdown(text, top_heading=heading)


@register.filter
def origin_words(origin: str) -> str:
    """The door that a change came through, as it stands in a sentence after "through"."""
    return ORIGINS[Origin(origin)]


@register.simple_tag
def below(page: Page, name: str, **parts: object) -> str:
    """The address of something below a page's own: `{% below page "revision" number=3 %}`."""
    return address_below(page, name, **parts)


@register.simple_tag
def load_address(steering: Steering, load: str) -> str:
    """The address of the single changes that one line of the list stands for."""
    return steering.address(load=load)


@register.simple_tag
def feed_address(given: Mapping[str, str]) -> str:
    """The address of the feed with the same filters."""
    address = reverse("catalog:changes-feed")
    return f"{address}?{urlencode(given)}" if given else address
