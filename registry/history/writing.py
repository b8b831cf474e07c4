"""Documents into rows: what every page shares, and the short kinds."""

import hashlib
from datetime import date

from registry.documents import PageDocument
from registry.documents.dates import first_day, precision_of
from registry.documents.evidence import Evidence
from registry.documents.licenses import LicenseDocument
from registry.documents.organizations import ArticleDocument, FamilyDocument, OrganizationDocument
from registry.history.batch import Batch
from registry.history.lookups import Lookups
from registry.models import (
    Article, Citation, ContestedValue, Contradiction, FamilyDeveloper, License, LicenseTerm, ModelFamily, Organization, Page, PageSource,
    Source,
)  # fmt: skip
from registry.models.pages import folded, name_key


def day(text: str | None) -> date | None:
    """Return a full date from its text form; None stays None."""
    return first_day(text) if text else None


def dated(name: str, text: str | None) -> dict[str, object]:
    """Return the two columns of a partial date."""
    return {name: day(text), f"{name}_precision": precision_of(text) if text else ""}


def page_columns(document: PageDocument, *, names: list[str]) -> dict[str, object]:
    """Return the columns of Page; `names` are further names that search should find the page by."""
    own = [document.name, document.slug, *document.aliases]
    return {
        "name": document.name,
        "state": document.state,
        "aliases": document.aliases,
        "summary": document.summary,
        "notes": document.notes,
        "review_due": day(document.review_due),
        "checked_on": day(document.checked_on),
        "checked_by": document.checked_by or "",
        "search_text": folded(*own, *names),
        "name_key": name_key(own),
    }


def source_row(columns: dict[str, str]) -> Source:
    """Return the row for a source, with the digest by which equal sources are one row."""
    parts = [columns[name] for name in ("kind", "title", "url", "repo", "path", "commit", "package", "homepage", "archive_id")]
    return Source(**columns, identity=hashlib.sha256("\x1f".join(parts).encode()).hexdigest())


def write_evidence(page: Page, document: PageDocument, batch: Batch) -> dict[str, PageSource]:
    """Replace a page's sources, citations and contradictions; return the new sources by key."""
    sources: dict[str, PageSource] = {}
    for key, source in document.sources.items():
        columns = {"kind": source.kind, "title": source.title, "url": source.url or "", "repo": source.repo, "path": source.path}
        columns |= {"commit": source.commit, "package": source.package, "homepage": source.homepage, "archive_id": source.archive_id}
        sources[key] = batch.add(
            PageSource(
                page=page, key=key, source=batch.source(source_row(columns)), read_on=day(source.read_on), note=source.note,
                keys=source.keys, upstream=source.upstream,
            )
        )  # fmt: skip
    write_citations(page, document.evidence, "", sources, batch)
    for position, contradiction in enumerate(document.contradictions):
        row = batch.add(Contradiction(page=page, position=position, fact=contradiction.fact, note=contradiction.note))
        for place, value in enumerate(contradiction.values):
            batch.add(
                ContestedValue(contradiction=row, position=place, value=value.value, source=sources[value.source] if value.source else None)
            )
    return sources


def write_citations(page: Page, evidence: dict[str, Evidence], under: str, sources: dict[str, PageSource], batch: Batch) -> None:
    """Queue a citation for each entry of an evidence table; `under` is the path of its owner, such as variants/llama-2-7b/."""
    for fact, entry in evidence.items():
        row = batch.add(
            Citation(
                page=page, fact=under + fact, verification=entry.verification or "", checked_on=day(entry.checked_on),
                checked_by=entry.checked_by or "", note=entry.note,
            )
        )  # fmt: skip
        for key in entry.sources:
            batch.add(Citation.sources.through(citation=row, pagesource=sources[key]))


def clear_evidence(page: Page) -> None:
    """Remove a page's contradictions, citations and sources, once nothing else points to them."""
    page.contradictions.all().delete()
    page.citations.all().delete()
    page.page_sources.all().delete()


def organization_columns(document: OrganizationDocument, _: Lookups) -> dict[str, object]:
    """Return the columns of an organization."""
    return {"roles": document.roles, "country": document.country or "", "website": document.website or ""}


def family_columns(document: FamilyDocument, _: Lookups) -> dict[str, object]:
    """Return the columns of a family: it has none of its own."""
    return {}


def article_columns(document: ArticleDocument, _: Lookups) -> dict[str, object]:
    """Return the columns of an article."""
    return {"body": document.body}


def license_columns(document: LicenseDocument, _: Lookups) -> dict[str, object]:
    """Return the columns of a license that need no other page."""
    names = ("version", "spdx_id", "license_ref", "scancode_key", "scancode_category", "hub_ids", "licensor", "osi_approved", "category")
    return {
        **{name: getattr(document, name) for name in (*names, "applies_to")},
        **dated("effective_date", document.effective_date),
        "versions": [version.model_dump(mode="json", exclude_defaults=True) for version in document.versions],
    }


def write_nothing(page: Page, document: PageDocument, lookups: Lookups, batch: Batch) -> None:
    """Organizations and articles have sources and citations, and nothing below them."""
    clear_evidence(page)
    write_evidence(page, document, batch)


def write_family(page: ModelFamily, document: FamilyDocument, lookups: Lookups, batch: Batch) -> None:
    """Replace what hangs on a family."""
    page.developer_links.all().delete()
    clear_evidence(page)
    write_evidence(page, document, batch)
    for position, slug in enumerate(document.developers):
        batch.add(FamilyDeveloper(family=page, organization_id=lookups.id("organization", slug), position=position))


def write_license(page: License, document: LicenseDocument, lookups: Lookups, batch: Batch) -> None:
    """Replace a license's terms, licensors and evidence."""
    page.terms.all().delete()
    page.licensors.clear()
    clear_evidence(page)
    sources = write_evidence(page, document, batch)
    page.predecessor_id = lookups.id("license", document.predecessor)
    page.save(update_fields=["predecessor"])
    for slug in document.licensors:
        batch.add(License.licensors.through(license_id=page.pk, organization_id=lookups.id("organization", slug)))
    for position, term in enumerate(document.terms):
        row = batch.add(
            LicenseTerm(
                license=page, position=position, key=term.id, type=term.type, effect=term.effect, section=term.section,
                paraphrase=term.paraphrase, verification=term.verification, parameters=term.parameters,
            )
        )  # fmt: skip
        for key in term.sources:
            batch.add(LicenseTerm.sources.through(licenseterm=row, pagesource=sources[key]))


SHORT_KINDS = {
    "organization": (Organization, organization_columns, write_nothing),
    "article": (Article, article_columns, write_nothing),
    "family": (ModelFamily, family_columns, write_family),
    "license": (License, license_columns, write_license),
}
