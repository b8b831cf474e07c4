"""What changed in a text is said word by word, in bounded time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.documents.prose import Effort, Piece, prose_changes

TEXTS = st.lists(st.sampled_from(["a", "b", "word ", " ", "\n", "é", "模", ".", "other "]), max_size=60).map("".join)


def old_and_new(pieces: list[Piece]) -> tuple[str, str]:
    return (
        "".join(piece.text for piece in pieces if piece.kind != "added"),
        "".join(piece.text for piece in pieces if piece.kind != "removed"),
    )


def test_equal_texts_are_one_piece() -> None:
    assert prose_changes("One line.\nTwo.", "One line.\nTwo.") == [Piece("same", "One line.\nTwo.")]


def test_two_empty_texts_have_no_pieces() -> None:
    assert prose_changes("", "") == []


def test_one_word_that_changed_is_told_apart_from_those_that_stayed() -> None:
    assert prose_changes("It may be used freely by all.", "It may be sold freely by all.") == [
        Piece("same", "It may be "),
        Piece("removed", "used "),
        Piece("added", "sold "),
        Piece("same", "freely by all."),
    ]


def test_a_paragraph_that_was_put_in_is_one_piece() -> None:
    assert prose_changes("First.\nLast.", "First.\nBetween them.\nLast.") == [
        Piece("same", "First.\n"),
        Piece("added", "Between them.\n"),
        Piece("same", "Last."),
    ]


def test_a_short_word_between_two_changes_does_not_chop_the_sentence_up() -> None:
    assert prose_changes("A lot of money here.", "A heap of gold here.") == [
        Piece("same", "A "),
        Piece("removed", "lot of money "),
        Piece("added", "heap of gold "),
        Piece("same", "here."),
    ]


def test_scripts_without_spaces_go_by_character() -> None:
    assert prose_changes("模型许可", "模型开放许可") == [Piece("same", "模型"), Piece("added", "开放"), Piece("same", "许可")]


@given(TEXTS, TEXTS, st.sampled_from([0, 50, 100_000]))
def test_the_pieces_make_both_texts(before: str, after: str, cells: int) -> None:
    pieces = prose_changes(before, after, effort=Effort(cells))
    assert old_and_new(pieces) == (before, after)
    assert all(piece.text for piece in pieces)


def test_without_effort_what_has_no_words_of_its_own_is_replaced_whole() -> None:
    before, after = "kept\na b c b a b c b\n", "kept\nb a a c c b b a\n"
    assert prose_changes(before, after, effort=Effort(0)) == [
        Piece("same", "kept\n"),
        Piece("removed", "a b c b a b c b\n"),
        Piece("added", "b a a c c b b a\n"),
    ]


def rewritten(seed: int) -> str:
    chosen = random.Random(seed)  # noqa: S311 - text for a test
    return " ".join(chosen.choice(["the", "of", "license", "model", f"w{chosen.randrange(3000)}"]) for _ in range(4_000))[:20_000]


HARDEST = {
    "just within the effort": ("a b a " * 256 + ".", "b a a " * 257),
    "rewritten": (rewritten(1), rewritten(2)),
    "two words": ("a b " * 5_000, "b a a " * 3_333),
    "punctuation": (".,;:" * 5_000, ";.:," * 5_000),
    "empty lines": ("\n" * 20_000, "\n \n" * 6_666),
    "turned round": (" ".join(f"w{n}" for n in range(3_500)), " ".join(f"w{n}" for n in range(3_500, 0, -1))),
    "one long word": ("a" * 20_000, "b" * 20_000),
}


@pytest.mark.parametrize("name", HARDEST)
def test_the_longest_texts_take_well_under_a_second(name: str) -> None:
    before, after = HARDEST[name]
    start = time.process_time()
    pieces = prose_changes(before, after)
    assert time.process_time() - start < 0.8
    assert old_and_new(pieces) == (before, after)
