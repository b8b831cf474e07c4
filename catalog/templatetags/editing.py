"""What the forms on pages need in their templates."""

from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.presentation.addresses import address_below
from registry.models import Page
from registry.models.vocabulary import Kind

register = template.Library()


@register.filter
def check(field: BoundField) -> SafeString:
    """A checkbox with the stylesheet's class."""
    return field.as_widget(attrs={"class": "form-check-input"})


@register.filter
def kind_words(kind: str) -> str:
    """A kind of page in words: "Model"."""
    return str(Kind(kind).label)


@register.simple_tag(takes_context=True)
def edit_link(context: Context, page: Page, part: str, words: str, of: str = "") -> SafeString | str:
    """A link to the form of a part, for people who may at least propose; nothing for anybody else."""
    access = context.get("access")
    if not access or not access.roles:
        return ""
    address = f"{address_below(page, 'edit')}?{urlencode({'part': part})}"
    about = format_html('<span class="visually-hidden"> {}</span>', of) if of else ""
    return format_html('<a class="edit-link no-print" href="{}">{}{}</a>', address, words, about)
