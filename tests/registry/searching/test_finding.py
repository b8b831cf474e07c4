"""What is found, and in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import SearchEntry
from registry.searching import Found, find, find_names, finding, read_words
from registry.searching.near import nearest
from tests import factories
from tests.factories import MANY_USERS, offer_document, variant_document


def names(found: Found) -> list[str]:
    return [entry.name for entry in SearchEntry.objects.shown([hit.key for hit in found.hits])]


def search(text: str, **options: object) -> list[str]:
    return names(find(read_words(text), **options))  # type: ignore[arg-type]


@pytest.fixture
def _llamas(db: None) -> None:
    factories.make_license(
        "llama-3.1-community", name="Llama 3.1 Community License", license_ref="LicenseRef-llama-3.1", terms=[MANY_USERS]
    )
    factories.make_model(
        "llama-3.1", name="Llama 3.1", summary="Meta's release of *July* 2024. It [links](https://example.org/x) somewhere.",
        variants=[
            variant_document("llama-3.1-405b", name="Llama 3.1 405B"),
            variant_document("llama-3.1-8b", name="Llama-3.1-8B", huggingface=["meta-llama/Llama-3.1-8B-Instruct"]),
            variant_document("llama-3.1-70b", name="Llama 3.1 70B", aliases=["Llama 3.1 70B Instruct"]),
        ],
        offers=[offer_document("x", partner="aws", service="Amazon Bedrock", identifier="meta.llama3-1-70b-v1:0")],
    )  # fmt: skip
    factories.make_model(
        "llama-2", name="Llama 2", summary="Came before Llama 3.1.", variants=[variant_document("llama-2-7b", name="Llama 2 7B")]
    )
    factories.make_article("lines", name="How lines are kept", body="The llama is an animal.")


@pytest.mark.usefixtures("_llamas")
@pytest.mark.parametrize("spelled", ["llama 3.1 8b", "llama3.1 8B", "llama 3 1 8b", "Llama-3.1-8B", "LLAMA_3.1_8b", "llama318b"])
def test_a_name_is_found_however_it_is_spelled(spelled: str) -> None:
    assert search(spelled)[0] == "Llama-3.1-8B"


@pytest.mark.usefixtures("_llamas")
def test_the_exact_name_comes_before_names_that_begin_so_and_those_before_prose() -> None:
    """The license begins with the words too and is a page, so it stands before the variants; sizes go upwards."""
    assert search("llama 3.1") == [
        "Llama 3.1", "Llama 3.1 Community License", "Llama-3.1-8B", "Llama 3.1 70B", "Llama 3.1 405B", "Llama 2",
    ]  # fmt: skip


@pytest.mark.usefixtures("_llamas")
def test_pages_come_before_the_variants_on_them() -> None:
    """The family is called just so; the animal is only mentioned."""
    found = search("llama")
    assert found[:3] == ["Llama", "Llama 2", "Llama 3.1"]
    assert found.index("Llama 3.1 Community License") < found.index("Llama 2 7B")
    assert found[-1] == "How lines are kept"


@pytest.mark.usefixtures("_llamas")
def test_a_variant_with_all_words_in_its_names_comes_before_the_model() -> None:
    assert search("llama 70b instruct")[0] == "Llama 3.1 70B"


@pytest.mark.usefixtures("_llamas")
def test_the_terms_of_a_license_are_found_by_what_they_say_and_by_their_amounts() -> None:
    assert search("700 million") == ["Llama 3.1 Community License"]
    assert search("monthly users") == ["Llama 3.1 Community License"]


def test_an_amount_is_found_in_words_whatever_the_paraphrase_writes(db: None) -> None:
    factories.make_license("mit", terms=[{**MANY_USERS, "paraphrase": "Above 700M users, ask.", "value": 2_000_000_000}])
    assert search("2 billion") == ["Mit"]


@pytest.mark.usefixtures("_llamas")
def test_an_offer_is_found_on_the_model_and_on_the_partner() -> None:
    assert sorted(search("bedrock")) == ["Aws", "Llama 3.1"]
    assert search("meta.llama3-1-70b-v1:0") == ["Llama 3.1"]


@pytest.mark.usefixtures("_llamas")
def test_a_version_does_not_find_its_numbers_apart() -> None:
    factories.make_model("llama-3.2", name="Llama 3.2", variants=[variant_document("llama-3.2-1b", name="Llama 3.2 1B")])
    assert "Llama 3.2 1B" not in search("llama 3.1")


@pytest.mark.usefixtures("_llamas")
def test_words_are_found_in_other_forms_on_either_database() -> None:
    assert search("line kept") == ["How lines are kept"]
    assert search("releases july") == ["Llama 3.1"]


@pytest.mark.usefixtures("_llamas")
def test_markdown_is_searched_as_it_reads() -> None:
    assert search("example.org") == []
    assert search("links somewhere") == ["Llama 3.1"]


def test_all_words_have_to_be_there_and_the_last_may_go_on(db: None) -> None:
    factories.make_article("a", name="Apache and others")
    assert search("apac") == ["Apache and others"]
    assert search("apac others") == []
    assert search("others apac") == ["Apache and others"]


def test_drafts_are_for_editors_and_withdrawn_pages_for_nobody(db: None) -> None:
    factories.make_article("a", name="Zebra one", state="draft")
    factories.make_article("b", name="Zebra two", state="withdrawn")
    factories.make_article("c", name="Zebra three")
    assert search("zebra") == ["Zebra three"]
    assert search("zebra", drafts=True) == ["Zebra one", "Zebra three"]


def test_a_draft_model_hides_its_variants_and_what_it_is_offered_as(db: None) -> None:
    factories.make_model("zeta", name="Zeta", state="draft", offers=[offer_document("x", partner="aws", service="Zebra cloud")])
    assert search("zeta") == []
    assert search("zebra") == []


@pytest.mark.parametrize(
    "text", ["", '"', "*", "-", "NEAR(", "AND", "a OR", "{names}:", "'", "\\", "😀", "שלום", "a\x00b", "%", "|" * 300, "1e5", "3e8b"]
)
def test_no_query_breaks(db: None, text: str) -> None:
    factories.make_article("a", name="And or near 1e5 3e8b שלום")
    query = read_words(text)
    find(query, drafts=True)
    find(query, kinds=["article"])
    find_names(query, limit=5)
    nearest(query)


def test_what_looks_like_a_number_is_found(db: None) -> None:
    factories.make_article("a", name="Commit 3e8b of 1e5")
    assert search("3e8b") == search("1e5") == ["Commit 3e8b of 1e5"]


@pytest.fixture
def _many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve pages with a common word, of which only ten may be looked at."""
    monkeypatch.setattr(finding, "MOST", 10)
    for number in range(10):
        factories.make_article(f"p{number}", name=f"Page {number}", body="A common word.")
    factories.make_organization("c", name="Common")
    factories.make_article("z", name="Common word")


