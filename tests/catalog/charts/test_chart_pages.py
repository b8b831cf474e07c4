"""Every chart: strict addresses, files that are sound, nothing that people wrote is markup, the same queries however much there is."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from catalog import directory
from catalog.presentation.charts import chart
from tests.catalog.reading.hostile import write_hostile_catalog
from tests.catalog.reading.pages import PageReader
from tests.catalog.reading.test_queries import fill
from tests.factories import WEB_PAGE, make_model, offer_document, variant_document

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = (
    "/charts/releases/", "/charts/size-context/", "/charts/license-mix/", "/charts/prices/?model={model}",
    "/charts/price-history/?model={model}",
)  # fmt: skip
# The edition; the rest is what a chart reads and what its controls offer, for one row as for ten.
QUERIES = {
    "/charts/": 26,
    "/charts/releases/": 12,
    "/charts/releases/?family=llama&by=quarter": 14,
    "/charts/size-context/": 11,
    "/charts/license-mix/": 12,
    "/charts/prices/?model=big": 12,
    "/charts/price-history/?model=big": 12,
    "/charts/price-history/?offer=big-offer-0": 11,
    "/models/releases/feed/": 7,
}


def addresses(model: str) -> list[str]:
    return [address.format(model=model) for address in CHARTS]


@pytest.fixture
def hostile(db: None) -> None:
    """Names that would be markup, a formula and characters that XML cannot hold."""
    name = "=cmd|'/C'!A0 <script>xss()</script>\x0b\" onload=\"xss()"
    prices = [{"input_per_million": "1", "currency": "USD", "as_of": "2026-01-01", "source": "card", "identifier": "=1+1 <b>"}]
    variants = [variant_document("bad-7b", name=name, params_total=7_000_000_000, context_tokens=4096, release_date="2024-01-01")]
    offers = [offer_document("bad-offer", service="]]><script>", variants=["bad-7b"], prices=prices)]
    make_model(
        "bad",
        name="</svg><img src=x onerror=xss()>",
        release_date="2024-01-01",
        variants=variants,
        offers=offers,
        sources={"card": WEB_PAGE},
    )


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("address", addresses("bad"))
def test_nothing_that_people_wrote_is_markup_or_a_formula(address: str, reader: Client) -> None:
    page = PageReader(reader.get(address).content.decode())
    assert page.mistakes == []
    join = "&" if "?" in address else "?"
    drawing = reader.get(f"{address}{join}format=svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    tags = {element.tag for element in ElementTree.fromstring(drawing.content).iter()}  # noqa: S314 - our own
    assert tags <= {f"{SVG}{name}" for name in ("svg", "title", "desc", "defs", "pattern", "rect", "path", "line", "circle", "g", "text")}
    cells = [cell for line in reader.get(f"{address}{join}format=csv").content.decode().splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.strip('"')[:1] in ("=", "+", "@")]


def test_the_charts_of_a_hostile_catalog_are_sound(reader: Client) -> None:
    write_hostile_catalog()
    for address in ("/charts/", *addresses("hostile")):
        assert PageReader(reader.get(address).content.decode()).mistakes == [], address


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("address", addresses("bad"))
def test_a_drawing_that_stands_alone_needs_no_style_sheet_and_no_link(address: str, reader: Client) -> None:
    drawing = reader.get(f"{address}{'&' if '?' in address else '?'}format=svg").content.decode()
    assert "style=" not in drawing
    assert "<style" not in drawing
    assert "href" not in drawing
    assert 'stroke="#' in drawing


@pytest.mark.parametrize("address", ["/charts/", "/charts/releases/", "/charts/size-context/", "/charts/license-mix/", "/charts/prices/"])
def test_an_unknown_parameter_is_named(address: str, reader: Client) -> None:
    answer = reader.get(f"{address}?familly=llama")
    assert answer.status_code == 400
    assert "There is no parameter &#x27;familly&#x27;." in answer.content.decode()


def test_an_unknown_value_is_named_and_no_file_is_made_of_it(reader: Client) -> None:
    answer = reader.get("/charts/releases/?by=month&format=csv")
    assert answer.status_code == 400
    assert "by: &#x27;month&#x27; is not one of year, quarter" in answer.content.decode()


@pytest.mark.parametrize("form", ["csv", "svg"])
def test_there_is_no_file_of_nothing(form: str, reader: Client) -> None:
    answer = reader.get(f"/charts/releases/?format={form}")
    assert answer.status_code == 404
    assert "Releases appear here once a model is recorded with its release date." in answer.content.decode()


def test_an_empty_catalog_has_an_overview_that_says_what_belongs_there(text_of: Callable[..., str]) -> None:
    words = text_of("/charts/")
    for said in ("Releases appear here", "Variants appear here", "Choose a model"):
        assert said in words


def test_the_overview_leads_to_each_chart_and_the_pages_to_the_overview(reader: Client) -> None:
    fill(1)
    page = PageReader(reader.get("/charts/").content.decode())
    assert page.mistakes == []
    for address in addresses("big"):
        assert address in page.links
    assert "/charts/" in PageReader(reader.get("/models/").content.decode()).links
    assert {"/charts/prices/?model=big", "/charts/price-history/?model=big"} <= set(
        PageReader(reader.get("/models/big/").content.decode()).links
    )


def test_ten_rows_cost_the_queries_of_one(reader: Client, count_queries: Callable[[Callable[[], object]], int]) -> None:
    counts: list[dict[str, int]] = []
    for number in (1, 10):
        fill(number)
        counts.append({})
        for address in QUERIES:
            cache.clear()
            directory._kept = None
            counts[-1][address] = count_queries(lambda address=address: reader.get(address))  # type: ignore[misc]
    assert counts[0] == counts[1] == QUERIES


def test_a_chart_is_sent_again_only_when_the_catalog_changed(reader: Client) -> None:
    make_model("one", release_date="2024-01-01")
    for address in ("/charts/releases/", "/charts/releases/?format=svg", "/charts/releases/?format=csv"):
        etag = reader.get(address).headers["ETag"]
        assert reader.get(address, headers={"If-None-Match": etag}).status_code == 304
        make_model(f"more-{len(etag)}-{address[-3:].strip('/')}", release_date="2024-01-01")
        assert reader.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_choice_among_too_many_is_typed(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(3)
    choices = reader.get("/charts/releases/").content.decode()
    assert '<option value="family-1">' in choices
    cache.clear()
    monkeypatch.setattr(chart, "_MOST_OPTIONS", 2)
    typed = reader.get("/charts/releases/").content.decode()
    assert '<option value="family-1">' not in typed
    assert "Family, by slug" in typed
    assert len(typed) < len(choices)
