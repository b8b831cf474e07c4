"""The web addresses that are dead or have moved, with what they answered and the places that name them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from catalog.presentation.evidence import NumberedSource
from catalog.presentation.figures import sentence_case
from catalog.presentation.lists import Facet, options_from
from catalog.presentation.upkeep import facts_in_words
from catalog.presentation.visited import answer_words, failing_since
from registry.models import AddressCheck, Page, PageAddress, PageSource
from registry.models.addresses import Outcome, Standing
from registry.models.vocabulary import Kind

MOST_PLACES = 10
FACETS = (
    Facet(name="standing", label="Standing", options=options_from(Standing), blank="Dead or moved"),
    Facet(name="kind", label="Named by", blank="Any kind of page", options=options_from(Kind)),
    Facet(name="host", label="Host, in full"),
)
_FIELDS = {"website": "Website", "summary": "Summary", "body": "Text", "notes": "Notes", "evidence": "Evidence"}
_PARTS = {
    "variants": "Variant", "offers": "Offer", "terms": "Term", "versions": "Issue of the text", "contradictions": "Disagreement of sources",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamingPlace:
    """Where a page names an address: in which part, what that part is called, and which facts rest on it."""

    page: Page
    part: str
    words: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A visited address with what it said, and the first places that name it; `more` counts the others."""

    check: AddressCheck
    places: tuple[NamingPlace, ...]
    more: int

    @property
    def said(self) -> str:
        """What the last visit found, as a sentence begins."""
        words = answer_words(self.check)
        return words[:1].upper() + words[1:]

    @property
    def moved_to(self) -> str:
        """Where it is now, for one that moved."""
        return self.check.final_url if self.check.outcome == Outcome.MOVED else ""

    @property
    def since(self) -> date | None:
        """The day on which it first failed."""
        return failing_since(self.check)


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the addresses that published pages name are known: when one was visited last, and how many have which standing."""

    number: int
    last: datetime | None
    dead: int
    moved: int
    failing: int
    not_checked: int
    fine: int

    @classmethod
    def now(cls) -> "Checked":
        """Return what is known now: two queries."""
        return cls(number=PageAddress.objects.number(), **AddressCheck.objects.tally())

    @property
    def to_mend(self) -> int:
        """How many are dead or have moved."""
        return self.dead + self.moved

    @property
    def never(self) -> int:
        """How many nobody has visited."""
        return self.number - self.dead - self.moved - self.failing - self.not_checked - self.fine


def dead_links(checks: Sequence[AddressCheck]) -> list[DeadLink]:
    """Return these addresses with the places on published pages that name them: five queries, however many there are."""
    rows: dict[str, list[PageAddress]] = defaultdict(list)
    found = PageAddress.objects.published().filter(key__in=[check.key for check in checks]).select_related("page")
    for row in found.order_by("page__name", "page_id", "part"):
        rows[row.key].append(row)
    shown = [row for of_one in rows.values() for row in of_one[:MOST_PLACES]]
    sources = _sources_of(shown)
    return [
        DeadLink(
            check, tuple(_place(row, sources) for row in rows[check.key][:MOST_PLACES]), max(0, len(rows[check.key]) - MOST_PLACES)
        )
        for check in checks
    ]  # fmt: skip


def _sources_of(rows: Iterable[PageAddress]) -> Mapping[tuple[int, str], PageSource]:
    named = {(row.page_id, row.part.partition("/")[2]) for row in rows if row.part.startswith("sources/")}
    uses = PageSource.objects.filter(page__in={page for page, _ in named}, key__in={key for _, key in named}).select_related("source")
    return {(use.page_id, use.key): use for use in uses.prefetch_related("citations", "offers", "terms")}


def _place(row: PageAddress, sources: Mapping[tuple[int, str], PageSource]) -> NamingPlace:
    name, _, key = row.part.partition("/")
    if not name:
        return NamingPlace(row.page, "", _FIELDS.get(row.fact, sentence_case(row.fact.replace("_", " "))))
    if name != "sources":
        return NamingPlace(row.page, row.part, f"{_PARTS[name]} {key}")
    use = sources.get((row.page_id, key))
    if use is None:
        return NamingPlace(row.page, row.part, f"Source {key}")
    return NamingPlace(row.page, row.part, f"Source “{NumberedSource(0, use).label}”", _resting_on(use))


def _resting_on(use: PageSource) -> str:
    facts = facts_in_words(sorted(citation.fact for citation in use.citations.all()))
    offers, terms = len(use.offers.all()), len(use.terms.all())
    counted = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in ((offers, "offer"), (terms, "term")) if number]
    return ", ".join(part for part in (facts, *counted) if part)
