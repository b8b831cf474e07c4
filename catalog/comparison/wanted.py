"""What is to be compared, as an address says it: ?m=llama-2&m=llama-3.1, each by slug or by any of its names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from registry.models import AIModel, License, ModelVariant, Organization, PageName
from registry.models.links import link_key
from registry.models.vocabulary import Kind, State

AT_LEAST, AT_MOST = 2, 6
LONGEST = 200
KINDS = {"m": Kind.MODEL, "l": Kind.LICENSE, "p": Kind.ORGANIZATION}
NOUNS = {"m": "model or variant", "l": "license", "p": "partner"}
KNOWN = (*KINDS, "profile", "only", "show")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks to compare. `errors` are by parameter; what could not be read is left out of `slugs`.

    `too_many` is everything that was named, where that is more than fits.
    """

    by: str = "m"
    slugs: tuple[str, ...] = ()
    only_differences: bool = False
    shown: tuple[str, ...] = ()
    profile: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    too_many: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of page that is compared; variants count as models."""
        return KINDS[self.by]

    @property
    def noun(self) -> str:
        """What one column is called."""
        return NOUNS[self.by]

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns that are shown: all, or those the reader picked for a narrow screen."""
        return self.shown or self.slugs

    @property
    def can_be_compared(self) -> bool:
        """Whether there are enough columns and nothing was wrong."""
        return len(self.slugs) >= AT_LEAST and not self.errors

    @property
    def is_full(self) -> bool:
        """Whether no further column fits."""
        return len(self.slugs) >= AT_MOST

    def parameters(self) -> list[tuple[str, str]]:
        """Return the query parameters that ask for the same."""
        pairs = [(self.by, slug) for slug in self.slugs]
        pairs += [("show", slug) for slug in self.shown]
        plain = {"profile": self.profile, "only": "differences" if self.only_differences else ""}
        return pairs + [(name, value) for name, value in plain.items() if value]

    @property
    def query(self) -> str:
        """The same as a query, whatever columns are picked for a narrow screen."""
        return urlencode([pair for pair in self.parameters() if pair[0] != "show"])

    def address(self) -> str:
        """Return the query string that asks for the same."""
        return f"?{urlencode(self.parameters())}"

    def without(self, slug: str) -> str:
        """Return the query string without one column."""
        return replace(self, slugs=tuple(each for each in self.slugs if each != slug), shown=()).address()

    def moved_left(self, slug: str) -> str:
        """Return the query string with one column moved a place to the left; empty where it is the first."""
        place = self.slugs.index(slug)
        if place == 0:
            return ""
        order = list(self.slugs)
        order[place - 1], order[place] = order[place], order[place - 1]
        return replace(self, slugs=tuple(order)).address()

    def switched(self) -> str:
        """Return the query string with all rows instead of the differences, or the other way round."""
        return replace(self, only_differences=not self.only_differences).address()


def read_wanted(query: QueryDict, *, profiles: Collection[str], known: Iterable[str] = KNOWN) -> Wanted:
    """Read an address; `profiles` are those its reader may see. Nothing is raised: mistakes stand in `errors`, each at its parameter."""
    errors: dict[str, list[str]] = {}
    for name in query:
        if name not in known:
            errors.setdefault(name[:80], []).append(f"There is no parameter '{name[:80]}'. There is: {', '.join(known)}.")
    used = [name for name in KINDS if any(query.getlist(name))]
    if len(used) > 1:
        errors.setdefault(used[1], []).append("Compare models with models (m), licenses with licenses (l) or partners with partners (p).")
    by = used[0] if used else "m"
    typed = [text.strip() for value in query.getlist(by) for text in value.split(",") if text.strip()]
    slugs, unknown = found(typed, by=by)
    for text in unknown:
        errors.setdefault(by, []).append(f"There is no {NOUNS[by]} '{text[:80]}' in the catalog.")
    if len(slugs) > AT_MOST:
        errors.setdefault(by, []).append(f"At most {AT_MOST} can be compared at once: these are {len(slugs)}.")
    only = query.get("only", "")
    if only not in ("", "differences"):
        errors.setdefault("only", []).append("Write only=differences, or leave it out.")
    profile = query.get("profile", "")[:LONGEST]
    if profile and profile not in profiles:
        errors.setdefault("profile", []).append(f"There is no use profile '{profile[:80]}' that you may see.")
    shown = tuple(slug for slug in dict.fromkeys(query.getlist("show")) if slug in slugs)
    return Wanted(
        by=by, slugs=tuple(slugs[:AT_MOST]), only_differences=only == "differences", shown=shown if len(shown) > 1 else (),
        profile=profile, errors=errors, too_many=tuple(slugs) if len(slugs) > AT_MOST else (),
    )  # fmt: skip


def found(typed: Sequence[str], *, by: str) -> tuple[list[str], list[str]]:
    """Return the slugs that the texts mean, each once, and the texts that mean nothing. Two or three queries, however many."""
    exact = _exact(typed, by=by)
    rest = [text for text in typed if text not in exact]
    named = _named(rest, by=by) if rest else {}
    slugs = [exact.get(text) or named.get(text) for text in typed]
    return list(dict.fromkeys(slug for slug in slugs if slug)), [text for text, slug in zip(typed, slugs, strict=True) if not slug]


def _exact(typed: Iterable[str], *, by: str) -> dict[str, str]:
    plain = [text for text in typed if len(text) <= LONGEST and text.isprintable()]
    tables = {"m": (AIModel, ModelVariant), "l": (License,), "p": (Organization,)}[by]
    slugs: set[str] = set()
    for table in tables:
        slugs.update(table.objects.published().filter(slug__in=plain).values_list("slug", flat=True))
    return {text: text for text in plain if text in slugs}


def _named(typed: Iterable[str], *, by: str) -> dict[str, str]:
    keys = {text: link_key(text) for text in typed}
    rows = PageName.objects.best_first(filter(None, keys.values())).filter(page__kind=KINDS[by], page__state=State.PUBLISHED)
    best: dict[str, str] = {}
    for row in rows:
        best.setdefault(row.key, row.anchor or row.page.slug)
    return {text: best[key] for text, key in keys.items() if key in best}
