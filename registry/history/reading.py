"""Rows into documents: what a page says now, in the form that revisions, files and diffs use."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from registry.documents import PageDocument, parse_document
from registry.documents.dates import partial_date
from registry.models import (
    AIModel,
    Article,
    HostingOffer,
    License,
    ModelFamily,
    ModelVariant,
    Organization,
    Page,
    PageSource,
)

TABLES: dict[str, type[Page]] = {
    "organization": Organization,
    "family": ModelFamily,
    "license": License,
    "model": AIModel,
    "article": Article,
}
AT_ONCE = 200
EVIDENCE = ("page_sources__source", "citations__sources", "contradictions__values__source")
BELOW = {
    "organization": (),
    "article": (),
    "family": ("developer_links__organization",),
    "license": ("terms__sources", "licensors", "predecessor"),
    "model": (
        "family", "developer_links__organization", "variants__license", "variants__repositories", "variants__earlier_licenses__license",
        "variants__earlier_licenses__source", "variants__bases__base", "variants__bases__source", "variants__benchmarks__source",
        "offers__partner", "offers__covered__variant", "offers__sources", "offers__prices__source",
    ),
}  # fmt: skip


def documents_of(pages: QuerySet[Page]) -> Iterator[PageDocument]:
    """Yield the documents of pages of any kind, ordered by kind and slug; a fixed number of queries for each 200 pages of a kind."""
    for row in rows_of(pages):
        yield document_of_row(row)


def rows_of(pages: QuerySet[Page]) -> Iterator[Page]:
    """Yield the pages as rows of their own kind, with everything that hangs on them, for `document_of_row`."""
    for kind, table in TABLES.items():
        rows = table.objects.filter(pk__in=pages.filter(kind=kind).values("pk")).order_by("slug")
        yield from rows.prefetch_related(*EVIDENCE, *BELOW[kind]).iterator(chunk_size=AT_ONCE)


def document_of(page: Page) -> PageDocument:
    """Return the document of one page, read from its rows; InvalidDocument where the rows do not make a valid page."""
    return document_of_row(TABLES[page.kind].objects.prefetch_related(*EVIDENCE, *BELOW[page.kind]).get(pk=page.pk))


def document_of_row(row: Page) -> PageDocument:
    """Return what a row and everything that hangs on it say; InvalidDocument where that is not a page."""
    evidence = list(_evidence(row))
    data = {
        "kind": row.kind,
        "evidence": _under(evidence, ""),
        "sources": {use.key: _source(use) for use in row.page_sources.all()},
        "contradictions": [
            {"fact": item.fact, "note": item.note, "values": [{"value": v.value, "source": _key(v.source)} for v in item.values.all()]}
            for item in row.contradictions.all()
        ],
        "review_due": _iso(row.review_due),
        "checked_on": _iso(row.checked_on),
        "checked_by": row.checked_by or None,
        **_plain(row, "slug", "name", "state", "aliases", "summary", "notes"),
        **_SPECIFIC[row.kind](row, evidence),
    }
    return parse_document(data)


def _evidence(row: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    for citation in row.citations.all():
        yield (
            citation.fact,
            {
                "verification": citation.verification or None,
                "sources": sorted(use.key for use in citation.sources.all()),
                "checked_on": _iso(citation.checked_on),
                "checked_by": citation.checked_by or None,
                "note": citation.note,
            },
        )


def _under(evidence: Iterable[tuple[str, dict[str, Any]]], path: str) -> dict[str, Any]:
    if not path:
        return {fact: entry for fact, entry in evidence if "/" not in fact}
    return {fact.removeprefix(path): entry for fact, entry in evidence if fact.startswith(path) and "/" not in fact.removeprefix(path)}


def _source(use: PageSource) -> dict[str, Any]:
    columns = _plain(use.source, "kind", "title", "repo", "path", "commit", "package", "homepage", "archive_id")
    used = {"keys": use.keys, "upstream": use.upstream, "read_on": _iso(use.read_on), "note": use.note}
    return {**columns, "url": use.source.url or None, **used}


def _organization(row: Organization, _: Any) -> dict[str, Any]:
    return {"roles": row.roles, "country": row.country or None, "website": row.website or None}


def _family(row: ModelFamily, _: Any) -> dict[str, Any]:
    return {"developers": [link.organization.slug for link in row.developer_links.all()]}


def _article(row: Article, _: Any) -> dict[str, Any]:
    return {"body": row.body}


def _license(row: License, _: Any) -> dict[str, Any]:
    names = ("version", "spdx_id", "license_ref", "scancode_key", "scancode_category", "hub_ids", "licensor", "osi_approved", "category")
    return {
        **_plain(row, *names, "applies_to", "versions"),
        "licensors": sorted(organization.slug for organization in row.licensors.all()),
        "effective_date": _partial(row, "effective_date"),
        "predecessor": row.predecessor.slug if row.predecessor else None,
        "terms": [
            {
                "id": term.key,
                **_plain(term, "type", "effect", "section", "paraphrase", "verification"),
                "sources": sorted(use.key for use in term.sources.all()),
                **term.parameters,
            }
            for term in row.terms.all()
        ],
    }


def _model(row: AIModel, evidence: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    return {
        "family": row.family.slug,
        "developers": [link.organization.slug for link in row.developer_links.all()],
        "status": row.status,
        "release_date": _partial(row, "release_date"),
        "variants": [_variant(variant, evidence) for variant in row.variants.all()],
        "offers": [_offer(offer, evidence) for offer in sorted(row.offers.all(), key=lambda offer: offer.slug)],
    }


def _variant(row: ModelVariant, evidence: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    plain = (
        "slug", "name", "aliases", "status", "open_weights", "category", "params_total", "params_active", "context_tokens", "inputs",
        "outputs", "languages_count", "training_tokens", "gated", "declared_license", "notes",
    )  # fmt: skip
    return {
        **_plain(row, *plain),
        "release_date": _partial(row, "release_date"),
        "knowledge_cutoff": _partial(row, "knowledge_cutoff"),
        "huggingface": [repository.name for repository in row.repositories.all()],
        "license": row.license.slug if row.license else None,
        "license_since": _iso(row.license_since),
        "earlier_licenses": [
            {
                "license": period.license.slug if period.license else None,
                "label": period.label,
                "valid_from": _iso(period.valid_from),
                "valid_until": _iso(period.valid_until),
                "source": _key(period.source),
            }
            for period in row.earlier_licenses.all()
        ],
        "lineage": {"status": row.lineage_status, "bases": [_base(edge) for edge in row.bases.all()]},
        "benchmarks": [
            {**_plain(result, "benchmark", "metric", "shots", "score", "tuning", "harness"), "source": _key(result.source)}
            for result in row.benchmarks.all()
        ],
        "evidence": _under(evidence, f"variants/{row.slug}/"),
    }


def _base(edge: Any) -> dict[str, Any]:
    outside = {
        "name": edge.external_name,
        "kind": edge.external_kind,
        "terms": edge.external_terms,
        "verification": edge.external_verification or None,
        "note": edge.external_note,
    }
    return {
        "base": edge.base.slug if edge.base else None,
        "external": outside if edge.external_name else None,
        **_plain(edge, "relation", "same_licensor"),
        "source": _key(edge.source),
    }


def _offer(row: HostingOffer, evidence: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    plain = (
        "slug",
        "other_variant",
        "channel",
        "service",
        "identifier",
        "other_identifiers",
        "role",
        "status",
        "regions",
        "regions_note",
        "verification",
    )
    return {
        **_plain(row, *plain, "note"),
        "partner": row.partner.slug,
        "variants": [link.variant.slug for link in row.covered.all()],
        **{name: _partial(row, name) for name in ("announced_on", "available_from", "retires_on")},
        "prices": [
            {
                **_plain(price, "input_per_million", "output_per_million", "currency", "identifier", "note"),
                "as_of": _iso(price.as_of),
                "as_of_not_before": _iso(price.as_of_not_before),
                "source": _key(price.source),
            }
            for price in row.prices.all()
        ],
        "sources": sorted(use.key for use in row.sources.all()),
        "evidence": _under(evidence, f"offers/{row.slug}/"),
    }


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _partial(row: Any, name: str) -> str | None:
    return partial_date(getattr(row, name), precision=getattr(row, f"{name}_precision"))


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _key(use: PageSource | None) -> str | None:
    return use.key if use else None


_SPECIFIC: dict[str, Any] = {
    "organization": _organization,
    "family": _family,
    "article": _article,
    "license": _license,
    "model": _model,
}
