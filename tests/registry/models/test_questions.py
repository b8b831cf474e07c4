"""The questions that are asked of stored pages, variants and offers."""

from datetime import date

import pytest

from registry.models import AIModel, HostingOffer, HubRepository, License, ModelVariant, Organization, Page
from tests import factories
from tests.factories import offer_document, variant_document

pytestmark = pytest.mark.django_db


def slugs(rows) -> list[str]:
    return list(rows.order_by("slug").values_list("slug", flat=True))


def test_published_leaves_out_drafts_and_withdrawn_pages() -> None:
    for state in ("draft", "published", "withdrawn"):
        factories.make_model(state, state=state, variants=[variant_document(f"{state}-1b")], offers=[offer_document(f"{state}-azure")])
    assert slugs(AIModel.objects.published()) == ["published"]
    assert slugs(ModelVariant.objects.published()) == ["published-1b"]
    assert slugs(HostingOffer.objects.published()) == ["published-azure"]


def test_a_page_is_overdue_from_the_day_after_its_review_was_due() -> None:
    factories.make_organization("early", review_due="2026-11-20")
    factories.make_organization("today", review_due="2026-11-21")
    factories.make_organization("never")
    assert slugs(Organization.objects.overdue(today=date(2026, 11, 21))) == ["early"]


def test_a_page_without_any_source_is_uncited() -> None:
    factories.make_organization("cited", sources={"card": factories.WEB_PAGE})
    factories.make_organization("uncited")
    assert slugs(Organization.objects.uncited()) == ["uncited"]
    assert slugs(Page.objects.uncited()) == ["uncited"]


def test_a_page_with_a_recalled_fact_a_recalled_term_or_a_recalled_offer_is_unconfirmed() -> None:
    factories.make_organization("sure", evidence={"country": {"verification": "verified"}})
    factories.make_organization("recalled", evidence={"country": {"verification": "recalled"}})
    factories.make_license("sure-license")
    factories.make_license("recalled-license", terms=[{**factories.GRANT, "verification": "recalled"}])
    factories.make_model("sure-model", offers=[offer_document("a")])
    factories.make_model(
        "recalled-model", offers=[offer_document("b", verification="recalled"), offer_document("c", verification="recalled")]
    )
    edge = {"relation": "distill", "external": {"name": "Teacher", "kind": "closed_model", "verification": "recalled"}}
    factories.make_model("taught", variants=[variant_document("taught-1b", lineage={"status": "declared", "bases": [edge]})])
    assert slugs(Page.objects.unconfirmed()) == ["recalled", "recalled-license", "recalled-model", "taught"]
    assert slugs(License.objects.unconfirmed()) == ["recalled-license"]


def test_near_duplicates_are_found_however_they_are_spelled() -> None:
    factories.make_organization("mistral-ai", name="Mistral AI", aliases=["Société Mistral"])
    for spelling in ("mistral ai", "MISTRAL-AI", "Mistral_AI", "societe mistral", "SOCIÉTÉ   MISTRAL"):
        assert slugs(Organization.objects.named_like([spelling])) == ["mistral-ai"]
    for other in ("Mistral", "AI", "", "%", "mistral ai labs"):
        assert slugs(Organization.objects.named_like([other])) == []
    assert slugs(Organization.objects.named_like(["nobody", "Mistral AI"])) == ["mistral-ai"]


def test_a_variant_is_known_by_its_repository_too() -> None:
    factories.make_model(variants=[variant_document("llama-2-7b", huggingface=["meta-llama/Llama-2-7b-hf"])])
    assert slugs(ModelVariant.objects.named_like(["meta-llama/llama-2-7b-HF"])) == ["llama-2-7b"]
    assert slugs(ModelVariant.objects.named_like(["meta-llama/llama-2-13b-hf"])) == []


def test_every_word_of_a_search_must_be_there_in_any_order_case_or_accent() -> None:
    factories.make_model("llama-2", name="Llama 2", aliases=["LLaMA zwei für Alle"])
    for text in ("llama", "2 LLAMA", "fur alle", "FÜR", "lla"):
        assert slugs(AIModel.objects.matching(text)) == ["llama-2"]
    for text in ("llama 3", "alpaca", "llama_x"):
        assert slugs(AIModel.objects.matching(text)) == []


def test_a_license_is_found_by_its_ids_and_a_model_by_its_variants() -> None:
    factories.make_license("open", spdx_id="Apache-2.0", hub_ids=["apache-hub"])
    factories.make_model(variants=[variant_document("llama-2-70b-chat", huggingface=["meta-llama/Chat70"])])
    assert slugs(Page.objects.matching("apache 2.0")) == ["open"]
    assert slugs(Page.objects.matching("apache-hub")) == ["open"]
    assert slugs(Page.objects.matching("chat70")) == ["llama-2"]


