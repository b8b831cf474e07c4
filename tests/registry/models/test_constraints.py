"""Each named constraint of the record is broken once, past all validation: the database itself refuses impossible states."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from registry import history
from registry.documents import parse_document
from registry.models import (
    AIModel,
    Article,
    CatalogRevision,
    Citation,
    ContestedValue,
    Contradiction,
    FamilyDeveloper,
    FormerSlug,
    HostingOffer,
    HubRepository,
    License,
    LicenseTerm,
    Lineage,
    ModelDeveloper,
    ModelVariant,
    OfferPrice,
    OfferVariant,
    Organization,
    Page,
    PageSource,
    Revision,
    Source,
    VariantLicense,
)
from registry.models.decisions import RecordedDecision, UseProfile
from tests.registry.history.documents import ALL
from tests.registry.models.claim_rows import BREAKS as CLAIM_BREAKS
from tests.registry.models.search_rows import SEARCH_BREAKS
from tests.registry.models.wiki_rows import WIKI_BREAKS

FIRST_OF_MAY = date(2024, 5, 1)


def set_on(table: type[models.Model], **columns: Any) -> Callable[[], Any]:
    """Return an action that gives one row of a table these values."""

    def act() -> None:
        rows = table.objects.order_by("pk")  # type: ignore[attr-defined]
        table.objects.filter(pk=rows.first().pk).update(**columns)  # type: ignore[attr-defined]

    return act


def again(table: type[models.Model], **columns: Any) -> Callable[[], Any]:
    """Return an action that inserts a copy of a row with a new key, these columns changed."""

    def act() -> None:
        row = table.objects.order_by("pk").first()  # type: ignore[attr-defined]
        row.pk = None
        row._state.adding = True
        for name, value in columns.items():
            setattr(row, name, value)
        table.objects.bulk_create([row])  # type: ignore[attr-defined]

    return act


def on_variant(**columns: Any) -> Callable[[], Any]:
    return lambda: ModelVariant.objects.filter(slug="acme-1-70b").update(**columns)


def on_offer(**columns: Any) -> Callable[[], Any]:
    return lambda: HostingOffer.objects.filter(slug="acme-1-azure").update(**columns)


def on_edge(**columns: Any) -> Callable[[], Any]:
    return lambda: Lineage.objects.filter(base__isnull=False).update(**columns)


def second_page_with_the_same_slug() -> None:
    Page.objects.bulk_create([Page(kind="article", slug="about", name="Again")])


def decision(**columns: Any) -> Callable[[], Any]:
    """Return an action that records a decision which is sound but for these columns."""

    def act() -> None:
        plain = {
            "number": 1,
            "outcome": "approved",
            "product": "Assistant",
            "reason": "Read the license",
            "license": License.objects.first(),
            "use": {},
            "verdict": "allowed",
            "answer": {},
            "revisions": {},
            "by": User.objects.create_user("ada"),
        }
        RecordedDecision.objects.create(**plain | columns)

    return act


def revision(**columns: Any) -> Callable[[], Any]:
    def act() -> None:
        plain = {"page": Article.objects.get(), "number": 2, "document": {}, "reason": "Why", "origin": "api", "by_name": "ada"}
        Revision.objects.create(**plain | columns)

    return act


BREAKS: dict[str, Callable[[], Any]] = {
    "page_slug_unique_in_kind": second_page_with_the_same_slug,
    "page_kind_known": set_on(Page, kind="dataset"),
    "page_state_known": set_on(Page, state="hidden"),
    "page_has_slug_and_name": set_on(Page, name=""),
    "former_slug_unique": lambda: FormerSlug.objects.bulk_create([FormerSlug(kind="model", slug="a", target=t) for t in ("b", "c")]),
    "former_slug_leads_elsewhere": lambda: FormerSlug.objects.create(kind="model", slug="a", target="a"),
    "organization_country_code": set_on(Organization, country="no"),
    "family_developer_unique": again(FamilyDeveloper),
    "model_status_known": set_on(AIModel, status="retired"),
    "model_commercial_use_known": set_on(AIModel, commercial_use="yes"),
    "model_release_date_has_precision": set_on(AIModel, release_date=FIRST_OF_MAY, release_date_precision=""),
    "model_developer_unique": again(ModelDeveloper),
    "source_kind_known": set_on(Source, kind="rumour"),
    "source_url_is_web_address": set_on(Source, url="javascript:alert(1)"),
    "source_archived_copy_has_no_link": lambda: Source.objects.filter(kind="stored_public_file").update(url="https://example.org/"),
    "page_source_key_unique": again(PageSource),
    "citation_fact_unique": again(Citation),
    "citation_verification_known": set_on(Citation, verification="certain"),
    "contradiction_position_unique": again(Contradiction),
    "contested_value_position_unique": again(ContestedValue),
    "license_spdx_or_license_ref": set_on(License, spdx_id="MIT"),
    "license_ref_begins_with_licenseref": set_on(License, license_ref="acme"),
    "license_category_known": set_on(License, category="free"),
    "license_commercial_use_known": set_on(License, commercial_use="maybe"),
    "license_effective_date_has_precision": set_on(License, effective_date=None, effective_date_precision="day"),
    "license_not_its_own_predecessor": lambda: License.objects.filter(slug="acme-1.0").update(predecessor=F("page_ptr")),
    "license_term_key_unique": again(LicenseTerm),
    "license_term_verification_known": set_on(LicenseTerm, verification="certain"),
    "license_term_effect_known": set_on(LicenseTerm, effect="allow"),
    "variant_status_known": on_variant(status="retired"),
    "variant_category_known": on_variant(category="games"),
    "variant_commercial_use_known": on_variant(commercial_use="yes"),
    "variant_lineage_status_known": on_variant(lineage_status="unsure"),
    "variant_params_total_positive": on_variant(params_total=0, params_active=None),
    "variant_context_tokens_positive": on_variant(context_tokens=-1),
    "variant_params_active_within_total": on_variant(params_active=70_600_000_001),
    "variant_release_date_has_precision": on_variant(release_date_precision=""),
    "variant_knowledge_cutoff_has_precision": on_variant(knowledge_cutoff=None),
    "hub_repository_unique_in_variant": again(HubRepository, name="ACME/acme-1-70b"),
    "variant_license_starts_once": again(VariantLicense),
    "variant_license_is_a_period": set_on(VariantLicense, valid_until=F("valid_from")),
    "variant_license_is_named": lambda: VariantLicense.objects.filter(license=None).update(label=""),
    "lineage_names_one_ancestor": on_edge(external_name="Another", external_kind="closed_model"),
    "lineage_not_its_own_base": on_edge(base=F("variant")),
    "lineage_relation_known": on_edge(relation="cousin"),
    "lineage_edge_unique": again(Lineage),
    "use_profile_has_slug_and_name": lambda: UseProfile.objects.create(slug="", name="Acme"),
    "decision_outcome_known": decision(outcome="shrugged"),
    "decision_verdict_known": decision(verdict="fine"),
    "decision_has_one_subject": decision(license=None),
    "decision_has_product_and_reason": decision(reason=""),
    "decision_conditions_are_stated": decision(outcome="approved_with_conditions"),
    "offer_channel_known": on_offer(channel="fax"),
    "offer_status_known": on_offer(status="maybe"),
    "offer_verification_known": on_offer(verification=""),
    "offer_announced_on_has_precision": on_offer(announced_on=None),
    "offer_available_from_has_precision": on_offer(available_from_precision="week"),
    "offer_retires_on_has_precision": on_offer(retires_on_precision=""),
    "offer_retires_after_it_began": on_offer(retires_on=date(2024, 6, 30)),
    "offer_variant_unique": again(OfferVariant),
    "offer_price_has_an_amount": set_on(OfferPrice, input_per_million=None, output_per_million=None),
    "offer_price_not_negative": set_on(OfferPrice, input_per_million="-0.000001"),
    "offer_price_currency_code": set_on(OfferPrice, currency="usd"),
    "revision_number_unique": revision(number=1),
    "revision_origin_known": revision(origin="phone"),
    "revision_has_a_reason": revision(reason=""),
    "catalog_revision_is_one_row": lambda: CatalogRevision.objects.create(pk=2),
    **WIKI_BREAKS,
    **CLAIM_BREAKS,
    **SEARCH_BREAKS,
}


def constraints() -> dict[str, models.BaseConstraint]:
    tables = apps.get_app_config("registry").get_models(include_auto_created=True)
    return {constraint.name: constraint for table in tables for constraint in table._meta.constraints}


@pytest.fixture
def _catalog(db: None) -> None:
    history.save_all([parse_document(data) for data in ALL], by=None, reason="For a test", origin="files")


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    assert names(str(refused.value), constraints()[name])


def names(message: str, constraint: models.BaseConstraint) -> bool:
    """Tell whether the database's message is about the constraint. SQLite names the columns of a unique one, or our trigger stands before."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        columns = message.removeprefix("UNIQUE constraint failed: ").split(", ")
        return constraint.name == "revision_number_unique" or [c.rpartition(".")[2].removesuffix("_id") for c in columns] == list(
            constraint.fields
        )
    return constraint.name in message


def test_every_constraint_is_broken_by_a_test() -> None:
    assert set(BREAKS) == set(constraints())


@pytest.mark.usefixtures("_catalog")
@pytest.mark.parametrize(
    ("table", "column"),
    [(ModelVariant, "slug"), (HostingOffer, "slug"), (Source, "identity"), (UseProfile, "slug"), (RecordedDecision, "number")],
)
def test_unique_columns(table: type[models.Model], column: str) -> None:
    decision()()
    UseProfile.objects.create(slug="acme", name="Acme")
    with pytest.raises(IntegrityError, match=column), transaction.atomic():
        again(table)()
