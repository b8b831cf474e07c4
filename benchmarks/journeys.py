"""What is asked of both servers, and what is to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, permutations

from benchmarks.servers import Request

LIST = "/api/v1/variants/"
PAGE = 50
FIRST_PAGE = f"{LIST}?limit={PAGE}"
# Three filters, newest first, as each server spells them. `params` is put in by each request.
FILTERED = f"{LIST}?limit=50&license_category=permissive&commercial_use=permitted&params_total__gte={{params}}&ordering=-release_date"
FILTERED_BASELINE = FILTERED.replace("license_category", "license__category")
# The first page of those with at least so many parameters.
LARGE = f"{FIRST_PAGE}&params_total__gte={{params}}"
COUNTED = f"{LIST}?limit=1&license_category=permissive&commercial_use=permitted"
COUNTED_BASELINE = COUNTED.replace("license_category", "license__category")
SEVEN_BILLION = 7_000_000_000
# The page for people over all variants; its columns in another order are another address. The baseline only counts the facets.
EXPLORE = f"/explore/?limit={PAGE}&columns={{columns}}"
EXPLORED = ("release_date", "commercial_use", "license", "developer", "params_total", "context_tokens", "offers")
FACETS = f"{LIST}facets/"


@dataclass(frozen=True, kw_only=True)
class Places:
    """What has to be looked up before anything can be asked."""

    variants: Sequence[str]
    models: Sequence[str]
    deep_page: str
    deep_page_number: int
    usable: str
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One kind of question. Each server is asked its requests in turn, again from the start at their end.

    `after_a_write`: the catalog's revision moves before every request, so that nothing kept can be used. `conditional`: asked with the
    ETag of the answer before, and answered with 304. `beside`: asked of our server in turn, as a measure for this journey alone. Targets:
    `cheaper`, how many times cheaper than the baseline; `over_limit`, at most so many times the single statement named by `limit`;
    `over_first_page`, at most so many times our own first page; `over_beside`, at most so many times what is asked beside it.
    """

    name: str
    ours: Sequence[Request]
    baseline: Sequence[Request]
    after_a_write: bool = False
    conditional: bool = False
    beside: Sequence[Request] = ()
    limit: str = ""
    cheaper: float | None = None
    over_limit: float | None = None
    over_first_page: float | None = None
    over_beside: float | None = None


def journeys(places: Places) -> list[Journey]:
    """All of them, in the order in which they are measured."""
    one, model = _each(places.variants, "variants"), _each(places.models, "models")
    first = [Request(FIRST_PAGE)]
    # The same three filters, each time with a bound that nobody asked for before.
    bounds = [SEVEN_BILLION + step * 1_000 for step in range(4_000)]
    filtered = [Request(FILTERED.format(params=bound)) for bound in bounds]
    filtered_baseline = [Request(FILTERED_BASELINE.format(params=bound)) for bound in bounds]
    deep = [Request(f"{LIST}?limit=50&page={places.deep_page_number}")]
    return [
        Journey(
            name="first page of 50, after a write", ours=first, baseline=first, after_a_write=True, limit="first page",
            cheaper=15, over_limit=2,
        ),
        Journey(
            name="first page of 50 without count, after a write",
            ours=[Request(f"{FIRST_PAGE}&count=false")],
            baseline=first,
            after_a_write=True,
            limit="first page without count",
            cheaper=15,
            over_limit=2,
        ),
        Journey(
            name="three filters, newest first, after a write", ours=filtered[:1], baseline=filtered_baseline[:1], after_a_write=True,
            limit="page with three filters", cheaper=15, over_limit=2,
        ),
        Journey(name="three filters, newest first, new address", ours=filtered, baseline=filtered_baseline, cheaper=15),
        Journey(
            name="page at 90 % of the table, after a write", ours=[Request(places.deep_page)], baseline=deep, after_a_write=True,
            cheaper=15, over_first_page=1.3,
        ),
        Journey(name="one variant, after a write", ours=one, baseline=one, after_a_write=True, cheaper=15),
        Journey(name="one variant, new address", ours=one, baseline=one, cheaper=15),
        Journey(name="one model, after a write", ours=model, baseline=model, after_a_write=True, cheaper=15),
        Journey(name="one model, new address", ours=model, baseline=model, cheaper=15),
        Journey(name="first page again, unchanged", ours=first, baseline=first, cheaper=100),
        Journey(name="three filters again, unchanged", ours=filtered[:1], baseline=filtered_baseline[:1], cheaper=100),
        Journey(name="one variant again, unchanged", ours=one[:1], baseline=one[:1], cheaper=100),
        Journey(name="first page, not modified (304)", ours=first, baseline=first, conditional=True, cheaper=100),
        Journey(
            name="count under two filters, after a write", ours=[Request(COUNTED)], baseline=[Request(COUNTED_BASELINE)],
            after_a_write=True,
        ),
        *_usable(places, bounds),
        *_explored(places, filtered, filtered_baseline),
    ]  # fmt: skip


def _usable(places: Places, bounds: Sequence[int]) -> list[Journey]:
    """One use over all variants, beside the same list without it, both asked by a person. The baseline only has the list."""
    larger = [LARGE.format(params=bound) for bound in bounds]
    ways: list[tuple[str, Sequence[str], bool]] = [
        ("after a write", [FIRST_PAGE], True), ("new address", larger, False), ("again, unchanged", [FIRST_PAGE], False)
    ]  # fmt: skip
    return [
        Journey(
            name=f"one use over all variants, {way}", after_a_write=after_a_write, over_beside=1.2,
            ours=[Request(f"{address}&{places.usable}", headers=places.headers) for address in addresses],
            beside=[Request(address, headers=places.headers) for address in addresses],
            baseline=[Request(address) for address in addresses],
        )
        for way, addresses, after_a_write in ways
    ]  # fmt: skip


def _explored(places: Places, filtered: Sequence[Request], filtered_baseline: Sequence[Request]) -> list[Journey]:
    """The page with its table and all facets; the baseline counts the same facets, narrowed by all filters, and shows no rows."""
    ways = [",".join(columns) for columns in islice(permutations(EXPLORED), 4_000)]
    pages = [EXPLORE.format(columns=columns) for columns in ways]
    three = [request.path.replace(LIST, "/explore/") for request in filtered]
    counted = [Request(request.path.replace(LIST, FACETS)) for request in filtered_baseline]
    by_name = [Request(f"{page}&ordering=name") for page in pages]
    _, behind, cursor = places.deep_page.partition("&cursor=")
    deep = [Request(f"{request.path}{behind}{cursor}") for request in by_name]
    return [
        Journey(
            name="explore, after a write", ours=[Request(pages[0])], baseline=[Request(FACETS)], after_a_write=True, cheaper=20,
        ),
        Journey(name="explore, new address", ours=[Request(page) for page in pages], baseline=[Request(FACETS)], cheaper=20),
        Journey(name="explore under three filters, new address", ours=[Request(page) for page in three], baseline=counted, cheaper=20),
        Journey(
            name="explore at 90 % of the table, new address", ours=deep, beside=by_name, baseline=[Request(FACETS)], cheaper=20,
            over_beside=1.3,
        ),
    ]  # fmt: skip


def _each(slugs: Sequence[str], kind: str) -> list[Request]:
    return [Request(f"/api/v1/{kind}/{slug}/") for slug in slugs]
