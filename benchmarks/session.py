"""One database, both servers: look up what to ask, measure every journey, return the results."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from urllib.parse import urlsplit

from django.db import connection

from benchmarks.journeys import FIRST_PAGE, LIST, PAGE, Journey, Places, journeys
from benchmarks.limit import Statements
from benchmarks.measuring import Cost, Side, interleave
from benchmarks.people import PROFILE, headers_of_a_viewer
from benchmarks.processes import CpuTimes, cpu_times
from benchmarks.servers import Request, Server
from registry.models import AIModel, CatalogRevision, ModelVariant

_LARGEST_PAGE = 200
_MOST_ADDRESSES = 2_000


class WrongAnswerError(Exception):
    """A server did not answer as a journey expects."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one journey cost, and what was asked of us beside it. `missing` says why our side was not measured."""

    journey: Journey
    ours: Cost | None
    baseline: Cost
    limit: Cost | None
    ours_bytes: int
    baseline_bytes: int
    missing: str
    beside: Cost | None = None

    def remark(self) -> str:
        """What it cost beside what was asked with it; nothing where nothing was."""
        if not self.ours or not self.beside:
            return ""
        times, name = self.ours.median / self.beside.median, self.journey.name
        return f"{name[:1].upper()}{name[1:]}: {times:.2f} × the same without it ({self.beside.median:.2f} CPU-ms)."


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All results of one database, and the most memory that each server held."""

    results: Sequence[Result]
    ours_memory_mb: float
    baseline_memory_mb: float
    remarks: Sequence[str]


def backends(application: str) -> list[int]:
    """The PostgreSQL processes that work for an application now; none on SQLite, none when the server is on another machine."""
    if connection.vendor != "postgresql" or connection.settings_dict["HOST"] not in ("", "localhost", "127.0.0.1", "::1"):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application])
        return [pid for (pid,) in cursor.fetchall()]


def measure(*, environ: Mapping[str, str], rounds: int, say: Callable[[str], object]) -> Outcome:
    """Start both servers over the default database and measure every journey."""
    product = Server("ours", application="config.wsgi:application", environ=environ, backends=backends)
    plain = Server("baseline", application="benchmarks.baseline.wsgi:application", environ=environ, backends=backends)
    with product as ours, plain as baseline, Statements(connection, origin=f"http://127.0.0.1:{ours.port}") as statements:
        results, remarks = [], []
        for journey in journeys(find_places(ours)):
            say(journey.name)
            results.append(measure_one(journey, ours=ours, baseline=baseline, statements=statements, rounds=rounds))
            if journey.limit and results[-1].ours:
                remarks.append(statements.remark(journey.limit, body=ours.get(journey.ours[0]).body))
            if beside := results[-1].remark():
                remarks.append(beside)
        memory = {"ours_memory_mb": ours.peak_memory_mb(), "baseline_memory_mb": baseline.peak_memory_mb()}
    return Outcome(results=results, remarks=remarks, **memory)


def find_places(ours: Server) -> Places:
    """Look up addresses: some spread over the table, and the page at nine tenths of it, to which only `next` leads."""
    published = ModelVariant.objects.filter(published=True).order_by("slug")
    rows = published.count() * 9 // 10
    return Places(
        variants=_spread(list(published.values_list("slug", flat=True))),
        models=_spread(list(AIModel.objects.published().order_by("slug").values_list("slug", flat=True))),
        deep_page=_follow(ours, rows=rows),
        deep_page_number=rows // PAGE + 1,
        usable=f"usable={PROFILE}",
        headers=headers_of_a_viewer(),
    )


def _spread(slugs: list[str]) -> list[str]:
    return slugs[:: max(1, len(slugs) // _MOST_ADDRESSES)][:_MOST_ADDRESSES]


def _follow(ours: Server, *, rows: int) -> str:
    """The address of the page of 50 behind so many rows; the first page's where there are no cursors to follow."""
    address = f"{LIST}?limit={_LARGEST_PAGE}&count=false"
    for _ in range(rows // _LARGEST_PAGE):
        answer = ours.get(Request(address))
        following = json.loads(answer.body).get("next") if answer.status == 200 else None
        if not following:
            return FIRST_PAGE
        parts = urlsplit(following)
        address = f"{parts.path}?{parts.query}"
    return address.replace(f"limit={_LARGEST_PAGE}", f"limit={PAGE}").replace("&count=false", "")


def measure_one(journey: Journey, *, ours: Server, baseline: Server, statements: Statements, rounds: int) -> Result:
    """Measure both servers, and the single statement where the journey names one, in turn."""
    before = CatalogRevision.move if journey.after_a_write else None
    sides = {}
    sizes = {"ours": 0, "baseline": 0}
    missing = ""
    for server, requests in ((ours, journey.ours), (baseline, journey.baseline)):
        try:
            ask, sizes[server.name] = _asking(server, requests, conditional=journey.conditional)
        except WrongAnswerError as answer:
            if server is baseline:
                raise
            missing = str(answer)
            continue
        sides[server.name] = Side(ask=ask, reading=server.cpu, before_each=before)
    if journey.beside and not missing:
        ask, _ = _asking(ours, journey.beside, conditional=False)
        sides["beside"] = Side(ask=ask, reading=ours.cpu, before_each=before)
    if journey.limit and not missing:
        sides["limit"] = Side(ask=statements.asking(journey.limit), reading=_own_cpu)
    interleave(sides.values(), rounds=rounds)
    costs = {name: side.cost() for name, side in sides.items()}
    return Result(
        journey=journey, ours=costs.get("ours"), baseline=costs["baseline"], limit=costs.get("limit"), ours_bytes=sizes["ours"],
        baseline_bytes=sizes["baseline"], missing=missing, beside=costs.get("beside"),
    )  # fmt: skip


def _asking(server: Server, requests: Sequence[Request], *, conditional: bool) -> tuple[Callable[[], None], int]:
    """How to ask the next request, and the size of the first body; WrongAnswerError when the first is not answered with 200."""
    first = server.get(requests[0])
    if first.status != 200:
        raise WrongAnswerError(f"{first.status} for {requests[0].path}")
    expected = 200
    if conditional:
        expected = 304
        requests = [replace(requests[0], headers={"If-None-Match": first.headers.get("etag", "")})]
    turn = cycle(requests)

    def ask() -> None:
        request = next(turn)
        status = server.get(request).status
        if status != expected:
            raise WrongAnswerError(f"{status} instead of {expected} for {request.path}")

    return ask, len(first.body)


def _own_cpu() -> CpuTimes:
    return {(os.getpid(), 0): time.process_time_ns()} | cpu_times(backends("bench-runner"))
