"""A part goes into its form and out again unchanged, and everything a document can say has a field."""

import re
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from catalog.editing import evidence, offers, pages, terms, variants
from registry.documents import evidence as evidence_documents
from registry.documents import variants as variant_documents
from registry.documents.licenses import LicenseDocument, LicenseVersion, TermDocument
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument, PriceDocument
from registry.documents.organizations import ArticleDocument, FamilyDocument, OrganizationDocument
from registry.documents.variants import VariantDocument
from registry.models import Page, Revision
from tests.catalog.editing.browsing import opened, sent
from tests.factories import GRANT, make_article, make_family, make_license, make_organization
from tests.registry.admin.rich import COMMON, EVIDENCE, rich_license, rich_model

PARTS = {"kind", "variants", "offers", "terms", "versions", "evidence", "contradictions", "sources"}


@pytest.mark.parametrize(
    ("document", "form", "below"),
    [
        (ModelDocument, pages.ModelForm, PARTS),
        (FamilyDocument, pages.FamilyForm, PARTS),
        (ArticleDocument, pages.ArticleForm, PARTS),
        (OrganizationDocument, pages.OrganizationForm, PARTS),
        (LicenseDocument, pages.LicenseForm, PARTS),
        (VariantDocument, variants.VariantForm, {"earlier_licenses", "lineage", "benchmarks", "evidence"}),
        (variant_documents.Base, variants.BaseForm, {"external"}),
        (variant_documents.EarlierLicense, variants.EarlierLicenseForm, set()),
        (variant_documents.Benchmark, variants.BenchmarkForm, set()),
        (OfferDocument, offers.OfferForm, {"prices", "evidence"}),
        (PriceDocument, offers.PriceForm, set()),
        (TermDocument, terms.TermForm, set()),
        (LicenseVersion, terms.VersionForm, set()),
        (evidence_documents.Source, evidence.SourceForm, set()),
        (evidence_documents.Evidence, evidence.CitationForm, set()),
        (evidence_documents.Contradiction, evidence.ContradictionForm, {"values"}),
        (evidence_documents.ContestedValue, evidence.ContestedValueForm, set()),
    ],
)
def test_every_field_of_a_document_has_a_field_in_its_form(document: type[BaseModel], form: Any, below: set[str]) -> None:
    fields = set(form.base_fields)
    assert set(document.model_fields) - below <= fields
    if form.GROUPS:
        assert fields <= {name for _, names in form.GROUPS for name in names}


@pytest.mark.parametrize("make", [rich_model, rich_license])
def test_every_part_of_a_page_that_says_everything_is_saved_unchanged(make: Any, reviewing: Client) -> None:
    _saved_unchanged(make(), reviewing)


@pytest.mark.django_db
def test_short_pages_are_saved_unchanged(reviewing: Client) -> None:
    cited = {"evidence": {"name": EVIDENCE}, **COMMON}
    _saved_unchanged(
        make_organization("meta", country="US", website="https://meta.com", roles=["licensor", "developer"], **cited), reviewing
    )
    _saved_unchanged(make_family("llama", developers=["meta"], **cited), reviewing)
    _saved_unchanged(
        make_article(**{**COMMON, "contradictions": [], "evidence": {"body": EVIDENCE}, "body": "# One\n\n[[Two]]\n"}), reviewing
    )


def test_what_a_clause_does_not_say_and_what_nobody_recorded_stay_two_things(reviewing: Client) -> None:
    """A null, an empty list, a zero and an order of words of their own survive the form."""
    clauses = [
        {**GRANT, "acts": ["modify", "use"], "revocable": None, "sublicensable": False},
        {"id": "a", "type": "attribution", "effect": "inform", "section": "2", "paraphrase": "Name us.", "verification": "verified",
         "text": None, "trigger": [], "exempt_if": [], "applies_to_models": {}},
        {"id": "t", "type": "termination", "effect": "terminate", "section": "3", "paraphrase": "It ends.", "verification": "verified",
         "cure_days": 0},
    ]  # fmt: skip
    _saved_unchanged(make_license(terms=clauses), reviewing)


def _saved_unchanged(page: Page, client: Client) -> None:
    address = f"{page.get_absolute_url()}edit/"
    parts = re.findall(r'href="([^"]+\?part=[^"]+)"', client.get(address).content.decode())
    listed = [part for part in parts if not part.endswith("/new")]
    assert len(parts) > len(listed)
    for url in [address, *listed]:
        response = sent(client, url, opened(client, url))
        assert response.status_code == 302, (url, response.content.decode()[-9000:])
    assert Revision.objects.filter(page_id=page.pk).count() == 1
