"""The one function that makes words: for the index and for queries."""

import sqlite3
from pathlib import Path

import pytest

from registry.searching.matching import for_postgresql, for_sqlite
from registry.searching.stems import stem
from registry.searching.words import index_names, index_words, key_of, read_words, spans

FIXTURES = Path(__file__).parents[3] / "fixtures"


def test_signs_between_words_mean_nothing() -> None:
    for spelled in ("Llama-3.1-8B", "llama 3.1 8b", "LLAMA_3_1_8B", "llama3.1 8b", "llama/3·1·8B"):
        assert key_of(spelled) == "llama 3 1 8 b"


def test_accents_and_case_are_folded() -> None:
    assert index_words("Tülu TU\u0308LU tulu") == "tulu tulu tulu"
    assert key_of("Straße Ⅳ ﬁne") == "strasse iv fine"


def test_a_word_of_letters_and_digits_is_also_its_parts_side_by_side() -> None:
    assert index_words("8B") == "8 b 8b"
    assert index_words("llama3") == "llama3 llama 3"
    assert index_words("Llama3.1") == "llama3 llama 3 1"


def test_an_english_word_is_also_its_stem() -> None:
    assert index_words("Licensing models") == "licens licensing model models"


def test_a_name_is_also_one_word() -> None:
    assert index_names(["gpt-neo-20b"]) == "gpt neo 20 b 20b gptneo20b"


def test_what_postgresql_takes_for_a_number_is_only_its_parts() -> None:
    assert index_words("3e8b") == "3 e 8 b"


def test_versions_stay_together_in_a_query() -> None:
    query = read_words("llama 3.1")
    assert [word.runs for word in query.words] == [("llama",), ("3", "1")]
    assert query.words[1].is_version
    assert not query.open_end


def test_the_last_word_may_go_on_and_no_other() -> None:
    assert for_sqlite(read_words("apache lic")) == '(("apach") AND ("lic"* OR "lic"))'
    assert for_postgresql(read_words("apache lic")) == "('apach') & ('lic':* | 'lic')"
    assert for_sqlite(read_words("apache lic ")) == '(("apach") AND ("lic"))'


def test_a_single_letter_goes_on_only_while_it_is_typed() -> None:
    assert not read_words("command r").open_end
    assert read_words("command r", typing=True).open_end


def test_every_word_is_quoted_and_signs_of_a_query_language_are_gone() -> None:
    assert for_sqlite(read_words('NEAR("a" OR b*) -c:^d')) == (
        '(("near") AND ("a") AND ("or") AND ("b") AND ("c") AND ("d"))'
    )  # fmt: skip
    assert for_postgresql(read_words("a' & !b:*C | (d)")) == "('a') & ('b') & ('c') & ('d')"


def test_names_alone_can_be_asked() -> None:
    assert for_sqlite(read_words("70b "), names_only=True) == '{names aliases} : (("70b" OR "70 b"))'
    assert for_postgresql(read_words("70b "), names_only=True) == "('70b':AB | ('70':AB <-> 'b':AB))"


@pytest.mark.parametrize("text", ["", "   ", "!?", '"', "*", "-", "😀", "\x00", "()", "'"])
def test_a_query_without_letters_and_digits_has_no_words(text: str) -> None:
    assert read_words(text).words == ()


def test_a_long_query_is_cut_and_says_so() -> None:
    many = read_words(" ".join(f"word{number}" for number in range(20)))
    assert len(many.words) == 12
    assert many.cut
    assert read_words("x" * 10_000).cut
    assert read_words("x" * 10_000).words[0].whole == "x" * 64
    assert not read_words("llama 3.1").cut


def test_a_nul_never_reaches_the_database() -> None:
    assert [word.whole for word in read_words("lla\x00ma").words] == ["lla", "ma"]


def test_spans_tell_where_words_stand() -> None:
    assert list(spans("A 7B, café")) == [(0, 1, ("a",)), (2, 4, ("7", "b", "7b")), (6, 10, ("cafe",))]


def test_stems_are_those_of_sqlites_own_porter() -> None:
    """Over every word of the catalog's files. Of `ies` and `eed` alone it keeps another letter."""
    words = sorted(
        {word for path in FIXTURES.rglob("*.yaml") for word in index_words(path.read_text()).split() if word.isascii() and word.isalpha()}
    )
    assert len(words) > 3_000
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(word, tokenize='porter unicode61')")
    database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')")
    database.executemany("INSERT INTO texts (rowid, word) VALUES (?, ?)", list(enumerate(words)))
    theirs = {row: term for term, row in database.execute("SELECT term, doc FROM terms")}
    assert [word for row, word in enumerate(words) if stem(word) != theirs[row] and word not in ("ies", "eed")] == []


def test_other_alphabets_keep_their_words() -> None:
    assert index_words("通义千问 שלום модель") == "通义千问 שלום модель"
