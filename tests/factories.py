"""Small pages for tests, written through history as every real page is.

Each `make_*` function saves one page and returns its row; what a page must name (a family, its developers, partners) is made on the
way when it is not there yet. `*_document` returns the plain data instead, for tests that send or compare it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from registry import history
from registry.documents import parse_document
from registry.models import AIModel, Article, License, ModelFamily, Organization, Page

Data = dict[str, Any]

GRANT: Data = {
    "id": "grant",
    "type": "grant",
    "effect": "permit",
    "section": "1",
    "paraphrase": "Use, change and share, for any purpose.",
    "verification": "verified",
    "acts": ["use", "reproduce", "modify", "distribute", "host", "finetune"],
    "purposes": ["any"],
}
NOT_COMMERCIAL: Data = {
    "id": "non-commercial",
    "type": "purpose",
    "effect": "prohibit",
    "section": "2",
    "paraphrase": "No commercial use.",
    "verification": "verified",
    "prohibited": ["commercial"],
    "remedy": "none",
}
MANY_USERS: Data = {
    "id": "users",
    "type": "scale_threshold",
    "effect": "need_permission",
    "section": "2",
    "paraphrase": "Above 700 million monthly users a license must be asked for.",
    "verification": "verified",
    "metric": "monthly_active_users",
    "operator": "gt",
    "value": 700_000_000,
    "measurement": "calendar_month_before_release_date",
    "measurement_month": "2023-06",
    "basis": "all_products_and_services",
    "includes_affiliates": True,
    "remedy": "separate_license",
}
WEB_PAGE: Data = {"kind": "web_page", "url": "https://example.org/card", "title": "Model card", "read_on": "2026-11-21"}


def save(data: Mapping[str, Any], *, reason: str = "Made for a test", **options: Any) -> Page:
    """Save plain data as a page and return its row; options are those of history.save."""
    options = {"by": None, "origin": "files", **options}
    return history.save(parse_document(data), reason=reason, **options).page


def organization_document(slug: str = "meta", **fields: Any) -> Data:
    """Return an organization's document; fields replace what is there."""
    return {"kind": "organization", "slug": slug, "name": _named(slug), "roles": ["developer"], **fields}


def make_organization(slug: str = "meta", **fields: Any) -> Organization:
    """Save an organization; a developer unless `roles` says otherwise."""
    return _row(Organization, organization_document(slug, **fields))


def family_document(slug: str = "llama", **fields: Any) -> Data:
    """Return a family's document."""
    return {"kind": "family", "slug": slug, "name": _named(slug), "developers": ["meta"], **fields}


def make_family(slug: str = "llama", **fields: Any) -> ModelFamily:
    """Save a family, by Meta unless `developers` says otherwise."""
    data = family_document(slug, **fields)
    _make_missing(Organization, data["developers"])
    return _row(ModelFamily, data)


def license_document(slug: str = "apache-2.0", *, terms: Iterable[Data] = (GRANT,), **fields: Any) -> Data:
    """Return a license's document. Its SPDX id is its slug unless `spdx_id` or `license_ref` says otherwise."""
    named = {} if "spdx_id" in fields or "license_ref" in fields else {"spdx_id": slug.title()}
    return {"kind": "license", "slug": slug, "name": _named(slug), "category": "permissive", "terms": list(terms), **named, **fields}


def make_license(slug: str = "apache-2.0", *, terms: Iterable[Data] = (GRANT,), **fields: Any) -> License:
    """Save a license that permits any use, or says what `terms` say."""
    data = license_document(slug, terms=terms, **fields)
    _make_missing(Organization, data.get("licensors", ()))
    return _row(License, data)


def variant_document(slug: str = "llama-2-7b", **fields: Any) -> Data:
    """Return one entry of a model's `variants`: open weights, no license."""
    return {"slug": slug, "name": _named(slug), "open_weights": True, **fields}


def offer_document(slug: str = "llama-2-azure", **fields: Any) -> Data:
    """Return one entry of a model's `offers`: the whole model as a managed API of Microsoft."""
    plain = {"partner": "microsoft", "channel": "managed_api", "service": "Azure AI Foundry", "verification": "verified"}
    return {"slug": slug, **plain, **fields}


def model_document(slug: str = "llama-2", *, variants: Iterable[Data] | None = None, offers: Iterable[Data] = (), **fields: Any) -> Data:
    """Return a model's document, with one variant named after it unless `variants` says otherwise."""
    listed = [variant_document(f"{slug}-7b")] if variants is None else list(variants)
    plain = {"family": "llama", "developers": ["meta"], "variants": listed, "offers": list(offers)}
    return {"kind": "model", "slug": slug, "name": _named(slug), **plain, **fields}


def make_model(slug: str = "llama-2", *, variants: Iterable[Data] | None = None, offers: Iterable[Data] = (), **fields: Any) -> AIModel:
    """Save a model; its family, developers and partners are made when missing, its licenses and bases must be there."""
    data = model_document(slug, variants=variants, offers=offers, **fields)
    _make_missing(Organization, data["developers"])
    _make_missing(Organization, [offer["partner"] for offer in data["offers"]], roles=["hosting_partner"])
    if not ModelFamily.objects.filter(slug=data["family"]).exists():
        make_family(data["family"], developers=data["developers"])
    return _row(AIModel, data)


def article_document(slug: str = "how-we-choose", **fields: Any) -> Data:
    """Return an article's document."""
    return {"kind": "article", "slug": slug, "name": _named(slug), "body": "# How we choose\n\nRead the license first.", **fields}


def make_article(slug: str = "how-we-choose", **fields: Any) -> Article:
    """Save an article."""
    return _row(Article, article_document(slug, **fields))


def _row(table: type[Any], data: Data) -> Any:
    return table.objects.get(pk=save(data).pk)


def _make_missing(table: type[Any], slugs: Iterable[str], **fields: Any) -> None:
    slugs = list(slugs)
    present = set(table.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for slug in dict.fromkeys(slugs):
        if slug not in present:
            make_organization(slug, **fields)


def _named(slug: str) -> str:
    return slug.replace("-", " ").title() if slug[0].isalpha() else slug
