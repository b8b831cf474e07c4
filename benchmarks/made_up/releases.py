"""Made-up families, models, variants and offers: the pages whose number grows with the catalog."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from benchmarks.made_up import words
from benchmarks.made_up.pages import License, Making, Organization, Rows, shared_rows, slug_of
from benchmarks.made_up.tables import (
    CITATION,
    CITATION_SOURCE,
    EARLIER_LICENSE,
    FAMILY,
    FAMILY_DEVELOPER,
    LINEAGE,
    MODEL,
    MODEL_DEVELOPER,
    OFFER,
    OFFER_SOURCE,
    OFFER_VARIANT,
    PRICE,
    REPOSITORY,
    RESULT,
    VARIANT,
)  # fmt: skip
from registry.models.pages import folded, name_key

MODELS_PER_FAMILY = 5
MOST_VARIANTS = 7
_MILDEST_FIRST = ("permitted", "conditional", "unknown", "not_permitted")


@dataclass(frozen=True, kw_only=True)
class Release:
    """What the variants and offers of one model have in common."""

    page: int
    slug: str
    name: str
    developer: Organization
    license: License
    open_weights: bool
    published: bool
    released: str | None
    precision: str
    source: int


@dataclass(frozen=True, kw_only=True)
class MadeVariant:
    """A variant that offers and derivatives may point to."""

    id: int
    slug: str
    name: str
    commercial_use: str


def catalog_rows(*, variants: int, seed: int) -> Rows:
    """Yield (table, row) for a catalog of that many variants, each row after those it points to."""
    making = Making(chance=Random(seed))
    yield from shared_rows(making)
    yield from _Releases(making).rows(variants)


class _Releases:
    def __init__(self, making: Making) -> None:
        self.making = making
        self.chance = making.chance
        self.variants, self.offers, self.citations = count(1), count(1), count(1)
        # The commercial use of each variant so far, by id - 1: a later one may be derived from any of them.
        self.uses: list[str] = []

    def rows(self, wanted: int) -> Rows:
        for number in count():
            if len(self.uses) >= wanted:
                return
            if number % MODELS_PER_FAMILY == 0:
                name = words.word(number // MODELS_PER_FAMILY)
                developers = self.making.developers
                # The first developers have the most families.
                developer = developers[int(len(developers) * self.chance.random() ** 2)]
                family = self.making.page(kind="family", slug=slug_of(name), name=name, names=(developer.slug,))
                yield family
                yield FAMILY, (family[1][0],)
                yield FAMILY_DEVELOPER, (family[1][0], developer.page)
            generation = number % MODELS_PER_FAMILY + 1
            size = min(self.chance.randint(1, MOST_VARIANTS), wanted - len(self.uses))
            yield from self._model(family=family[1][0], name=f"{name} {generation}", developer=developer, size=size)

    def _model(self, *, family: int, name: str, developer: Organization, size: int) -> Rows:
        chance, making = self.chance, self.making
        state = chance.choices(("published", "draft", "withdrawn"), (98, 1, 1))[0]
        page = making.page(kind="model", slug=slug_of(name), name=name, state=state, names=(developer.slug,))
        source = making.page_source(page[1][0])
        released, precision = partial_day(chance)
        release = Release(
            page=page[1][0], slug=slug_of(name), name=name, developer=developer, open_weights=chance.random() > 0.06,
            license=chance.choices(making.licenses, cum_weights=making.license_weights)[0], published=state == "published",
            released=released, precision=precision, source=source[1][0],
        )  # fmt: skip
        variants: list[MadeVariant] = []
        pending = [row for position in range(size) for row in self._variant(release, position=position, siblings=variants)]
        uses = {variant.commercial_use for variant in variants}
        yield page
        yield source
        if chance.random() < 0.3:
            yield making.page_source(release.page, key="model-card")
        yield MODEL, (release.page, family, released, precision, max(uses, key=_MILDEST_FIRST.index), len(uses) > 1)
        yield MODEL_DEVELOPER, (release.page, developer.page, 0)
        second = chance.choice(making.developers)
        if second != developer and chance.random() < 0.08:
            yield MODEL_DEVELOPER, (release.page, second.page, 1)
        yield from pending
        yield from self._citation(release, "release_date")
        for variant in variants:
            yield from self._citation(release, f"variants/{variant.slug}/license")
        for number in range(sum(chance.randint(1, 5) for _ in variants)):
            yield from self._offer(release, number=number, variants=variants)

    def _citation(self, release: Release, fact: str) -> Rows:
        citation = next(self.citations)
        yield CITATION, (citation, release.page, fact, self.chance.choices(words.MARKS, words.MARK_WEIGHTS)[0])
        yield CITATION_SOURCE, (citation, release.source)

    def _variant(self, release: Release, *, position: int, siblings: list[MadeVariant]) -> Rows:
        chance, variant = self.chance, next(self.variants)
        size = chance.choices(words.SIZES, words.SIZE_WEIGHTS)[0]
        name = f"{release.name} {size / 1e9:g}B {words.TUNINGS[position]}".strip()
        # Two siblings may have the same size; the position keeps their addresses apart.
        slug = f"{slug_of(name)}-v{position + 1}"
        bases = self._bases(variant, siblings) if release.open_weights else []
        lineage = "declared" if bases else chance.choices(("none", "not_declared"), (80, 20))[0]
        use = release.license.commercial_use if release.open_weights and lineage != "not_declared" else "unknown"
        use = max([use, *(self.uses[base - 1] for base, *_ in bases if base)], key=_MILDEST_FIRST.index)
        self.uses.append(use)
        siblings.append(MadeVariant(id=variant, slug=slug, name=name, commercial_use=use))
        repositories = [f"{release.developer.slug}/{slug}", f"{release.developer.slug}/{slug}-hf"][: chance.choice((1, 1, 1, 2))]
        repositories = repositories if release.open_weights else []
        relicensed = release.open_weights and chance.random() < 0.01
        head = (variant, release.page, position, slug, name)
        yield VARIANT, (*head, *self._facts(release, size), *self._standing(release, [name, slug, *repositories], use, lineage, relicensed))
        for place, repository in enumerate(repositories):
            yield REPOSITORY, (variant, place, repository)
        for place, (base, external, relation) in enumerate(bases):
            yield LINEAGE, (variant, place, base, external, "closed_model" if external else "", relation)
        if relicensed:
            yield EARLIER_LICENSE, (variant, chance.choice(self.making.licenses).page, "2023-01-01", "2024-01-01")
        for place in range(chance.choice((0, 0, 0, 1, 2))):
            yield RESULT, (variant, place, chance.choice(words.BENCHMARKS), chance.choice((0, 5)), f"{chance.uniform(20, 95):.4f}")

    def _facts(self, release: Release, size: int) -> tuple[object, ...]:
        chance = self.chance
        status = chance.choices(words.STATUSES, words.STATUS_WEIGHTS)[0]
        dated = (release.released, release.precision) if chance.random() < 0.8 else partial_day(chance)
        inputs, outputs, category, _ = chance.choices(words.MODALITIES, [weight for *_, weight in words.MODALITIES])[0]
        # What a developer calls 7B has some millions more or less.
        total = round(size * chance.uniform(0.97, 1.07) / 1e6) * 1_000_000 if chance.random() < 0.96 else None
        active = total // 8 if total and chance.random() < 0.15 else None
        context = chance.choices(words.CONTEXTS, words.CONTEXT_WEIGHTS)[0] if chance.random() < 0.9 else None
        gated = chance.random() < 0.2 if release.open_weights else None
        return (status, *dated, release.open_weights, category, total, active, context, inputs, outputs, gated)

    def _standing(self, release: Release, names: list[str], use: str, lineage: str, relicensed: bool) -> tuple[object, ...]:
        license_ = (release.license.page, release.license.slug) if release.open_weights else (None, "")
        derived = (release.published, use, folded(*names, release.name), name_key(names))
        return (*license_, "2024-01-01" if relicensed else None, lineage, *derived)

    def _bases(self, variant: int, siblings: list[MadeVariant]) -> list[tuple[int | None, str, str]]:
        """(base, external name, relation); a base was always made earlier, so that no cycle can arise."""
        chance = self.chance
        if variant == 1 or chance.random() > 0.3:
            return []
        if chance.random() < 0.03:
            return [(None, "A closed teacher", "distill")]
        relation = chance.choices(words.RELATIONS, words.RELATION_WEIGHTS)[0]
        first = siblings[0].id if siblings and chance.random() < 0.6 else chance.randrange(1, variant)
        others = {first} | {chance.randrange(1, variant) for _ in range(relation == "merge")}
        return [(base, "", relation) for base in sorted(others)]

    def _offer(self, release: Release, *, number: int, variants: list[MadeVariant]) -> Rows:
        chance, offer = self.chance, next(self.offers)
        partner = chance.choice(self.making.partners)
        channel = chance.choices(words.CHANNELS, words.CHANNEL_WEIGHTS)[0]
        verification = chance.choices(words.MARKS, words.MARK_WEIGHTS)[0]
        status = "ended" if chance.random() < 0.06 else "listed"
        available, precision = partial_day(chance)
        regions = json.dumps(sorted(chance.sample(words.REGIONS, k=2))) if chance.random() < 0.2 else "[]"
        # An offer is for the whole model now and then; mostly it names a variant, rarely two.
        covered: list[int] = []
        if chance.random() >= 0.12:
            second = {chance.randrange(len(variants))} if chance.random() < 0.15 else set()
            covered = sorted({number % len(variants)} | second)
        identifier = f"{partner.slug}.{variants[covered[0]].slug if covered else release.slug}"
        service = f"{partner.name} Models"
        yield OFFER, (
            offer, f"{release.slug}-offer-{number + 1}", release.page, partner.page, channel, service, identifier, status, available,
            precision, regions, verification, folded(partner.slug, release.name, service, identifier),
        )  # fmt: skip
        for position, place in enumerate(covered):
            yield OFFER_VARIANT, (offer, variants[place].id, position)
        yield OFFER_SOURCE, (offer, release.source)
        if channel == "managed_api":
            for position in range(chance.choice((0, 1, 1, 1, 2))):
                paid = chance.randrange(20_000, 15_000_000, 10_000)
                yield PRICE, (offer, position, paid, paid * 3, f"202{5 + position}-0{1 + chance.randrange(9)}-01", release.source)


def partial_day(chance: Random) -> tuple[str | None, str]:
    """A first day and its precision; now and then none."""
    day = date.fromordinal(words.release_day(chance))
    kind = chance.choices(("day", "month", "year", ""), (70, 18, 6, 6))[0]
    match kind:
        case "":
            return None, ""
        case "year":
            day = day.replace(month=1, day=1)
        case "month":
            day = day.replace(day=1)
    return day.isoformat(), kind
