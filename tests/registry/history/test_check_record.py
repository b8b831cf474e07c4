"""`manage.py check_record` notices every way in which rows, history and statuses can come apart."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry import history
from registry.documents import parse_document
from registry.models import AIModel, Article, Citation, HostingOffer, License, ModelVariant, OfferPrice, Page
from tests import factories
from tests.registry.history.documents import ALL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    history.save_all([parse_document(data) for data in ALL], by=None, reason="For a test", origin="files")


def found() -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("check_record", stdout=out)
    assert stopped.value.returncode == 1
    return out.getvalue().splitlines()


def test_a_sound_record_agrees_with_itself() -> None:
    out = StringIO()
    call_command("check_record", stdout=out)
    assert out.getvalue() == "8 pages agree with their history, and every status with its license.\n"


def test_a_row_that_was_changed_past_history_is_named_with_both_values() -> None:
    Article.objects.update(body="Changed in secret")
    assert found() == [
        "article about: body is 'Changed in secret' in the rows and '# About\\n\\nText with `code`.' in revision 1",
        "article about: the search entry of the page is outdated in body, text: run manage.py rebuild_indexes",
    ]


def test_rows_below_a_page_count_too() -> None:
    OfferPrice.objects.filter(currency="EUR").delete()
    Citation.objects.filter(fact="variants/acme-1-70b/params_total").delete()
    assert [line.partition(" is ")[0] for line in found()] == [
        "model acme-1: variants/acme-1-70b/evidence/params_total",
        "model acme-1: offers/acme-1-azure/prices",
    ]


def test_a_page_at_a_number_that_history_does_not_know() -> None:
    Page.objects.filter(slug="about").update(number=2)
    assert found() == ["article about: the page is at revision 2, its history at 1"]


def test_a_page_without_history() -> None:
    Article.objects.create(kind="article", slug="secret", name="Secret")
    assert "article secret: name is 'Secret' in the rows and None in revision 0" in found()


def test_rows_that_make_no_valid_page() -> None:
    License.objects.filter(slug="acme-1.0").get().terms.filter(type="grant").update(parameters={"acts": ["fly"]})
    (line, *_) = found()
    assert line.startswith("license acme-1.0: the rows do not make a page: /terms/1/acts/0: must be one of: use, ")


@pytest.mark.parametrize(
    ("table", "column", "value", "place"),
    [
        (Page, "search_text", "", "article about: the derived column search_text is ''"),
        (Page, "name_key", "|x|", "article about: the derived column name_key is '|x|'"),
        (ModelVariant, "published", True, "model acme-1: the derived column variants/acme-1-70b/published is True and should be False"),
        (ModelVariant, "search_text", "x", "model acme-1: the derived column variants/acme-1-70b/search_text is 'x'"),
        (HostingOffer, "search_text", "x", "model acme-1: the derived column offers/acme-1-azure/search_text is 'x'"),
    ],
)
def test_a_derived_column_that_is_out_of_date(table: type, column: str, value: object, place: str) -> None:
    table.objects.filter(slug__in=["about", "acme-1-70b", "acme-1-azure"]).update(**{column: value})
    (line,) = found()
    assert line.startswith(place)


def test_a_status_that_is_not_what_the_license_gives() -> None:
    factories.make_license("open")
    factories.make_model("free", variants=[factories.variant_document("free-1b", license="open")])
    AIModel.objects.filter(slug="free").update(commercial_use="not_permitted")
    (line,) = found()
    assert "should be" in line
