"""The pages of licenses, families, organizations and articles."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import (
    GRANT,
    MANY_USERS,
    WEB_PAGE,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)  # fmt: skip

NOTICE = {
    "id": "notice", "type": "notice_file", "effect": "oblige", "section": "§1.b", "paraphrase": "Keep a Notice file.",
    "verification": "recalled", "trigger": ["distribute_weights"], "text": "Licensed under the example license.",
}  # fmt: skip
ENDS = {
    "id": "end",
    "type": "termination",
    "effect": "terminate",
    "section": "§6",
    "paraphrase": "Ends on breach.",
    "verification": "verified",
}


@pytest.fixture
def community(db: None) -> None:
    make_organization("meta", name="Meta", roles=["developer", "licensor"])
    make_license("old", name="Old License", license_ref="LicenseRef-old")
    make_license(
        "community", name="Community License", license_ref="LicenseRef-community", category="community_with_thresholds",
        licensors=["meta"], effective_date="2023-07", osi_approved=False, predecessor="old", terms=[GRANT, MANY_USERS, NOTICE, ENDS],
        summary="Free below a **size**.", hub_ids=["community"],
    )  # fmt: skip


def test_a_license_groups_its_terms_by_what_they_do(community: None, text_of: Callable[..., str]) -> None:
    page = text_of("/licenses/community/")
    permissions, conditions = page.index("Permissions 1"), page.index("Conditions 1")
    limitations, ends = page.index("Limitations 1"), page.index("How it ends 1")
    assert permissions < conditions < limitations < ends
    assert "Use, change and share, for any purpose." in page[permissions:conditions]
    assert "Notice file §1.b unconfirmed citation needed Keep a Notice file." in page[conditions:limitations]
    assert "Applies to: passing on the weights" in page[conditions:limitations]
    assert "Text to show: Licensed under the example license." in page[conditions:limitations]
    assert "Size threshold 2 needs permission" in page[limitations:ends]
    assert "Free below a size." in page


def test_a_license_states_its_thresholds(community: None, text_of: Callable[..., str]) -> None:
    page = text_of("/licenses/community/")
    assert "more than 700,000,000 monthly active users in June 2023 over all products and services; affiliates included" in page
    assert "a separate license from the licensor" in page


def test_a_license_answers_for_what_it_covers(community: None, text_of: Callable[..., str]) -> None:
    assert "You may use what it covers in a commercial product unless this applies to you:" in text_of("/licenses/community/")


def test_a_license_knows_its_place(community: None, text_of: Callable[..., str]) -> None:
    page = text_of("/licenses/community/")
    assert "LicenseRef (not on the SPDX list) LicenseRef-community" in page
    assert "In effect since July 2023" in page
    assert "Category Community with thresholds" in page
    assert "Follows Old License" in page
    assert "Followed by Community License" in text_of("/licenses/old/")


def test_a_license_lists_the_models_under_it_now_and_before(community: None, text_of: Callable[..., str]) -> None:
    before = {"license": "community", "valid_from": "2023-11-04", "valid_until": "2024-05-30"}
    moved = variant_document("moved-7b", license="old", license_since="2024-05-30", earlier_licenses=[before])
    make_model("now", variants=[variant_document("now-7b", license="community")])
    make_model("moved", variants=[moved])
    make_model("hidden", state="draft", variants=[variant_document("hidden-7b", license="community")])
    page = text_of("/licenses/community/")
    assert "Variants under this license now Variant Model Since Parameters Commercial use Now 7B Now" in page
    assert "Moved 7B 4 November 2023 30 May 2024 As this license is called Old License" in page
    assert "Hidden" not in page


def test_a_family_shows_its_releases_over_time(reader: Client, text_of: Callable[..., str]) -> None:
    make_license("mit", name="MIT License")
    make_family("llama", name="Llama")
    make_model("one", name="Llama 1", release_date="2023-02-24", variants=[variant_document("one-7b")])
    make_model(
        "two", name="Llama 2", release_date="2023-07", variants=[variant_document("two-7b", license="mit", lineage={"status": "none"})]
    )
    make_model("none", name="Llama X", variants=[])
    page = text_of("/families/llama/")
    table = page[page.index("Releases of Llama, oldest first") :]
    assert table.index("Llama 1 24 February 2023 Unknown No license identified") < table.index(
        "Llama 2 July 2023 Permitted MIT License Permissive"
    )
    assert table.index("Llama 2 July 2023") < table.index("Llama X Not known")
    drawing = " ".join(reader.get("/families/llama/").content.decode().split())
    assert drawing.count('class="dot dot-permitted"') == 1
    assert drawing.count('class="dot dot-unknown"') == 1


def test_one_dated_release_is_no_drawing(reader: Client) -> None:
    make_model("one", release_date="2023-02-24", variants=[])
    assert b'<svg class="timeline"' not in reader.get("/families/llama/").content


def test_an_organization_shows_offers_models_licenses_and_roles(community: None, text_of: Callable[..., str]) -> None:
    price = {"input_per_million": "0.2", "output_per_million": "0.2", "currency": "USD", "as_of": "2026-01-02", "source": "card"}
    make_organization("azure", name="Azure", roles=["hosting_partner", "hardware_vendor"], country="US", website="https://azure.example")
    offer = offer_document("azure-llama", partner="azure", variants=["llama-7b"], prices=[price])
    make_model(
        "llama", name="Llama", variants=[variant_document("llama-7b", license="community")], offers=[offer], sources={"card": WEB_PAGE}
    )
    azure, meta = text_of("/partners/azure/"), text_of("/partners/meta/")
    assert "Roles Hardware vendor, hosting partner" in azure
    assert "Country United States citation needed" in azure
    assert "1 offer, no model developed, no license granted." in azure
    assert "$0.20 in · $0.20 out USD, as of 2 January 2026 Model card" in azure
    assert "no offer, 1 model developed, 1 license granted." in meta
    assert "No offer of Meta is recorded." in meta
    assert "Licenses it grants Community License Depends on who you are" in meta


def test_an_organization_of_an_unknown_country_says_so(reader: Client, text_of: Callable[..., str]) -> None:
    make_organization("nowhere")
    assert "Country Not known" in text_of("/partners/nowhere/")


def test_an_article_is_rendered_and_its_wiki_links_lead_to_pages(reader: Client) -> None:
    make_organization("meta", name="Meta Platforms", aliases=["Facebook"])
    make_article(
        "guide", name="Guide", body="## First\n\nSee [[Meta Platforms]], [[facebook|the maker]], [[Nobody]].\n\n| a | b |\n|-|-|\n| 1 | 2 |"
    )
    page = reader.get("/pages/guide/").content.decode()
    assert '<h2 id="h_first">First</h2>' in page
    assert (
        '<a href="/partners/meta/">Meta Platforms</a>, <a href="/partners/meta/">the maker</a>, <a class="missing" href="/missing/?name=Nobody"'
        in page
    )
    assert '<th scope="col">a</th>' in page
