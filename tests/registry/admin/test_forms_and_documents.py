"""A page goes into its form and out again unchanged, and everything a document can say has a field."""

from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from registry.admin import ai_models, articles, families, licenses, organizations
from registry.admin.evidence import CitationForm, ContestedValueForm, ContradictionForm, SourceForm
from registry.admin.offers import OfferForm, PriceForm
from registry.admin.variants import BaseForm, BenchmarkForm, EarlierLicenseForm, VariantForm
from registry.documents import evidence
from registry.documents import variants as variant_documents
from registry.documents.licenses import LicenseDocument, LicenseVersion, TermDocument
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument, PriceDocument
from registry.documents.organizations import ArticleDocument, FamilyDocument, OrganizationDocument
from registry.documents.variants import VariantDocument
from registry.models import Page, Revision
from tests.factories import make_article, make_family, make_organization
from tests.registry.admin.page_forms import opened
from tests.registry.admin.rich import COMMON, EVIDENCE, rich_license, rich_model

PARTS = {"kind", "variants", "offers", "terms", "versions", "evidence", "contradictions", "sources"}


@pytest.mark.parametrize(
    ("document", "form", "below"),
    [
        (ModelDocument, ai_models.ModelForm, PARTS),
        (FamilyDocument, families.FamilyForm, PARTS),
        (ArticleDocument, articles.ArticleForm, PARTS),
        (OrganizationDocument, organizations.OrganizationForm, PARTS),
        (LicenseDocument, licenses.LicenseForm, PARTS - {"version"}),
        (VariantDocument, VariantForm, {"earlier_licenses", "lineage", "benchmarks", "evidence"}),
        (variant_documents.Base, BaseForm, {"external"}),
        (variant_documents.EarlierLicense, EarlierLicenseForm, set()),
        (variant_documents.Benchmark, BenchmarkForm, set()),
        (OfferDocument, OfferForm, {"prices", "evidence"}),
        (PriceDocument, PriceForm, set()),
        (TermDocument, licenses.TermForm, set()),
        (LicenseVersion, licenses.VersionForm, set()),
        (evidence.Source, SourceForm, set()),
        (evidence.Evidence, CitationForm, set()),
        (evidence.Contradiction, ContradictionForm, {"values"}),
        (evidence.ContestedValue, ContestedValueForm, set()),
    ],
)
def test_every_field_of_a_document_has_a_field_in_its_form(document: type[BaseModel], form: Any, below: set[str]) -> None:
    assert set(document.model_fields) - below <= set(form.base_fields)


@pytest.mark.parametrize("make", [rich_model, rich_license])
def test_a_page_that_says_everything_is_saved_unchanged(make: Any, at_admin: Client) -> None:
    _saved_unchanged(make(), at_admin)


@pytest.mark.django_db
def test_short_pages_are_saved_unchanged(at_admin: Client) -> None:
    cited = {"evidence": {"name": EVIDENCE}, **COMMON}
    _saved_unchanged(
        make_organization("meta", country="US", website="https://meta.com", roles=["licensor", "developer"], **cited), at_admin
    )
    _saved_unchanged(make_family("llama", developers=["meta"], **cited), at_admin)
    _saved_unchanged(
        make_article(**{**COMMON, "contradictions": [], "evidence": {"body": EVIDENCE}, "body": "# One\n\n[[Two]]\n"}), at_admin
    )


def _saved_unchanged(page: Page, client: Client) -> None:
    table = {"model": "aimodel", "family": "modelfamily"}.get(page.kind, page.kind)
    url = f"/admin/registry/{table}/{page.pk}/change/"
    response = client.post(url, {**opened(client, url), "reason": "Looked at it"}, follow=True)
    assert "nothing was recorded" in response.content.decode()
    assert Revision.objects.filter(page_id=page.pk).count() == 1
