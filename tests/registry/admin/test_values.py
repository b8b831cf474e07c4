"""What people type, and the one form that the record keeps."""

import pytest
from django.core.exceptions import ValidationError

from registry.forms.naming import free, slug_from
from registry.forms.values import (
    CountField,
    DayField,
    LinesField,
    ParagraphsField,
    ParametersField,
    PartialDateField,
    ProseField,
    ScalarField,
    SlugField,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8B", 8_000_000_000),
        ("405b", 405_000_000_000),
        ("1.8T", 1_800_000_000_000),
        ("137M", 137_000_000),
        ("70_000_000_000", 70_000_000_000),
        ("70,000,000,000", 70_000_000_000),
        ("6.74 B", 6_740_000_000),
        ("", None),
    ],
)
def test_parameters_are_read_as_people_write_them(typed: str, kept: int | None) -> None:
    assert CountField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["eight", "-8B", "0", "8BB", "1.5", "1e9", "9999999999T", "0.0000000001B"])
def test_what_is_no_whole_number_of_parameters_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="8B"):
        CountField(required=False).clean(typed)


def test_a_context_window_takes_no_suffix_because_128k_may_be_two_numbers() -> None:
    field = CountField(suffixes=False, required=False)
    assert field.clean("131_072") == 131_072
    with pytest.raises(ValidationError, match="128,000 or 131,072"):
        field.clean("128K")


@pytest.mark.parametrize(
    ("kept", "shown"), [(8_000_000_000, "8B"), (6_738_415_616, "6_738_415_616"), (1_500_000_000, "1.5B"), (700, "700"), (None, None)]
)
def test_a_count_is_shown_short_only_where_that_is_exact(kept: int | None, shown: str | None) -> None:
    field = CountField(required=False)
    assert field.prepare_value(kept) == shown
    assert field.clean(shown or "") == kept


@pytest.mark.parametrize("typed", ["2024-07-23", "2024-07", "2024"])
def test_a_date_is_as_exact_as_it_is_typed(typed: str) -> None:
    assert PartialDateField().clean(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["23.07.2024", "2024-7", "2024-13", "2023-02-29", "July 2024"])
def test_a_date_in_another_form_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="is not a date"):
        PartialDateField().clean(typed)


def test_a_day_must_be_complete() -> None:
    with pytest.raises(ValidationError, match="full date"):
        DayField().clean("2024-07")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Llama 3.1", "llama-3.1"),
        ("Llama 3.1 8B Instruct", "llama-3.1-8b-instruct"),
        ("Mistral Large 2 (24.07)", "mistral-large-2-24.07"),
        ("BLOOMZ…", "bloomz"),
        ("Qwen1.5-0.5B", "qwen1.5-0.5b"),
        ("Æon é Ü", "on-e-u"),
        ("C4AI Command R+", "c4ai-command-r"),
        ("a..b", "a.b"),
        ("!!!", ""),
    ],
)
def test_a_slug_is_made_from_the_name_and_keeps_its_dots(name: str, slug: str) -> None:
    assert slug_from(name) == slug
    if slug:
        assert SlugField().clean(slug) == slug


def test_a_slug_of_another_form_is_refused() -> None:
    for typed in ("Llama", "llama 3", "llama_3", ".llama", "llama--3", "llama\n", "<b>"):
        with pytest.raises(ValidationError, match="not a slug"):
            SlugField(strip=False).clean(typed)


def test_a_taken_name_gets_a_number() -> None:
    assert free("grant", ["grant", "grant-2"]) == "grant-3"


def test_a_list_is_one_item_per_line() -> None:
    assert LinesField().clean("Llama3.1 \r\n\r\n Meta-Llama-3.1\n") == ["Llama3.1", "Meta-Llama-3.1"]


@pytest.mark.parametrize("notes", [["One."], ["One,\nin two lines.", "Two."], ["One.\n\nStill one.", "Two."], ["Only one.\n\nWith a gap."]])
def test_notes_come_back_as_they_were(notes: list[str]) -> None:
    field = ParagraphsField()
    shown = field.prepare_value(notes)
    assert field.clean(shown.replace("\n", "\r\n")) == notes


def test_prose_keeps_plain_line_breaks() -> None:
    assert ProseField().clean("One\r\nTwo") == "One\nTwo"


@pytest.mark.parametrize("value", ["2024-07", "131072", 131_072, 6.74, True, False, "true", "GPL", '"quoted"', 0])
def test_a_contested_value_comes_back_as_what_it_was(value: object) -> None:
    field = ScalarField()
    kept = field.clean(field.prepare_value(value) if not isinstance(value, str) else str(field.prepare_value(value)))
    assert (kept, type(kept)) == (value, type(value))


@pytest.mark.parametrize(
    ("typed", "message"),
    [("{", "not JSON: .* line 1"), ("[1]", "one JSON object"), ('{"value": NaN}', "not JSON"), ("[" * 19_000, "not JSON|one JSON object")],
)
def test_term_parameters_must_be_one_json_object(typed: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ParametersField().clean(typed)
