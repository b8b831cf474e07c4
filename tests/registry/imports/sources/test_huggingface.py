"""Model cards: their YAML head from a folder, a zip or one file, with the license, the lineage and nothing that YAML would guess."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.imports.records import OFFER_FACTS, VARIANT_FACTS, CatalogRecord, RejectedRecord, UnreadableCatalog
from registry.imports.sources import SOURCES

CARD = """---
license: other
license_name: llama3
license_link: LICENSE
base_model:
  - meta-llama/Meta-Llama-3-8B
base_model_relation: finetune
gated: manual
language: [en, no, code]
datasets:
  - acme/dialogues
pipeline_tag: text-generation
tags: [llama-3, 1.10]
created: 2024-04-18
model-index:
  - name: Acme-8B
    results:
      - task: {type: text-generation}
        dataset: {type: ai2_arc, name: ARC}
        metrics:
          - {type: acc, value: 64.590}
---

# Acme 8B

---
not: the head
---
"""
read = SOURCES["huggingface"].read


def one(head: str, repository: str = "acme/acme-8b") -> CatalogRecord | RejectedRecord:
    (found,) = read(zipped((f"{repository}/README.md", f"---\n{head}\n---\n# A card\n".encode())))
    return found


def facts(head: str) -> dict[str, Any]:
    found = one(head)
    assert isinstance(found, CatalogRecord)
    return {name: value for name, value in found.facts.items() if name != "huggingface"}


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for repository in ("zeta/one", "acme/acme-8b"):
        path = tmp_path / "cards" / repository / "README.md"
        path.parent.mkdir(parents=True)
        path.write_text(CARD, encoding="utf-8")
    (tmp_path / "cards" / "acme" / "acme-8b" / "notes.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    return tmp_path / "cards"


def test_a_card_says_license_lineage_access_and_languages(folder: Path) -> None:
    first, second = read(folder)
    assert isinstance(first, CatalogRecord)
    assert (first.key, second.key) == ("acme/acme-8b", "zeta/one")
    assert (first.identifier, first.host, first.prices) == ("acme/acme-8b", "", ())
    assert first.facts == {
        "huggingface": ["acme/acme-8b"], "license": "llama3", "gated": True, "languages_count": 2,
        "bases": [{"name": "meta-llama/Meta-Llama-3-8B", "relation": "finetune"}],
    }  # fmt: skip
    assert set(first.facts) <= {*VARIANT_FACTS, *OFFER_FACTS}


def test_every_field_of_a_card_is_kept_with_its_exact_value(folder: Path) -> None:
    record = next(read(folder))
    assert isinstance(record, CatalogRecord)
    assert json.loads(record.received, parse_float=Decimal) == record.other == {
        "license": "other", "license_name": "llama3", "license_link": "LICENSE", "base_model": ["meta-llama/Meta-Llama-3-8B"],
        "base_model_relation": "finetune", "gated": "manual", "language": ["en", "no", "code"], "datasets": ["acme/dialogues"],
        "pipeline_tag": "text-generation", "tags": ["llama-3", Decimal("1.10")], "created": "2024-04-18",
        "model-index": [{"name": "Acme-8B", "results": [{
            "task": {"type": "text-generation"}, "dataset": {"type": "ai2_arc", "name": "ARC"},
            "metrics": [{"type": "acc", "value": Decimal("64.590")}],
        }]}],
    }  # fmt: skip
    assert '"value":64.590' in record.received


def test_a_folder_a_zip_and_a_file_in_its_place_say_the_same(folder: Path) -> None:
    files = [(path.relative_to(folder.parent).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    assert list(read(zipped(*files))) == list(read(folder))
    assert list(read(folder / "acme" / "acme-8b" / "README.md")) == list(read(folder))[:1]


@pytest.mark.parametrize(
    ("word", "relation"),
    [("finetune", "finetune"), ("adapter", "adapter"), ("merge", "merge"), ("quantized", "quantize"), ("distilled", None)],
)
def test_the_relations_of_the_hub_are_those_of_the_registry(word: str, relation: str | None) -> None:
    assert facts(f"base_model: a/b\nbase_model_relation: {word}") == {"bases": [{"name": "a/b", "relation": relation}]}


def test_a_relation_that_the_card_does_not_say_is_not_guessed() -> None:
    assert facts("base_model: [a/b, c/d, a/b]") == {"bases": [{"name": "a/b", "relation": None}, {"name": "c/d", "relation": None}]}


@pytest.mark.parametrize(
    ("head", "license"),
    [
        ("license: apache-2.0", "apache-2.0"),
        ("license: other", "other"),
        ("license: other\nlicense_name: deepseek", "deepseek"),
        ("license: mit\nlicense_name: deepseek", "mit"),
        ("license: [mit]", "mit"),
        ("license: [mit, apache-2.0]", None),
        ("license: null", None),
        ("tags: [a]", None),
    ],
)
def test_the_license_is_the_name_that_the_owner_gives(head: str, license: str | None) -> None:
    assert facts(head).get("license") == license


@pytest.mark.parametrize(("head", "gated"), [("gated: auto", True), ("gated: true", True), ("gated: false", False), ("a: b", None)])
def test_access_is_gated_by_either_word(head: str, gated: bool | None) -> None:
    assert facts(head).get("gated") is gated


@pytest.mark.parametrize(
    ("language", "count"), [("no", 1), ("[en, fr, en]", 2), ("[multilingual]", None), ("[code]", None), ("English and more", None)]
)
def test_languages_are_counted_where_they_are_listed(language: str, count: int | None) -> None:
    assert facts(f"language: {language}").get("languages_count") == count


def test_windows_line_ends_and_a_mark_before_the_head_are_read() -> None:
    (found,) = read(zipped(("a/b/README.md", CARD.replace("\n", "\r\n").encode("utf-8-sig"))))
    assert isinstance(found, CatalogRecord)
    assert found.facts["license"] == "llama3"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("license: mit\nlicense: apache-2.0", "license: is given twice, so nobody can say which one holds"),
        ("license: {name: mit}", 'license: {"name":"mit"} is not a text'),
        ("base_model: [7]", "base_model: [7] is not a list of texts"),
        ("gated: perhaps", 'gated: "perhaps" is not true or false'),
        ("- a\n- b", "the head of the card must be fields with values"),
        ("plain text", "the head of the card must be fields with values"),
        ("a: [1, 2", "not valid YAML in line 3: did not find expected ',' or ']'"),
        ("a: &x [1]\nb: *x", "line 3: aliases have no place here: write the value out"),
        ("a: !!python/object/apply:os.system [ls]", "line 2: the tag tag:yaml.org,2002:python/object/apply:os.system has no meaning here"),
        ("a: !!binary aGk=", "line 2: the tag tag:yaml.org,2002:binary has no meaning here"),
        ("? [a]\n: b", "line 2: a key must be plain text"),
        ("a: " + "[" * 100_000, "line 2: it nests deeper than 20 levels"),
        ("a: [" + "1," * 100_000 + "]", "it holds more than 100,000 values"),
        ('a: "x\\0y"', 'a: "x\\u0000y" holds a character that is none (NUL or half of a pair)'),
    ],
)  # fmt: skip
def test_a_head_that_cannot_be_believed_rejects_its_card_alone(head: str, reason: str) -> None:
    card = f"---\n{head}\n---\n".encode()
    good, found = read(zipped(("a/good/README.md", CARD.encode()), ("b/bad/README.md", card)))
    assert isinstance(good, CatalogRecord)
    assert isinstance(found, RejectedRecord)
    assert (found.key, found.reasons) == ("b/bad", (reason,))


def test_a_billion_laughs_are_not_heard_out() -> None:
    laughs = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    found = one(laughs)
    assert isinstance(found, RejectedRecord)
    assert "aliases have no place here" in found.reasons[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# A card without a head\n", "the card has no YAML head"),
        (b"---\nlicense: mit\n", "the card has no YAML head"),
        (b"", "the content is empty"),
        (b"---\nlicense: mit \xff\n---\n", "the content is not UTF-8"),
        (b"---\na: " + b"x" * 1_100_000 + b"\n---\n", "the head of the card is larger than 1 MB"),
    ],
)
def test_a_card_without_a_readable_head_is_rejected(content: bytes, reason: str) -> None:
    pad = b"".join(str(number).encode() for number in range(4000))
    (found, _) = read(zipped(("a/b/README.md", content), ("c/d/README.md", b"---\nx: y\n---\n" + pad)))
    assert isinstance(found, RejectedRecord)
    assert found.reasons[0].startswith(reason)


@pytest.mark.parametrize("path", ["README.md", "-bad/name/README.md", "a b/c/README.md"])
def test_a_card_that_stands_in_no_repository_is_rejected(path: str) -> None:
    (found,) = read(zipped((path, CARD.encode())))
    assert isinstance(found, RejectedRecord)
    assert "is not the name of a repository: the card must stand in owner/name/README.md" in found.reasons[-1]


def test_a_card_alone_is_refused_because_nobody_knows_whose_it_is() -> None:
    with pytest.raises(UnreadableCatalog, match=r"does not say which repository it is of: pack it in a zip, as owner/name/README\.md"):
        read(CARD.encode())


def test_where_there_is_no_card_that_is_said(tmp_path: Path) -> None:
    for received in (zipped(("a.md", b"x")), tmp_path):
        with pytest.raises(UnreadableCatalog, match="there is no model card"):
            read(received)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(CARD, encoding="utf-8")
    (folder / "acme" / "linked").mkdir()
    (folder / "acme" / "linked" / "README.md").symlink_to(tmp_path / "secret")
    assert [record.key for record in read(folder)] == ["acme/acme-8b", "zeta/one"]


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(head=st.text(alphabet="abc:-[]{}&*!'\"#|>\n ,?~0.eE1\t\u00e9\ud800", max_size=40) | st.text(max_size=30))
def test_any_head_is_read_or_rejected(head: str) -> None:
    content = f"---\nlicense: mit\n{head}\n---\n".encode("utf-8", errors="surrogatepass")
    (found,) = read(zipped(("a/b/README.md", content)))
    assert isinstance(found, (CatalogRecord, RejectedRecord))
    assert found.received.encode()
