"""Prices by host and over time: the newest known price of each offer with its date, currencies apart, unknown prices in words."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.presentation.charts.quotes import lines_of, quotes_of
from registry.models import FormerSlug
from tests.catalog.reading.pages import PageReader
from tests.factories import WEB_PAGE, make_model, offer_document, variant_document

BY_HOST, OVER_TIME = "/charts/prices/", "/charts/price-history/"


def price(amount: str | None, output: str | None, **fields: object) -> dict[str, object]:
    amounts = {"input_per_million": amount, "output_per_million": output}
    return {**{name: value for name, value in amounts.items() if value}, "currency": "USD", "source": "card", **fields}


def offers() -> list[dict[str, object]]:
    return [
        offer_document("azure", identifier="m", prices=[price("3", "4", as_of="2026-01-01"), price("2", "5", as_of="2026-06-01")]),
        offer_document("bedrock", partner="amazon", identifier="b", prices=[price("1.5", None, as_of_not_before="2026-05-01")]),
        offer_document("europe", partner="scaleway", identifier="e", prices=[price("0.9", "1.1", currency="EUR")], verification="recalled"),
        offer_document("silent", partner="groq", service="GroqCloud"),
        offer_document("over", partner="together", status="ended", prices=[price("0.1", "0.1", as_of="2026-01-01")]),
    ]  # fmt: skip


@pytest.fixture
def priced(db: None, frozen_time: object) -> None:
    make_model("llama", name="Llama", variants=[variant_document("llama-7b")], offers=offers(), sources={"card": WEB_PAGE})


@pytest.mark.usefixtures("priced")
def test_the_newest_price_of_each_current_offer_is_shown_with_its_date(reader: Client) -> None:
    assert reader.get(f"{BY_HOST}?model=llama&format=csv").content.decode().splitlines() == [
        "host,covers,identifier,input_per_million,output_per_million,currency,date,offer,as_of,as_of_not_before,offer_mark",
        "scaleway,Llama,e,0.9,1.1,EUR,,europe,,,recalled",
        "amazon,Llama,b,1.5,,USD,not before 1 May 2026,bedrock,,2026-05-01,verified",
        "microsoft,Llama,m,2,5,USD,as of 1 June 2026,azure,2026-06-01,,verified",
    ]


@pytest.mark.usefixtures("priced")
def test_currencies_stand_apart_and_what_is_not_known_is_said(text_of: Callable[..., str], reader: Client) -> None:
    words = text_of(f"{BY_HOST}?model=llama")
    assert "EUR per million tokens" in words
    assert "USD per million tokens" in words
    assert "output price not known" in words
    assert "Price not known: Groq (GroqCloud)." in words
    assert "1 offer that ended is left out." in words
    assert (
        "Lowest for a million input tokens: €0.90 for Llama (Scaleway, date not known) and $1.50 for Llama (Amazon, not before 1 May 2026)."
        in words
    )
    html = reader.get(f"{BY_HOST}?model=llama").content.decode()
    assert PageReader(html).mistakes == []
    assert html.count(">unconfirmed<") == 2
    assert 'href="/models/llama/#offer-bedrock"' in html


@pytest.mark.usefixtures("priced")
def test_prices_over_time_are_oldest_first_and_say_how_they_changed(text_of: Callable[..., str], reader: Client) -> None:
    found = reader.get(f"{OVER_TIME}?model=llama&format=csv").content.decode().splitlines()
    assert [line.split(",")[7:9] for line in found if ",azure," in line] == [["azure", "2026-01-01"], ["azure", "2026-06-01"]]
    words = text_of(f"{OVER_TIME}?model=llama")
    assert "Of 1 price known on more than one day, 1 rose for one side and fell for the other." in words
    assert "Of 2 more only one price is known, so they have no history yet; the table has them." in words
    assert "1 price not drawn: date not known." in words


@pytest.mark.usefixtures("priced")
def test_the_history_of_one_offer_with_one_price_says_so(text_of: Callable[..., str]) -> None:
    words = text_of(f"{OVER_TIME}?offer=bedrock")
    assert "Prices over time: Amazon for Llama" in words
    assert "Only one price is known, so there is no history yet." in words
    assert "No list price of Groq for Llama with a date is known." in text_of(f"{OVER_TIME}?offer=silent")


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{BY_HOST}?model=lama", "model: there is no model 'lama'; /models/ lists them"),
        (f"{OVER_TIME}?offer=nope", "offer: there is no offer 'nope'"),
        (f"{OVER_TIME}?offer=azure&model=llama", "offer: give a model or an offer, not both"),
        (f"{BY_HOST}?offer=azure", "There is no parameter 'offer'."),
        (f"{BY_HOST}?model=llama&model=llama", "'model' is given 2 times"),
        (f"{BY_HOST}?model=llama&format=png", "format: 'png' is not one of csv, svg"),
    ],
)
def test_what_is_not_understood_is_named(address: str, said: str, text_of: Callable[..., str]) -> None:
    assert said in text_of(address, status=400)


def test_nothing_chosen_offers_the_models_with_prices(text_of: Callable[..., str], priced: None) -> None:
    for address in (BY_HOST, OVER_TIME):
        words = text_of(address)
        assert "Choose a model" in words
        assert "For example: Llama" in words


def test_a_model_that_moved_is_found_by_its_former_address(priced: None, text_of: Callable[..., str]) -> None:
    FormerSlug.objects.create(kind="model", slug="old-llama", target="llama")
    assert "Prices by host: Llama" in text_of(f"{BY_HOST}?model=old-llama")


def test_a_model_without_prices_says_so(text_of: Callable[..., str]) -> None:
    make_model("bare", name="Bare")
    assert "No current list price of Bare is known." in text_of(f"{BY_HOST}?model=bare")


def test_drafts_have_no_prices(reader: Client, text_of: Callable[..., str]) -> None:
    make_model("secret", state="draft", offers=[offer_document("hidden", prices=[price("1", "1")])], sources={"card": WEB_PAGE})
    assert "there is no model 'secret'" in text_of(f"{BY_HOST}?model=secret", status=400)
    assert "there is no offer 'hidden'" in text_of(f"{OVER_TIME}?offer=hidden", status=400)


def test_spellings_of_one_identifier_are_one_series(priced: None) -> None:
    both = [price("1", "2", as_of="2026-01-01", identifier="Some-Model"), price("1", "2", as_of="2026-02-01", identifier="some-model")]
    make_model("other", variants=[variant_document("other-7b")], offers=[offer_document("o", prices=both)], sources={"card": WEB_PAGE})
    lines, number = lines_of(slug="o")
    assert number == 1
    assert len({quote.key for quote in quotes_of(lines)}) == 1
