"""Filters: each finds what it says, together they narrow, and none is ever ignored."""

import pytest
from rest_framework.test import APIClient

from tests import factories
from tests.api.test_lists import slugs
from tests.factories import offer_document, variant_document

LLAMA, MIXTRAL, GPT = "llama-2", "mixtral", "gpt-4"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("developer=meta", [LLAMA]),
        ("developer=meta,openai", [GPT, LLAMA]),
        ("developer__not=meta", [GPT, MIXTRAL]),
        ("family=mistral", [MIXTRAL]),
        ("family__not=mistral,gpt", [LLAMA]),
        ("license=apache-2.0", [MIXTRAL]),
        ("license=apache-2.0,llama-2-community", [LLAMA, MIXTRAL]),
        ("license__not=apache-2.0", [GPT, LLAMA]),
        ("license_category=community_with_thresholds", [LLAMA]),
        ("license_category__not=permissive", [GPT, LLAMA]),
        ("commercial_use=permitted", [MIXTRAL]),
        ("commercial_use=conditional,permitted", [LLAMA, MIXTRAL]),
        ("commercial_use__not=permitted", [GPT, LLAMA]),
        ("partner=microsoft", [LLAMA, MIXTRAL]),
        ("partner=hugging-face", [LLAMA]),
        ("partner__not=hugging-face", [GPT, MIXTRAL]),
        ("channel=weights_download", [LLAMA]),
        ("channel__not=weights_download", [GPT, MIXTRAL]),
        ("modality=image", [MIXTRAL]),
        ("modality=text,image", [LLAMA, MIXTRAL]),
        ("modality__not=image", [GPT, LLAMA]),
        ("context_tokens=4096", [LLAMA]),
        ("context_tokens__gte=4096", [LLAMA, MIXTRAL]),
        ("context_tokens__gte=4097", [MIXTRAL]),
        ("context_tokens__lte=4096", [LLAMA]),
        ("context_tokens__not=4096", [GPT, MIXTRAL]),
        ("params_total__gte=70000000000", [LLAMA]),
        ("params_total__gte=8000000000&params_total__lte=50000000000", [MIXTRAL]),
        ("params_total=7000000000,46700000000", [LLAMA, MIXTRAL]),
        ("release_date__gte=2023-07-02", [MIXTRAL]),
        ("release_date__gte=2023-07", [LLAMA, MIXTRAL]),
        ("release_date__lte=2023-07", [GPT, LLAMA]),
        ("release_date__lte=2023", [GPT, LLAMA, MIXTRAL]),
        ("release_date=2023", [GPT, LLAMA, MIXTRAL]),
        ("release_date=2023-07", [LLAMA]),
        ("release_date=2023-07-01", []),
        ("release_date=2023-01", []),
        ("release_date=2023-12-11", [MIXTRAL]),
        ("release_date__not=2023-12", [GPT, LLAMA]),
        ("open_weights=false", [GPT]),
        ("open_weights=true", [LLAMA, MIXTRAL]),
        ("open_weights__not=true", [GPT]),
        ("status=deprecated", [GPT]),
        ("status__not=deprecated", [LLAMA, MIXTRAL]),
        ("verification=recalled", [LLAMA]),
        ("verification__not=recalled", [GPT, MIXTRAL]),
        ("verification=verified_secondary", [LLAMA]),
        ("q=llama", [LLAMA]),
        ("q=LLAMA%202%2070b", [LLAMA]),
        ("q=mixtral%20llama", []),
        ("q=L2-7B", [LLAMA]),
        ("q=meta-llama/Llama-2-7b", [LLAMA]),
        ("q=nothing", []),
        ("license=apache-2.0&modality=image&partner=aws&channel=managed_api&open_weights=true", [MIXTRAL]),
    ],
)
def test_models_can_be_filtered(query: str, expected: list[str], anyone: APIClient, catalog: None) -> None:
    assert slugs(anyone.get(f"/api/v1/models/?{query}")) == expected
    assert anyone.get(f"/api/v1/models/?{query}").json()["count"] == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("developer=meta", ["llama-2-70b", "llama-2-7b"]),
        ("developer__not=meta", ["gpt-4", "mixtral-8x7b"]),
        ("family=gpt", ["gpt-4"]),
        ("model=llama-2", ["llama-2-70b", "llama-2-7b"]),
        ("model__not=llama-2", ["gpt-4", "mixtral-8x7b"]),
        ("license=apache-2.0", ["mixtral-8x7b"]),
        ("license__not=llama-2-community", ["gpt-4", "mixtral-8x7b"]),
        ("license_category=permissive", ["mixtral-8x7b"]),
        ("license_category__not=permissive", ["gpt-4", "llama-2-70b", "llama-2-7b"]),
        ("commercial_use=unknown", ["gpt-4"]),
        ("partner=aws", ["llama-2-70b", "mixtral-8x7b"]),
        ("partner=hugging-face", []),
        ("partner=microsoft", ["llama-2-70b", "llama-2-7b", "mixtral-8x7b"]),
        ("partner__not=aws", ["gpt-4", "llama-2-7b"]),
        ("channel=platform", ["llama-2-70b", "mixtral-8x7b"]),
        ("modality=image", ["mixtral-8x7b"]),
        ("context_tokens__gte=1&context_tokens__lte=5000", ["llama-2-7b"]),
        ("context_tokens__not=4096", ["gpt-4", "llama-2-70b", "mixtral-8x7b"]),
        ("params_total__gte=40000000000", ["llama-2-70b", "mixtral-8x7b"]),
        ("release_date=2023-07", ["llama-2-7b"]),
        ("release_date__gte=2023-08", ["mixtral-8x7b"]),
        ("open_weights=false", ["gpt-4"]),
        ("status=deprecated", ["gpt-4"]),
        ("category=code", ["llama-2-7b"]),
        ("lineage=declared", ["llama-2-70b", "llama-2-7b"]),
        ("lineage=none", ["gpt-4", "mixtral-8x7b"]),
        ("huggingface=META-LLAMA/llama-2-7B", ["llama-2-7b"]),
        ("verification=recalled", ["llama-2-7b"]),
        ("verification__not=recalled", ["gpt-4", "llama-2-70b", "mixtral-8x7b"]),
        ("q=8x7b", ["mixtral-8x7b"]),
    ],
)
def test_variants_can_be_filtered(query: str, expected: list[str], anyone: APIClient, catalog: None) -> None:
    assert slugs(anyone.get(f"/api/v1/variants/?{query}")) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("families/?developer=openai", ["gpt"]),
        ("families/?q=lla", ["llama"]),
        ("licenses/?category=permissive,research_only", ["apache-2.0", "llama-1-research"]),
        ("licenses/?commercial_use=not_permitted", ["llama-1-research"]),
        ("licenses/?osi_approved=true", ["apache-2.0"]),
        ("licenses/?osi_approved=false", ["llama-2-community"]),
        ("licenses/?osi_approved__not=true", ["llama-1-research", "llama-2-community"]),
        ("licenses/?licensor=meta", ["llama-2-community"]),
        ("licenses/?term=scale_threshold", ["llama-2-community"]),
        ("licenses/?term__not=scale_threshold,purpose", ["apache-2.0"]),
        ("licenses/?effective_date__lte=2024", ["llama-2-community"]),
        ("licenses/?q=LicenseRef-llama-1", ["llama-1-research"]),
        ("organizations/?role=hosting_partner", ["aws", "hugging-face", "microsoft"]),
        ("organizations/?role__not=hosting_partner", ["meta", "mistral-ai", "openai"]),
        ("organizations/?country=US", []),
        ("offers/?partner=aws&ordering=slug", ["llama-2-aws", "mixtral-aws"]),
        ("offers/?partner=aws&channel=platform", ["llama-2-aws"]),
        ("offers/?model=llama-2&status=ended", ["llama-2-hub"]),
        ("offers/?variant=llama-2-70b", ["llama-2-aws", "llama-2-azure"]),
        ("offers/?variant=llama-2-7b", ["llama-2-azure"]),
        ("offers/?verification=recalled", ["llama-2-hub"]),
        ("offers/?currency=EUR", ["llama-2-azure"]),
        ("offers/?currency=JPY", []),
        ("offers/?announced_on=2023-07-18", ["llama-2-azure"]),
        ("offers/?retires_on__gte=2026", ["llama-2-azure"]),
        ("offers/?q=bedrock", ["mixtral-aws"]),
        ("articles/?q=choose", ["how-we-choose"]),
        ("articles/?q=absent", []),
    ],
)  # fmt: skip
def test_the_other_resources_can_be_filtered(url: str, expected: list[str], anyone: APIClient, catalog: None) -> None:
    assert slugs(anyone.get(f"/api/v1/{url}")) == expected


