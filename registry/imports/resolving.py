"""Whom and what a record of another catalog means: hosts to organizations, identifiers and names to variants.

An identifier settles it, a name settles it where only one variant goes by it. What differs by more than spelling is asked, not guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from registry.imports.records import CatalogRecord
from registry.models import AIModel, ClaimedRecord, HostingOffer, HubRepository, ModelVariant, PageName
from registry.models.hosting import OfferVariant
from registry.models.pages import folded
from registry.models.vocabulary import Kind, Matched, State

# What hosts append to an identifier to say how it is served: the model stays the same.
_SERVED = re.compile(r"(:free|:thinking|:nitro|:floor|:extended|:latest|-maas|-tee|@[\w.-]+)$", re.IGNORECASE)
# What tells another edition of the same weights: it may be meant, a person has to say so.
_EDITION = re.compile(
    r"[-_](fp8|fp4|nvfp4|int4|int8|bf16|awq|gptq|gguf|mlx|turbo|lite|fast|instruct|chat|it|hf|preview|latest|dynamic|reference)$",
    re.IGNORECASE,
)
MOST_CANDIDATES = 5
LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Match:
    """What a record means: a variant by primary key and how it was found, or the slugs of those that may be meant. What a person said
    comes with the person and the moment; they may have said that none of ours is meant."""

    variant: int | None = None
    matched: Matched = Matched.NOTHING
    candidates: tuple[str, ...] = ()
    settled_by: int | None = None
    settled_at: datetime | None = None


@dataclass(slots=True)
class Variants:
    """Finds variants by what others call them. What repositories are called is read once, the rest for each batch of records."""

    _slugs: dict[int, str] = field(default_factory=dict)
    _tails: Mapping[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of_catalog(cls) -> "Variants":
        """Read the ends of all repository names: llama-2-7b of meta-llama/Llama-2-7b."""
        tails: dict[str, set[int]] = defaultdict(set)
        for name, variant in HubRepository.objects.filter(variant__published=True).order_by().values_list("name", "variant_id").iterator():
            tails[folded(name.rpartition("/")[2])].add(variant)
        return cls(_tails=tails)

    def match(self, records: Iterable[tuple[CatalogRecord, int | None]]) -> list[Match]:
        """Return what each record means; each comes with the organization that hosts it, if that is known. As many queries for many."""
        records = list(records)
        identifiers = [served(record.identifier) for record, _ in records]
        repositories = _repositories(identifiers)
        offered = _offered(records)
        named = _named({key for record, _ in records for key in _keys(record)})
        said = _said({asked_as(record) for record, _ in records})
        matches = []
        for record, organization in records:
            identifier = served(record.identifier)
            tail = folded(identifier.rpartition("/")[2])
            matches.append(
                said.get(asked_as(record))
                or self._first(
                    (Matched.BY_ID, repositories.get(identifier.lower(), set())),
                    (Matched.BY_ID, offered.get((organization or 0, record.identifier), set())),
                    (Matched.BY_ID, self._tails.get(tail, set())),
                    (Matched.BY_ALIAS, named.get(folded(identifier), set()) or named.get(tail, set())),
                    (Matched.BY_NAME, named.get(folded(record.name), set())),
                )
                or self._doubtful(record, named)
            )
        return self._with_slugs(matches)

    def _first(self, *ways: tuple[Matched, set[int]]) -> Match | None:
        for matched, found in ways:
            if len(found) == 1:
                return Match(next(iter(found)), matched)
            if found:
                return _asked(found)
        return None

    def _doubtful(self, record: CatalogRecord, named: Mapping[str, set[int]]) -> Match:
        plain = folded(without_edition(record.identifier))
        found = self._tails.get(plain, set()) | named.get(plain, set()) | named.get(folded(without_edition(record.name)), set())
        return _asked(found) if found else Match()

    def _with_slugs(self, matches: list[Match]) -> list[Match]:
        wanted = {int(pk) for match in matches for pk in match.candidates} - self._slugs.keys()
        self._slugs.update(ModelVariant.objects.filter(pk__in=wanted).values_list("pk", "slug"))
        return [
            replace(match, candidates=tuple(sorted(self._slugs[int(pk)] for pk in match.candidates))[:MOST_CANDIDATES]) for match in matches
        ]


def asked_as(record: CatalogRecord) -> str:
    """Return the name under which people are asked once what records mean, whoever hosts them."""
    return folded(served(record.identifier).rpartition("/")[2])[:LONGEST_NAME]


def served(identifier: str) -> str:
    """Return an identifier without what a host appends to say how it serves the model: "x/y:free" is x/y."""
    return _SERVED.sub("", identifier.strip())


def without_edition(identifier: str) -> str:
    """Return the last part of an identifier without the marks of an edition: "x/llama-3.1-8b-instruct-fp8" is llama-3.1-8b."""
    plain = served(identifier).rpartition("/")[2].replace(" ", "-")
    while (shorter := _EDITION.sub("", plain)) != plain:
        plain = shorter
    return plain


def organizations(hosts: Mapping[str, str]) -> dict[str, tuple[int, Matched]]:
    """Return the organization that each host is, by its code, where exactly one goes by its code or name. One query."""
    keys = {code: (folded(code), folded(name)) for code, name in hosts.items()}
    found: dict[str, set[int]] = defaultdict(set)
    wanted = {key for pair in keys.values() for key in pair if key}
    rows = PageName.objects.filter(key__in=wanted, page__kind=Kind.ORGANIZATION, page__state=State.PUBLISHED)
    for key, page in rows.order_by().values_list("key", "page_id"):
        found[key].add(page)
    matches = {}
    for code, (by_code, by_name) in keys.items():
        for key, matched in ((by_code, Matched.BY_ALIAS), (by_name, Matched.BY_NAME)):
            if len(found[key]) == 1:
                matches[code] = (next(iter(found[key])), matched)
                break
    return matches


def _said(names: set[str]) -> dict[str, Match]:
    """What people said that records of these names mean."""
    columns = ("asked_as", "variant_id", "settled_by_id", "settled_at")
    return {
        name: Match(variant, Matched.PERSON, (), person, moment)
        for name, variant, person, moment in ClaimedRecord.objects.settled(names).values_list(*columns)
    }


def _asked(found: set[int]) -> Match:
    return Match(None, Matched.DOUBTFUL, tuple(str(pk) for pk in found))


def _keys(record: CatalogRecord) -> set[str]:
    identifier = served(record.identifier)
    texts = (identifier, identifier.rpartition("/")[2], record.name, without_edition(identifier), without_edition(record.name))
    return {key for key in map(folded, texts) if key}


def _repositories(identifiers: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, variant in HubRepository.objects.named(identifiers).filter(variant__published=True).values_list("name", "variant_id"):
        found[name.lower()].add(variant)
    return found


def _offered(records: Iterable[tuple[CatalogRecord, int | None]]) -> dict[tuple[int, str], set[int]]:
    """Variants by host and by the identifier that an offer here says they have there."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    offers = HostingOffer.objects.published().filter(identifier__in={record.identifier for record, _ in records})
    columns = ("offer__partner_id", "offer__identifier", "variant_id")
    for partner, identifier, variant in OfferVariant.objects.filter(offer__in=offers).order_by().values_list(*columns):
        found[partner, identifier].add(variant)
    return found


def _named(keys: set[str]) -> dict[str, set[int]]:
    """Variants by their folded names, and by those of models that have one variant only."""
    found: dict[str, set[int]] = defaultdict(set)
    names = PageName.objects.filter(key__in=keys, page__kind=Kind.MODEL, page__state=State.PUBLISHED).order_by()
    rows = list(names.values_list("key", "anchor", "page_id"))
    slugs = {anchor for _, anchor, _ in rows if anchor}
    by_slug = dict(ModelVariant.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    alone = _only_variants({page for _, anchor, page in rows if not anchor})
    for key, anchor, page in rows:
        variant = by_slug.get(anchor) if anchor else alone.get(page)
        if variant:
            found[key].add(variant)
    return found


def _only_variants(models: set[int]) -> dict[int, int]:
    variants: dict[int, list[int]] = defaultdict(list)
    for model, variant in ModelVariant.objects.filter(model__in=AIModel.objects.filter(pk__in=models)).values_list("model_id", "pk"):
        variants[model].append(variant)
    return {model: found[0] for model, found in variants.items() if len(found) == 1}