@pytest.mark.usefixtures("_many")
def test_of_a_very_common_word_only_so_many_are_ranked_and_names_are_among_them() -> None:
    found = find(read_words("common"))
    assert found.capped
    assert len(found.hits) == 10
    assert names(found)[:2] == ["Common", "Common word"]


@pytest.mark.usefixtures("_many")
def test_a_kind_is_found_among_more_than_can_be_looked_at() -> None:
    found = find(read_words("common"), kinds=["organization"])
    assert names(found)[:1] == ["Common"]
    assert {hit.kind for hit in found.of(["organization"])} == {"organization"}


@pytest.mark.usefixtures("_many")
def test_as_many_as_may_be_looked_at_are_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 12)
    assert not find(read_words("common")).capped


@pytest.mark.usefixtures("_llamas")
def test_one_statement_finds_and_ranks() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        find(read_words("llama"))
    assert len(asked) == 1


@pytest.mark.usefixtures("_llamas")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite plans")
def test_sqlite_asks_the_words_first_and_looks_entries_up_by_key() -> None:
    """The other way round, every entry of the table would be matched on its own."""
    with CaptureQueriesContext(connection) as asked:
        find(read_words("llama"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [row[3] for row in cursor.fetchall()]
    assert "VIRTUAL TABLE INDEX" in steps[0]
    assert steps[1].startswith("SEARCH e USING INTEGER PRIMARY KEY")


@pytest.mark.usefixtures("_llamas")
def test_names_near_to_a_slip_of_the_finger_are_offered() -> None:
    assert nearest(read_words("lamma 3.1"))[0].name == "Llama 3.1"
    assert [entry.name for entry in nearest(read_words("bedorck"))] == []
    assert nearest(read_words("xyzzyx")) == []
    assert nearest(read_words("ll")) == []


def test_the_nearest_name_may_be_an_alias(db: None) -> None:
    factories.make_organization("aws", name="Amazon Web Services", aliases=["Bedrock"])
    assert [entry.name for entry in nearest(read_words("bedrok"))] == ["Amazon Web Services"]


def test_a_draft_is_no_near_name_for_readers(db: None) -> None:
    factories.make_article("a", name="Giraffe", state="draft")
    assert nearest(read_words("girafe")) == []
    assert [entry.name for entry in nearest(read_words("girafe"), drafts=True)] == ["Giraffe"]


@pytest.mark.usefixtures("_llamas")
def test_while_typing_names_alone_are_offered() -> None:
    found = [entry.name for entry in SearchEntry.objects.shown([hit.key for hit in find_names(read_words("lla", typing=True), limit=3)])]
    assert found == ["Llama", "Llama 2", "Llama 3.1"]
    assert find_names(read_words("animal"), limit=3) == []
