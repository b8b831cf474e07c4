"""Where the words stand in a text, and that nothing of it is lost."""

import pytest

from registry.searching import read_words
from registry.searching.excerpts import Piece, excerpt, marked

TEXT = "One two three. " * 40 + "Here the licensing of Llama-3.1-8B is told. " + "Four five six. " * 40


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Llama 3.1 and 3.2", "llama 3.1", "[Llama] [3].[1] and 3.2"),
        ("Licenses are licensed", "licensing", "[Licenses] are [licensed]"),
        ("7B, 8B and 70B; b", "8b", "7B, [8B] and 70B; b"),
        ("Tülu café", "cafe tulu", "[Tülu] [café]"),
        ("Apache applies", "app", "Apache [applies]"),
        ("llama3 and Llama 3", "llama3", "[llama3] and [Llama] [3]"),
        ("Nothing here", "zebra", "Nothing here"),
        ("<b>bold</b>", "bold", "<b>[bold]</b>"),
        ("", "zebra", ""),
    ],
)
def test_words_are_marked_in_the_forms_in_which_they_are_found(text: str, query: str, expected: str) -> None:
    assert shown(marked(text, read_words(query))) == expected


def test_the_stretch_with_most_of_the_words_is_shown_between_words() -> None:
    pieces = excerpt(TEXT, read_words("licenses of llama 3.1"))
    assert shown(pieces).startswith("… ")
    assert shown(pieces).endswith(" …")
    assert "[licensing] [of] [Llama]-[3].[1]-8B" in shown(pieces)
    assert len("".join(piece.text for piece in pieces)) <= 226


def test_without_the_words_a_text_is_shown_from_its_beginning() -> None:
    assert shown(excerpt(TEXT, read_words("zebra"))).startswith("One two three.")
    assert excerpt("", read_words("zebra")) == []


def test_a_short_text_is_shown_whole() -> None:
    assert shown(excerpt("One line.\nAnother zebra.", read_words("zebra"))) == "One line. · Another [zebra]."


@pytest.mark.parametrize("text", ["x" * 30_000, "a " * 15_000, "x" * 500 + " zebra " + "y" * 500])
def test_no_text_breaks_it(text: str) -> None:
    assert len("".join(piece.text for piece in excerpt(text, read_words("zebra a x")))) <= 260