def test_partner_and_channel_mean_the_same_offer(anyone: APIClient, catalog: None) -> None:
    assert slugs(anyone.get("/api/v1/models/?partner=microsoft&channel=managed_api")) == [LLAMA]
    assert slugs(anyone.get("/api/v1/models/?partner=microsoft&channel=platform")) == [MIXTRAL]
    assert slugs(anyone.get("/api/v1/models/?partner=hugging-face&channel=managed_api")) == []
    assert slugs(anyone.get("/api/v1/variants/?partner=aws&channel=platform")) == ["llama-2-70b"]
    assert slugs(anyone.get("/api/v1/variants/?partner=aws&channel=managed_api")) == ["mixtral-8x7b"]


def test_filters_of_variants_mean_the_same_variant(anyone: APIClient, catalog: None) -> None:
    factories.make_model(
        "qwen",
        variants=[
            variant_document("qwen-3b", params_total=3_000_000_000),
            variant_document("qwen-7b", params_total=7_000_000_000, license="apache-2.0"),
        ],
    )
    assert slugs(anyone.get("/api/v1/models/?license=apache-2.0&params_total__gte=7000000000&family=llama")) == ["qwen"]
    assert slugs(anyone.get("/api/v1/models/?license=apache-2.0&params_total__lte=3000000000")) == []


