"""Two to six things side by side, as the site's page shows them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from pydantic import Field
from rest_framework.request import Request
from typing_extensions import TypedDict

from catalog import exports
from catalog.api.freshness import fresh_answer
from catalog.api.negotiation import CSV, FORMATS, JSON, JSONL, XLSX, Format, format_of
from catalog.api.operations import READING, OperationSchema, described_by, operation, ref
from catalog.api.shapes.evidence import SourceRef
from catalog.api.views import CatalogView, as_json, origin_of, user_class
from catalog.asking.comparing import profiles_seen_by, uses_of
from catalog.comparison.table import Cell, Column, Comparison, Item, Row, Section
from catalog.comparison.wanted import AT_LEAST, AT_MOST, KINDS, KNOWN, NOUNS, Wanted, read_wanted
from catalog.directory import Edition, current_edition
from catalog.filters import InvalidQuery, Mistake
from catalog.models import Opens, SavedView
from catalog.presentation.comparing import compare
from catalog.presentation.comparing.files import ComparisonFile
from catalog.presentation.evidence import NumberedSource, Support
from registry.documents.fields import SLUG, Verification
from registry.licensing.decide import DISCLAIMER


class ComparedColumn(TypedDict):
    """What is compared."""

    kind: Literal["model", "variant", "license", "organization"]
    slug: str
    name: str
    url: str


class ComparedItem(TypedDict):
    """One thing that is said in a cell."""

    words: str
    section: Annotated[str | None, Field(description="The clause to cite, where it is one.")]
    note: str | None
    url: Annotated[str | None, Field(description="The page that shows it with its sources.")]
    verification: Annotated[Verification | None, Field(description="recalled means unconfirmed.")]
    sources: list[SourceRef]


class ComparedCell(TypedDict):
    """What one column says: items, or in words what is not known."""

    items: list[ComparedItem]
    unknown: str | None
    amount: Annotated[str | None, Field(description="A decimal number, where the row can be ordered by it.")]


class ComparedRow(TypedDict):
    """One fact over all columns."""

    name: str
    label: str
    unit: str | None
    differs: Annotated[bool, Field(description="Unknown differs from anything known.")]
    best: Annotated[list[str], Field(description="Slugs of the columns with the best value of those known.")]
    not_compared: Annotated[str | None, Field(description="Why values are shown but not compared.")]
    cells: Annotated[list[ComparedCell], Field(description="In the order of the columns.")]


class ComparedSection(TypedDict):
    """Rows under one heading."""

    name: str
    title: str
    rows: list[ComparedRow]


class ComparisonRecord(TypedDict):
    """Two to six things side by side."""

    columns: list[ComparedColumn]
    sections: list[ComparedSection]
    differing: Annotated[int, Field(description="How many rows differ.")]
    revision: Annotated[int, Field(description="Of the catalog.")]
    disclaimer: str


def _parameter(name: str) -> dict[str, Any]:
    says = f"Slugs or names, separated by commas or given several times: {AT_LEAST} to {AT_MOST}. Exactly one of m, l and p."
    return {"name": name, "in": "query", "description": f"A {NOUNS[name]}. {says}", "schema": {"type": "string"}}


@lru_cache(maxsize=1)
def comparison_components() -> Mapping[str, Any]:
    """Return the schemas of a comparison by name."""
    return described_by(ComparisonRecord)


COMPARE = operation(
    "compare",
    tag="compare",
    summary="Two to six models or variants, licenses or partners side by side.",
    description="Rows that differ are marked; unknown is never taken as equal to anything; results measured differently are not compared.",
    answers={200: ref("ComparisonRecord"), 304: None},
    problems=READING,
    parameters=[
        *(_parameter(name) for name in KINDS),
        {"name": "profile", "in": "query", "description": "Slug of a use profile to judge for.", "schema": {"type": "string"}},
        {"name": "only", "in": "query", "description": "Rows that differ alone.", "schema": {"type": "string", "enum": ["differences"]}},
        {
            "name": "saved", "in": "query", "description": "Slug of a saved comparison that you may see; it says all else but the format.",
            "schema": {"type": "string", "maxLength": 120},
        },
        {
            "name": "format", "in": "query", "description": "Form of the answer; the others than json are files.",
            "schema": {"type": "string", "enum": [form.name for form in FORMATS]},
        },
    ],
    media_types={form.media_type: {"type": "string"} for form in FORMATS if form is not JSON},
    open_to_anyone=True,
)  # fmt: skip


class CompareView(CatalogView):
    """Compares what the address names."""

    schema = OperationSchema()
    operations: ClassVar[Mapping[str, Any]] = {"GET": COMPARE}
    components = staticmethod(comparison_components)

    def get(self, request: Request) -> HttpResponse:
        """Return the comparison, fresh for the catalog's revision and the day."""
        form = format_of(request, offered=FORMATS)
        query, whose = _asked(request)
        who = f"{user_class(request)} on {timezone.localdate()}{whose}"
        url, edition = request.build_absolute_uri(), current_edition()
        wanted = _wanted(query, request)
        uses = uses_of(profiles_seen_by(request.user).get(wanted.profile))

        def build() -> bytes:
            whole = compare(kind=wanted.kind, slugs=wanted.slugs, uses=uses, today=timezone.localdate())
            found = whole.differences() if wanted.only_differences else whole
            if form is not JSON:
                return _file(found, form, wanted=wanted, edition=edition, request=request)
            return as_json(comparison_record(found, differing=whole.differing, revision=edition.number, origin=origin_of(request)))

        answer = fresh_answer(request, edition=edition, user_class=who, media_type=form.content_type, url=url, build=build)
        if form is not JSON and answer.status_code == 200:
            day = f"-{edition.recorded_at.date()}" if edition.recorded_at else ""
            answer.headers["Content-Disposition"] = f'attachment; filename="comparison{day}.{form.name}"'
        return answer


