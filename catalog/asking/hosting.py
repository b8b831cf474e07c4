"""What an address asks of the pages about hosting: for which day, which offers, which mix of tokens. Mistakes are collected with names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict

from catalog.asking.amounts import read_amount
from catalog.comparison.wanted import found
from catalog.directory import Directory
from catalog.filters import Mistake, read_query, without_blanks
from catalog.filters.hosting import HostedModelFilters, PricedFilters
from catalog.filters.kinds import shortened
from catalog.hosting.costs import MOST_TOKENS, Mix
from catalog.hosting.offers import models_of, offered
from catalog.hosting.standing import Standing, stands_as
from registry.models import AIModel, ModelVariant
from registry.models.hosting import HostingOfferQuerySet

ANY = "any"
STANDINGS = (*(standing.value for standing in Standing), ANY)
MOST_COLUMNS = 12
LONGEST_NUMBER = 40
TOKENS = ("input_tokens", "output_tokens")
COST_PARAMETERS = ("model", *TOKENS, "requests", "as_of")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = "write a whole number: 3000000, 3,000,000, 3_000_000, 3M or 1.5B"


@dataclass(frozen=True, slots=True)
class OffersWanted:
    """Which offers a matrix or a list shows, on which day. `mistakes` is empty for a good query."""

    given: Mapping[str, str]
    filters: HostedModelFilters
    on: date
    standing: str
    columns: tuple[str, ...]
    mistakes: list[Mistake]

    @property
    def offers(self) -> HostingOfferQuerySet:
        """The offers that meet the filters and stand on the day as asked."""
        offers = self.filters.offers(offered())
        return offers if self.standing == ANY else offers.filter(stands_as([self.standing], on=self.on))

    @property
    def models(self) -> QuerySet[AIModel]:
        """The models of these offers."""
        return models_of(self.offers)


@dataclass(frozen=True, slots=True)
class CostWanted:
    """What is to be reckoned: `about` is a model or a variant, or None for all; `mix` is None where none was given yet."""

    given: Mapping[str, str]
    filters: PricedFilters
    on: date
    about: AIModel | ModelVariant | None
    mix: Mix | None
    mistakes: list[Mistake]

    @property
    def offers(self) -> HostingOfferQuerySet:
        """The offers that are meant."""
        offers = offered()
        if isinstance(self.about, ModelVariant):
            offers = offers.for_variant([self.about.slug])
        elif self.about:
            offers = offers.filter(model=self.about)
        return self.filters.offers(offers)


class _Reader:
    """The parameters of one request, and what is wrong with them."""

    def __init__(self, query: QueryDict, *, known: set[str]) -> None:
        self.given, self.mistakes = read_query(query, known=known)

    def refuse(self, name: str, detail: str, *, code: str = "invalid_value", allowed: tuple[str, ...] = ()) -> None:
        self.mistakes.append(Mistake(name, code, f"{name}: {detail}", allowed))

    def day(self, *, today: date) -> date:
        """Read as_of; today where it is left out."""
        text = self.given.get("as_of")
        try:
            if text is not None:
                return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse("as_of", f"'{shortened(text or '')}' is not a day of the calendar: write it as 2026-11-01")
        return today

    def amount(self, name: str, *, least: int = 0) -> int | None:
        """Read a number of tokens or requests; None where it is left out or wrong."""
        text = self.given.get(name)
        if text is None:
            return None
        try:
            number = read_amount(text) if len(text) <= LONGEST_NUMBER else {}
        except ValueError:
            number = {}
        if not isinstance(number, int) or not least <= number <= MOST_TOKENS:
            self.refuse(name, f"'{shortened(text)}' is not a number from {least} to {MOST_TOKENS:,}: {_AMOUNT}")
            return None
        return number

    def mix(self) -> Mix | None:
        """Read the tokens of a month; those of one request are multiplied by the requests."""
        given = [name for name in TOKENS if name in self.given]
        tokens = [self.amount(name) for name in TOKENS]
        times = self.amount("requests", least=1) if "requests" in self.given else 1
        for name in TOKENS:
            if name not in self.given and (given or "requests" in self.given):
                self.refuse(name, "is needed too: write 0 where there are none", code="required")
        if any(number is None for number in tokens) or times is None:
            return None
        input_tokens, output_tokens = (number * times for number in tokens if number is not None)
        if max(input_tokens, output_tokens) > MOST_TOKENS:
            self.refuse("requests", f"together that is more than {MOST_TOKENS:,} tokens a month")
        elif not input_tokens and not output_tokens:
            self.refuse("input_tokens", "without any token there is nothing to reckon")
        else:
            return Mix(input_tokens, output_tokens)
        return None

    def about(self) -> AIModel | ModelVariant | None:
        """Read which model or variant is meant, by slug or any of its names: up to four queries."""
        text = self.given.get("model")
        if text is None:
            return None
        slugs, _ = found([text.strip()], by="m")
        for table in (AIModel, ModelVariant):
            row: AIModel | ModelVariant | None = table.objects.published().filter(slug__in=slugs).first()
            if row is not None:
                return row
        self.refuse("model", f"there is no model or variant '{shortened(text)}' in the catalog")
        return None


def read_offers_wanted(query: QueryDict, *, directory: Directory, today: date, known: tuple[str, ...] = ()) -> OffersWanted:
    """Read what the matrix or a list of offers shows; `known` are parameters of the page besides. Nothing is raised."""
    query = without_blanks(query)
    if query.getlist("show"):
        query["show"] = ",".join(query.getlist("show"))
    reader = _Reader(query, known={*HostedModelFilters.names(), "as_of", "standing", "show", *known})
    filters = HostedModelFilters(reader.given, directory=directory)
    on = reader.day(today=today)
    standing = reader.given.get("standing", Standing.CURRENT.value)
    if standing not in STANDINGS:
        reader.refuse("standing", f"'{shortened(standing)}' is not one of {', '.join(STANDINGS)}", allowed=STANDINGS)
    columns = tuple(dict.fromkeys(filter(None, reader.given.get("show", "").split(","))))
    there = directory.keys("organization", columns[: MOST_COLUMNS + 1])
    if len(columns) > MOST_COLUMNS:
        reader.refuse("show", f"at most {MOST_COLUMNS} partners can be shown side by side: these are {len(columns)}")
    elif unknown := [slug for slug in columns if slug not in there]:
        reader.refuse("show", f"there is no organization '{shortened(unknown[0])}'")
    return OffersWanted(reader.given, filters, on, standing, columns, [*reader.mistakes, *filters.mistakes])


def read_cost_wanted(
    query: QueryDict, *, directory: Directory, today: date, known: tuple[str, ...] = (), profiles: bool = False
) -> CostWanted:
    """Read what is to be reckoned; `profiles` says that the caller may see the organization's use profiles. Nothing is raised."""
    reader = _Reader(without_blanks(query), known={*PricedFilters.names(), *COST_PARAMETERS, *known})
    filters = PricedFilters(reader.given, directory=directory, profiles=profiles)
    on, about, mix = reader.day(today=today), reader.about(), reader.mix()
    return CostWanted(reader.given, filters, on, about, mix, [*reader.mistakes, *filters.mistakes])
