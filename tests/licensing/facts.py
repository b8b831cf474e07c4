"""The curated catalog as the engine sees it, read from fixtures/ without a database."""

from functools import cache
from pathlib import Path

from registry.documents.files import read
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.documents.variants import Base, VariantDocument
from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject, license_subject, own_work
from registry.licensing.terms import LicenseFacts

FIXTURES = Path(__file__).parents[2] / "fixtures"


@cache
def licenses() -> dict[str, LicenseFacts]:
    """Every license of the curated catalog by slug."""
    found = {}
    for path in sorted((FIXTURES / "licenses").rglob("*.yaml")):
        document = read(path).document
        assert isinstance(document, LicenseDocument), path
        found[document.slug] = LicenseFacts(
            slug=document.slug,
            name=document.name,
            licensor=document.licensor,
            verification="verified",
            category=document.category,
            terms=tuple(term.as_term() for term in document.terms),
        )
    return found


@cache
def _variants() -> dict[str, tuple[VariantDocument, str]]:
    found = {}
    for path in sorted((FIXTURES / "models").rglob("*.yaml")):
        document = read(path).document
        assert isinstance(document, ModelDocument), path
        found.update({variant.slug: (variant, document.slug) for variant in document.variants})
    return found


def variants() -> list[str]:
    """The slugs of every variant of the curated catalog."""
    return sorted(_variants())


@cache
def variant(slug: str) -> Subject:
    """One variant with its licenses over time and its whole lineage."""
    document, line = _variants()[slug]
    earlier = [
        LicensePeriod(licenses()[period.license] if period.license else None, str(period.valid_from), str(period.valid_until))
        for period in document.earlier_licenses
    ]
    since = str(document.license_since) if document.license_since else None
    return Subject(
        slug=document.slug,
        name=document.name,
        family=line,
        release_date=str(document.release_date) if document.release_date else None,
        modalities_in=tuple(document.inputs),
        modalities_out=tuple(document.outputs),
        periods=(*earlier, LicensePeriod(licenses()[document.license] if document.license else None, since)),
        lineage=document.lineage.status,
        bases=tuple(_edge(edge) for edge in document.lineage.bases),
        declared_license=document.declared_license or None,
        open_weights=document.open_weights,
    )


def _edge(edge: Base) -> Edge:
    if edge.base:
        return Edge(relation=edge.relation, base=variant(edge.base), same_licensor=edge.same_licensor)
    outside = edge.external
    assert outside is not None
    ancestor = ExternalAncestor(name=outside.name, kind=outside.kind, terms=outside.terms, note=outside.note)
    return Edge(relation=edge.relation, base=ancestor, same_licensor=edge.same_licensor)


def subject(data: dict[str, object]) -> Subject:
    """A subject in the form of facts/SCHEMA.md."""
    if "variant" in data:
        return variant(str(data["variant"]))
    if "license" in data:
        facts = None if data["license"] is None else licenses()[str(data["license"])]
        return license_subject(facts, lineage="not_declared" if data.get("lineage") == "unknown" else "none")
    steps = data["lineage"]
    assert isinstance(steps, list)
    return own_work(tuple(Edge(relation=step["relation"], base=license_subject(licenses()[step["license"]])) for step in steps))
