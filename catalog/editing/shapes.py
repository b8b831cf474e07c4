"""The parts that a page's document has: where they stand, what they are called, and the form over each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.editing.evidence import ContestedValueForm, ContradictionForm, SourceForm
from catalog.editing.offers import OfferForm, PriceForm
from catalog.editing.pages import FORMS
from catalog.editing.parts import PartForm, Rows
from catalog.editing.terms import TermForm, VersionForm
from catalog.editing.variants import BaseForm, BenchmarkForm, EarlierLicenseForm, VariantForm
from catalog.presentation.evidence import fact_words
from catalog.presentation.terms import type_words
from registry.documents import DOCUMENTS
from registry.documents.offers import OfferDocument
from registry.documents.page import WHOLE
from registry.documents.variants import VariantDocument
from registry.models.vocabulary import Channel, Kind

Data = Mapping[str, Any]
NEW = "new"


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of part. `identity` is the field that names it; none where its place in the list does. `carries_sources` says that
    its sources stand on it as a whole, not on its facts one by one."""

    name: str
    one: str
    many: str
    form: type[PartForm]
    identity: str = ""
    rows: tuple[Rows, ...] = ()
    facts: tuple[str, ...] = ()
    carries_sources: bool = False

    @property
    def a_new_one(self) -> str:
        """What adding one is called: "an offer"."""
        return f"an {self.one}" if self.one[0] in "aeio" else f"a {self.one}"


_BASES = Rows("lineage/bases", BaseForm, title="Made from", one="base", fact="lineage")
_EARLIER = Rows("earlier_licenses", EarlierLicenseForm, title="Earlier licenses, oldest first", one="license", fact="license")
_BENCHMARKS = Rows("benchmarks", BenchmarkForm, title="Benchmark results", one="result", fact="benchmarks")
_PRICES = Rows("prices", PriceForm, title="List prices", one="price", fact="prices")
_VALUES = Rows("values", ContestedValueForm, title="What the sources say (two or more)", one="value")

VARIANTS = Shape(
    "variants", "variant", "Variants", VariantForm, "slug", (_BASES, _EARLIER, _BENCHMARKS), (WHOLE, *VariantDocument.FACTS)
)  # fmt: skip
OFFERS = Shape("offers", "offer", "Offers", OfferForm, "slug", (_PRICES,), OfferDocument.FACTS, carries_sources=True)
TERMS = Shape("terms", "term", "Terms", TermForm, "id", carries_sources=True)
VERSIONS = Shape("versions", "version", "Issues of the text", VersionForm)
CONTRADICTIONS = Shape("contradictions", "contradiction", "Where sources disagree", ContradictionForm, rows=(_VALUES,))
SOURCES = Shape("sources", "source", "Sources", SourceForm, "key")

_OF_KIND: dict[str, tuple[Shape, ...]] = {
    Kind.MODEL: (VARIANTS, OFFERS, SOURCES, CONTRADICTIONS),
    Kind.LICENSE: (TERMS, VERSIONS, SOURCES, CONTRADICTIONS),
    **dict.fromkeys((Kind.FAMILY, Kind.ORGANIZATION, Kind.ARTICLE), (SOURCES, CONTRADICTIONS)),
}


def page_shape(kind: str) -> Shape:
    """Return the page's own part: everything that stands in none of its lists."""
    return Shape("", "page", "The page", FORMS[kind], facts=(WHOLE, *DOCUMENTS[kind].FACTS))


def shapes_of(kind: str) -> tuple[Shape, ...]:
    """Return the lists of parts that a page of the kind has."""
    return _OF_KIND[kind]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a page: its shape and its key, which is "new" for one that is being added and empty for the page itself."""

    shape: Shape
    key: str = ""

    @property
    def path(self) -> str:
        """Return what stands after `?part=`."""
        return f"{self.shape.name}/{self.key}" if self.shape.name else ""

    @property
    def is_new(self) -> bool:
        """Whether the part is being added."""
        return self.key == NEW

    @property
    def is_page(self) -> bool:
        """Whether it is the page itself."""
        return not self.shape.name

    def index_in(self, document: Data) -> int | None:
        """Return the place of a part in its list, or None where it is not there."""
        items = document.get(self.shape.name, [])
        if self.shape is SOURCES:
            return list(items).index(self.key) if self.key in items else None
        if self.shape.identity:
            return next((at for at, item in enumerate(items) if item.get(self.shape.identity) == self.key), None)
        number = int(self.key) if self.key.isascii() and self.key.isdecimal() and len(self.key) < 5 else 0
        return number - 1 if 0 < number <= len(items) else None

    def part_in(self, document: Data) -> dict[str, Any] | None:
        """Return the part as the document has it; None where it has it no more."""
        if self.is_page:
            return {name: value for name, value in document.items() if name not in {shape.name for shape in shapes_of(document["kind"])}}
        if self.is_new:
            return {}
        at = self.index_in(document)
        if at is None:
            return None
        return {"key": self.key, **document["sources"][self.key]} if self.shape is SOURCES else dict(document[self.shape.name][at])


def place_at(kind: str, path: str) -> Place | None:
    """Return what `?part=` names on a page of the kind, as far as that can be told without the page."""
    name, _, key = path.partition("/")
    if not path:
        return Place(page_shape(kind))
    shape = next((shape for shape in shapes_of(kind) if shape.name == name), None)
    return Place(shape, key) if shape and key and "\x00" not in key else None


def places_in(document: Data, shape: Shape) -> Iterator[tuple[Place, str]]:
    """Yield the parts of one list with what each is called."""
    if shape is SOURCES:
        for key, source in document.get("sources", {}).items():
            yield Place(shape, key), title_of(shape, {"key": key, **source})
        return
    for number, item in enumerate(document.get(shape.name, ()), start=1):
        yield Place(shape, str(item.get(shape.identity) or number)), title_of(shape, item)


def title_of(shape: Shape, part: Data) -> str:
    """Return what a part is called."""
    match shape.name:
        case "variants":
            return str(part.get("name", ""))
        case "offers":
            covered = part.get("other_variant") or ", ".join(part.get("variants", ()))
            words = (part.get("service", ""), Channel(part["channel"]).label if part.get("channel") else "", covered)
            return " · ".join(str(word) for word in words if word)
        case "terms":
            return f"{part.get('section', '')}: {type_words(part.get('type', ''))}"
        case "versions":
            return f"Version {part.get('version', '')}"
        case "contradictions":
            *owner, fact = str(part.get("fact", "")).split("/")
            return f"{fact_words(fact)}{f' ({owner[-1]})' if owner else ''}"
        case "sources":
            return str(part.get("title") or part.get("url") or part.get("repo") or part.get("package") or part.get("key", ""))
    return str(part.get("name", ""))
