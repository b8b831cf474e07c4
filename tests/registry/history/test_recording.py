"""`record`: rows that a form changed become a revision, or the form's transaction fails."""

import pytest
from django.contrib.auth.models import User

from registry import history, verdicts
from registry.documents import InvalidDocument
from registry.history.proof import differences
from registry.models import (
    AIModel,
    Article,
    CatalogRevision,
    FormerSlug,
    License,
    LicenseTerm,
    Lineage,
    ModelFamily,
    ModelVariant,
    Organization,
    Page,
    Revision,
)
from tests import factories

pytestmark = pytest.mark.django_db


def record(page: Page, **options) -> Revision | None:
    return history.record(page, **{"by": None, "reason": "By hand", "origin": "admin", **options})


def test_changed_rows_become_the_next_revision(editor: User) -> None:
    article = factories.make_article()
    Article.objects.update(body="New")
    before = CatalogRevision.current()
    revision = record(article, by=editor)
    assert revision
    assert (revision.number, revision.document["body"], revision.origin, revision.by_name) == (2, "New", "admin", "editor")
    assert Article.objects.get().number == 2
    assert CatalogRevision.current() == before + 1
    assert list(differences()) == []


def test_unchanged_rows_record_nothing() -> None:
    article = factories.make_article()
    before = CatalogRevision.current()
    assert record(article) is None
    assert (CatalogRevision.current(), Revision.objects.count()) == (before, 1)


def test_a_page_that_a_form_created_gets_its_first_revision() -> None:
    article = Article.objects.create(kind="article", slug="new", name="New")
    revision = record(article, expected=0)
    assert revision
    assert revision.number == 1
    assert Page.objects.matching("new").exists()


def test_an_author_who_saw_another_revision_is_told() -> None:
    article = factories.make_article()
    factories.make_article(body="Second")
    Article.objects.update(body="Third")
    with pytest.raises(history.StalePage) as stale:
        record(article, expected=1)
    assert stale.value.current == 2


def test_rows_that_make_no_valid_page_are_refused() -> None:
    made = factories.make_license()
    LicenseTerm.objects.update(parameters={"acts": ["use"], "purposes": ["any"], "colour": "red"})
    with pytest.raises(InvalidDocument) as refused:
        record(made)
    assert [problem.pointer for problem in refused.value.problems] == ["/terms/0/colour"]


def test_a_cycle_that_a_form_made_is_refused() -> None:
    variants = [factories.variant_document("a-1"), factories.variant_document("a-2")]
    model = factories.make_model("a", variants=variants)
    first, second = ModelVariant.objects.order_by("slug")
    Lineage.objects.create(variant=first, base=second, relation="finetune")
    Lineage.objects.create(variant=second, base=first, relation="finetune")
    ModelVariant.objects.update(lineage_status="declared")
    with pytest.raises(InvalidDocument, match="the lineage leads back to its start"):
        record(model)


def test_what_search_and_statuses_derive_from_the_rows_follows() -> None:
    factories.make_license("open")
    model = factories.make_model()
    ModelVariant.objects.update(license=License.objects.get(), name="Another name")
    AIModel.objects.update(state="withdrawn")
    record(model)
    assert ModelVariant.objects.matching("another").exists()
    assert ModelVariant.objects.get().commercial_use == "permitted"
    assert not ModelVariant.objects.published().exists()
    assert verdicts.stale() == []


def rename(page: Page, slug: str) -> None:
    Page.objects.filter(pk=page.pk).update(slug=slug)
    record(page)


def test_an_old_slug_leads_to_the_new_one() -> None:
    article = factories.make_article("first")
    rename(article, "second")
    rename(article, "third")
    assert FormerSlug.objects.target(kind="article", slug="first") == "third"
    assert FormerSlug.objects.target(kind="article", slug="second") == "third"


def test_a_page_that_gets_its_old_slug_back_stands_there_itself() -> None:
    article = factories.make_article("first")
    rename(article, "second")
    rename(article, "first")
    assert FormerSlug.objects.target(kind="article", slug="first") is None
    assert FormerSlug.objects.target(kind="article", slug="second") == "first"


@pytest.fixture
def named_everywhere() -> None:
    """Pages that name an organization, a family, a license and a variant in every way they can."""
    factories.make_license("old", license_ref="LicenseRef-old")
    earlier = [{"license": "old", "valid_from": "2023-01-01", "valid_until": "2023-02-01"}]
    variant = factories.variant_document("base-1b", license="old", license_since="2023-02-01", earlier_licenses=earlier)
    factories.make_model("base", variants=[variant])
    factories.make_license("law", licensors=["meta"], predecessor="old")
    edge = {"status": "declared", "bases": [{"base": "base-1b", "relation": "finetune"}]}
    factories.make_model(
        "child",
        variants=[factories.variant_document("child-1b", lineage=edge)],
        offers=[factories.offer_document("by-meta", partner="meta")],
    )


@pytest.mark.parametrize(
    ("table", "slug", "renamed"),
    [
        (Organization, "meta", {"base", "child", "llama", "law"}),
        (ModelFamily, "llama", {"base", "child"}),
        (License, "old", {"law", "base"}),
    ],
)
def test_pages_that_name_a_page_say_its_new_slug_at_once(named_everywhere: None, table: type, slug: str, renamed: set[str]) -> None:
    before = CatalogRevision.current()
    rename(table.objects.get(slug=slug), "renamed")
    assert set(Page.objects.filter(number=2).values_list("slug", flat=True)) == renamed | {"renamed"}
    assert CatalogRevision.current() == before + 1
    assert list(differences()) == []
    assert verdicts.stale() == []


def test_a_variant_that_gets_another_slug_is_named_so_by_what_derives_from_it(named_everywhere: None) -> None:
    ModelVariant.objects.filter(slug="base-1b").update(slug="base-one")
    record(AIModel.objects.get(slug="base"))
    assert set(Page.objects.filter(number=2).values_list("slug", flat=True)) == {"base", "child"}
    assert list(differences()) == []
