"""What pages say about values: figures, dates, marks and statuses in the same words everywhere."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.markdown import plain_text
from catalog.presentation.answers import MEANINGS, use_words
from catalog.presentation.countries import country_name
from catalog.presentation.evidence import Evidence, Support
from catalog.presentation.families import licenses_of
from catalog.presentation.figures import bare, day_in_words, listed, parameters, sentence_case, whole
from catalog.presentation.lineage import relation_words
from registry.models import AIModel, Page
from registry.models.vocabulary import CommercialUse, Role, State

register = template.Library()
register.filter("parameters", parameters)
register.filter("whole", whole)
register.filter("bare", bare)
register.filter("country_name", country_name)
register.filter("relation_words", relation_words)
register.filter("plain_text", plain_text)
register.filter("licenses_of", licenses_of)


@register.filter
def sentence(label: str) -> str:
    """A label of a vocabulary in sentence case: "Community With Thresholds" is "Community with thresholds", "RAIL" stays."""
    return sentence_case(label)


@register.filter
def contested(value: object) -> object:
    """A value that one source gives: yes and no in words, whole numbers with their thousands apart."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return whole(value) if isinstance(value, int) else value


@register.filter
def day(value: date | None) -> str | None:
    """A full date in words."""
    return day_in_words(value)


@register.filter
def month(value: date | None) -> str | None:
    """A month in words, for dates of different precision."""
    return day_in_words(value, precision="month")


@register.filter
def role_words(roles: list[str]) -> str:
    """The roles of an organization as a list in words."""
    return ", ".join(Role(role).label.lower() for role in roles).capitalize()


@register.filter
def is_closed(model: AIModel) -> bool:
    """Whether no variant of a model has published weights. Its variants must be prefetched."""
    variants = model.variants.all()
    return bool(variants) and not any(variant.open_weights for variant in variants)


@register.filter
def sizes(model: AIModel) -> str:
    """The smallest and the largest parameter count of a model's variants, empty when none is known."""
    counts = sorted({variant.params_total for variant in model.variants.all() if variant.params_total})
    if not counts:
        return ""
    return " to ".join(str(parameters(count)) for count in dict.fromkeys((counts[0], counts[-1])))


@register.simple_tag
def partial_date(row: Any, name: str, unknown: str = "") -> SafeString | str:
    """A date of a row as exactly as its precision says, or the words for its absence."""
    words = day_in_words(getattr(row, name), precision=getattr(row, f"{name}_precision"))
    return words or (format_html('<span class="no-value">{}</span>', unknown) if unknown else "")


@register.filter
def page_link(page: Page | None) -> SafeString | str:
    """A link to a page as its readers may follow it: none to a draft, and a word where it is withdrawn."""
    if page is None:
        return ""
    if page.state == State.DRAFT:
        return page.name
    link = format_html('<a href="{}">{}</a>', page.get_absolute_url(), page.name)
    return format_html("{} (withdrawn)", link) if page.state == State.WITHDRAWN else link


@register.filter
def page_links(pages: list[Page]) -> SafeString | str:
    """Links to several pages as a sentence lists them."""
    return SafeString(listed([format_html("{}", page_link(page)) for page in pages]))


@register.inclusion_tag("catalog/parts/use.html")
def use(value: str, differs: bool = False) -> dict[str, Any]:
    """The commercial-use status as icon, words and border."""
    return {"value": value, "words": use_words(value), "meaning": MEANINGS[CommercialUse(value)], "differs": differs}


@register.inclusion_tag("catalog/parts/mark.html")
def mark(support: Support) -> dict[str, Any]:
    """How sure we are of a fact, and the way to its sources."""
    return {"support": support}


@register.filter
def dead_note(evidence: Evidence, url: str) -> str:
    """What is to be said of a source's address that is dead; nothing of any other."""
    return evidence.dead_note(url)
