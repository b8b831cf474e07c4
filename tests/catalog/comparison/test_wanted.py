"""What an address asks to compare."""

import pytest
from django.http import QueryDict

from catalog.comparison.wanted import Wanted, read_wanted
from tests.catalog.comparison.side_by_side import three_releases
from tests.factories import make_license, make_model, save, variant_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    three_releases()


def read(query: str) -> Wanted:
    return read_wanted(QueryDict(query), profiles=["ours"])


def test_slugs_are_compared_in_the_order_of_the_address() -> None:
    assert read("m=llama-3&m=llama-1").slugs == ("llama-3", "llama-1")


def test_several_may_stand_in_one_value() -> None:
    assert read("m=llama-3,llama-1").slugs == ("llama-3", "llama-1")


def test_a_model_is_found_by_any_of_its_names_and_a_variant_by_its_own() -> None:
    assert read("m=LLaMA+v2&m=Llama+3&m=Llama+1+7B").slugs == ("llama-2", "llama-3", "llama-1-7b")


def test_the_same_thing_twice_is_one_column() -> None:
    assert read("m=llama-2&m=Llama+2").slugs == ("llama-2",)


def test_licenses_and_partners_have_parameters_of_their_own() -> None:
    assert (read("l=two&l=three").kind, read("p=meta&p=microsoft").kind) == ("license", "organization")


@pytest.mark.parametrize(
    ("query", "at", "says"),
    [
        ("m=llama-2&m=gpt-9", "m", "There is no model or variant 'gpt-9' in the catalog."),
        ("l=llama-2&l=two", "l", "There is no license 'llama-2' in the catalog."),
        ("m=llama-2&l=two", "l", "Compare models with models (m), licenses with licenses (l) or partners with partners (p)."),
        ("m=llama-1&m=llama-2&only=some", "only", "Write only=differences, or leave it out."),
        ("m=llama-1&m=llama-2&profile=theirs", "profile", "There is no use profile 'theirs' that you may see."),
        ("m=llama-1&m=llama-2&sort=up", "sort", "There is no parameter 'sort'. There is: m, l, p, profile, only, show."),
        ("m=%00&m=llama-2", "m", "There is no model or variant '\x00' in the catalog."),
    ],
)
def test_what_cannot_be_read_is_named(query: str, at: str, says: str) -> None:
    wanted = read(query)
    assert wanted.errors[at] == [says]
    assert not wanted.can_be_compared


def test_seven_are_too_many() -> None:
    for number in range(4, 8):
        make_model(f"llama-{number}", variants=[variant_document(f"llama-{number}-7b")])
    wanted = read("&".join(f"m=llama-{number}" for number in range(1, 8)))
    assert wanted.errors["m"] == ["At most 6 can be compared at once: these are 7."]
    assert not read("&".join(f"m=llama-{number}" for number in range(1, 7))).errors


def test_a_draft_is_not_found_by_slug_or_name() -> None:
    make_license("secret", name="Secret License", license_ref="LicenseRef-secret", state="draft")
    assert read("l=secret").slugs == ()
    assert read("l=Secret+License").slugs == ()


def test_a_withdrawn_model_is_not_compared() -> None:
    model = make_model("gone", state="withdrawn", variants=[variant_document("gone-7b")])
    assert read(f"m={model.slug}&m=gone-7b").slugs == ()


def test_columns_move_and_go_and_the_address_keeps_the_rest() -> None:
    wanted = read("m=llama-1&m=llama-2&only=differences&profile=ours")
    assert wanted.moved_left("llama-2") == "?m=llama-2&m=llama-1&profile=ours&only=differences"
    assert wanted.moved_left("llama-1") == ""
    assert wanted.without("llama-1") == "?m=llama-2&profile=ours&only=differences"
    assert wanted.switched() == "?m=llama-1&m=llama-2&profile=ours"


def test_a_reader_of_a_narrow_screen_picks_two_of_the_columns() -> None:
    wanted = read("m=llama-1&m=llama-2&m=llama-3&show=llama-1&show=llama-3&show=other")
    assert wanted.compared == ("llama-1", "llama-3")
    assert read("m=llama-1&m=llama-2&m=llama-3&show=llama-1").compared == ("llama-1", "llama-2", "llama-3")


def test_a_renamed_license_is_found_by_its_former_name() -> None:
    save({**_document("two"), "name": "License 2"}, reason="Renamed")
    assert read("l=License+Two&l=three").slugs == ("two", "three")


def _document(slug: str) -> dict[str, object]:
    from registry.history import document_of
    from registry.models import License

    return document_of(License.objects.get(slug=slug)).as_data()
