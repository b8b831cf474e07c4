"""The page of a model answers in its first sentence and shows what each fact rests on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    GRANT,
    MANY_USERS,
    NOT_COMMERCIAL,
    WEB_PAGE,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)  # fmt: skip

ASK_FIRST = {**NOT_COMMERCIAL, "id": "ask", "effect": "need_permission", "remedy": "separate_license", "paraphrase": "Ask for a license."}


def part(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end, page.index(start))]


@pytest.fixture(autouse=True)
def licenses(db: None) -> None:
    make_license("mit", name="MIT License")
    make_license("llama-2", name="Llama 2 License", license_ref="LicenseRef-llama-2", category="community_with_thresholds",
                 terms=[GRANT, MANY_USERS])  # fmt: skip
    make_license("research", name="Research License", license_ref="LicenseRef-research", category="research_only",
                 terms=[GRANT, ASK_FIRST])  # fmt: skip
    make_license("nc", name="NC License", license_ref="LicenseRef-nc", category="noncommercial", terms=[GRANT, NOT_COMMERCIAL])


def test_a_permitted_model_says_so_with_its_license(text_of: Callable[..., str]) -> None:
    make_model("free", variants=[variant_document("free-7b", license="mit", lineage={"status": "none"})])
    page = text_of("/models/free/")
    assert "Commercial use Permitted" in page
    assert "Under the MIT License, you may use it in a commercial product, whatever your size and place" in page


def test_a_conditional_model_names_the_size_the_month_and_the_clause(text_of: Callable[..., str]) -> None:
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="llama-2", lineage={"status": "none"})])
    page = text_of("/models/llama-2/")
    assert "Under the Llama 2 License, you may use it in a commercial product unless this applies to you:" in page
    assert (
        "Organizations that, affiliates included, have more than 700,000,000 monthly active users in June 2023 "
        "need a separate license from the licensor. (2)" in page
    )


def test_a_refusal_tells_whether_asking_helps(text_of: Callable[..., str]) -> None:
    make_model("ask", variants=[variant_document("ask-7b", license="research", lineage={"status": "none"})])
    make_model("never", variants=[variant_document("never-7b", license="nc", lineage={"status": "none"})])
    assert "a commercial product needs separate permission from the licensor, whoever you are." in text_of("/models/ask/")
    assert "Under the NC License, you have no right to use it in a commercial product." in text_of("/models/never/")


def test_a_model_without_a_license_is_unknown_and_a_closed_one_says_why(text_of: Callable[..., str]) -> None:
    make_model("nameless", variants=[variant_document("nameless-7b", lineage={"status": "none"})])
    make_model("closed", variants=[variant_document("closed-1", open_weights=False, lineage={"status": "none"})])
    nameless = text_of("/models/nameless/")
    assert "Commercial use Unknown" in nameless
    assert "No license is identified for it, so nobody can say whether you may use it in a commercial product." in nameless
    assert "Its weights are not published: the developer's own contract governs its use" in text_of("/models/closed/")


def test_a_model_whose_variants_differ_says_which_may_do_what(text_of: Callable[..., str]) -> None:
    variants = [
        variant_document("mixed-3b", license="research", lineage={"status": "none"}),
        variant_document("mixed-7b", license="mit", lineage={"status": "none"}),
    ]
    make_model("mixed", variants=variants)
    page = text_of("/models/mixed/")
    assert "It differs between variants. Permitted for 1 and not permitted for 1 of its 2 variants." in page
    assert page.index("Permitted Mixed 7B") < page.index("Not permitted Mixed 3B")


def test_a_looser_label_than_the_base_is_marked_as_drift(text_of: Callable[..., str]) -> None:
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="llama-2", lineage={"status": "none"})])
    base = {"base": "llama-2-7b", "relation": "finetune"}
    make_model("tuned", variants=[variant_document("tuned-7b", license="mit", lineage={"status": "declared", "bases": [base]})])
    page = text_of("/models/tuned/")
    assert "Under the MIT License and the Llama 2 License, you may use it in a commercial product unless this applies to you:" in page
    assert "It reaches it through Llama 2 7B." in page
    lineage = part(page, " Lineage Tuned 7B", " Benchmarks ")
    assert "License drift:" in lineage
    assert "fine-tuned from Llama 2 7B Llama 2 License license drift" in lineage
    below = part(text_of("/models/llama-2/"), "Made from it:", " Benchmarks ")
    assert "Tuned 7B fine-tuned from it MIT License Depends on who you are" in below


def test_what_stands_above_an_ancestor_is_told_once(text_of: Callable[..., str]) -> None:
    def merge(slug: str, *bases: str) -> dict[str, Any]:
        edges = [{"base": base, "relation": "merge"} for base in bases]
        return variant_document(slug, license="mit", lineage={"status": "declared", "bases": edges})

    make_model("root", variants=[variant_document("root-7b", license="mit", lineage={"status": "none"})])
    pairs = [merge(f"{side}-0", "root-7b") for side in "ab"]
    pairs += [merge(f"{side}-{step}", f"a-{step - 1}", f"b-{step - 1}") for step in range(1, 12) for side in "ab"]
    make_model("rungs", variants=pairs)
    make_model("ladder", variants=[merge("top", "a-11", "b-11")])
    lineage = part(text_of("/models/ladder/"), " Lineage Top", " Benchmarks ")
    assert lineage.count("merged from Root 7B") == 2
    assert lineage.count("What it was made from stands above.") == 2 * 11  # below each of b-1 to b-11, both bases again


def test_no_base_and_an_undeclared_base_read_differently(text_of: Callable[..., str]) -> None:
    make_model("scratch", variants=[variant_document("scratch-7b", license="mit", lineage={"status": "none"})])
    make_model("silent", variants=[variant_document("silent-7b", license="mit", lineage={"status": "not_declared"})])
    assert "Trained from scratch: it has no base." in text_of("/models/scratch/")
    silent = text_of("/models/silent/")
    assert "Not declared: nobody says what it was made from." in silent
    assert "Commercial use Unknown" in silent


def test_an_ancestor_outside_the_catalog_is_named(text_of: Callable[..., str]) -> None:
    teacher = {
        "external": {"name": "Secret-1", "kind": "closed_model", "terms": "Outputs may not train others."},
        "relation": "output_training",
    }
    make_model("pupil", variants=[variant_document("pupil-7b", license="mit", lineage={"status": "declared", "bases": [teacher]})])
    page = text_of("/models/pupil/")
    assert "trained on outputs of Secret-1 outputs only, no weights" in page
    assert "A closed model. Outputs may not train others." in page


def test_unknown_figures_are_words_and_known_ones_keep_their_precision(text_of: Callable[..., str]) -> None:
    known = variant_document(
        "figures-7b", license="mit", params_total=7_610_000_000, context_tokens=131072, release_date="2024-09", gated=True,
        huggingface=["acme/Figures-7B"], knowledge_cutoff="2023",
    )  # fmt: skip
    make_model("figures", variants=[known, variant_document("figures-x", license="mit")])
    page = text_of("/models/figures/")
    row = part(page, "Figures 7B figures-7b", "Figures X figures-x")
    assert "7.61B" in row
    assert "131,072" in row
    assert "September 2024" in row
    assert "Published, after accepting terms (gated)" in row
    assert "acme/Figures-7B" in row
    unknown = part(page, "Figures X figures-x", "A tick means")
    assert unknown.count("Not known") == 3
    assert "whether gated is not known" in unknown
    assert "No Hugging Face repository recorded" in unknown


def test_a_different_label_stands_beside_the_concluded_license(text_of: Callable[..., str]) -> None:
    same = variant_document("labels-1b", license="mit", declared_license="MIT")
    other = variant_document("labels-2b", license="mit", declared_license="apache-2.0")
    make_model("labels", variants=[same, other])
    page = text_of("/models/labels/")
    assert "Declared as “apache-2.0”" in page
    assert "Declared as “MIT”" not in page


def test_an_earlier_license_keeps_its_period(text_of: Callable[..., str]) -> None:
    before = {"license": "research", "valid_from": "2023-11-23", "valid_until": "2024-05-30"}
    variant = variant_document("yi-34b", license="mit", license_since="2024-05-30", earlier_licenses=[before])
    make_model("yi", variants=[variant])
    page = text_of("/models/yi/")
    assert "since 30 May 2024" in page
    assert "Before, 23 November 2023 to 30 May 2024: Research License" in page


def test_offers_stand_by_channel_with_prices_dates_and_sources(text_of: Callable[..., str]) -> None:
    make_organization("microsoft", name="Microsoft", roles=["hosting_partner"])
    priced = offer_document(
        "hosted-api", identifier="llama-2-70b", verification="recalled", sources=["card"], available_from="2023-07-18", regions=["eastus"],
        prices=[
            {"input_per_million": "0.5", "output_per_million": "1.25", "currency": "USD", "as_of": "2026-10-01", "source": "card"},
            {"input_per_million": "0.75", "currency": "EUR", "as_of_not_before": "2025-01-31", "source": "card"},
        ],
    )  # fmt: skip
    unpriced = offer_document("hosted-other", service="Other service", status="ended", retires_on="2025")
    download = offer_document("hosted-weights", channel="weights_download", service="Hub")
    make_model("hosted", variants=[variant_document("hosted-7b", license="mit")], offers=[priced, unpriced, download],
               sources={"card": WEB_PAGE})  # fmt: skip
    page = text_of("/models/hosted/")
    hosting = part(page, "Hosting & price “Listed”", " Lineage Hosted 7B")
    assert "Managed API 2" in hosting
    assert "Weights download 1" in hosting
    assert "$0.50 in · $1.25 out USD, as of 1 October 2026 [1]" in hosting
    assert "€0.75 in · output price not known EUR, not before 31 January 2025 [1]" in hosting
    assert hosting.index("as of 1 October 2026") < hosting.index("not before 31 January 2025")
    assert "since 18 July 2023" in hosting
    assert "eastus" in hosting
    assert "The whole model" in hosting
    assert "Microsoft unconfirmed" in hosting
    ended = part(hosting, "Microsoft Ended", "Weights download")
    assert "No price known" in ended
    assert "until 2025" in ended
    assert "citation needed" in ended
    assert "Managed API Microsoft" in part(page, "Who offers it", "Services, identifiers")


def test_a_model_without_offers_says_what_belongs_there(text_of: Callable[..., str]) -> None:
    make_model("alone", variants=[variant_document("alone-7b", license="mit")])
    page = text_of("/models/alone/")
    assert "No offer is known." in page
    assert "that does not mean that nobody offers it" in page
    assert "No benchmark result is recorded" in page


def test_facts_wear_their_marks(reader: Client, text_of: Callable[..., str]) -> None:
    evidence = {
        "params_total": {"verification": "verified", "sources": ["card"]},
        "context_tokens": {"verification": "recalled"},
        "release_date": {"verification": "verified_secondary", "sources": ["copy"]},
    }
    variant = variant_document(
        "marked-7b", license="mit", params_total=7_000_000_000, context_tokens=4096, release_date="2024-01-02", evidence=evidence
    )
    archived = {"kind": "stored_public_file", "archive_id": "42"}
    make_model("marked", variants=[variant], sources={"card": WEB_PAGE, "copy": archived})
    page = text_of("/models/marked/")
    evidence_part = part(page, "What each fact rests on", "History Revision")
    assert "Marked 7B: parameters Verified in the primary text [1]" in evidence_part
    assert "Marked 7B: context window unconfirmed citation needed" in evidence_part
    assert "Marked 7B: release date Verified in a secondary source [2]" in evidence_part
    assert "[1] Model card Web page Read on 21 November 2026." in evidence_part
    assert "[2] Archived copy 42 Archived copy It cannot be opened from here." in evidence_part
    row = part(page, "Marked 7B marked-7b", "A tick means")
    assert "4,096 unconfirmed citation needed" in row
    assert "MIT License citation needed" in row
    html = " ".join(reader.get("/models/marked/").content.decode().split())
    assert '<a href="https://example.org/card" rel="nofollow noopener">Model card</a>' in html
    assert 'href="#fact_variants_marked-7b_params_total"' in html
    assert 'id="fact_variants_marked-7b_params_total"' in html


def test_contradicting_sources_are_both_shown(text_of: Callable[..., str]) -> None:
    contradiction = {
        "fact": "variants/torn-7b/context_tokens",
        "note": "Two files of one vendor.",
        "values": [{"value": 131072, "source": "card"}, {"value": 32768}],
    }
    make_model("torn", variants=[variant_document("torn-7b", license="mit")], sources={"card": WEB_PAGE}, contradictions=[contradiction])
    page = text_of("/models/torn/")
    assert "Torn 7B: context window 131,072 [1] Model card 32,768 citation needed Two files of one vendor." in page


def test_benchmarks_carry_what_makes_them_comparable(text_of: Callable[..., str]) -> None:
    result = {"benchmark": "MMLU", "metric": "accuracy", "shots": 0, "score": "45.30", "harness": "lm-eval", "source": "card"}
    bare = {"benchmark": "BBH", "score": 7}
    make_model("scored", variants=[variant_document("scored-7b", license="mit", benchmarks=[result, bare])], sources={"card": WEB_PAGE})
    page = text_of("/models/scored/")
    assert "MMLU 45.3 accuracy 0 Not stated lm-eval [1]" in page
    assert "BBH 7 Not stated Not stated Not stated Not stated citation needed" in page


def test_the_history_says_who_when_and_why(text_of: Callable[..., str]) -> None:
    make_model("storied", variants=[variant_document("storied-7b")])
    page = text_of("/models/storied/")
    history = page[page.index("History Revision") :]
    assert "Made for a test Catalog files" in history
    assert "system" in history


def test_key_terms_link_to_their_clause_on_the_license_page(reader: Client) -> None:
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="llama-2")])
    page = reader.get("/models/llama-2/").content.decode()
    assert 'href="/licenses/llama-2/#term_users"' in page
    assert 'id="term_users"' in reader.get("/licenses/llama-2/").content.decode()


@pytest.mark.parametrize("slug", ["overview", "history", "variants", "license", "content", "evidence"])
def test_the_anchor_of_a_variant_is_unique_whatever_its_slug(reader: Client, slug: str) -> None:
    make_model("anchors", variants=[variant_document(slug, license="mit")])
    page = reader.get("/models/anchors/").content.decode()
    assert page.count(f'id="{slug}"') == 1