def _asked(request: Request) -> tuple[QueryDict, str]:
    """The query that is meant, and for whom the answer is: a saved view's query is that of its number, and may be its owner's alone."""
    slug = request.GET.get("saved")
    if slug is None:
        return request.GET, ""
    others = [name for name in request.GET if name not in ("saved", "format")]
    if others or len(request.GET.getlist("saved")) > 1:
        detail = "A saved comparison stands alone: leave out everything else but the format."
        raise InvalidQuery([Mistake(name[:80], "not_with_saved", detail) for name in others or ["saved"]])
    seen = SavedView.objects.seen_by(request.user).filter(opens=Opens.COMPARISON)
    found = seen.filter(slug=slug).first() if SLUG.fullmatch(slug) else None
    if found is None:
        raise InvalidQuery([Mistake("saved", "unknown_value", f"There is no saved comparison '{slug[:80]}' that you may see.")])
    return QueryDict(found.query), f" saved {found.pk} at {found.number}"


def _file(found: Comparison, form: Format, *, wanted: Wanted, edition: Edition, request: Request) -> bytes:
    as_of = edition.recorded_at.date() if edition.recorded_at else None
    file = ComparisonFile(found, as_of=as_of)
    about = exports.About(
        title="comparison", as_of=as_of, revision=edition.number, filters=wanted.parameters(),
        address=f"{origin_of(request)}{reverse('catalog:compare')}{wanted.address()}", columns=file.notes(),
    )  # fmt: skip
    if form is XLSX:
        with file.workbook(about) as workbook:
            return workbook.read()
    if form is JSONL:
        return b"".join(exports.jsonl_chunks(_lines(found, as_of=as_of, origin=origin_of(request)), encode=as_json))
    if form is CSV:
        return b"".join(exports.csv_chunks(file.header, file.rows()))
    return b"".join(exports.markdown_chunks(file.header, file.rows(), about=about))


def _lines(found: Comparison, *, as_of: date | None, origin: str) -> Iterator[Mapping[str, Any]]:
    """A record for each row, its cells by column."""
    slugs = [column.slug for column in found.columns]
    for section in found.sections:
        for row in section.rows:
            record = _row(row, slugs, origin)
            cells = dict(zip(slugs, record["cells"], strict=True))
            yield {"section": section.name, **record, "cells": cells, "as_of": as_of}


def _wanted(query: QueryDict, request: Request) -> Wanted:
    known = [name for name in KNOWN if name != "show"]
    wanted = read_wanted(query, profiles=profiles_seen_by(request.user), known=(*known, "saved", "format"))
    mistakes = [Mistake(name, "invalid_value", text) for name, texts in wanted.errors.items() for text in texts]
    if not mistakes and len(wanted.slugs) < AT_LEAST:
        detail = f"Name {AT_LEAST} to {AT_MOST} to compare: m=llama-2&m=llama-3.1, l= for licenses, p= for partners."
        mistakes.append(Mistake(wanted.by, "required", detail))
    if mistakes:
        raise InvalidQuery(mistakes)
    return wanted


def comparison_record(found: Comparison, *, differing: int, revision: int, origin: str) -> ComparisonRecord:
    """Return a comparison as the API shows it."""
    return {
        "columns": [_column(column, origin) for column in found.columns],
        "sections": [_section(section, found.columns, origin) for section in found.sections],
        "differing": differing,
        "revision": revision,
        "disclaimer": DISCLAIMER,
    }


def _column(column: Column, origin: str) -> ComparedColumn:
    return {"kind": column.kind, "slug": column.slug, "name": column.name, "url": f"{origin}{column.href}"}  # type: ignore[typeddict-item]


def _section(section: Section, columns: Iterable[Column], origin: str) -> ComparedSection:
    slugs = [column.slug for column in columns]
    return {"name": section.name, "title": section.title, "rows": [_row(row, slugs, origin) for row in section.rows]}


def _row(row: Row, slugs: list[str], origin: str) -> ComparedRow:
    return {
        "name": row.name,
        "label": row.label,
        "unit": row.unit or None,
        "differs": row.differs,
        "best": [slugs[place] for place in row.winners],
        "not_compared": row.apart or None,
        "cells": [_cell(cell, origin) for cell in row.cells],
    }


def _cell(cell: Cell, origin: str) -> ComparedCell:
    return {
        "items": [_item(item, origin) for item in cell.items],
        "unknown": None if cell.is_known else cell.unknown,
        "amount": None if cell.amount is None else f"{Decimal(cell.amount):f}",
    }


def _item(item: Item, origin: str) -> ComparedItem:
    support = item.support if isinstance(item.support, Support) else Support(fact="")
    at = item.href or support.href
    return {
        "words": item.words,
        "section": item.section or None,
        "note": item.note or None,
        "url": f"{origin}{at}" if at.startswith("/") else at or None,
        "verification": support.mark or None,  # type: ignore[typeddict-item]
        "sources": [_source(source) for source in support.sources],
    }


def _source(source: NumberedSource) -> SourceRef:
    use = source.use
    return {
        "key": use.key, "kind": use.source.kind, "label": source.label, "url": source.href or None,  # type: ignore[typeddict-item]
        "read_on": use.read_on.isoformat() if use.read_on else None,
    }  # fmt: skip
