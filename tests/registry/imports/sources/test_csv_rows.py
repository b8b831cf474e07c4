"""A table of one's own: columns by their headings or by a mapping, cells read by what they should be, mistakes named by row."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.imports.records import OFFER_FACTS, VARIANT_FACTS, CatalogRecord, ClaimedPrice, RejectedRecord, UnreadableCatalog
from registry.imports.sources import SOURCES, csv_rows

TABLE = """host,identifier,name,open_weights,context_tokens,inputs,huggingface,input_per_million,output_per_million,currency,team
acme,llama-3.1-8b,Llama 3.1 8B,yes,131072,text; image,meta-llama/Llama-3.1-8B,0.050,0.1,EUR,Search
acme,"big, one",,no,,text;smell,,,,,
"""


def read(text: str, columns: dict[str, str] | None = None) -> list[CatalogRecord | RejectedRecord]:
    return list(csv_rows.read(text.encode(), columns=columns))


def test_a_row_is_a_record_with_its_facts_and_prices() -> None:
    first, second = SOURCES["csv"].read(TABLE.encode())
    assert isinstance(first, CatalogRecord)
    assert (first.key, first.host, first.identifier, first.name) == ("acme/llama-3.1-8b", "acme", "llama-3.1-8b", "Llama 3.1 8B")
    assert first.facts == {
        "open_weights": True, "context_tokens": 131_072, "inputs": ["image", "text"], "huggingface": ["meta-llama/Llama-3.1-8B"],
    }  # fmt: skip
    assert first.prices == (ClaimedPrice(input_per_million=Decimal("0.05"), output_per_million=Decimal("0.1"), currency="EUR"),)
    assert first.other == {"team": "Search"}
    assert isinstance(second, CatalogRecord)
    assert (second.key, second.facts, second.prices) == ("acme/big, one", {"open_weights": False, "inputs": ["text"]}, ())
    assert second.other == {"inputs": ["smell"]}
    assert json.loads(second.received) == {"host": "acme", "identifier": "big, one", "open_weights": "no", "inputs": "text;smell"}


def test_columns_mean_what_the_mapping_says_and_nothing_else() -> None:
    (found,) = read("Model;name;Vendor\nllama;internal;Acme\n", {"Model": "identifier", "Vendor": "host"})
    assert isinstance(found, CatalogRecord)
    assert (found.key, found.host, found.name, found.other) == ("Acme/llama", "Acme", "", {"name": "internal"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headings_are_read_whatever_stands_between_them(delimiter: str) -> None:
    text = f"\ufeffModel{delimiter} Price in EUR \r\na{delimiter}1\r\n"
    assert csv_rows.headings(text.encode()) == ["Model", "Price in EUR"]


def test_every_fact_of_the_registry_has_a_column() -> None:
    assert {*VARIANT_FACTS, *OFFER_FACTS} <= set(csv_rows.FIELDS)


def test_bases_stand_in_one_cell_with_their_relation() -> None:
    (found,) = read("identifier,bases,relation\na/b,x/y; x/z,merge\n")
    assert isinstance(found, CatalogRecord)
    assert found.facts == {"bases": [{"name": "x/y", "relation": "merge"}, {"name": "x/z", "relation": "merge"}]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("identifier,name\n", "no rows"),
        (",,\n,,\n", "no rows"),
        ("name,team\na,b\n", "must be the identifier"),
        ("identifier,\na,b\n", "needs a heading of its own"),
        ("identifier,identifier\na,b\n", "needs a heading of its own"),
        ('identifier,name\na,"b\n', "line 2 is not CSV: unexpected end of data"),
        ('identifier,name\na,"b"c\n', "line 2 is not CSV"),
        ("identifier\n" + "a" * 200_000, "line 2 is not CSV: field larger"),
    ],
)
def test_what_is_no_table_is_refused_whole(text: str, message: str) -> None:
    with pytest.raises(UnreadableCatalog, match=message):
        csv_rows.read(text.encode())


@pytest.mark.parametrize("columns", [{"Modell": "identifier"}, {"Model": "identifier", "Name": "title"}])
def test_a_mapping_to_what_is_not_there_is_refused_with_what_there_is(columns: dict[str, str]) -> None:
    with pytest.raises(UnreadableCatalog, match="the columns are Model, Name, the fields key, host"):
        read("Model,Name\na,b\n", columns)


def test_two_columns_cannot_hold_the_same_field() -> None:
    with pytest.raises(UnreadableCatalog, match="and no second one"):
        read("a,b\n1,2\n", {"a": "identifier", "b": "identifier"})


@pytest.mark.parametrize(
    ("heads", "cells", "reason"),
    [
        ("context_tokens", "128k", 'context_tokens: "128k" is not a whole number of tokens'),
        ("context_tokens", '"131,072"', 'context_tokens: "131,072" is not a whole number of tokens'),
        ("open_weights", "perhaps", 'open_weights: "perhaps" is not true or false'),
        ("input_per_million,currency", "-1,USD", "input_per_million: -1 is not a price, a number of zero or more"),
        ("input_per_million,currency", "nan,USD", 'input_per_million: "nan" is not a price, a number of zero or more'),
        ("input_per_million", "1", "currency: a price needs the three capital letters of its currency, such as USD"),
        ("release_date", "01.02.2024", 'release_date: "01.02.2024" is not a date such as 2024-07-23, 2024-07 or 2024'),
        ("status", "gone", 'status: "gone" is not one of listed, ended'),
        ("name", "b,c", "line 2: it has more cells than there are headings"),
    ],
)
def test_a_cell_that_cannot_be_believed_rejects_its_row_alone(heads: str, cells: str, reason: str) -> None:
    found, good = read(f"identifier,{heads}\na,{cells}\nb\n")
    assert isinstance(found, RejectedRecord)
    assert (found.key, found.reasons) == ("a", (reason,))
    assert isinstance(good, CatalogRecord)


def test_rows_with_the_same_key_are_all_rejected_and_a_row_without_one_as_well() -> None:
    found = read("identifier,name\na,1\nb,2\na,3\n,4\n")
    assert [isinstance(record, RejectedRecord) for record in found] == [True, False, True, True]
    assert found[2].reasons == ("line 4: 2 rows have this key, so nobody can say which one holds",)  # type: ignore[union-attr]
    assert "line 5: it has no identifier" in found[3].reasons  # type: ignore[union-attr]


def test_empty_cells_beyond_the_headings_are_nothing() -> None:
    (found,) = read("identifier,name\na,b,,\n")
    assert isinstance(found, CatalogRecord)


def test_zero_is_a_price_and_an_empty_cell_is_none() -> None:
    (found,) = read("identifier,input_per_million,output_per_million,currency\na,0,,USD\n")
    assert isinstance(found, CatalogRecord)
    assert (found.prices[0].input_per_million, found.prices[0].output_per_million) == (Decimal(0), None)


@settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet='ab1.,;\t"\n\r-\x00é', max_size=40) | st.text(max_size=30))
def test_any_table_is_read_rejected_or_refused(text: str) -> None:
    content = f"identifier,name,context_tokens,inputs\n{text}".encode("utf-8", errors="surrogatepass")
    try:
        records = list(csv_rows.read(content))
    except UnreadableCatalog:
        return
    for record in records:
        assert isinstance(record, CatalogRecord) or record.reasons
        assert record.received.encode()
        assert record.key.encode()
