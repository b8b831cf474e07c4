"""What the pages of history and changes need in their templates."""

from django import template
from django.utils.safestring import SafeString

from catalog.markdown import render_markdown
from catalog.presentation.addresses import address_below
from registry.models import Page
from registry.models.vocabulary import Origin

ORIGINS = {
    Origin.ADMIN: "the admin", Origin.SITE: "the site", Origin.API: "the API", Origin.FILES: "the catalog's files",
    Origin.IMPORT: "an import",
}  # fmt: skip

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
