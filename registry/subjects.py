"""Rows as the licensing core sees them: a variant with its licenses over time and its whole lineage, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from registry.documents.dates import partial_date
from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject
from registry.licensing.terms import LicenseFacts, parse_term
from registry.models import Citation, License, LicenseTerm, Lineage, ModelVariant, VariantLicense

IN_ONE_QUERY = 5_000


def license_facts(ids: Iterable[int] | None = None) -> dict[int, LicenseFacts]:
    """Return licenses by primary key, with their typed terms: two queries. None means all."""
    wanted = {} if ids is None else {"pk__in": list(ids)}
    terms: dict[int, list[Any]] = defaultdict(list)
    columns = ("license_id", "key", "type", "effect", "section", "paraphrase", "verification", "parameters")
    of_wanted = {} if ids is None else {"license__in": wanted["pk__in"]}
    for owner, key, *plain, parameters in LicenseTerm.objects.filter(**of_wanted).order_by("position", "pk").values_list(*columns):
        terms[owner].append(parse_term({"id": key, **dict(zip(columns[2:7], plain, strict=True)), **parameters}))
    marks = _license_marks(of_wanted)
    return {
        pk: LicenseFacts(
            slug=slug, name=name, licensor=licensor, verification=marks.get(pk, "recalled"), category=category, terms=tuple(terms[pk])
        )
        for pk, slug, name, licensor, category in License.objects.filter(**wanted).values_list("pk", "slug", "name", "licensor", "category")
    }


def _license_marks(of_wanted: dict[str, Any]) -> dict[int, str]:
    """Return how well each license text as a whole is confirmed; without a mark it counts as recalled."""
    of_page = {"page__in": of_wanted["license__in"]} if of_wanted else {"page__kind": "license"}
    marked = Citation.objects.filter(fact="record", **of_page).exclude(verification="")
    return dict(marked.values_list("page_id", "verification"))


def subjects_of(variants: Iterable[int], *, licenses: dict[int, LicenseFacts] | None = None) -> dict[int, Subject]:
    """Return the subjects of variants by primary key. The number of queries grows with the depth of the lineage only."""
    wanted = set(variants)
    edges = _edges_above(wanted)
    everyone = wanted | {edge["base_id"] for group in edges.values() for edge in group if edge["base_id"]}
    rows = {row["pk"]: row for row in _chunked(ModelVariant.objects.all(), "pk", everyone, *_COLUMNS)}
    earlier: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for period in _chunked(VariantLicense.objects.order_by("valid_from"), "variant_id", everyone, *_PERIOD):
        earlier[period["variant_id"]].append(period)
    if licenses is None:
        named = {row["license_id"] for row in rows.values()} | {p["license_id"] for group in earlier.values() for p in group}
        licenses = license_facts(named - {None})
    built: dict[int, Subject] = {}
    for pk in _bases_first(everyone, edges):
        built[pk] = _subject(rows[pk], earlier[pk], edges.get(pk, []), licenses, built)
    return {pk: built[pk] for pk in wanted if pk in built}


_COLUMNS = (
    "pk", "slug", "name", "model__slug", "release_date", "release_date_precision", "inputs", "outputs", "license_id", "license_since",
    "declared_license", "lineage_status", "open_weights",
)  # fmt: skip
_PERIOD = ("variant_id", "license_id", "valid_from", "valid_until")
_EDGE = ("variant_id", "base_id", "relation", "same_licensor", "external_name", "external_kind", "external_terms", "external_note")


def _chunked(queryset: Any, key: str, ids: set[int], *columns: str) -> list[dict[str, Any]]:
    if len(ids) > IN_ONE_QUERY:
        return [row for row in queryset.values(*columns) if row[key] in ids]
    return list(queryset.filter(**{f"{key}__in": ids}).values(*columns))


def _edges_above(variants: set[int]) -> dict[int, list[dict[str, Any]]]:
    edges: dict[int, list[dict[str, Any]]] = defaultdict(list)
    seen: set[int] = set()
    level = set(variants)
    while level:
        seen |= level
        above = set()
        for edge in _chunked(Lineage.objects.order_by("position"), "variant_id", level, *_EDGE, "external_verification"):
            edges[edge["variant_id"]].append(edge)
            above.add(edge["base_id"])
        level = above - seen - {None}
    return edges


def derivatives_of(variants: Iterable[int]) -> set[int]:
    """Return the variants and all that descends from them: whose verdict may change with theirs."""
    found = set(variants)
    level = set(found)
    while level:
        below = {row["variant_id"] for row in _chunked(Lineage.objects.all(), "base_id", level, "variant_id", "base_id")}
        level = below - found
        found |= level
    return found


def _bases_first(variants: set[int], edges: dict[int, list[dict[str, Any]]]) -> list[int]:
    ordered: dict[int, None] = {}
    for start in variants:
        stack = [(start, False)]
        while stack:
            pk, ready = stack.pop()
            if pk in ordered:
                continue
            if ready:
                ordered[pk] = None
                continue
            stack.append((pk, True))
            stack.extend((edge["base_id"], False) for edge in edges.get(pk, []) if edge["base_id"] and edge["base_id"] not in ordered)
    return list(ordered)


def _subject(
    row: dict[str, Any],
    earlier: list[dict[str, Any]],
    edges: list[dict[str, Any]],
    licenses: dict[int, LicenseFacts],
    built: dict[int, Subject],
) -> Subject:
    since = row["license_since"].isoformat() if row["license_since"] else None
    periods = [LicensePeriod(licenses.get(p["license_id"]), p["valid_from"].isoformat(), p["valid_until"].isoformat()) for p in earlier]
    periods.append(LicensePeriod(licenses.get(row["license_id"]), since))
    return Subject(
        slug=row["slug"],
        name=row["name"],
        family=row["model__slug"],
        release_date=partial_date(row["release_date"], precision=row["release_date_precision"]),
        modalities_in=tuple(row["inputs"]),
        modalities_out=tuple(row["outputs"]),
        periods=tuple(periods),
        lineage=row["lineage_status"],
        bases=tuple(_edge(edge, built) for edge in edges),
        declared_license=row["declared_license"] or None,
        open_weights=row["open_weights"],
    )


def _edge(edge: dict[str, Any], built: dict[int, Subject]) -> Edge:
    if edge["base_id"]:
        return Edge(relation=edge["relation"], base=built[edge["base_id"]], same_licensor=edge["same_licensor"])
    outside = ExternalAncestor(
        name=edge["external_name"],
        kind=edge["external_kind"],
        terms=edge["external_terms"],
        note=edge["external_note"],
        verification=edge["external_verification"] or "recalled",
    )
    return Edge(relation=edge["relation"], base=outside, same_licensor=edge["same_licensor"])
