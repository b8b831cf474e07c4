"""Text that people wrote, with its [[links]] leading where the page's `wiki` says."""

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

from catalog.markdown import linked, render_markdown

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context: Context, text: str, heading: int = 2, part: str = "") -> SafeString:
    """Markdown as safe HTML: its highest heading at level `heading`, its ids apart from other texts of the page by `part`."""
    return render_markdown(text, resolve=context.get("wiki"), top_heading=heading, part=part)


@register.simple_tag(takes_context=True)
def remark(context: Context, text: str) -> SafeString:
    """A short plain text, such as a note, with its links."""
    wiki = context.get("wiki")
    return linked(text, resolve=wiki) if wiki else escape(text)
