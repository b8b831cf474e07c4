"""The cells of a row as HTML. There may be a thousand on a page, so that each is put together here and not by a template of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.directory import Entry
from catalog.exploring.columns import Column
from catalog.exploring.rows import Price, Row
from catalog.presentation.addresses import page_address
from catalog.presentation.answers import MEANINGS, use_words
from catalog.presentation.evidence import NumberedSource, Support, fact_anchor
from catalog.presentation.figures import day_in_words, money, parameters, sentence_case, whole
from catalog.presentation.hosting import PriceLine
from registry.documents.dates import first_day
from registry.models.vocabulary import Channel, CommercialUse, Kind, LicenseCategory, LineageStatus, Modality, Status, VariantCategory

_HREF = "HREF"
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: the variant with its address, and its other cells."""

    slug: str
    name: str
    href: str
    status: str
    cells: SafeString


def lines(rows: Iterable[Row], *, columns: Sequence[Column]) -> list[Line]:
    """Return the rows as they are shown, with every column but the first."""
    return [_line(row, columns[1:]) for row in rows]


def _line(row: Row, columns: Sequence[Column]) -> Line:
    cells = mark_safe("".join(_cell(row, column) for column in columns))  # noqa: S308 - each cell escapes what it is made from
    status = "" if row.values["status"] == Status.RELEASED else sentence_case(Status(row.values["status"]).label)
    return Line(row.slug, row.values["name"], f"{_model(row)}#{row.slug}", status, cells)


def _cell(row: Row, column: Column) -> str:
    words = _CELLS[column.name](row)
    if not words:
        return f'<td{_NUMBER if column.number else ""}><span class="no-value">{_UNKNOWN.get(column.name, "Not known")}</span></td>'
    mark = _mark(row, column) if column.fact else ""
    return f"<td{_NUMBER if column.number else ''}>{words}{mark}</td>"


_NUMBER = ' class="number"'
_UNKNOWN = {
    "license": "No license identified", "license_category": "No license identified", "offers": "None known", "partners": "None known",
    "channels": "None known", "cheapest_input": "No price known", "cheapest_output": "No price known", "category": "None recorded",
    "huggingface": "No repository recorded", "declared_license": "No label recorded",
}  # fmt: skip


def _model(row: Row) -> str:
    return page_address(Kind.MODEL, row.values["model__slug"])


def _mark(row: Row, column: Column) -> str:
    cited = row.cited(column.fact)
    href = f"{_model(row)}#{fact_anchor(cited.fact)}"
    return " " + _mark_html(cited.mark, sourced=cited.sourced, whole=cited.fact.endswith("record")).replace(_HREF, escape(href))


@lru_cache(maxsize=32)
def _mark_html(mark: str, *, sourced: bool, whole: bool) -> str:
    """The source mark that pages use, with a placeholder for where it leads."""
    source = (NumberedSource(0, None),) if sourced else ()  # type: ignore[arg-type] # its words are not asked for
    support = Support(fact="", mark=mark, sources=source, whole=whole, elsewhere=_HREF)
    return render_to_string("catalog/parts/mark.html", {"support": support}).strip()


def _link(kind: str, entry: Entry | None) -> str:
    if entry is None:
        return ""
    return format_html('<a href="{}">{}</a>', page_address(kind, entry.slug), entry.name) if entry.published else escape(entry.name)


def _links(kind: str, entries: Sequence[Entry]) -> str:
    distinct = list(dict.fromkeys(entries))
    shown = ", ".join(_link(kind, entry) for entry in distinct[:_MOST_NAMES])
    return f"{shown} and {len(distinct) - _MOST_NAMES} more" if len(distinct) > _MOST_NAMES else shown


def _date(row: Row, name: str) -> str:
    text = row.values[name]
    return f'<span class="nowrap">{day_in_words(first_day(text), precision=row.values[f"{name}_precision"])}</span>' if text else ""


def _use(row: Row) -> str:
    return _use_html(row.values["commercial_use"])


@lru_cache(maxsize=8)
def _use_html(value: str) -> str:
    context = {"value": value, "words": use_words(value), "meaning": MEANINGS[CommercialUse(value)], "differs": False}
    return render_to_string("catalog/parts/use.html", context).strip()


def _weights(row: Row) -> str:
    return "Published" if row.values["open_weights"] else "Not published"


def _gated(row: Row) -> str:
    return {True: "Yes, after accepting terms", False: "No", None: ""}[row.values["gated"]]


def _modality(row: Row) -> str:
    sides = [", ".join(sentence_case(Modality(word).label).lower() for word in row.values[name]) for name in ("inputs", "outputs")]
    return f"{sides[0] or 'not known'} in, {sides[1] or 'not known'} out" if any(sides) else ""


def _offers(row: Row) -> str:
    return f'<a href="{escape(_model(row))}#hosting_">{len(row.offers)}</a>' if row.offers else ""


def _channels(row: Row) -> str:
    own = {offer.channel for offer in row.offers}
    return ", ".join(channel.label for channel in Channel if channel in own)


def _prices(prices: Sequence[Price], row: Row) -> str:
    return "<br>".join(_price(price, row) for price in prices)


def _price(price: Price, row: Row) -> str:
    return format_html(
        '<a href="{}#offer-{}">{}</a> <span class="line muted">{}, {}</span>',
        _model(row), price.offer.slug, money(price.amount, currency=price.listed.currency), price.offer.partner.name,
        PriceLine(price.listed, None).seen,
    )  # fmt: skip


def _repositories(row: Row) -> str:
    return "<br>".join(
        format_html('<a class="mono" href="https://huggingface.co/{}" rel="nofollow noopener">{}</a>', name, name)
        for name in row.repositories
    )


def _label(vocabulary: Any, value: str) -> str:
    return escape(sentence_case(vocabulary(value).label)) if value else ""


_CELLS: Mapping[str, Callable[[Row], str]] = {
    "model": lambda row: format_html('<a href="{}">{}</a>', _model(row), row.values["model__name"]),
    "family": lambda row: _link(Kind.FAMILY, row.family),
    "developer": lambda row: _links(Kind.ORGANIZATION, row.developers),
    "license": lambda row: _link(Kind.LICENSE, row.license),
    "license_category": lambda row: _label(LicenseCategory, row.license.category) if row.license else "",
    "commercial_use": _use,
    "params_total": lambda row: parameters(row.values["params_total"]) or "",
    "params_active": lambda row: parameters(row.values["params_active"]) or "",
    "context_tokens": lambda row: whole(row.values["context_tokens"]) or "",
    "release_date": lambda row: _date(row, "release_date"),
    "modality": _modality,
    "open_weights": _weights,
    "gated": _gated,
    "status": lambda row: _label(Status, row.values["status"]),
    "category": lambda row: _label(VariantCategory, row.values["category"]),
    "offers": _offers,
    "partners": lambda row: _links(Kind.ORGANIZATION, [offer.partner for offer in row.offers]),
    "channels": _channels,
    "cheapest_input": lambda row: _prices(row.prices["cheapest_input"], row),
    "cheapest_output": lambda row: _prices(row.prices["cheapest_output"], row),
    "knowledge_cutoff": lambda row: _date(row, "knowledge_cutoff"),
    "training_tokens": lambda row: escape(row.values["training_tokens"]),
    "languages_count": lambda row: whole(row.values["languages_count"]) or "",
    "declared_license": lambda row: escape(row.values["declared_license"]),
    "lineage": lambda row: escape(LineageStatus(row.values["lineage_status"]).label),
    "huggingface": _repositories,
    "slug": lambda row: f'<span class="mono">{escape(row.slug)}</span>',
}
