"""What every made-up page has, and the pages whose number does not grow with the catalog: organizations and licenses."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, count
from random import Random

from benchmarks.bulk import Row, Table
from benchmarks.made_up import words
from benchmarks.made_up.tables import LICENSE, LICENSE_TERM, ORGANIZATION, PAGE, PAGE_SOURCE, REVISION, SOURCE
from registry.models.pages import folded, name_key

DEVELOPERS, PARTNERS, DOING_BOTH, SOURCES = 200, 40, 10, 500
Rows = Iterator[tuple[Table, Row]]


@dataclass(frozen=True)
class Organization:
    """Who develops or offers."""

    page: int
    slug: str
    name: str


@dataclass(frozen=True)
class License:
    """What a variant may be under."""

    page: int
    slug: str
    commercial_use: str


@dataclass
class Making:
    """A catalog in the making: the chances still to be taken, and what later rows may point to."""

    chance: Random
    pages: Iterator[int] = field(default_factory=lambda: count(1))
    page_sources: Iterator[int] = field(default_factory=lambda: count(1))
    developers: list[Organization] = field(default_factory=list)
    partners: list[Organization] = field(default_factory=list)
    licenses: list[License] = field(default_factory=list)
    license_weights: list[float] = field(default_factory=list)

    def page(self, *, kind: str, slug: str, name: str, state: str = "published", names: tuple[str, ...] = ()) -> tuple[Table, Row]:
        """The row of a page; its id comes first."""
        summary = f"{name} was made up for measuring; nothing in it exists."
        return PAGE, (next(self.pages), kind, slug, name, state, summary, folded(name, slug, *names), name_key([name, slug]))

    def page_source(self, page: int, *, key: str = "announcement") -> tuple[Table, Row]:
        """The row of a source in a page's list; its id comes first."""
        return PAGE_SOURCE, (next(self.page_sources), page, key, 1 + self.chance.randrange(SOURCES))


def slug_of(name: str) -> str:
    """The name as part of an address."""
    return name.lower().replace(" ", "-")


def shared_rows(making: Making) -> Rows:
    """The organizations, sources and licenses that everything else points to."""
    yield REVISION, (1, 1)
    yield from _organizations(making)
    for number in range(1, SOURCES + 1):
        url = f"https://announcements.example/{number}"
        yield SOURCE, (number, "web_page", f"Announcement {number}", url, hashlib.sha256(url.encode()).hexdigest())
    yield from _licenses(making)


def _organizations(making: Making) -> Rows:
    for number in range(DEVELOPERS + PARTNERS):
        develops, offers = number < DEVELOPERS, number >= DEVELOPERS - DOING_BOTH
        name = f"{words.word(40_000 + number)} {'Labs' if develops else 'Cloud'}"
        row = making.page(kind="organization", slug=slug_of(name), name=name)
        organization = Organization(page=row[1][0], slug=slug_of(name), name=name)
        roles = []
        if develops:
            making.developers.append(organization)
            roles.append("developer")
        if offers:
            making.partners.append(organization)
            roles.append("hosting_partner")
        yield row
        country = making.chance.choice(words.COUNTRIES)
        yield ORGANIZATION, (organization.page, f",{','.join(roles)},", country, f"https://{organization.slug}.example/")


def _licenses(making: Making) -> Rows:
    numbers = count(50_000)
    weights = []
    for shape in words.LICENSE_SHAPES:
        for place in range(shape.count):
            name = f"{words.word(next(numbers))} {shape.category.replace('_', ' ')} license"
            page = making.page(kind="license", slug=slug_of(name), name=name)
            license_ = License(page=page[1][0], slug=slug_of(name), commercial_use=shape.commercial_use)
            making.licenses.append(license_)
            # The first of a category is taken most often.
            weights.append(shape.weight / (place + 1))
            yield page
            yield making.page_source(license_.page)
            reference, open_source = f"LicenseRef-{license_.slug}", shape.category == "permissive"
            yield LICENSE, (license_.page, reference, open_source, shape.category, shape.commercial_use)
            yield from _terms(license_, shape)
    making.license_weights = list(accumulate(weights))


def _terms(license_: License, shape: words.LicenseShape) -> Rows:
    for position, (kind, effect, parameters) in enumerate(shape.terms):
        paraphrase = f"What section {position + 1} of this made-up license says about {kind.replace('_', ' ')}."
        key = f"{license_.slug}#{kind}"
        yield LICENSE_TERM, (license_.page, position, key, kind, effect, f"§{position + 1}", paraphrase, json.dumps(parameters))
