"""What every page has, and the pages that have little else: organizations, families, articles."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence
from catalog.api.shapes.pages import (
    ArticleDetail,
    ArticleRecord,
    FamilyDetail,
    FamilyRecord,
    OrganizationDetail,
    OrganizationRecord,
    PageDetail,
    PageRecord,
    Release,
)  # fmt: skip
from catalog.api.values import DISCLAIMER, moment, partial, text
from catalog.statements import Statement
from registry.models import AIModel, Article, FamilyDeveloper, ModelFamily, Organization, Page
from registry.models.pages import newest_first
from registry.models.vocabulary import State

SHARED = ("pk", "slug", "name", "aliases", "summary", "updated_at")
_ORGANIZATIONS = Statement(Organization.objects.all, *SHARED, "roles", "country", "website", among="pk")
_FAMILIES = Statement(ModelFamily.objects.all, *SHARED, among="pk")
_ARTICLES = Statement(Article.objects.all, *SHARED, among="pk")
_BODIES = Statement(Article.objects.all, "body", among="pk")
_STANDING = Statement(Page.objects.all, "notes", "review_due", "checked_on", "checked_by", "number", among="pk")
_DEVELOPERS = Statement(
    lambda: FamilyDeveloper.objects.order_by("family_id", "position"), "family_id", "organization_id", among="family_id"
)
_RELEASES = Statement(
    lambda: AIModel.objects.filter(state=State.PUBLISHED).order_by(newest_first(), "name", "pk"),
    "slug", "name", "status", "release_date", "release_date_precision", "commercial_use", among="family_id",
)  # fmt: skip


def page_record(row: Mapping[str, Any], *, resource: str, kind: str, ask: Ask) -> PageRecord:
    """Return what every page has in lists."""
    return {
        "slug": row["slug"],
        "name": row["name"],
        "url": ask.refs.api(resource, row["slug"]),
        "html_url": ask.refs.page(kind, row["slug"]),
        "aliases": row["aliases"],
        "summary": text(row["summary"]),
        "updated_at": moment(row["updated_at"]),
    }


def page_detail(pk: int, evidence: PageEvidence) -> PageDetail:
    """Return what every page has besides, on its own."""
    notes, review_due, checked_on, checked_by, number = _STANDING.rows([pk])[0]
    return {
        "notes": notes,
        "evidence": evidence.of(),
        "contradictions": evidence.contradictions(),
        "sources": evidence.sources,
        "review_due": review_due,
        "checked_on": checked_on,
        "checked_by": text(checked_by),
        "revision": number,
    }


def organizations(pks: Collection[int], ask: Ask) -> dict[int, OrganizationRecord]:
    """Return organizations by primary key."""
    return {
        row["pk"]: {
            **page_record(row, resource="organizations", kind="organization", ask=ask),
            "roles": row["roles"],
            "country": text(row["country"]),
            "website": text(row["website"]),
        }
        for row in _ORGANIZATIONS.dicts(pks)
    }


def organization(pk: int, ask: Ask) -> OrganizationDetail:
    """Return one organization in full."""
    return {**organizations([pk], ask)[pk], **page_detail(pk, PageEvidence(pk))}


def families(pks: Collection[int], ask: Ask) -> dict[int, FamilyRecord]:
    """Return families by primary key."""
    links = _DEVELOPERS.rows(pks) if ask.wants("developers") else []
    related = ask.related("developers", "organizations", (organization for _, organization in links))
    developers = defaultdict(list)
    for family, developer in links:
        developers[family].append(related[developer])
    return {
        row["pk"]: {**page_record(row, resource="families", kind="family", ask=ask), "developers": developers[row["pk"]]}
        for row in _FAMILIES.dicts(pks)
    }


def family(pk: int, ask: Ask) -> FamilyDetail:
    """Return one family in full, with its releases."""
    releases: list[Release] = [
        {
            "slug": slug,
            "name": name,
            "url": ask.refs.api("models", slug),
            "status": status,
            "release_date": partial(day, precision),
            "commercial_use": commercial_use,
        }
        for slug, name, status, day, precision, commercial_use in _RELEASES.rows([pk])
    ]
    return {**families([pk], ask)[pk], **page_detail(pk, PageEvidence(pk)), "models": releases, "disclaimer": DISCLAIMER}


def articles(pks: Collection[int], ask: Ask) -> dict[int, ArticleRecord]:
    """Return articles by primary key, without their text."""
    return {row["pk"]: {**page_record(row, resource="articles", kind="article", ask=ask)} for row in _ARTICLES.dicts(pks)}


def article(pk: int, ask: Ask) -> ArticleDetail:
    """Return one article in full."""
    return {**articles([pk], ask)[pk], **page_detail(pk, PageEvidence(pk)), "body": _BODIES.rows([pk])[0][0]}
