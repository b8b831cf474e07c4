"""Recent changes as readers see them: by day, newest first; many pages changed at one moment for one reason are one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet

from catalog.presentation.addresses import address_below
from registry.models import Revision
from registry.models.vocabulary import Origin

ORIGINS = {
    Origin.ADMIN: "the admin", Origin.SITE: "the site", Origin.API: "the API", Origin.FILES: "the catalog's files",
    Origin.IMPORT: "an import",
}  # fmt: skip
LINES = 50
_AT_ONCE = 200
_FOLDED_FROM = 10
_ONE_MOMENT = timedelta(minutes=10)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One revision; or `count` of them that one person made at one moment for one reason, with the newest few in `shown`."""

    shown: tuple[Revision, ...]
    count: int
    lowest: int

    @property
    def revision(self) -> Revision:
        """The newest."""
        return self.shown[0]

    @property
    def is_folded(self) -> bool:
        """Whether it stands for several."""
        return self.count > 1

    @property
    def load(self) -> str:
        """The ids from the lowest to the highest, as the address of the single changes names them."""
        return f"{self.lowest}..{self.revision.pk}"

    @property
    def href(self) -> str:
        """Where a single revision is shown: what it changed, or the whole page where it made it."""
        page, number = self.revision.page, self.revision.number
        if number > 1:
            return address_below(page, "diff", first=number - 1, second=number)
        return address_below(page, "revision", number=number)


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Some of the changes; `older` is the id below which the next ones begin, None where there are none."""

    lines: list[ChangeLine]
    older: int | None

    @property
    def days(self) -> list[tuple[date, list[ChangeLine]]]:
        """The lines by the day (UTC) of their newest revision."""
        days: list[tuple[date, list[ChangeLine]]] = []
        for line in self.lines:
            day = line.revision.created_at.date()
            if not days or days[-1][0] != day:
                days.append((day, []))
            days[-1][1].append(line)
        return days


def change_list(rows: QuerySet[Revision], *, below: int | None = None, folded: bool = True) -> ChangeList:
    """Return the newest changes, or those with ids below a given one: at most three queries. Inserts neither repeat nor skip any."""
    rows = rows.defer("document").select_related("page").order_by("-pk")
    found = list((rows.filter(pk__lt=below) if below else rows)[: _AT_ONCE + 1])
    more = len(found) > _AT_ONCE
    found = found[:_AT_ONCE]
    lines: list[ChangeLine] = []
    place = 0
    for run in _runs(found):
        place += len(run)
        if not folded or len(run) < _FOLDED_FROM:
            lines += [ChangeLine((revision,), 1, revision.pk) for revision in run]
        elif place == len(found) and more:
            lines.append(_whole(run, rows))
        else:
            lines.append(ChangeLine(tuple(run[:_NAMED]), len(run), run[-1].pk))
        if len(lines) >= LINES:
            break
    lines = lines[:LINES]
    last = lines[-1].lowest if lines else 0
    return ChangeList(lines, last if (found and found[-1].pk < last) or (more and rows.filter(pk__lt=last).exists()) else None)


def _runs(found: Sequence[Revision]) -> Iterator[list[Revision]]:
    """Yield neighbours that belong together."""
    run: list[Revision] = []
    for revision in found:
        if run and not _belongs(revision, run[0]):
            yield run
            run = []
        run.append(revision)
    if run:
        yield run


def _belongs(revision: Revision, newest: Revision) -> bool:
    same = all(getattr(revision, name) == getattr(newest, name) for name in ("reason", "origin", "by_id", "by_name"))
    return same and newest.created_at - revision.created_at <= _ONE_MOMENT


def _whole(run: list[Revision], rows: QuerySet[Revision]) -> ChangeLine:
    """The run may go on beyond what was read: ask where it ends and how many it has."""
    newest = run[0]
    alike = Q(reason=newest.reason, origin=newest.origin, by_name=newest.by_name, created_at__gte=newest.created_at - _ONE_MOMENT)
    alike &= Q(by=newest.by_id) if newest.by_id else Q(by__isnull=True)
    before = rows.filter(pk__lt=run[-1].pk).exclude(alike).values_list("pk", flat=True).first() or 0
    found = rows.order_by().filter(pk__gt=before, pk__lte=newest.pk).aggregate(count=Count("pk"), lowest=Min("pk"))
    return ChangeLine(tuple(run[:_NAMED]), found["count"], found["lowest"])