def test_models_and_variants_by_developer() -> None:
    factories.make_model("together", developers=["nvidia", "mistral"], variants=[variant_document("together-1b")])
    factories.make_model("alone", developers=["meta"], variants=[variant_document("alone-1b")])
    assert slugs(AIModel.objects.by_developer(["mistral"])) == ["together"]
    assert slugs(AIModel.objects.by_developer(["nvidia", "mistral", "meta"])) == ["alone", "together"]
    assert slugs(ModelVariant.objects.by_developer(["meta"])) == ["alone-1b"]


@pytest.fixture
def offers() -> None:
    factories.make_model(
        "both",
        variants=[variant_document("both-1b"), variant_document("both-2b")],
        offers=[
            offer_document("both-api", partner="microsoft", channel="managed_api"),
            offer_document("both-weights", partner="hugging-face", channel="weights_download", variants=["both-2b"]),
        ],
    )
    factories.make_model(
        "one",
        variants=[variant_document("one-1b")],
        offers=[offer_document("one-weights", partner="microsoft", channel="weights_download", variants=["one-1b"])],
    )


def test_partner_and_channel_must_be_of_the_same_offer(offers: None) -> None:
    assert slugs(AIModel.objects.offered(partner__slug__in=["microsoft"], channel__in=["managed_api"])) == ["both"]
    assert slugs(AIModel.objects.offered(partner__slug__in=["microsoft"], channel__in=["weights_download"])) == ["one"]
    assert slugs(AIModel.objects.offered(partner__slug__in=["hugging-face"], channel__in=["managed_api"])) == []


def test_an_offer_of_the_whole_model_is_one_of_each_variant(offers: None) -> None:
    assert slugs(ModelVariant.objects.offered(channel__in=["managed_api"])) == ["both-1b", "both-2b"]
    assert slugs(ModelVariant.objects.offered(channel__in=["weights_download"])) == ["both-2b", "one-1b"]
    assert slugs(ModelVariant.objects.offered(partner__slug__in=["microsoft"], channel__in=["weights_download"])) == ["one-1b"]
    assert slugs(HostingOffer.objects.for_variant(["both-1b"])) == ["both-api"]
    assert slugs(HostingOffer.objects.for_variant(["both-2b"])) == ["both-api", "both-weights"]


def test_organizations_that_offer_something(offers: None) -> None:
    assert slugs(Organization.objects.offering()) == ["hugging-face", "microsoft"]
    assert slugs(Organization.objects.in_role(["hosting_partner"])) == ["hugging-face", "microsoft"]
    assert slugs(Organization.objects.in_role(["developer", "licensor"])) == ["meta"]


def test_offers_are_found_by_partner_model_service_and_identifier() -> None:
    factories.make_model(offers=[offer_document("x", service="Amazon Bedrock", identifier="meta.llama2-70b-chat-v1")])
    for text in ("bedrock", "microsoft llama", "meta llama2 70b", "Llama 2 bedrock"):
        assert slugs(HostingOffer.objects.matching(text)) == ["x"]
    assert slugs(HostingOffer.objects.matching("vertex")) == []


def test_models_by_their_variants_facts() -> None:
    factories.make_license("open")
    factories.make_model("mixed", variants=[variant_document("a", license="open"), variant_document("b", open_weights=False)])
    assert slugs(AIModel.objects.with_variant(license__slug__in=["open"], open_weights=True)) == ["mixed"]
    assert slugs(AIModel.objects.with_variant(license__slug__in=["open"], open_weights=False)) == []


def test_licenses_by_licensor_and_by_type_of_term() -> None:
    factories.make_organization("meta")
    factories.make_license("ours", licensors=["meta"], terms=[factories.GRANT, factories.NOT_COMMERCIAL])
    factories.make_license("theirs")
    assert slugs(License.objects.from_licensor(["meta"])) == ["ours"]
    assert slugs(License.objects.with_term(["purpose", "hosting"])) == ["ours"]


def test_the_hub_ignores_case_and_so_do_we() -> None:
    factories.make_model(variants=[variant_document(huggingface=["meta-llama/Llama-2-7b-hf"])])
    assert [row.name for row in HubRepository.objects.named(["META-LLAMA/llama-2-7B-HF"])] == ["meta-llama/Llama-2-7b-hf"]
    assert not HubRepository.objects.named(["meta-llama/Llama-2-7b"])


def test_the_newest_comes_first_and_what_has_no_date_last() -> None:
    from registry.models.pages import newest_first

    for slug, day in (("old", "2023-07-18"), ("undated", None), ("new", "2024-07-23"), ("year", "2024")):
        factories.make_model(slug, release_date=day)
    assert list(AIModel.objects.order_by(newest_first(), "pk").values_list("slug", flat=True)) == ["new", "year", "old", "undated"]
