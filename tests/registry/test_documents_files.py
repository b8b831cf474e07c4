"""A page's file: one spelling, YAML without its surprises, and mistakes named by file, line and field."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.documents import parse_document
from registry.documents.files import file_name, read, write

TODAY = date(2026, 11, 21)
ACME = "kind: organization\nslug: acme\nname: Acme\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.yaml"


def problems(page: Path, text: str) -> list[tuple[int, str, str]]:
    page.write_text(text, encoding="utf-8")
    result = read(page, today=TODAY)
    assert result.document is None
    return [(problem.line, problem.pointer, problem.detail) for problem in result.problems]


def test_a_file_is_read_and_written_back_byte_for_byte(page: Path) -> None:
    text = (
        "kind: organization\n"
        "slug: acme\n"
        "name: 'Acme: makers of #1 models'\n"
        "aliases:\n"
        "  - '2024'\n"
        "  - Éclair\n"
        "summary: |-\n"
        "  First line.\n"
        "\n"
        "  Third line.\n"
        "country: NO\n"
        "evidence:\n"
        "  country:\n"
        "    verification: recalled\n"
        "checked_on: 2026-11-21\n"
    )
    page.write_text(text, encoding="utf-8")
    result = read(page, today=TODAY)
    assert result.problems == []
    assert result.document is not None
    assert write(result.document) == text


def test_counts_prices_and_scores_are_written_as_numbers_that_people_can_read() -> None:
    offer = {
        "slug": "acme-api", "partner": "acme", "channel": "managed_api", "service": "API", "verification": "recalled",
        "prices": [{"input_per_million": "0.150", "output_per_million": "700", "currency": "USD"}],
    }  # fmt: skip
    variant = {
        "slug": "acme-7b", "name": "7B", "open_weights": True, "params_total": 7_000_000_000, "context_tokens": 131_072,
        "release_date": "2024", "benchmarks": [{"benchmark": "MMLU", "score": "68.90"}],
    }  # fmt: skip
    text = write(
        parse_document(
            {"kind": "model", "slug": "a", "name": "A", "family": "a", "developers": ["a"], "variants": [variant], "offers": [offer]}
        )
    )
    for line in (
        "    params_total: 7_000_000_000\n", "    context_tokens: 131072\n", "    release_date: '2024'\n", "        score: 68.9\n",
        "      - input_per_million: 0.15\n", "        output_per_million: 700\n",
    ):  # fmt: skip
        assert line in text


def test_a_file_that_is_out_of_order_is_written_in_the_one_order(page: Path) -> None:
    page.write_text(
        "name: Acme\nevidence: {website: {verification: recalled}, country: {verification: recalled}}\nslug: acme\nkind: organization\n"
    )
    document = read(page).document
    assert document is not None
    assert write(document) == ACME + "evidence:\n  country:\n    verification: recalled\n  website:\n    verification: recalled\n"


def test_norway_is_a_country_and_not_false(page: Path) -> None:
    page.write_text(ACME + "country: NO\n")
    document = read(page).document
    assert document is not None
    assert document.as_data()["country"] == "NO"


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "y", "0x1F", "0o17", "1e3", ".5", "12:30:45", "=", "<<", "010", "2024-07-23", "NaN"]
)
def test_words_that_yaml_takes_for_something_else_stay_text(page: Path, word: str) -> None:
    page.write_text(f"{ACME}summary: {word}\n")
    document = read(page).document
    assert document is not None
    assert document.summary == word


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_any_text_survives_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    document = parse_document({"kind": "article", "slug": "a", "name": "A", "body": text, "notes": [text]})
    page = tmp_path_factory.mktemp("text") / "page.yaml"
    page.write_text(write(document), encoding="utf-8", newline="")
    result = read(page)
    assert result.problems == []
    assert result.document == document


def test_a_key_given_twice_is_refused(page: Path) -> None:
    assert problems(page, ACME + "name: Acme Corp.\n") == [(4, "/name", "'name' is given twice")]


def test_a_key_given_twice_deep_inside_is_refused(page: Path) -> None:
    text = ACME + "evidence:\n  country:\n    verification: recalled\n    verification: verified\n"
    assert problems(page, text) == [(7, "/evidence/country/verification", "'verification' is given twice")]


@pytest.mark.parametrize(
    "value",
    ["!!python/object:os.system x", "!!binary aGVsbG8=", "!foo [a]", "!!set {a, b}", "!!python/dict {}", "!!int abc", "!!bool maybe"],
)
def test_tags_are_refused(page: Path, value: str) -> None:
    [(line, _, detail)] = problems(page, f"{ACME}summary: {value}\n")
    assert line == 4
    assert "has no meaning here" in detail


@pytest.mark.parametrize("text", ["summary: &a hello\nnotes:\n  - *a\n", "notes: &a\n  - *a\n", "notes: [&a [x], *a]\n"])
def test_anchors_and_aliases_are_refused(page: Path, text: str) -> None:
    [(_, _, detail)] = problems(page, ACME + text)
    assert detail.endswith("anchors and aliases have no place here: write the value out")


def test_a_file_of_nested_aliases_is_refused_without_unfolding_it(page: Path) -> None:
    levels = "".join(f"  - &l{level} [{', '.join([f'*l{level - 1}'] * 9) if level else 'x'}]\n" for level in range(30))
    [(_, _, detail)] = problems(page, f"{ACME}notes:\n{levels}")
    assert "anchors and aliases" in detail


@pytest.mark.parametrize("depth", [1_000, 20_000])
def test_a_file_that_nests_too_deeply_is_refused(page: Path, depth: int) -> None:
    assert problems(page, f"{ACME}notes: {'[' * depth}{']' * depth}\n") == [(1, "", "the file nests too deeply to be a page")]


def test_a_number_of_thousands_of_digits_is_refused(page: Path) -> None:
    [(line, _, detail)] = problems(page, f"{ACME}notes: [{'9' * 5_000}]\n")
    assert (line, detail) == (4, "not valid YAML: a number of 5000 digits is too long")


@pytest.mark.parametrize("text", ["", "- a\n", "just text\n", "# only a comment\n"])
def test_a_file_that_holds_no_page_says_what_a_page_begins_with(page: Path, text: str) -> None:
    [(line, _, detail)] = problems(page, text)
    assert (line, detail) == (1, "not valid YAML: the file must hold one page: a mapping that begins with `kind:`")


def test_two_pages_in_a_file_are_refused_at_the_line_of_the_second(page: Path) -> None:
    [(line, _, _)] = problems(page, f"{ACME}---\n{ACME}")
    assert line == 4


def test_broken_yaml_is_refused_at_its_line(page: Path) -> None:
    [(line, _, detail)] = problems(page, ACME + "summary: 'never closed\n")
    assert line in (4, 5)
    assert detail.startswith("not valid YAML: ")


def test_bytes_that_are_not_utf_8_are_refused(page: Path) -> None:
    page.write_bytes(ACME.encode() + b"summary: caf\xe9\n")
    [problem] = read(page).problems
    assert "the file is not UTF-8" in problem.detail


def test_a_mistake_is_named_by_file_line_field_and_remedy(page: Path) -> None:
    page.write_text(ACME + "country: Norway\n")
    [problem] = read(page).problems
    assert str(problem) == f"{page}:4: /country: write the two capital letters of ISO 3166-1, such as FR"


def test_a_number_where_text_belongs_says_to_quote_it(page: Path) -> None:
    assert problems(page, "kind: organization\nslug: acme\nname: 42\n") == [
        (3, "/name", "this must be text: put it in quotes if it looks like a number, and leave the field out if nothing is known")
    ]


def test_a_mistake_deep_in_a_page_is_found_at_its_line(page: Path) -> None:
    text = (
        "kind: license\nslug: acme\nname: Acme\nlicense_ref: LicenseRef-acme\ncategory: permissive\n"
        "terms:\n"
        "  - id: grant\n    type: grant\n    effect: permit\n    section: §1\n    paraphrase: Any use.\n    verification: verified\n"
        "    acts:\n      - use\n      - fly\n    purposes:\n      - any\n"
    )
    assert problems(page, text) == [(15, "/terms/0/acts/1", "must be one of: use, reproduce, modify, distribute, host, finetune")]


def test_a_missing_field_is_named_at_the_thing_that_lacks_it(page: Path) -> None:
    text = "kind: model\nslug: a\nname: A\nfamily: a\ndevelopers:\n  - a\nvariants:\n  - slug: a-7b\n    name: 7B\n"
    assert problems(page, text) == [(8, "/variants/0/open_weights", "this field is missing: it must be given")]


def test_a_release_in_the_future_is_refused_at_its_line(page: Path) -> None:
    text = "kind: model\nslug: a\nname: A\nfamily: a\ndevelopers:\n  - a\nrelease_date: 2032-07-18\n"
    [(line, pointer, detail)] = problems(page, text)
    assert (line, pointer) == (7, "/release_date")
    assert detail == "Release date 2032-07-18 lies in the future: is it announced only? Set status to announced"


def test_a_file_with_a_byte_order_mark_or_windows_line_ends_is_the_same_page(page: Path) -> None:
    for written in (b"\xef\xbb\xbf" + ACME.encode(), ACME.replace("\n", "\r\n").encode()):
        page.write_bytes(written)
        document = read(page).document
        assert document is not None
        assert write(document) == ACME


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"kind": "organization", "slug": "acme", "name": "A"}, "organizations/acme.yaml"),
        ({"kind": "family", "slug": "llama", "name": "A"}, "families/llama.yaml"),
        ({"kind": "license", "slug": "mit", "name": "A", "spdx_id": "MIT", "category": "permissive"}, "licenses/mit.yaml"),
        ({"kind": "model", "slug": "llama-2", "name": "A", "family": "llama", "developers": ["meta"]}, "models/llama/llama-2.yaml"),
        ({"kind": "article", "slug": "about", "name": "A"}, "articles/about.yaml"),
    ],
)
def test_each_kind_has_its_folder(data: dict[str, object], name: str) -> None:
    assert file_name(parse_document(data)) == Path(name)
