"""The pages about hosting: the matrix, the costs, one offer, and what runs on devices."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import HostingOffer, UseProfile
from tests.catalog.hosting.priced import hosted, offer, price
from tests.catalog.reading.pages import PageReader
from tests.factories import make_license, offer_document, variant_document

pytestmark = pytest.mark.usefixtures("frozen_time")
MATRIX, CHEAPEST, DEVICES = "/hosting/", "/hosting/cheapest/", "/hosting/on-device/"
MIX = "input_tokens=10M&output_tokens=2,000,000"


def made(**fields: object) -> None:
    hosted(
        offer("acme", price("0.152", "0.287"), available_from="2024-07", identifier="nova"), offer("beta", price("1", None)),
        offer("gamma", announced_on="2026-12-01"), offer("delta", price("0.1", "0.1"), status="ended", retires_on="2026-05-31"), **fields,
    )  # fmt: skip


def test_the_matrix_says_channel_date_and_end(text_of: Callable[..., str], reader: Client) -> None:
    made(release_date="2024-07-23")
    words = text_of(MATRIX)
    assert "1 model and 2 partners" in words
    assert "Nova 1 23 July 2024 Managed API" in words
    assert "Since July 2024" in words
    assert "Date not known" in words
    page = PageReader(reader.get(MATRIX).content.decode())
    assert "/models/nova/#offer-nova-acme" in page.links
    assert "/hosting/offers/nova-acme/" in page.links
    assert not [link for link in page.links if "delta" in link]
    assert page.mistakes == []


def test_other_standings_are_shown_when_asked_for(text_of: Callable[..., str]) -> None:
    made()
    assert "Announced 1 December 2026 Begins later" in text_of(f"{MATRIX}?standing=upcoming")
    assert "Ended 31 May 2026" in text_of(f"{MATRIX}?standing=ended")
    assert "1 model and 4 partners" in text_of(f"{MATRIX}?standing=any")
    assert "Ends 31 May 2026" in text_of(f"{MATRIX}?as_of=2026-05-31&partner=delta")
    assert "No offer that stands like this on 21 November 2026 is known." in text_of(f"{MATRIX}?standing=retiring")


def test_filters_narrow_models_and_partners_alike(text_of: Callable[..., str]) -> None:
    made()
    hosted(offer("zeta", slug="orion-zeta"), slug="orion", name="Orion", family="stars")
    assert "2 models and 3 partners" in text_of(MATRIX)
    assert "1 model and 1 partner" in text_of(f"{MATRIX}?family=stars")
    assert "1 model and 1 partner" in text_of(f"{MATRIX}?partner=acme")


def test_partners_can_be_picked(text_of: Callable[..., str]) -> None:
    made()
    words = text_of(f"{MATRIX}?show=beta&show=acme")
    assert "2 of 2 are shown" in words
    words = text_of(f"{MATRIX}?show=beta")
    assert "1 of 2 are shown" in words
    assert "1 more partner" in words


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{MATRIX}?standing=nope", "'nope' is not one of upcoming, current, retiring, ended, any"),
        (f"{MATRIX}?as_of=20261101", "'20261101' is not a day of the calendar: write it as 2026-11-01"),
        (f"{MATRIX}?chanel=platform", "There is no parameter 'chanel'. Did you mean channel?"),
        (f"{MATRIX}?channel=fax", "channel: 'fax' is not one of managed_api, platform"),
        (f"{MATRIX}?show=nobody", "there is no organization 'nobody'"),
        (f"{MATRIX}?page=0", "page: '0' is not the number of a page"),
        (f"{DEVICES}?standing=nope", "'nope' is not one of"),
        (f"{CHEAPEST}?model=nope&{MIX}", "there is no model or variant 'nope' in the catalog"),
        (f"{CHEAPEST}?input_tokens=3e6&output_tokens=0", "write a whole number: 3000000, 3,000,000, 3_000_000, 3M or 1.5B"),
        (f"{CHEAPEST}?input_tokens=1.5&output_tokens=0", "'1.5' is not a number"),
        (f"{CHEAPEST}?input_tokens=>5&output_tokens=0", "'>5' is not a number"),
        (f"{CHEAPEST}?input_tokens=1001B&output_tokens=0", "'1001B' is not a number from 0 to 1,000,000,000,000"),
        (f"{CHEAPEST}?input_tokens={'0' * 80}5&output_tokens=1", "is not a number from 0 to 1,000,000,000,000"),
        (f"{CHEAPEST}?input_tokens=5", "output_tokens: is needed too: write 0 where there are none"),
        (f"{CHEAPEST}?input_tokens=0&output_tokens=0", "without any token there is nothing to reckon"),
        (f"{CHEAPEST}?input_tokens=1B&output_tokens=0&requests=1M", "together that is more than 1,000,000,000,000 tokens a month"),
        (f"{CHEAPEST}?requests=0&{MIX}", "'0' is not a number from 1"),
        (f"{CHEAPEST}?currency=usd&{MIX}", "currency: 'usd' has the wrong form: write it as USD"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(address: str, said: str, text_of: Callable[..., str]) -> None:
    assert said in text_of(address, status=400)


def test_the_cheapest_is_named_in_words_with_price_date_age_and_source(text_of: Callable[..., str]) -> None:
    made()
    words = text_of(f"{CHEAPEST}?model=nova&{MIX}")
    assert "10,000,000 tokens in and 2,000,000 out a month, by the prices known on 21 November 2026" in words
    # 10 x 0.152 + 2 x 0.287
    assert "The cheapest in US dollars: Acme, Acme Cloud (Nova 1, the whole model), for $2.09 a month." in words
    assert "As of 1 October 2026 51 days old" in words
    assert "Model card" in words
    assert "No rank at least $10.00" in words
    assert "output price not known" in words
    assert "Delta Cloud" not in words
    assert "discounts for cached input" in words.lower()


def test_equals_are_the_cheapest_together(text_of: Callable[..., str]) -> None:
    hosted(offer("acme", price("1", "1")), offer("beta", price("1", "1")), offer("gamma"))
    words = text_of(f"{CHEAPEST}?{MIX}")
    assert "Equally the cheapest in US dollars of 2 list prices: Acme, Acme Cloud (Nova 1, the whole model); Beta, Beta Cloud" in words
    assert "1 more offer bills by token or capacity without a price known here, so a cheaper one may exist." in words
    assert "Price not known" in words


def test_tokens_of_a_request_are_multiplied(text_of: Callable[..., str]) -> None:
    made()
    assert "10,000,000 tokens in and 2,000,000 out a month" in text_of(f"{CHEAPEST}?input_tokens=1000&output_tokens=200&requests=10K")


def test_currencies_stand_in_groups_of_their_own(text_of: Callable[..., str]) -> None:
    hosted(offer("acme", price("1", "1")), offer("beta", price("1", "1", currency="CNY")))
    words = text_of(f"{CHEAPEST}?{MIX}")
    assert "Currencies are not converted and not ranked against each other." in words
    assert "In Chinese yuan" in words
    assert "for CN¥12.00 a month." in words
    assert "In Chinese yuan" not in text_of(f"{CHEAPEST}?{MIX}&currency=USD")


def test_a_variant_is_priced_by_the_offers_that_cover_it(text_of: Callable[..., str]) -> None:
    hosted(
        offer("acme", price("1", "1"), variants=["nova-8b"]), offer("beta", price("2", "2"), variants=["nova-70b"]),
        offer("gamma", price("3", "3")), offer("delta", price("4", "4"), other_variant="Nova 3B"),
    )  # fmt: skip
    words = text_of(f"{CHEAPEST}?model=nova-70b&{MIX}")
    assert "The cheapest in US dollars of 2 list prices: Beta" in words
    assert "Acme Cloud" not in words
    whole = text_of(f"{CHEAPEST}?model=Nova+1&{MIX}")
    assert "of 4 list prices: Acme" in whole
    assert "Nova 1 has several variants, and a small one is cheaper than a large one. Like with like: Nova 8B, Nova 70B." in whole


def test_a_license_filter_is_met_by_the_variants_that_an_offer_covers(text_of: Callable[..., str]) -> None:
    make_license("apache-2.0")
    variants = [variant_document("nova-8b", license="apache-2.0"), variant_document("nova-70b")]
    hosted(offer("acme", price("9", "9"), variants=["nova-8b"]), offer("beta", price("1", "1"), variants=["nova-70b"]), variants=variants)
    assert "The cheapest in US dollars: Acme" in text_of(f"{CHEAPEST}?license_category=permissive&{MIX}")


def test_without_tokens_the_page_asks_for_them(text_of: Callable[..., str]) -> None:
    made()
    assert "Say how many tokens a month." in text_of(CHEAPEST)
    assert "Then each host of Nova 1 gets a cost." in text_of(f"{CHEAPEST}?model=nova")


def test_use_profiles_are_not_for_everybody(text_of: Callable[..., str]) -> None:
    UseProfile.objects.create(slug="ours", name="Ours", use={})
    assert "usable: is answered by the API alone" in text_of(f"{CHEAPEST}?usable=ours&{MIX}", status=400)


def test_an_offer_shows_its_facts_and_how_its_prices_changed(text_of: Callable[..., str], reader: Client) -> None:
    hosted(offer("acme", price("1", "2", on="2026-05-21"), price("0.8", "2", on="2026-10-01"), available_from="2024"), offer("beta", price("1", "1")))  # fmt: skip
    words = text_of("/hosting/offers/nova-acme/")
    assert "Acme Cloud, Managed API for the whole model; since 2024." in words
    assert "Input 20 % cheaper, output unchanged" in words
    assert "Available from 2024" in words
    assert "Regions Not known" in words
    assert "One price is known, so there is nothing yet to compare it with." in text_of("/hosting/offers/nova-beta/")
    page = PageReader(reader.get("/hosting/offers/nova-acme/").content.decode())
    assert page.mistakes == []
    (chart,) = [link for link in page.links if "/charts/price-history/" in link]
    assert reader.get(chart).status_code == 200
    assert reader.get("/hosting/offers/nova-nobody/").status_code == 404


def test_an_offer_without_a_price_says_so(text_of: Callable[..., str]) -> None:
    hosted(offer("acme"))
    assert "No price known." in text_of("/hosting/offers/nova-acme/")


def test_devices_name_chips_and_runtimes_or_say_that_they_do_not(text_of: Callable[..., str]) -> None:
    on_device = {"channel": "on_device", "verification": "recalled"}
    hosted(
        offer_document("a", partner="acme", service="Acme Hub", note="Listed for Snapdragon 8 Elite.", **on_device),
        offer_document("b", partner="beta", service="llama.cpp", available_from="2025-03", **on_device), offer("gamma"),
    )  # fmt: skip
    words = text_of(DEVICES)
    assert "2 offers Acme" in words
    assert "Acme Hub Listed for Snapdragon 8 Elite Runtime not known Date not known" in words
    assert "llama.cpp Chip not named in the source llama.cpp Since March 2025" in words
    assert "unconfirmed" in words
    assert "Gamma Cloud" not in words


def test_drafts_are_hosted_nowhere(text_of: Callable[..., str], reader: Client) -> None:
    hosted(offer("acme", price("1", "1")), state="draft")
    assert "No offer that stands like this" in text_of(MATRIX)
    assert "No price is known for what you ask." in text_of(f"{CHEAPEST}?{MIX}")
    assert reader.get("/hosting/offers/nova-acme/").status_code == 404


def test_hostile_text_stays_text(reader: Client) -> None:
    evil = "<img src=x onerror=xss()>"
    hosted(
        offer_document("a", partner="acme", service=evil, note=f"{evil} chip", channel="on_device", prices=[price("1", "1", note=evil)]),
        name=evil,
    )
    for address in (MATRIX, DEVICES, f"{CHEAPEST}?{MIX}", "/hosting/offers/a/", f"{MATRIX}?as_of={evil}", f"{CHEAPEST}?model={evil}"):
        assert PageReader(reader.get(address).content.decode()).mistakes == [], address


@pytest.mark.parametrize("address", [MATRIX, DEVICES, f"{CHEAPEST}?{MIX}", f"{CHEAPEST}?model=nova-0&{MIX}", "/hosting/offers/nova-0-0/"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    address: str, reader: Client, count_queries: Callable[..., int]
) -> None:
    def make(model: int, offers: int) -> None:
        each = [
            offer_document(f"nova-{model}-{n}", partner=f"host-{n}", service="Cloud", variants=[f"nova-{model}-8b"], channel=channel,
                           sources=["card"], prices=[price(str(n + 1), "1"), price("1", None, on="2026-01-01")])
            for n, channel in zip(range(offers), ["managed_api", "on_device"] * offers, strict=False)
        ]  # fmt: skip
        bare = [offer_document(f"bare-{model}-{n}", partner=f"host-{n}", service="Cloud") for n in range(offers)]
        hosted(*each, *bare, slug=f"nova-{model}")

    make(0, 2)
    few = count_queries(lambda: reader.get(address))
    for number in range(1, 10):
        make(number, 10)
    assert HostingOffer.objects.count() == 184
    assert count_queries(lambda: reader.get(address)) == few <= 25
