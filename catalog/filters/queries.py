"""Reading a query string strictly: whatever is not understood is a mistake with a name, never ignored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict

from catalog.directory import Directory
from catalog.filters.kinds import Filter, Parameter, RefusedError, shortened
from catalog.filters.usable import Usable

MOST_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one query parameter, a stable code, and what is allowed instead."""

    parameter: str
    code: str
    detail: str
    allowed: tuple[str, ...] = ()


class InvalidQuery(ValueError):  # noqa: N818 - reads as what it is
    """A query that cannot be answered as it stands; `mistakes` names each parameter."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("; ".join(f"{mistake.parameter}: {mistake.detail}" for mistake in self.mistakes))


def read_query(query: QueryDict, *, known: Collection[str]) -> tuple[dict[str, str], list[Mistake]]:
    """Return the parameters that were given once with a usable text, and the mistakes of all others."""
    given: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for name, texts in query.lists():
        if len(mistakes) >= MOST_MISTAKES:
            break
        if name not in known:
            mistakes.append(_unknown(name, known))
        elif len(texts) > 1:
            mistakes.append(Mistake(name, "repeated", f"'{name}' is given {len(texts)} times: give it once, several values with commas"))
        elif "\x00" in texts[0]:
            mistakes.append(Mistake(name, "invalid_value", f"the value of '{name}' holds a NUL character"))
        elif not texts[0].strip():
            mistakes.append(Mistake(name, "empty", f"'{name}' has no value: give one, or leave the parameter out"))
        else:
            given[name] = texts[0]
    return given, mistakes


def without_blanks(query: QueryDict) -> QueryDict:
    """Return what a form of the site sends without its empty fields: they choose nothing."""
    chosen = query.copy()
    for name in [name for name, texts in query.lists() if not any(text.strip() for text in texts)]:
        del chosen[name]
    return chosen


def _unknown(name: str, known: Collection[str]) -> Mistake:
    shown = shortened(name)
    allowed = tuple(sorted(known))
    near = get_close_matches(shown, allowed, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return Mistake(shown, "unknown_parameter", f"There is no parameter '{shown}'.{hint} There is: {', '.join(allowed)}.", allowed)


class FilterSet:
    """The filters of one resource, read from the parameters of one request.

    `mistakes` is empty for a good query; `narrow` must not be called otherwise. A record has to meet every filter. Filters of variants
    and of offers are met together, by the same variant and by the same offer; `__not` leaves out what the filter without it finds.
    `profiles` says that the caller may see the organization's use profiles; without it a filter by one is a mistake.
    """

    own: ClassVar[tuple[Filter, ...]] = ()
    of_variants: ClassVar[tuple[Filter, ...]] = ()
    of_offers: ClassVar[tuple[Filter, ...]] = ()

    def __init__(self, given: Mapping[str, str], *, directory: Directory, profiles: bool = False) -> None:
        self.mistakes: list[Mistake] = []
        self.active: list[tuple[Filter, str, list[Any]]] = []
        by_parameter = self._by_parameter()
        for name, text in given.items():
            if name not in by_parameter:
                continue
            wanted, suffix = by_parameter[name]
            try:
                if isinstance(wanted, Usable) and not profiles:
                    raise RefusedError("is answered by the API alone, to the organization's own people")
                values = wanted.read(text, given=given, directory=directory)
                if suffix in ("__gte", "__lte") and len(values) > 1:
                    raise RefusedError("give one bound, not a list")
            except RefusedError as refusal:
                self.mistakes.append(Mistake(name, refusal.code, f"{name}: {refusal}", refusal.allowed))
            else:
                self.active.append((wanted, suffix, values))

    @classmethod
    def all(cls) -> tuple[Filter, ...]:
        """Return every filter, in the order in which they are documented."""
        return (*cls.own, *cls.of_variants, *cls.of_offers)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """Return every query parameter of the filters."""
        return [parameter for each in cls.all() for parameter in each.parameters()]

    @classmethod
    def _by_parameter(cls) -> Mapping[str, tuple[Filter, str]]:
        known = cls.__dict__.get("_known")
        if known is None:
            known = {each.name + suffix: (each, suffix) for each in cls.all() for suffix in each.SUFFIXES}
            cls._known = known
        return known

    _known: ClassVar[Mapping[str, tuple[Filter, str]]]

    @classmethod
    def names(cls) -> Collection[str]:
        """Return the names of all query parameters of the filters."""
        return cls._by_parameter().keys()

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the records of the queryset that meet the filters."""
        variants, offers = Q(), Q()
        for wanted, suffix, values in self.active:
            condition = wanted.condition(suffix, values)
            if wanted in self.of_variants:
                if suffix == "__not":
                    queryset = queryset.exclude(self.having_variant(condition))
                else:
                    variants &= condition
            elif wanted in self.of_offers:
                if suffix == "__not":
                    queryset = queryset.exclude(self.having_offer(condition))
                else:
                    offers &= condition
            else:
                queryset = queryset.exclude(condition) if suffix == "__not" else queryset.filter(condition)
        if variants:
            queryset = queryset.filter(self.having_variant(variants))
        return queryset.filter(self.having_offer(offers)) if offers else queryset

    def having_variant(self, condition: Q) -> Q:
        """Turn a condition on variants into one on this resource."""
        raise NotImplementedError

    def having_offer(self, condition: Q) -> Q:
        """Turn a condition on offers into one on this resource."""
        raise NotImplementedError
