"""The lists of what the wiki leaves to be done, each row with what to do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from catalog.linking import edit_address, missing_address
from catalog.presentation.evidence import fact_words
from catalog.presentation.figures import day_in_words
from registry.models import Citation, Contradiction, Page, PageLink, PageName
from registry.models.vocabulary import Kind, Mark
from registry.upkeep import orphans, still_named

_MOST_FACTS = 5


@dataclass(frozen=True)
class Line:
    """A row of a list: the pages it is about, and what is the matter."""

    name: str
    href: str
    kind: str
    matter: str
    pages: tuple[Page, ...] = ()

    @property
    def places(self) -> list[tuple[Page, str]]:
        """The pages, each with the address where an editor changes it."""
        return [(page, edit_address(page)) for page in self.pages]


@dataclass(frozen=True)
class Chore:
    """One list: what stands in it and why, what to do, and its rows, read only when they are asked for."""

    key: str
    title: str
    says: str
    to_do: str
    nothing: str
    matter: str
    rows: QuerySet[Any]
    read: Callable[[Sequence[Any]], list[Line]]

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count()

    @property
    def href(self) -> str:
        """The address of the list."""
        return reverse("catalog:upkeep-list", args=[self.key])


def chores(*, today: date) -> list[Chore]:
    """Return every list, the most harmful matter first."""
    pages = Page.objects.published().order_by("kind", "name", "pk")
    recalled = Prefetch("citations", Citation.objects.filter(verification=Mark.RECALLED).order_by("fact"), to_attr="recalled")
    return [
        Chore(
            "contested", "Facts on which sources disagree", "Both values are shown, each with its source, and none is chosen.",
            "Find the primary text, say in the note which source holds, or keep both.", "No fact is contested.", "Facts",
            pages.contested().prefetch_related(Prefetch("contradictions", Contradiction.objects.order_by("position"))),
            _each(lambda page: facts_in_words([item.fact for item in page.contradictions.all()])),
        ),
        Chore(
            "uncited", "Pages without a source", "Nothing on these pages can be checked.",
            "Add a source to each and cite it for its facts.", "Every page names a source.", "Matter",
            pages.uncited(), _each("No source at all"),
        ),
        Chore(
            "unconfirmed", "Pages with an unconfirmed fact", "A fact was recalled, not read in a source.",
            "Read it in a source, cite that, and mark it verified.", "No fact is marked as unconfirmed.", "Facts",
            pages.unconfirmed().prefetch_related(recalled),
            _each(lambda page: facts_in_words([citation.fact for citation in page.recalled]) or "A term, an offer or an ancestor"),
        ),
        Chore(
            "overdue", "Pages overdue for review", "The day on which someone wanted to look again has passed.",
            "Check the facts against their sources and set the next day.", "No page is overdue for review.", "Since",
            pages.overdue(today=today).order_by("review_due", "pk"), _each(lambda page: day_in_words(page.review_due) or ""),
        ),
        Chore(
            "missing", "Links to missing pages", "Texts link names that no page carries.",
            "Write the page, give the right page this name as an alias, or correct the link.", "Every link in every text leads somewhere.",
            "Linked from", PageLink.objects.asked_for(), _missing,
        ),
        Chore(
            "withdrawn", "Withdrawn pages that are still named", "Published pages link them or name them in a fact.",
            "Follow “What links here” and let each place name what took over.", "Nothing names a withdrawn page.", "Matter",
            still_named(), _each("Withdrawn, and still named"),
        ),
        Chore(
            "duplicates", "Names that several pages of a kind share", "They may be one thing on two pages; a link to the name is a guess.",
            "Merge the pages, or take the shared alias from one of them.", "No two pages of a kind share a name.", "Pages",
            PageName.objects.shared(), _shared,
        ),
        Chore(
            "orphans", "Pages that nothing links to", "Articles and organizations that no other page names: readers come by search alone.",
            "Link them where they help, or withdraw them.", "Every article and organization is named somewhere.", "Matter",
            orphans(), _each("No link and no fact names it"),
        ),
    ]  # fmt: skip


def _each(matter: str | Callable[[Any], str]) -> Callable[[Sequence[Any]], list[Line]]:
    def read(pages: Sequence[Any]) -> list[Line]:
        said = [matter if isinstance(matter, str) else matter(page) for page in pages]
        return [
            Line(page.name, page.get_absolute_url(), page.get_kind_display(), words, (page,))
            for page, words in zip(pages, said, strict=True)
        ]

    return read


def facts_in_words(paths: Sequence[str]) -> str:
    """Name the first facts, such as "Release date, license", and how many more there are."""
    words = list(dict.fromkeys(fact_words(path.rpartition("/")[2]) for path in paths))
    more = f" and {len(words) - _MOST_FACTS} more" if len(words) > _MOST_FACTS else ""
    said = ", ".join(words[:_MOST_FACTS])
    return said[:1].upper() + said[1:] + more


def _missing(rows: Sequence[dict[str, Any]]) -> list[Line]:
    return [
        Line(
            row["text"], missing_address(row["text"], kind=row["kind"]), Kind(row["kind"]).label if row["kind"] else "Not said",
            f"{row['pages']} page{'' if row['pages'] == 1 else 's'}",
        )
        for row in rows
    ]  # fmt: skip


def _shared(rows: Sequence[dict[str, Any]]) -> list[Line]:
    names = PageName.objects.own().filter(key__in=[row["key"] for row in rows]).select_related("page")
    carriers: dict[tuple[str, str], list[Page]] = {}
    for name in names.order_by("page__name", "page_id"):
        carriers.setdefault((name.page.kind, name.key), []).append(name.page)
    return [
        Line(f"“{row['key']}”", "", Kind(row["page__kind"]).label, "", tuple(carriers.get((row["page__kind"], row["key"]), ())))
        for row in rows
    ]
