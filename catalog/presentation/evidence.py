"""What supports each fact of a page: its mark, its sources by number, and where sources disagree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from catalog.presentation.visited import dead_words
from registry.models import AddressCheck, Citation, Contradiction, Page, PageSource
from registry.models.addresses import address_key
from registry.models.vocabulary import Mark, SourceKind

WHOLE = "record"

_MARK_WORDS = {
    Mark.VERIFIED: "verified in the primary text",
    Mark.SECONDARY: "verified in a secondary source",
    Mark.RECALLED: "unconfirmed",
}
_FACT_WORDS = {
    WHOLE: "the record as a whole",
    "params_total": "parameters",
    "params_active": "active parameters",
    "context_tokens": "context window",
    "knowledge_cutoff": "knowledge cutoff",
    "declared_license": "license as declared",
    "weights_download": "weights download",
    "huggingface": "Hugging Face repositories",
    "gated": "gated access",
    "languages_count": "number of languages",
    "training_tokens": "training tokens",
    "open_weights": "open weights",
    "release_date": "release date",
    "spdx_id": "SPDX id",
    "scancode_key": "ScanCode key",
    "hub_ids": "Hugging Face ids",
    "effective_date": "effective date",
    "osi_approved": "OSI approval",
    "applies_to": "what it applies to",
    "announced_on": "announced",
    "available_from": "available from",
    "retires_on": "retirement",
}


def fact_anchor(fact: str) -> str:
    """Return the id of a fact's row among the evidence; slugs and field names make it safe and unique."""
    return f"fact_{fact.replace('/', '_').replace('#', '_')}"


def source_anchor(key: str) -> str:
    """Return the id of a source in the page's list. The underscore keeps it apart from the slugs of variants."""
    return f"source_{key}"


def fact_words(fact: str) -> str:
    """Return how a field is called in a sentence, such as "context window" for context_tokens."""
    return _FACT_WORDS.get(fact, fact.replace("_", " "))


@dataclass(frozen=True)
class NumberedSource:
    """A source of the page with the number it is cited by. `href` is empty where a reader cannot open it."""

    number: int
    use: PageSource

    @property
    def anchor(self) -> str:
        return source_anchor(self.use.key)

    @property
    def label(self) -> str:
        source = self.use.source
        if source.title:
            return str(source.title)
        if source.url and source.label == source.url:
            parts = urlsplit(source.url)
            return f"{parts.netloc}{parts.path}".rstrip("/")
        if source.kind == SourceKind.MEMORY:
            return "What the editors remember"
        if source.kind == SourceKind.POLICY:
            return "A rule of this registry"
        label = str(source.label)
        return label[:1].upper() + label[1:] if source.archive_id else label

    @property
    def href(self) -> str:
        if self.use.source.kind == SourceKind.STORED_PUBLIC_FILE:
            return ""
        return str(self.use.source.url)

    @property
    def can_be_opened(self) -> bool:
        return bool(self.href)


@dataclass(frozen=True)
class Support:
    """What one fact rests on. `whole` is true where only the record as a whole is cited, not this fact."""

    fact: str
    mark: str = ""
    sources: tuple[NumberedSource, ...] = ()
    whole: bool = False
    note: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    has_row: bool = False
    elsewhere: str = ""

    @property
    def needs_citation(self) -> bool:
        return not self.sources

    @property
    def is_recalled(self) -> bool:
        return self.mark == Mark.RECALLED

    @property
    def anchor(self) -> str:
        return fact_anchor(self.fact)

    @property
    def href(self) -> str:
        """Where the mark leads: to the fact's row among the evidence, its first source, or the page that shows them; empty without any."""
        if self.elsewhere:
            return self.elsewhere
        if self.has_row:
            return f"#{self.anchor}"
        return f"#{self.sources[0].anchor}" if self.sources else ""

    @property
    def mark_words(self) -> str:
        return _MARK_WORDS.get(Mark(self.mark), "") if self.mark else ""

    @property
    def words(self) -> str:
        """The whole standing of the fact in one phrase, for a tooltip and for people who listen."""
        parts = [self.mark_words] if self.mark else []
        count = len(self.sources)
        if not count:
            parts.append("citation needed")
        elif self.whole:
            parts.append("cited for the record as a whole")
        else:
            parts.append("1 source" if count == 1 else f"{count} sources")
        return ", ".join(parts).capitalize()


@dataclass(frozen=True)
class FactRow:
    """A row of the evidence table."""

    subject: str
    label: str
    support: Support


