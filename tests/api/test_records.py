"""Single records: all that is known, each fact with its source; what is not known is null."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from registry.models import FormerSlug
from tests import factories

API = "http://testserver/api/v1"
LLAMA_LICENSE = {
    "slug": "llama-2-community",
    "name": "Llama 2 Community License",
    "url": f"{API}/licenses/llama-2-community/",
    "category": "community_with_thresholds",
    "commercial_use": "conditional",
}
CARD = {"key": "card", "kind": "web_page", "label": "Model card", "url": "https://example.org/card", "read_on": "2026-11-21"}
PAPER = {"key": "paper", "kind": "stored_public_file", "label": "archived copy 12345", "url": None, "read_on": None}


def get(client: APIClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def ref(resource: str, slug: str, name: str) -> dict[str, str]:
    return {"slug": slug, "name": name, "url": f"{API}/{resource}/{slug}/"}


def test_a_model_gives_its_license_its_commercial_use_and_its_partners(anyone: APIClient, catalog: None) -> None:
    model = get(anyone, "models/llama-2/")
    assert model["license"] == LLAMA_LICENSE
    assert model["licenses"] == [LLAMA_LICENSE]
    assert model["commercial_use"] == "conditional"
    assert model["commercial_use_differs"] is False
    assert [(offer["partner"]["name"], offer["channel"]) for offer in model["offers"]] == [
        ("Aws", "platform"), ("Microsoft", "managed_api"), ("Hugging Face", "weights_download"),
    ]  # fmt: skip
    assert [offer["sources"] for offer in model["offers"]] == [[CARD], [CARD, PAPER], []]
    assert "not legal advice" in model["disclaimer"]


def test_a_model_says_what_it_is(anyone: APIClient, catalog: None) -> None:
    model = get(anyone, "models/llama-2/")
    expected = {
        "slug": "llama-2", "name": "Llama 2", "url": f"{API}/models/llama-2/", "html_url": "http://testserver/models/llama-2/",
        "aliases": ["LLaMA 2"], "summary": "The first that may be used commercially.", "family": ref("families", "llama", "Llama"),
        "developers": [ref("organizations", "meta", "Meta")], "status": "released", "release_date": "2023-07",
        "release_date_precision": "month", "notes": ["A note."], "review_due": "2027-01-01", "checked_on": "2026-11-20",
        "checked_by": "Registry editors", "revision": 1,
        "verification": {"verified": 2, "verified_secondary": 1, "recalled": 1},
    }  # fmt: skip
    assert {name: model[name] for name in expected} == expected
    assert model["updated_at"].endswith("Z")


def test_a_model_gives_its_evidence_and_both_sides_of_a_contradiction(anyone: APIClient, catalog: None) -> None:
    model = get(anyone, "models/llama-2/")
    assert model["evidence"] == [
        {
            "fact": "release_date", "verification": "verified", "sources": ["card", "paper"], "checked_on": "2026-11-20",
            "checked_by": None, "note": None,
        }
    ]  # fmt: skip
    assert model["contradictions"] == [
        {
            "fact": "variants/llama-2-7b/training_tokens",
            "note": "Card and paper differ.",
            "values": [{"value": "2.0T", "source": CARD}, {"value": "1.9T", "source": PAPER}],
        }
    ]
    assert [source["key"] for source in model["sources"]] == ["card", "paper", "prices"]
    assert model["sources"][0] == {
        **CARD, "title": "Model card", "repo": None, "path": None, "commit": None, "package": None, "homepage": None, "archive_id": None,
        "keys": [], "upstream": [], "note": "Read whole.",
    }  # fmt: skip


def test_an_archived_copy_has_no_link(anyone: APIClient, catalog: None) -> None:
    paper = get(anyone, "models/llama-2/")["sources"][1]
    assert paper["label"] == "archived copy 12345"
    assert paper["url"] is None
    assert paper["upstream"] == ["https://example.org/paper"]


def test_a_variant_of_a_model_says_all_that_is_known(anyone: APIClient, catalog: None) -> None:
    variant = get(anyone, "models/llama-2/")["variants"][0]
    assert variant == {
        "slug": "llama-2-7b", "name": "Llama 2 7B", "url": f"{API}/variants/llama-2-7b/",
        "html_url": "http://testserver/models/llama-2/#llama-2-7b", "aliases": ["L2-7B"], "status": "released",
        "release_date": "2023-07-18", "release_date_precision": "day", "open_weights": True, "category": "code",
        "params_total": 7_000_000_000, "params_active": 7_000_000_000, "context_tokens": 4096, "inputs": ["text"], "outputs": ["text"],
        "knowledge_cutoff": "2022-09", "knowledge_cutoff_precision": "month", "gated": True, "huggingface": ["meta-llama/Llama-2-7b"],
        "license": LLAMA_LICENSE, "declared_license": "llama2", "commercial_use": variant["commercial_use"], "languages_count": 1,
        "training_tokens": "2.0T", "license_since": "2023-07-18",
        "earlier_licenses": [
            {
                "license": {
                    "slug": "llama-1-research", "name": "Llama 1 research license", "url": f"{API}/licenses/llama-1-research/",
                    "category": "research_only", "commercial_use": "not_permitted",
                },
                "label": None, "valid_from": "2023-07-01", "valid_until": "2023-07-18", "source": CARD,
            }
        ],
        "lineage": {
            "status": "declared",
            "bases": [
                {
                    "base": None,
                    "external": {"name": "Teacher", "kind": "closed_model", "terms": "Unknown.", "verification": None, "note": None},
                    "relation": "distill", "same_licensor": False, "source": PAPER,
                }
            ],
        },
        "benchmarks": [
            {"benchmark": "MMLU", "metric": "accuracy", "shots": 5, "score": "45.3", "tuning": "base", "harness": None, "source": CARD}
        ],
        "notes": ["Small."],
        "verification": {"verified": 1, "verified_secondary": 0, "recalled": 1},
        "evidence": [
            {"fact": "context_tokens", "verification": "verified", "sources": ["card"], "checked_on": None, "checked_by": None, "note": None},
            {"fact": "training_tokens", "verification": "recalled", "sources": [], "checked_on": None, "checked_by": None, "note": None},
        ],
    }  # fmt: skip


def test_what_is_not_known_of_a_variant_is_null_and_never_zero(anyone: APIClient, catalog: None) -> None:
    variant = get(anyone, "variants/gpt-4/")
    for name in (
        "release_date", "release_date_precision", "category", "params_total", "params_active", "context_tokens", "knowledge_cutoff",
        "gated", "license", "declared_license", "languages_count", "training_tokens", "license_since",
    ):  # fmt: skip
        assert variant[name] is None, name
    assert variant["inputs"] == variant["offers"] == variant["huggingface"] == []
    assert variant["commercial_use"] == "unknown"


def test_a_variant_names_its_base_with_its_address(anyone: APIClient, catalog: None) -> None:
    base = get(anyone, "variants/llama-2-70b/")["lineage"]["bases"][0]
    assert base["base"] == ref("variants", "llama-2-7b", "Llama 2 7B")
    assert base["relation"] == "continued_pretraining"
    assert base["same_licensor"] is True


def test_a_variant_lists_the_offers_that_cover_it(anyone: APIClient, catalog: None) -> None:
    assert [offer["slug"] for offer in get(anyone, "variants/llama-2-7b/")["offers"]] == ["llama-2-azure"]
    assert [offer["slug"] for offer in get(anyone, "variants/llama-2-70b/")["offers"]] == ["llama-2-aws", "llama-2-azure"]


def test_a_variant_gives_the_contradictions_and_sources_of_its_own_facts(anyone: APIClient, catalog: None) -> None:
    assert len(get(anyone, "variants/llama-2-7b/")["contradictions"]) == 1
    assert get(anyone, "variants/llama-2-70b/")["contradictions"] == []
    assert get(anyone, "variants/llama-2-7b/")["revision"] == 1


def test_an_offer_gives_exact_prices_with_their_dates_and_sources(anyone: APIClient, catalog: None) -> None:
    offer = get(anyone, "offers/llama-2-azure/")
    prices = {
        "key": "prices",
        "kind": "repository_file",
        "label": "example/prices: list.json",
        "url": "https://example.org/p",
        "read_on": None,
    }
    assert offer["prices"] == [
        {
            "input_per_million": "0.5", "output_per_million": "1.5", "currency": "USD", "as_of": "2024-01-02", "as_of_not_before": None,
            "identifier": None, "source": prices, "note": None,
        },
        {
            "input_per_million": "700", "output_per_million": None, "currency": "EUR", "as_of": None, "as_of_not_before": "2023-07-18",
            "identifier": "l2", "source": None, "note": "Old.",
        },
    ]  # fmt: skip


def test_an_offer_says_who_offers_what_where_and_when(anyone: APIClient, catalog: None) -> None:
    offer = get(anyone, "offers/llama-2-azure/")
    expected = {
        "slug": "llama-2-azure", "url": f"{API}/offers/llama-2-azure/", "html_url": "http://testserver/models/llama-2/#offer-llama-2-azure",
        "partner": ref("organizations", "microsoft", "Microsoft"), "model": ref("models", "llama-2", "Llama 2"), "variants": [],
        "other_variant": None, "channel": "managed_api", "service": "Azure AI Foundry", "identifier": "llama-2",
        "other_identifiers": ["llama-2-7b-chat"], "role": "launch partner", "status": "listed", "announced_on": "2023-07-18",
        "announced_on_precision": "day", "available_from": "2023-07", "available_from_precision": "month", "retires_on": "2026",
        "retires_on_precision": "year", "regions": ["eastus"], "regions_note": "US only.", "verification": "verified",
        "sources": [CARD, PAPER], "note": "By request.",
    }  # fmt: skip
    assert {name: offer[name] for name in expected} == expected
    assert [entry["fact"] for entry in offer["evidence"]] == ["regions"]
    assert get(anyone, "offers/llama-2-aws/")["variants"] == [ref("variants", "llama-2-70b", "Llama 2 70B")]
    hub = get(anyone, "offers/llama-2-hub/")
    assert hub["prices"] == hub["sources"] == hub["variants"] == []
    assert hub["other_variant"] == "Llama 2 34B"


def test_a_license_gives_its_terms_in_full_and_its_place_in_history(anyone: APIClient, catalog: None) -> None:
    license = get(anyone, "licenses/llama-2-community/")
    assert license["terms"][0] == {
        "id": "grant", "type": "grant", "effect": "permit", "section": "1", "paraphrase": "Use, change and share, for any purpose.",
        "verification": "verified", "sources": [CARD],
        "parameters": {"acts": ["use", "reproduce", "modify", "distribute", "host", "finetune"], "purposes": ["any"]},
    }  # fmt: skip
    assert license["terms"][1]["type"] == "scale_threshold"
    assert license["terms"][1]["parameters"]["value"] == 700_000_000
    assert license["predecessor"]["slug"] == "llama-1-research"
    assert license["licensors"] == [ref("organizations", "meta", "Meta")]
    assert license["versions"] == [{"version": "1", "verification": "recalled", "change": "The first."}]
    assert license["commercial_use"] == "conditional"
    assert license["osi_approved"] is False
    assert license["effective_date"] == "2023-07-18"
    assert license["spdx_id"] is None
    assert license["license_ref"] == "LicenseRef-llama-2"
    assert "not legal advice" in license["disclaimer"]
    older = get(anyone, "licenses/llama-1-research/")
    assert [successor["slug"] for successor in older["successors"]] == ["llama-2-community"]
    assert older["osi_approved"] is None


def test_a_list_of_licenses_gives_the_terms_in_short(anyone: APIClient, catalog: None) -> None:
    results = get(anyone, "licenses/")["results"]
    assert results[0]["terms"] == [{"id": "grant", "type": "grant", "effect": "permit"}]


def test_a_family_lists_its_releases_the_newest_first(anyone: APIClient, catalog: None) -> None:
    factories.make_model("llama-3", name="Llama 3", release_date="2024-04-18")
    factories.make_model("llama-x", name="Llama X")
    factories.make_model("llama-draft", state="draft")
    family = get(anyone, "families/llama/")
    assert [(model["slug"], model["release_date"]) for model in family["models"]] == [
        ("llama-3", "2024-04-18"), ("llama-2", "2023-07"), ("llama-x", None),
    ]  # fmt: skip
    assert family["developers"] == [ref("organizations", "meta", "Meta")]


def test_organizations_and_articles_say_what_they_are(anyone: APIClient, catalog: None) -> None:
    microsoft = get(anyone, "organizations/microsoft/")
    assert microsoft["roles"] == ["hosting_partner"]
    assert microsoft["country"] is None
    assert microsoft["html_url"] == "http://testserver/partners/microsoft/"
    article = get(anyone, "articles/how-we-choose/")
    assert article["body"] == "# How we choose\n\nRead the license first."
    assert article["html_url"] == "http://testserver/pages/how-we-choose/"


def test_a_model_whose_variants_differ_says_so_and_has_no_single_license(anyone: APIClient, catalog: None) -> None:
    factories.make_model(
        "qwen2.5",
        variants=[
            factories.variant_document("qwen2.5-3b", license="llama-1-research"),
            factories.variant_document("qwen2.5-7b", license="apache-2.0"),
            factories.variant_document("qwen2.5-14b", license="apache-2.0"),
        ],
    )
    model = get(anyone, "models/qwen2.5/")
    assert model["license"] is None
    assert [license["slug"] for license in model["licenses"]] == ["llama-1-research", "apache-2.0"]
    assert model["commercial_use_differs"] is True


def test_a_license_that_only_some_variants_have_is_not_the_models(anyone: APIClient, catalog: None) -> None:
    variants = [factories.variant_document("half-a", license="apache-2.0"), factories.variant_document("half-b")]
    factories.make_model("half", variants=variants)
    model = get(anyone, "models/half/")
    assert model["license"] is None
    assert [license["slug"] for license in model["licenses"]] == ["apache-2.0"]


def test_a_page_that_is_not_published_is_named_without_an_address(anyone: APIClient, catalog: None) -> None:
    factories.make_organization("microsoft", roles=["hosting_partner"], state="withdrawn")
    offer = get(anyone, "offers/llama-2-azure/?expand=partner")
    assert offer["partner"] == {"slug": "microsoft", "name": "Microsoft", "url": None}
    assert anyone.get("/api/v1/organizations/microsoft/").status_code == 404
    assert anyone.get("/api/v1/models/?partner=microsoft").status_code == 400


def test_slugs_keep_their_dots(anyone: APIClient, catalog: None) -> None:
    factories.make_model("llama-3.1", variants=[factories.variant_document("llama-3.1-8b.json")])
    assert get(anyone, "models/llama-3.1/")["slug"] == "llama-3.1"
    assert get(anyone, "variants/llama-3.1-8b.json/")["slug"] == "llama-3.1-8b.json"
    assert anyone.get("/api/v1/variants/llama-3.1-8b/").status_code == 404
    assert anyone.get("/api/v1/models/llama-3.1").headers["Location"] == "/api/v1/models/llama-3.1/"


@pytest.mark.parametrize(
    ("resource", "kind", "target"),
    [("models", "model", "llama-2"), ("families", "family", "llama"), ("licenses", "license", "apache-2.0"),
     ("organizations", "organization", "meta"), ("articles", "article", "how-we-choose")],
)  # fmt: skip
def test_an_old_slug_leads_to_the_new_address(resource: str, kind: str, target: str, anyone: APIClient, catalog: None) -> None:
    FormerSlug.objects.create(kind=kind, slug="old.name", target=target)
    answer = anyone.get(f"/api/v1/{resource}/old.name/?fields=slug")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/api/v1/{resource}/{target}/?fields=slug"
    assert anyone.get(answer.headers["Location"]).json() == {"slug": target}
    assert anyone.get(f"/api/v1/{'families' if resource != 'families' else 'models'}/old.name/").status_code == 404


def test_fields_gives_only_what_was_asked_for(anyone: APIClient, catalog: None) -> None:
    assert get(anyone, "models/llama-2/?fields=commercial_use,slug") == {"slug": "llama-2", "commercial_use": "conditional"}
    assert get(anyone, "models/?fields=slug")["results"] == [{"slug": "gpt-4"}, {"slug": "llama-2"}, {"slug": "mixtral"}]


@pytest.mark.parametrize("name", ["families", "models", "variants", "licenses", "organizations", "offers", "articles"])
def test_every_field_can_be_asked_for_alone_and_is_then_the_same(name: str, anyone: APIClient, catalog: None) -> None:
    whole = get(anyone, f"{name}/")["results"]
    for field in whole[0]:
        assert get(anyone, f"{name}/?fields={field}")["results"] == [{field: record[field]} for record in whole], field
    slug = whole[0]["slug"]
    detail = get(anyone, f"{name}/{slug}/")
    for field in detail:
        assert get(anyone, f"{name}/{slug}/?fields={field}") == {field: detail[field]}, field


def test_expand_shows_related_records_in_full_two_levels_deep(anyone: APIClient, catalog: None) -> None:
    variant = get(anyone, "variants/?q=llama-2-70b&expand=license,offers.partner")["results"][0]
    assert variant["license"]["license_ref"] == "LicenseRef-llama-2"
    assert variant["license"]["licensors"] == [ref("organizations", "meta", "Meta")]
    azure = variant["offers"][1]
    assert azure["prices"][0]["input_per_million"] == "0.5"
    assert azure["partner"]["roles"] == ["hosting_partner"]
    assert azure["model"] == ref("models", "llama-2", "Llama 2")


def test_what_is_expanded_is_what_the_other_resource_lists(anyone: APIClient, catalog: None) -> None:
    model = get(anyone, "models/llama-2/?expand=family,developers,license,licenses,offers.partner,variants.license")
    listed = {name: get(anyone, f"{name}/")["results"] for name in ("families", "organizations", "licenses")}
    assert model["family"] in listed["families"]
    assert model["developers"][0] in listed["organizations"]
    assert model["license"] in listed["licenses"]
    assert model["licenses"] == [model["license"]]
    assert model["variants"][0]["license"] == model["license"]
    assert model["offers"][1]["partner"] in listed["organizations"]
    variants = get(anyone, "variants/?model=llama-2&ordering=slug")["results"]
    found = get(anyone, "models/?q=llama-2&expand=variants")["results"][0]["variants"]
    assert sorted(found, key=lambda variant: variant["slug"]) == variants


def test_expanding_terms_shows_them_in_full(anyone: APIClient, catalog: None) -> None:
    license = get(anyone, "licenses/?q=LicenseRef-llama-2&expand=terms")["results"][0]
    assert license["terms"] == get(anyone, "licenses/llama-2-community/")["terms"]
    variant = get(anyone, "variants/?q=llama-2-7b&expand=license.terms")["results"][0]
    assert variant["license"]["terms"] == license["terms"]


def test_every_expansion_of_every_resource_works(anyone: APIClient, catalog: None) -> None:
    from catalog.api.resources import RESOURCES

    for resource in RESOURCES.values():
        for path in resource.paths():
            body = get(anyone, f"{resource.name}/?expand={path}")
            get(anyone, f"{resource.name}/{body['results'][0]['slug']}/?expand={path}")
        if resource.relations:
            get(anyone, f"{resource.name}/?expand={','.join(resource.paths())}")


def test_texts_of_any_script_come_back_as_they_were(anyone: APIClient, catalog: None) -> None:
    name = 'Ünïcode 模型 🦙 "quoted" </script> \u2028'
    factories.make_organization("unicode", name=name.strip())
    assert get(anyone, "organizations/unicode/")["name"] == name.strip()
