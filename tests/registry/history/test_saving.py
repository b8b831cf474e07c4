"""One save is one revision, or none; and what a page may not say is refused in words, before the database refuses it."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from registry import history, verdicts
from registry.documents import InvalidDocument, parse_document
from registry.models import (
    AIModel,
    Article,
    CatalogRevision,
    FormerSlug,
    HostingOffer,
    License,
    ModelVariant,
    Organization,
    Page,
    Revision,
    Source,
)
from tests import factories

pytestmark = pytest.mark.django_db


def problems_of(action) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as refused:
        action()
    return [(problem.pointer, problem.code) for problem in refused.value.problems]


def put(data: factories.Data, **options) -> history.Change:
    return history.save(parse_document(data), **{"by": None, "reason": "For a test", "origin": "api", **options})


def test_the_first_save_creates_the_page_at_revision_1(editor: User) -> None:
    change = put(factories.article_document(), by=editor, reason="  A first page ")
    assert change.created
    assert change.page.number == 1
    revision = Revision.objects.get()
    assert (revision.number, revision.reason, revision.origin, revision.by, revision.by_name) == (
        1,
        "A first page",
        "api",
        editor,
        "editor",
    )
    assert Article.objects.get().number == 1


def test_a_second_save_changes_the_page_and_adds_a_revision() -> None:
    factories.make_article(body="Old")
    change = put(factories.article_document(body="New"))
    assert not change.created
    assert Article.objects.get().body == "New"
    assert list(Revision.objects.order_by("number").values_list("number", "document__body")) == [(1, "Old"), (2, "New")]


def test_a_save_that_changes_nothing_records_nothing() -> None:
    factories.make_model(offers=[factories.offer_document()])
    before = CatalogRevision.current(), Revision.objects.count(), AIModel.objects.get().updated_at
    change = put(factories.model_document(offers=[factories.offer_document()]))
    assert change.revision is None
    assert not change.created
    assert (CatalogRevision.current(), Revision.objects.count(), AIModel.objects.get().updated_at) == before


def test_an_author_who_saw_the_current_revision_may_save() -> None:
    factories.make_article()
    assert put(factories.article_document(body="New"), expected=1).page.number == 2


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_an_author_who_saw_another_revision_is_told_which_one_won(expected: int) -> None:
    factories.make_article()
    factories.make_article(body="Second")
    with pytest.raises(history.StalePage) as stale:
        put(factories.article_document(body="Third"), expected=expected)
    assert stale.value.current == 2
    assert Article.objects.get().body == "Second"


def test_a_stale_author_is_told_even_when_nothing_would_change() -> None:
    factories.make_article()
    factories.make_article(body="Second")
    with pytest.raises(history.StalePage):
        put(factories.article_document(body="Second"), expected=1)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\x00b"])
def test_a_change_needs_a_reason_that_fits(reason: str) -> None:
    assert [pointer for pointer, _ in problems_of(lambda: put(factories.article_document(), reason=reason))] == ["/reason"]
    assert not Page.objects.exists()


def test_pages_saved_together_may_name_each_other() -> None:
    documents = [
        factories.model_document(variants=[factories.variant_document(license="apache-2.0")], offers=[factories.offer_document()]),
        factories.license_document(licensors=["meta"]),
        factories.family_document(),
        factories.organization_document("microsoft"),
        factories.organization_document("meta"),
    ]
    changes = history.save_all([parse_document(data) for data in documents], by=None, reason="Together", origin="files")
    assert [change.page.slug for change in changes] == ["llama-2", "apache-2.0", "llama", "microsoft", "meta"]
    assert ModelVariant.objects.get().license.slug == "apache-2.0"


def test_the_catalog_revision_moves_once_however_many_pages_are_saved() -> None:
    before = CatalogRevision.current()
    documents = [parse_document(factories.organization_document(slug)) for slug in ("a", "b", "c")]
    history.save_all(documents, by=None, reason="Together", origin="files")
    assert CatalogRevision.current() == before + 1


def test_progress_is_told_after_each_page() -> None:
    told: list[int] = []
    documents = [parse_document(factories.organization_document(slug)) for slug in ("a", "b", "c")]
    history.save_all(documents, by=None, reason="Together", origin="files", progress=told.append)
    assert told == [1, 2, 3]


def test_the_statuses_of_what_changed_are_derived_in_the_same_save() -> None:
    factories.make_license("open")
    factories.make_license("research", terms=[factories.GRANT, factories.NOT_COMMERCIAL], license_ref="LicenseRef-research")
    factories.make_model(variants=[factories.variant_document(license="open")])
    assert AIModel.objects.get().commercial_use == "permitted"
    factories.make_model(variants=[factories.variant_document(license="research")])
    assert AIModel.objects.get().commercial_use == "not_permitted"
    assert verdicts.stale() == []


def test_what_does_not_exist_is_named_with_its_place() -> None:
    factories.make_organization()
    factories.make_family()
    data = factories.model_document(
        developers=["meta", "nobody"],
        variants=[
            factories.variant_document(license="none", lineage={"status": "declared", "bases": [{"base": "gone", "relation": "merge"}]})
        ],
        offers=[factories.offer_document(partner="noone")],
    )
    assert problems_of(lambda: put(data)) == [
        ("/developers/1", "unknown_reference"),
        ("/variants/0/license", "unknown_reference"),
        ("/offers/0/partner", "unknown_reference"),
    ]
    data = factories.model_document(
        variants=[factories.variant_document(lineage={"status": "declared", "bases": [{"base": "gone", "relation": "merge"}]})]
    )
    assert problems_of(lambda: put(data)) == [("/variants/0/lineage/bases/0/base", "unknown_reference")]
    assert not AIModel.objects.exists()


def test_a_family_that_does_not_exist_is_named() -> None:
    factories.make_organization()
    assert problems_of(lambda: put(factories.model_document())) == [("/family", "unknown_reference")]


def descends(slug: str, base: str) -> factories.Data:
    edge = {"base": base, "relation": "finetune"}
    return factories.variant_document(slug, lineage={"status": "declared", "bases": [edge]})


def test_a_lineage_that_leads_back_to_its_start_is_refused_over_two_saves() -> None:
    factories.make_model("a", variants=[factories.variant_document("a-1")])
    factories.make_model("b", variants=[descends("b-1", "a-1")])
    cyclic = factories.model_document("a", variants=[factories.variant_document("a-0"), descends("a-1", "b-1")])
    assert problems_of(lambda: put(cyclic)) == [("/variants/1/lineage", "cycle")]
    assert AIModel.objects.get(slug="a").number == 1


def test_a_cycle_within_one_save_is_refused() -> None:
    factories.make_family()
    documents = [
        factories.model_document("a", variants=[descends("a-1", "c-1")]),
        factories.model_document("b", variants=[descends("b-1", "a-1")]),
        factories.model_document("c", variants=[descends("c-1", "b-1")]),
    ]
    with pytest.raises(InvalidDocument, match="a-1 → c-1 → b-1 → a-1"):
        history.save_all([parse_document(data) for data in documents], by=None, reason="Together", origin="files")
    assert not AIModel.objects.exists()


def test_a_diamond_is_not_a_cycle() -> None:
    factories.make_model("a", variants=[factories.variant_document("a-1")])
    factories.make_model("b", variants=[descends("b-1", "a-1"), descends("b-2", "a-1")])
    two = {"status": "declared", "bases": [{"base": "b-1", "relation": "merge"}, {"base": "b-2", "relation": "merge"}]}
    assert factories.make_model("c", variants=[factories.variant_document("c-1", lineage=two)]).number == 1


def test_licenses_that_precede_each_other_are_refused() -> None:
    factories.make_license("a")
    factories.make_license("b", predecessor="a")
    assert problems_of(lambda: put(factories.license_document("a", predecessor="b"))) == [("/predecessor", "cycle")]


def test_a_variant_that_others_derive_from_cannot_be_removed() -> None:
    factories.make_model("a", variants=[factories.variant_document("a-1"), factories.variant_document("a-2")])
    factories.make_model("b", variants=[descends("b-1", "a-1")])
    with pytest.raises(InvalidDocument, match="'a-1' cannot be removed: 'b-1' names it as its base"):
        put(factories.model_document("a", variants=[factories.variant_document("a-2")]))
    assert ModelVariant.objects.filter(slug="a-1").exists()


def test_a_variant_may_go_together_with_what_derived_from_it() -> None:
    factories.make_model("a", variants=[factories.variant_document("a-1"), factories.variant_document("a-2")])
    factories.make_model("b", variants=[descends("b-1", "a-1")])
    documents = [
        factories.model_document("a", variants=[factories.variant_document("a-2")]),
        factories.model_document("b", variants=[factories.variant_document("b-1")]),
    ]
    history.save_all([parse_document(data) for data in documents], by=None, reason="Together", origin="files")
    assert set(ModelVariant.objects.values_list("slug", flat=True)) == {"a-2", "b-1"}


def test_a_variant_that_another_model_has_is_refused() -> None:
    factories.make_model("a", variants=[factories.variant_document("shared")])
    data = factories.model_document("b", variants=[factories.variant_document("own"), factories.variant_document("shared")])
    assert problems_of(lambda: put(data)) == [("/variants/1/slug", "duplicate_slug")]


def test_an_offer_that_another_model_has_is_refused() -> None:
    factories.make_model("a", offers=[factories.offer_document("shared")])
    data = factories.model_document("b", offers=[factories.offer_document("shared")])
    assert problems_of(lambda: put(data)) == [("/offers/0/slug", "duplicate_slug")]


def test_two_pages_of_one_save_may_not_have_the_same_variant() -> None:
    factories.make_family()
    documents = [parse_document(factories.model_document(slug, variants=[factories.variant_document("shared")])) for slug in ("a", "b")]
    with pytest.raises(InvalidDocument, match="'shared' already belongs to 'a'"):
        history.save_all(documents, by=None, reason="Together", origin="files")


def test_one_page_may_not_come_twice_in_one_save() -> None:
    documents = [parse_document(factories.article_document(body=body)) for body in ("one", "two")]
    with pytest.raises(InvalidDocument, match="two of the pages are the article 'how-we-choose'"):
        history.save_all(documents, by=None, reason="Together", origin="files")


def test_a_variant_that_moves_to_another_model_stays_the_same_row() -> None:
    factories.make_model("a", variants=[factories.variant_document("moves"), factories.variant_document("stays")])
    factories.make_model("c", variants=[descends("c-1", "moves")])
    before = ModelVariant.objects.get(slug="moves").pk
    documents = [
        factories.model_document("b", variants=[factories.variant_document("moves")]),
        factories.model_document("a", variants=[factories.variant_document("stays")]),
    ]
    history.save_all([parse_document(data) for data in documents], by=None, reason="It was misplaced", origin="files")
    moved = ModelVariant.objects.get(slug="moves")
    assert (moved.pk, moved.model.slug) == (before, "b")


def test_variants_and_offers_keep_their_rows_when_the_page_changes() -> None:
    factories.make_model(offers=[factories.offer_document()])
    before = ModelVariant.objects.get().pk, HostingOffer.objects.get().pk
    factories.make_model(summary="New", offers=[factories.offer_document(note="New")])
    assert (ModelVariant.objects.get().pk, HostingOffer.objects.get().pk) == before


def test_a_withdrawn_page_withdraws_its_variants() -> None:
    factories.make_model()
    assert ModelVariant.objects.published().count() == 1
    factories.make_model(state="withdrawn")
    assert ModelVariant.objects.published().count() == 0


def test_a_source_that_two_pages_cite_is_one_row_and_goes_with_the_last() -> None:
    cited = {"sources": {"card": factories.WEB_PAGE}}
    factories.make_organization("a", **cited)
    factories.make_organization("b", **cited)
    assert Source.objects.count() == 1
    factories.make_organization("a")
    assert Source.objects.count() == 1
    factories.make_organization("b")
    assert Source.objects.count() == 0


def test_a_web_address_that_the_column_refuses_is_named_with_its_place() -> None:
    data = factories.organization_document(sources={"card": {**factories.WEB_PAGE, "url": "https://no_such_host_/"}})
    assert problems_of(lambda: put(data)) == [("/sources/card/url", "invalid")]
    assert not Organization.objects.exists()


def test_a_new_page_takes_its_address_back_from_a_former_slug() -> None:
    FormerSlug.objects.create(kind="article", slug="how-we-choose", target="elsewhere")
    factories.make_article()
    assert FormerSlug.objects.target(kind="article", slug="how-we-choose") is None


def test_a_failed_save_leaves_nothing_behind() -> None:
    before = CatalogRevision.current()
    documents = [factories.organization_document(), factories.family_document(developers=["meta", "nobody"])]
    with pytest.raises(InvalidDocument), transaction.atomic():
        history.save_all([parse_document(data) for data in documents], by=None, reason="Together", origin="files")
    assert (Page.objects.count(), Revision.objects.count(), CatalogRevision.current()) == (0, 0, before)


def test_saving_takes_as_many_queries_for_ten_new_pages_as_for_two_but_for_their_own_inserts(count_queries) -> None:
    def load(slugs: list[str]) -> int:
        documents = [
            parse_document(factories.license_document(slug, sources={"card": factories.WEB_PAGE}, terms=[factories.GRANT]))
            for slug in slugs
        ]
        return count_queries(lambda: history.save_all(documents, by=None, reason="Many", origin="files"))

    load(["first"])
    two, ten = load([f"a{n}" for n in range(2)]), load([f"b{n}" for n in range(10)])
    own_inserts = 2
    status = 1
    assert ten - two == 8 * (own_inserts + status)
    assert License.objects.count() == 13