@dataclass(frozen=True)
class Dispute:
    """A fact on which sources disagree, with every value."""

    subject: str
    label: str
    note: str
    values: tuple[tuple[object, NumberedSource | None], ...]


@dataclass
class Evidence:
    """All that a page cites. Read it from a page whose evidence was prefetched: it asks the database nothing itself but `dead_note`."""

    sources: list[NumberedSource]
    citations: dict[str, Citation]
    contradictions: list[Contradiction]
    subjects: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> "Evidence":
        """Return the evidence of a page, its sources numbered in the order of their keys."""
        uses = sorted(page.page_sources.all(), key=lambda use: str(use.key))
        return cls(
            sources=[NumberedSource(number, use) for number, use in enumerate(uses, start=1)],
            citations={citation.fact: citation for citation in page.citations.all()},
            contradictions=list(page.contradictions.all()),
        )

    def __post_init__(self) -> None:
        self._by_pk = {source.use.pk: source for source in self.sources}

    def numbered(self, uses: Iterable[PageSource]) -> tuple[NumberedSource, ...]:
        """Return these sources with their numbers, lowest first."""
        found = (self._by_pk[use.pk] for use in uses if use.pk in self._by_pk)
        return tuple(sorted(found, key=lambda source: source.number))

    def one(self, use: PageSource | None) -> NumberedSource | None:
        """Return one source with its number."""
        return self._by_pk.get(use.pk) if use else None

    def support(self, fact: str) -> Support:
        """Return what a fact rests on: its own citation, else that of the record it belongs to, else that of the page."""
        if own := self.citations.get(fact):
            return self._from(own, fact=fact, whole=fact.rpartition("/")[2] == WHOLE)
        owner = fact.rpartition("/")[0]
        for record in (f"{owner}/{WHOLE}" if owner else WHOLE, WHOLE):
            if (citation := self.citations.get(record)) and citation.sources.all():
                return Support(fact=record, sources=self.numbered(citation.sources.all()), whole=True, note=citation.note, has_row=True)
        return Support(fact=fact)

    def given(self, *, fact: str, mark: str, uses: Iterable[PageSource], elsewhere: str = "", record_stands_in: bool = False) -> Support:
        """Return the support of something that carries its own mark and sources, such as an offer or a term.

        `elsewhere` is where its sources are shown if not on this page; `record_stands_in` takes those of the page's record for one that
        names none itself.
        """
        sources = self.numbered(uses)
        record = self.citations.get(WHOLE) if record_stands_in and not sources else None
        if record:
            return Support(fact=fact, mark=mark, sources=self.numbered(record.sources.all()), whole=True, elsewhere=elsewhere)
        return Support(fact=fact, mark=mark, sources=sources, elsewhere=elsewhere)

    def dead_note(self, url: str) -> str:
        """Return what is to be said of an address of a source that is dead, else nothing. One query for all addresses of the page."""
        check = self._dead.get(address_key(url)) if url else None
        return dead_words(check) if check else ""

    @cached_property
    def _dead(self) -> dict[str, AddressCheck]:
        return AddressCheck.objects.dead_among(url for source in self.sources for url in (source.href, *source.use.upstream))

    def is_disputed(self, fact: str) -> bool:
        """Whether sources disagree about a fact."""
        return any(item.fact == fact for item in self.contradictions)

    def rows(self) -> Iterator[FactRow]:
        """Yield every cited fact, in the order of the page's subjects."""
        order = list(self.subjects)
        for fact in sorted(self.citations, key=lambda fact: (self._rank(fact, order), fact)):
            yield FactRow(subject=self._subject(fact), label=fact_words(fact.rpartition("/")[2]), support=self.support(fact))

    def disputes(self) -> Iterator[Dispute]:
        """Yield the facts on which sources disagree."""
        for item in self.contradictions:
            values = tuple((value.value, self.one(value.source)) for value in item.values.all())
            yield Dispute(self._subject(item.fact), fact_words(item.fact.rpartition("/")[2]), item.note, values)

    def _from(self, citation: Citation, *, fact: str, whole: bool) -> Support:
        return Support(
            fact=fact, mark=citation.verification, sources=self.numbered(citation.sources.all()), whole=whole, note=citation.note,
            checked_on=citation.checked_on, checked_by=citation.checked_by, has_row=True,
        )  # fmt: skip

    def _subject(self, fact: str) -> str:
        owner = fact.rpartition("/")[0]
        return self.subjects.get(owner, owner.rpartition("/")[2])

    def _rank(self, fact: str, order: list[str]) -> int:
        owner = fact.rpartition("/")[0]
        return order.index(owner) if owner in order else -1 if not owner else len(order)
