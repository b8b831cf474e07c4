"""The figures of a run as a table on the terminal, as Markdown and as JSON."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection
from rich import box
from rich.table import Table

from benchmarks.measuring import Cost
from benchmarks.session import Outcome, Result

HEADINGS = ("Journey", "ours, CPU-ms", "B, CPU-ms", "B / ours", "to reach", "L, CPU-ms", "ours / L", "ours, kB", "B, kB", "")


@dataclass(frozen=True, kw_only=True)
class Run:
    """What was measured, when, on which machine, of which commit."""

    when: str
    variants: int
    rounds: int
    database: str
    machine: str
    versions: str
    commit: str
    outcome: Outcome

    @classmethod
    def now(cls, *, variants: int, rounds: int, outcome: Outcome) -> "Run":
        """Describe the run that has just ended."""
        return cls(
            when=f"{datetime.now(UTC):%Y-%m-%d}", variants=variants, rounds=rounds, database=connection.vendor, machine=_machine(),
            versions=f"Python {platform.python_version()}, Django {django.__version__}, {_database_version()}", commit=_commit(),
            outcome=outcome,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """The name of its files."""
        return f"{self.when}-{self.variants}-{self.database}"


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}, load {os.getloadavg()[2]:.1f}"


def _database_version() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {'.'.join(map(str, connection.get_database_version()))}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _commit() -> str:
    """The commit, and whether the code that was measured differs from it."""
    folder = Path(__file__).parent
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=folder)
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", ":/"], capture_output=True, cwd=folder)
    return (found.stdout.strip() or "unknown") + (" with changes" if changed.returncode else "")


def verdicts(result: Result, *, first_page: Cost | None) -> list[tuple[str, bool]]:
    """Each target of a journey, as it is written and whether it was reached; nothing where our side was not measured."""
    ours, journey = result.ours, result.journey
    if ours is None:
        return []
    found = []
    if journey.cheaper:
        found.append((f"B ≥ {journey.cheaper:g} ×", result.baseline.median >= journey.cheaper * ours.median))
    if journey.over_limit and result.limit:
        found.append((f"≤ {journey.over_limit:g} L", ours.median <= journey.over_limit * result.limit.median))
    if journey.over_first_page and first_page:
        found.append((f"≤ {journey.over_first_page:g} first page", ours.median <= journey.over_first_page * first_page.median))
    if journey.over_beside and result.beside:
        found.append((f"≤ {journey.over_beside:g} without it", ours.median <= journey.over_beside * result.beside.median))
    return found


def rows(run: Run) -> list[tuple[str, ...]]:
    """The cells under HEADINGS, one row for each journey."""
    results = run.outcome.results
    first_page = results[0].ours
    return [_cells(result, verdicts(result, first_page=first_page)) for result in results]


def _cells(result: Result, targets: list[tuple[str, bool]]) -> tuple[str, ...]:
    ours, baseline, limit = result.ours, result.baseline, result.limit
    return (
        result.journey.name,
        _cost(ours) if ours else "–",
        _cost(baseline),
        f"{baseline.median / ours.median:.1f} ×" if ours else "–",
        ", ".join(target for target, _ in targets),
        _cost(limit) if limit else "",
        f"{ours.median / limit.median:.2f} ×" if ours and limit else "",
        f"{result.ours_bytes / 1000:.1f}" if ours else "",
        f"{result.baseline_bytes / 1000:.1f}",
        result.missing or ("" if not targets else "reached" if all(reached for _, reached in targets) else "not reached"),
    )


def _cost(cost: Cost) -> str:
    """The median with half the width of the middle half, which is how far noise reaches."""
    return f"{cost.median:.2f} ± {(cost.upper - cost.lower) / 2:.2f}"


def table(run: Run) -> Table:
    """For a terminal."""
    drawn = Table(title=heading(run), caption=memory(run), box=box.SIMPLE)
    for heading_ in HEADINGS:
        drawn.add_column(heading_, justify="left" if heading_ in ("Journey", "") else "right")
    for row in rows(run):
        drawn.add_row(*row)
    return drawn


def heading(run: Run) -> str:
    """What the table is of."""
    return f"{run.variants:,} variants on {run.versions.split(', ')[-1]}, {run.when}"


def memory(run: Run) -> str:
    """One line about memory."""
    return f"Peak memory of the server processes: ours {run.outcome.ours_memory_mb:.0f} MB, B {run.outcome.baseline_memory_mb:.0f} MB."


def markdown(run: Run) -> str:
    """The same as a page."""
    lines = [f"# {heading(run)}", "", f"{run.versions}; {run.machine}; commit {run.commit}; {run.rounds} rounds.", ""]
    lines += ["| " + " | ".join(HEADINGS) + " |", "|---" + "|---:" * (len(HEADINGS) - 2) + "|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(run)]
    lines += ["", memory(run), *run.outcome.remarks]
    return "\n".join(lines) + "\n"


def as_json(run: Run) -> str:
    """Every figure, for comparing runs."""
    plain = asdict(run)
    for result in plain["outcome"]["results"]:
        journey = result["journey"]
        result["journey"] = journey["name"]
        result["targets"] = {name: journey[name] for name in ("cheaper", "over_limit", "over_first_page", "over_beside") if journey[name]}
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def write(run: Run, *, folder: Path) -> list[Path]:
    """Write both files and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{run.name}.md", folder / f"{run.name}.json"]
    for path, text in zip(written, (markdown(run), as_json(run)), strict=True):
        path.write_text(text, encoding="utf-8")
    return written
