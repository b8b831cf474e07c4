"""Names that links find, and the links that prose holds, after every save."""

import pytest

from registry import history
from registry.models import Page, PageLink, PageName
from registry.models.links import Rank, link_key
from tests.factories import make_model, make_organization, organization_document, save, variant_document

pytestmark = pytest.mark.django_db


def names(slug: str) -> dict[tuple[str, str], int]:
    return {(row.key, row.anchor): row.rank for row in PageName.objects.filter(page__slug=slug)}


def test_a_page_is_found_by_name_slug_and_alias() -> None:
    make_organization("aws", name="Amazon Web Services", aliases=["Amazon"])
    assert names("aws") == {("amazon web services", ""): Rank.NAME, ("aws", ""): Rank.SLUG, ("amazon", ""): Rank.ALIAS}


def test_a_variant_is_found_on_its_model() -> None:
    make_model(
        "llama-2", name="Llama 2", variants=[variant_document("llama-2-7b", name="Llama 2 7B", huggingface=["meta-llama/Llama-2-7b"])]
    )
    assert names("llama-2") == {
        ("llama 2", ""): Rank.NAME,
        ("llama 2 7b", "llama-2-7b"): Rank.VARIANT,
        ("meta llama llama 2 7b", "llama-2-7b"): Rank.VARIANT,
    }


def test_a_name_that_was_given_up_still_leads_to_the_page() -> None:
    make_organization("x", name="Twitter")
    save(organization_document("x", name="X Corp"), reason="Renamed")
    assert names("x") == {("x corp", ""): Rank.NAME, ("x", ""): Rank.SLUG, ("twitter", ""): Rank.FORMER}


def test_an_alias_that_was_removed_leads_nowhere() -> None:
    make_organization("aws", name="AWS", aliases=["Azure"])
    save(organization_document("aws", name="AWS"), reason="Azure is another company's")
    assert ("azure", "") not in names("aws")


def test_links_in_prose_are_kept_by_the_name_they_were_written_with() -> None:
    make_organization("aws", summary="Hosts [[Llama 2]], [[llama 2|again]] and [[license: MIT License]].", notes=["See [[Bedrock]]."])
    rows = set(PageLink.objects.values_list("kind", "key", "text"))
    assert rows == {("", "llama 2", "Llama 2"), ("license", "mit license", "MIT License"), ("", "bedrock", "Bedrock")}


def test_what_stands_in_code_is_no_link() -> None:
    make_organization(
        "aws", summary="`[[A]]` and ``[[B]] ` x`` but [[C]] it` is [[D]].\n\n```\n[[E]]\n```\n\n[[F]]\n\n~~~ [[G]]\n[[H]]\n```\n~~~\n[[I]]"
    )
    assert set(PageLink.objects.values_list("text", flat=True)) == {"C", "D", "F", "I"}


def test_a_link_that_was_taken_out_is_forgotten() -> None:
    make_organization("aws", summary="Hosts [[Llama 2]].")
    save(organization_document("aws", summary="Hosts models."), reason="Shorter")
    assert not PageLink.objects.exists()


def test_what_is_linked_but_missing_is_listed_until_it_is_there() -> None:
    make_organization("aws", summary="Hosts [[Llama 2]] and [[Nova]].")
    make_model("llama-2", name="Llama 2")
    assert list(PageLink.objects.missing().values_list("text", flat=True)) == ["Nova"]


def test_what_links_to_a_page_is_found_by_any_of_its_names() -> None:
    model = make_model("llama-2", name="Llama 2", aliases=["LLaMA v2"], summary="[[Llama 2]] itself")
    make_organization("aws", summary="Hosts [[llama v2]].")
    assert [link.page.slug for link in PageLink.objects.to([Page.objects.get(pk=model.pk)])] == ["aws"]


def test_saving_what_is_there_already_writes_no_names() -> None:
    make_organization("aws", name="AWS")
    before = list(PageName.objects.order_by("pk").values_list("pk", flat=True))
    save(organization_document("aws", name="AWS", country="US"), reason="Its country")
    assert list(PageName.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_names_follow_a_changed_address() -> None:
    page = make_organization("facebook", name="Facebook")
    with history.writing():
        Page.objects.filter(pk=page.pk).update(slug="meta", name="Meta")
        history.record(page, by=None, reason="Renamed", origin="admin")
    assert names("meta") == {("meta", ""): Rank.NAME, ("facebook", ""): Rank.FORMER}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("CreativeML Open RAIL++-M", "creativeml open rail plus plus m"),
        ("CreativeML Open RAIL-M", "creativeml open rail m"),
        ("Command R+", "command r plus"),
        ("command-r-plus", "command r plus"),
        ("+", "plus"),
    ],
)
def test_a_plus_tells_names_apart_and_may_be_written_out(name: str, key: str) -> None:
    assert link_key(name) == key


def test_names_that_differ_by_a_plus_are_no_duplicates_and_links_lead_to_the_one_that_is_written() -> None:
    make_organization("rail-m", name="Open RAIL-M")
    make_organization("rail-plus", name="Open RAIL++-M")
    make_organization("aws", summary="[[Open RAIL++-M]]")
    make_organization("azure", summary="[[Open RAIL-M]]")
    assert list(PageName.objects.shared()) == []
    linking = {page.slug: [link.page.slug for link in PageLink.objects.to([page])] for page in Page.objects.filter(slug__startswith="rail")}
    assert linking == {"rail-m": ["azure"], "rail-plus": ["aws"]}
