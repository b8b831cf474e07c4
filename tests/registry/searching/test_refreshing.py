"""Entries follow the pages: in the transaction of the verb that writes history, whoever calls it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import history
from registry.documents import InvalidDocument, parse_document
from registry.history import proof
from registry.models import Article, ModelVariant, Organization, PageLink, PageName, SearchEntry
from registry.searching import find, read_words
from tests import factories
from tests.factories import model_document, offer_document, variant_document


def found(text: str) -> list[str]:
    return [entry.name for entry in SearchEntry.objects.shown([hit.key for hit in find(read_words(text)).hits])]


def test_a_saved_page_is_found_at_once_and_by_its_new_words_alone(db: None) -> None:
    factories.make_article("a", name="Zebra")
    assert found("zebra") == ["Zebra"]
    factories.make_article("a", name="Giraffe")
    assert found("zebra") == []
    assert found("giraffe") == ["Giraffe"]


def test_a_refused_save_leaves_the_entries_as_they_were(db: None) -> None:
    factories.make_article("a", name="Zebra")
    with pytest.raises(InvalidDocument):
        factories.make_model("b", name="Giraffe", variants=[variant_document("b-1", license="there-is-none")])
    assert found("giraffe") == []


def test_rows_changed_by_hand_and_recorded_are_found(db: None) -> None:
    page = factories.make_article("a", name="Zebra")
    with history.writing():
        Article.objects.filter(pk=page.pk).update(name="Giraffe")
        history.record(page, by=None, reason="Renamed", origin="files")
    assert found("giraffe") == ["Giraffe"]


def test_a_variant_that_goes_takes_its_entry_along(db: None) -> None:
    factories.make_model("m", variants=[variant_document("m-1", name="Zebra"), variant_document("m-2", name="Giraffe")])
    factories.make_model("m", variants=[variant_document("m-2", name="Giraffe")])
    assert found("zebra") == []
    assert found("giraffe")[0] == "Giraffe"


def test_a_variant_that_moves_to_another_model_is_found_there(db: None) -> None:
    factories.make_model("m", name="Old", variants=[variant_document("m-1"), variant_document("zebra-7b", name="Zebra 7B")])
    factories.make_model("n", name="New", variants=[variant_document("n-1")])
    documents = [
        model_document("m", name="Old", variants=[variant_document("m-1")]),
        model_document("n", name="New", variants=[variant_document("n-1"), variant_document("zebra-7b", name="Zebra 7B")]),
    ]
    history.save_all([parse_document(data) for data in documents], by=None, reason="Moved", origin="files")
    assert SearchEntry.objects.get(anchor="zebra-7b").page.slug == "n"
    assert list(proof.differences()) == []


def test_a_withdrawn_page_loses_its_entries(db: None) -> None:
    factories.make_model("m", name="Zebra")
    factories.make_model("m", name="Zebra", state="withdrawn")
    assert not SearchEntry.objects.filter(page__slug="m").exists()


def test_a_partner_is_found_by_what_it_offers_as_long_as_it_does(db: None) -> None:
    factories.make_model("m", name="Zebra", offers=[offer_document("o", partner="acme", service="Wunderwolke")])
    assert "Acme" in found("wunderwolke")
    factories.make_model("m", name="Zebra", offers=[])
    assert found("wunderwolke") == []
    assert list(proof.differences()) == []


def test_a_partner_that_is_saved_keeps_what_it_offers(db: None) -> None:
    factories.make_model("m", offers=[offer_document("o", partner="acme", service="Wunderwolke")])
    factories.make_organization("acme", roles=["hosting_partner"], summary="Changed.")
    assert "Acme" in found("wunderwolke")


def test_offers_in_any_order_make_the_same_entry(db: None) -> None:
    offers = [offer_document("llama-2-b", service="Second"), offer_document("llama-2-a", service="First")]
    factories.make_model("llama-2", offers=offers)
    call_command("check_record", stdout=StringIO())


def test_what_a_withdrawn_model_was_offered_as_is_no_longer_the_partners(db: None) -> None:
    offers = [offer_document("o", partner="acme", service="Wunderwolke")]
    factories.make_model("m", offers=offers)
    factories.make_model("m", offers=offers, state="withdrawn")
    assert found("wunderwolke") == []
    assert list(proof.differences()) == []


def articles(count: int, *, word: str) -> list[Any]:
    return [parse_document(factories.article_document(f"of-{count}-{number}", name=f"{word} {number}")) for number in range(count)]


@pytest.mark.parametrize("again", [False, True])
def test_many_pages_take_as_many_statements_as_few(db: None, again: bool) -> None:
    counts = []
    for count in (2, 40):
        if again:
            history.save_all(articles(count, word="Before"), by=None, reason="For a test", origin="files")
        with CaptureQueriesContext(connection) as asked:
            history.save_all(articles(count, word=f"After {count}"), by=None, reason="For a test", origin="files")
        counts.append(sum("registry_searchentry" in each["sql"] for each in asked))
    assert counts[0] == counts[1] <= 3


def test_a_save_that_does_not_touch_the_words_writes_no_entry(db: None) -> None:
    factories.make_article("a", name="Zebra")
    with CaptureQueriesContext(connection) as asked:
        factories.make_article("a", name="Zebra", review_due="2027-01-01")
    written = [each["sql"] for each in asked if "registry_searchentry" in each["sql"] and not each["sql"].startswith("SELECT")]
    assert written == []


def test_rebuilding_brings_back_entries_names_and_links(db: None) -> None:
    factories.make_article("a", name="Zebra", summary="See [[Giraffe]].")
    factories.make_model("m", name="Giraffe")
    SearchEntry.objects.all().delete()
    PageName.objects.all().delete()
    PageLink.objects.all().delete()
    assert SearchEntry.objects.lacking().count() == 4
    out = StringIO()
    call_command("rebuild_indexes", stdout=out)
    assert out.getvalue() == "Search and links follow 4 pages.\n"
    assert found("zebra") == ["Zebra"]
    assert PageName.objects.filter(key="giraffe").exists()
    assert PageLink.objects.filter(key="giraffe").exists()
    assert not SearchEntry.objects.lacking().exists()
    assert list(proof.differences()) == []


def test_rebuilding_leaves_out_a_page_whose_rows_make_none_and_says_so(db: None) -> None:
    page = factories.make_article("a", name="Zebra")
    factories.make_article("b", name="Giraffe")
    SearchEntry.objects.all().delete()
    Article.objects.filter(pk=page.pk).update(slug="Not A Slug")
    err = StringIO()
    call_command("rebuild_indexes", stdout=StringIO(), stderr=err)
    assert "article Not A Slug is left out" in err.getvalue()
    assert found("giraffe") == ["Giraffe"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda: SearchEntry.objects.filter(anchor="").delete(), "the search entry of the page is missing: run manage.py rebuild_indexes"),
        (
            lambda: SearchEntry.objects.filter(anchor="m-7b").update(names="other"),
            "the search entry of variant 'm-7b' is outdated in names: run manage.py rebuild_indexes",
        ),
    ],
)
def test_check_record_says_where_an_entry_disagrees(db: None, spoil: Any, said: str) -> None:
    factories.make_model("m")
    assert list(proof.differences()) == []
    spoil()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_record", stdout=out)
    assert f"model m: {said}" in out.getvalue()


def test_check_record_finds_an_entry_that_stands_for_nothing(db: None) -> None:
    page = factories.make_article("a")
    SearchEntry.objects.create(id=-1_000, page_id=page.pk, kind="variant", anchor="gone", name="Gone", key="gone", keys="|gone|")
    assert list(proof.differences()) == [
        "article a: there is a search entry 'Gone' that stands for nothing: run manage.py rebuild_indexes"
    ]  # fmt: skip


def test_keys_tell_pages_from_variants(db: None) -> None:
    model = factories.make_model("m")
    variant = ModelVariant.objects.get(slug="m-7b")
    entries = {entry.pk: entry.get_absolute_url() for entry in SearchEntry.objects.filter(page=model).select_related("page")}
    assert entries == {model.pk: "/models/m/", -variant.pk: "/models/m/#m-7b"}
    assert SearchEntry.objects.get(pk=Organization.objects.get(slug="meta").pk).kind == "organization"
