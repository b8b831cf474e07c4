"""A list of models is read line by line; what cannot be read is named with its line and refused as a whole."""

import pytest

from registry.gate.entries import Entry, InvalidEntries, Place, Sought
from registry.gate.reading import read_entries


def read(text: str | bytes) -> list[Entry]:
    return read_entries(text.encode() if isinstance(text, str) else text, file="models.txt")


def mistakes(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(InvalidEntries) as refused:
        read(text)
    assert {mistake.place.file for mistake in refused.value.mistakes} == {"models.txt"}
    return [(mistake.place.line, mistake.detail) for mistake in refused.value.mistakes]


def test_comments_and_blank_lines_are_skipped_and_lines_are_counted() -> None:
    entries = read("# ours\n\nmeta-llama/Llama-2-7b-hf  # chat\n   \nllama-2\n")
    assert [(entry.text, entry.place) for entry in entries] == [
        ("meta-llama/Llama-2-7b-hf", Place("models.txt", 3)),
        ("llama-2", Place("models.txt", 5)),
    ]


@pytest.mark.parametrize(
    ("line", "sought", "revision"),
    [
        ("org/name", Sought("org/name", "org/name"), None),
        ("org/name@v1.0", Sought("org/name", "org/name"), "v1.0"),
        ("org/name @ main", Sought("org/name", "org/name"), "main"),
        ("gpt2", Sought("gpt2", "gpt2"), None),
        ("Llama 2 7B (base and chat)", Sought("Llama 2 7B (base and chat)", "Llama 2 7B (base and chat)"), None),
        ("Command R+", Sought("Command R+", "Command R+"), None),
        ("Phi-3-mini (4K/128K)", Sought(None, "Phi-3-mini (4K/128K)"), None),
        ("pkg:huggingface/org/name@abc", Sought("org/name", None), "abc"),
        ("PKG:HuggingFace/org/na%2De?x=y#sub", Sought("org/na-e", None), None),
        ("pkg:huggingface/gpt2", Sought("gpt2", None), None),
        ("https://huggingface.co/org/name", Sought("org/name", None), None),
        ("https://hf.co/org/name/tree/v2/sub?x=1#y", Sought("org/name", None), "v2"),
    ],
)
def test_a_line_names_a_model_in_several_ways(line: str, sought: Sought, revision: str | None) -> None:
    (entry,) = read(line)
    assert (entry.sought, entry.revision, entry.purpose) == (sought, revision, None)


def test_a_purl_of_files_on_another_host_names_no_model_of_the_hub() -> None:
    (entry,) = read("pkg:huggingface/org/name?repository_url=https://models.example.org/hub")
    assert entry.sought == Sought(None, None)
    assert entry.remark == "The purl says that the files come from models.example.org, so its id does not tell which model they are."


def test_a_purl_that_names_the_hub_itself_is_like_one_that_does_not() -> None:
    (entry,) = read("pkg:huggingface/org/name?repository_url=huggingface.co")
    assert (entry.sought, entry.remark) == (Sought("org/name", None), None)


def test_a_line_may_state_the_purpose() -> None:
    (entry,) = read("org/name@main ; purpose=research")
    assert (entry.text, entry.revision, entry.purpose) == ("org/name@main", "main", "research")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("-r other.txt", "options of pip"),
        ("--index-url https://example.org", "options of pip"),
        ("org/name==1.0", "pin a revision as in org/name@revision"),
        ("name>=2", "pin a revision"),
        ("org/name@", "after the @ stands a revision"),
        ("org/name@a b", "after the @ stands a revision"),
        ("@main", "the name is missing before the @"),
        ("a/b/c", "is not a Hugging Face id, which is org/name"),
        ("/name", "is not a Hugging Face id"),
        ("; purpose=research", "the name is missing before the semicolon"),
        ("org/name ; purpose=fun", "'fun' is not a purpose: it is one of research, academic,"),
        ("org/name ; python_version<'3'", "the only one is purpose=WORD"),
        ("org/name ; purpose", "the only one is purpose=WORD"),
        ("org/name ; purpose=research ; purpose=testing", "stated twice"),
        ("pkg:pypi/torch@2.0", "only pkg:huggingface/org/name purls"),
        ("pkg:huggingface/", "a purl of a model is pkg:huggingface/org/name@revision"),
        ("pkg:huggingface/a/b/c", "a purl of a model is"),
        ("pkg:huggingface/a%2Fb/c", "a purl of a model is"),
        ("pkg:huggingface/a/b%00", "invisible characters"),
        ("pkg:huggingface/a/%ff", "a purl of a model is"),
        ("https://example.org/org/name", "only addresses at huggingface.co"),
        ("https://huggingface.co/org", "an address of the hub is"),
        ("https://huggingface.co/datasets/org/name", "an address of the hub is"),
        ("org/na\u200bme", "invisible character U+200B"),
        ("org/na\x1b[31mme", "invisible character U+001B"),
        ("a" * 301, "longer than 300 characters"),
    ],
)
def test_a_bad_line_is_named_and_says_what_may_stand_there(line: str, says: str) -> None:
    ((number, detail),) = mistakes(f"org/fine\n{line}\n")
    assert number == 2
    assert says in detail


def test_all_bad_lines_are_named_at_once_but_no_more_than_fifty() -> None:
    assert [line for line, _ in mistakes("-r x\norg/fine\n-r y\n")] == [1, 3]
    assert len(mistakes("-r x\n" * 200)) == 50


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_a_file_without_entries_is_refused(text: str) -> None:
    assert mistakes(text) == [(1, "there is nothing to check in this file: name at least one model")]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    entries = read(b"\xef\xbb\xbforg/one\r\n\r\norg/two\r\n")
    assert [(entry.text, entry.place.line) for entry in entries] == [("org/one", 1), ("org/two", 3)]


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_wide_encodings_are_refused_with_advice(coding: str) -> None:
    assert mistakes("org/name\n".encode(coding)) == [(1, "the file is saved as UTF-16 or UTF-32: save it as UTF-8")]


def test_bytes_that_are_not_text_are_named_by_line() -> None:
    assert mistakes(b"org/one\norg/\xe9\n") == [(2, "this line is not UTF-8: save the file as UTF-8")]
    assert mistakes(b"org/one\norg/two\norg/\x00x\n")[0][0] == 3


def test_a_file_of_ten_megabytes_is_the_largest() -> None:
    fits = b"org/name\n" + b"#" * (10 * 1024 * 1024 - 9)
    assert len(read(fits)) == 1
    assert mistakes(fits + b"#") == [(1, "the file is larger than 10 MB: split it")]


def test_more_than_ten_thousand_entries_are_refused() -> None:
    assert len(read("a/b\n" * 10_000)) == 10_000
    assert mistakes("a/b\n" * 10_001) == [(10_001, "10,001 entries are more than the 10,000 that one file may hold: split it")]


def test_xml_is_refused_with_advice() -> None:
    ((line, detail),) = mistakes("\n<bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>")
    assert line == 2
    assert "CycloneDX JSON" in detail
