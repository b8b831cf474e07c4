"""What the forms on pages need in their templates."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

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