def test_not_leaves_out_exactly_what_the_filter_finds(anyone: APIClient, catalog: None) -> None:
    whole = set(slugs(anyone.get("/api/v1/variants/")))
    for query in (
        "license{}=apache-2.0",
        "partner{}=aws",
        "context_tokens{}=4096",
        "modality{}=text",
        "release_date{}=2023",
        "verification{}=verified",
    ):
        found = set(slugs(anyone.get(f"/api/v1/variants/?{query.format('')}")))
        rest = set(slugs(anyone.get(f"/api/v1/variants/?{query.format('__not')}")))
        assert found | rest == whole, query
        assert not found & rest, query


def test_what_is_not_known_lies_in_no_range(anyone: APIClient, catalog: None) -> None:
    assert "gpt-4" not in slugs(anyone.get("/api/v1/variants/?params_total__gte=0"))
    assert "gpt-4" not in slugs(anyone.get("/api/v1/variants/?params_total__lte=4611686018427387904"))
    assert "gpt-4" not in slugs(anyone.get("/api/v1/variants/?release_date__lte=9999"))


def test_an_offer_for_a_size_without_a_record_covers_no_variant(anyone: APIClient, catalog: None) -> None:
    factories.make_model("qwen", offers=[offer_document("qwen-google", partner="google", other_variant="Qwen 72B")])
    assert slugs(anyone.get("/api/v1/models/?partner=google")) == ["qwen"]
    assert slugs(anyone.get("/api/v1/variants/?partner=google")) == []
    assert anyone.get("/api/v1/variants/qwen-7b/").json()["offers"] == []


def test_a_former_slug_still_filters(anyone: APIClient, catalog: None) -> None:
    from registry.models import FormerSlug

    FormerSlug.objects.create(kind="organization", slug="facebook", target="meta")
    assert slugs(anyone.get("/api/v1/models/?developer=facebook")) == [LLAMA]


def test_the_words_of_a_search_ignore_case_accents_and_order(anyone: APIClient, catalog: None) -> None:
    factories.make_organization("aleph-alpha", name="Aléph Alpha GmbH")
    assert slugs(anyone.get("/api/v1/organizations/?q=ALPHA%20aleph")) == ["aleph-alpha"]


def test_a_percent_sign_is_no_wildcard(anyone: APIClient, catalog: None) -> None:
    assert slugs(anyone.get("/api/v1/models/?q=l%25q")) == []
    assert anyone.get("/api/v1/models/?q=%25").status_code == 400
