"""Form fields as the site shows them: label, control, help and errors, for every form of the site and of sign-in."""

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control alone, with the stylesheet's class for its kind and for its errors."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect):
        return field.as_widget()
    if isinstance(widget, CheckboxInput):
        css_class = "form-check-input"
    elif isinstance(widget, Select):
        css_class = "form-select"
    else:
        css_class = "form-control"
    if field.errors:
        css_class += " is-invalid"
    return field.as_widget(attrs={"class": css_class})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label belongs behind the control."""
    return isinstance(field.field.widget, CheckboxInput)
