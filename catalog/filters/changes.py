"""Filters of recent changes, the same on the site and in the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from catalog.directory import Directory
from catalog.filters.kinds import Choice, Filter, RefusedError, shortened
from catalog.filters.queries import FilterSet, Mistake
from registry.documents.dates import first_day, last_day
from registry.models import Page, Revision
from registry.models.pages import folded, words_match
from registry.models.vocabulary import Kind, Origin, State


@dataclass(frozen=True, kw_only=True)
class _Plain(Filter):
    """A filter without a negation."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)


@dataclass(frozen=True, kw_only=True)
class Person(_Plain):
    """Who made a change: by username, or by the name that was recorded with it."""

    def resolved(self, texts: list[str], *, directory: Directory) -> list[str]:
        rows = Revision.objects.filter(_by(texts)).order_by().values_list("by_name", "by__username").distinct()
        known = {name for row in rows for name in row}
        for text in texts:
            if text not in known:
                raise RefusedError(f"nobody called '{shortened(text)}' has changed a page")
        return texts

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return _by(values)


def _by(names: list[str]) -> Q:
    return Q(by_name__in=names) | Q(by__username__in=names)


@dataclass(frozen=True, kw_only=True)
class Moment(_Plain):
    """A bound on when it was made: a day, a month or a year in UTC, its first moment or its last."""

    first: bool

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}

    def resolved(self, texts: list[str], *, directory: Directory) -> list[datetime]:
        if len(texts) > 1:
            raise RefusedError("give one bound, not a list")
        try:
            if not texts[0].isascii():
                raise ValueError
            day = first_day(texts[0]) if self.first else last_day(texts[0])
        except (ValueError, OverflowError) as error:
            raise RefusedError(f"'{shortened(texts[0])}' is not a day of the calendar: write 2026-11-01, 2026-11 or 2026") from error
        return [datetime.combine(day, time.min if self.first else time.max, tzinfo=UTC)]

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return Q(**{f"created_at__{'gte' if self.first else 'lte'}": values[0]})


@dataclass(frozen=True, kw_only=True)
class OfPages(_Plain):
    """Changes of pages that meet a condition; one that no page meets is a mistake."""

    by_words: bool = False

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 200}

    def values(self, text: str, *, directory: Directory) -> list[str]:
        if len(text) > 200 or (self.by_words and not folded(text)):
            raise RefusedError("write one to 200 characters, a letter or a digit among them")
        return [text]

    def pages(self, text: str) -> Q:
        """Return the condition on pages."""
        return words_match(text) if self.by_words else Q(slug=text)

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return Q(page__in=Page.objects.filter(self.pages(values[0])).values("pk"))


_OF_PAGES = (
    OfPages(name="page", about="The page, by slug."),
    OfPages(name="q", about="Words in the page's name or aliases.", by_words=True),
)


class ChangeFilters(FilterSet):
    """Which changes. Those of drafts are there only with `drafts`, for people who may edit."""

    own = (
        Choice(name="kind", words=tuple(Kind.values), field="page__kind", about="Kind of the page."),
        Choice(name="origin", words=tuple(Origin.values), about="Which door the change came through."),
        Person(name="by", about="Who made it: username, or the name that was recorded."),
        Moment(name="since", first=True, about="Not before this day, month or year (UTC)."),
        Moment(name="until", first=False, about="Not after this day, month or year (UTC)."),
        *_OF_PAGES,
    )

    def __init__(self, given: Mapping[str, str], *, directory: Directory, profiles: bool = False, drafts: bool = False) -> None:
        super().__init__(given, directory=directory, profiles=profiles)
        self.drafts = drafts
        for wanted, _, values in self.active:
            if isinstance(wanted, OfPages) and not self._pages().filter(wanted.pages(values[0])).exists():
                called = "has the slug" if wanted.name == "page" else "is called"
                detail = f"{wanted.name}: no page {called} '{shortened(values[0])}'"
                self.mistakes.append(Mistake(wanted.name, "invalid_value", detail))

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the changes of the queryset that meet the filters and may be seen."""
        found = super().narrow(queryset)
        return found if self.drafts else found.exclude(page__state=State.DRAFT)

    def _pages(self) -> QuerySet[Page]:
        return Page.objects.all() if self.drafts else Page.objects.exclude(state=State.DRAFT)
