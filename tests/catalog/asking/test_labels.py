"""People read what they stated in words."""

import pytest

from catalog.asking.inputs import INPUTS
from catalog.asking.labels import input_words, stated_in_words, value_words


def test_a_use_is_told_in_words() -> None:
    use = {
        "commercial": True,
        "acts": ["host_api", "finetune"],
        "fields_of_use": [],
        "organization": {"domicile": "NO", "mau": {"2024-06": {"max": 5_000_000}}, "mau_scope": "with_affiliates"},
    }
    assert stated_in_words(use) == [
        ("Commercial use", "yes"),
        ("What is done", "offer it as an API, fine-tune it"),
        ("Field of use", "none that licenses single out"),
        ("Seat", "Norway"),
        ("Monthly active users in June 2024", "at most 5,000,000"),
        ("Whose users are counted", "ours and our affiliates'"),
    ]


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_has_a_name_in_words(name: str) -> None:
    assert input_words(name) != name
    assert "_" not in input_words(name)


@pytest.mark.parametrize(("name", "word"), [(made.name, word) for made in INPUTS.values() for word in made.words])
def test_every_word_of_an_input_is_told_without_underscores(name: str, word: str) -> None:
    assert "_" not in value_words(name, word)
