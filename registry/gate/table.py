"""The report for people: a table where there is a terminal, plain lines where there is none. Plain Python."""

import io
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from registry.gate.report import FAIL, PASS, UNKNOWN, EntryResult, GateReport
from registry.gate.wording import details, one_line, verdict_line
from registry.licensing.decide import DISCLAIMER

STYLES = {PASS: "green", FAIL: "bold red", UNKNOWN: "yellow"}
SIGNS = {PASS: "✓ pass", FAIL: "✗ fail", UNKNOWN: "? unknown"}


def write_plain(report: GateReport) -> str:
    """The report as lines without any styling, one block for each entry."""
    return "\n".join(_lines(report)) + "\n"


def write_table(report: GateReport, *, width: int) -> str:
    """The report for a terminal of this width: an overview, then what is to be known of each entry that has more to say."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, highlight=False, emoji=False, legacy_windows=False)
    table = Table("Result", "Model", "Verdict", "Where", title=_asked(report), title_justify="left", title_style="")
    for result in report.results:
        style = STYLES[result.status]
        table.add_row(
            Text(SIGNS[result.status], style=style),
            Text(_name(result)),
            Text(verdict_line(result.decision), style=style),
            Text(str(result.entry.place)),
        )
    console.print(table)
    for result in report.results:
        console.print(Text(f"{SIGNS[result.status]}  {_name(result)}", style=STYLES[result.status]))
        for heading, text in details(result):
            console.print(Text.assemble("  ", (f"{heading}: ", "bold"), text))
    console.print(Text(_summary(report), style=STYLES[report.status]))
    console.print(Text(DISCLAIMER, style="dim"))
    return out.getvalue()


def _lines(report: GateReport) -> Iterator[str]:
    yield _asked(report)
    for result in report.results:
        yield ""
        yield f"{result.status.upper()}  {result.entry.place}  {_name(result)}: {verdict_line(result.decision)}"
        for heading, text in details(result):
            yield f"  {heading}: {text}"
    yield ""
    yield _summary(report)
    yield DISCLAIMER


def _asked(report: GateReport) -> str:
    return f"Use: {one_line(report.use_name)}. Licenses as of {report.decided_for}, catalog revision {report.catalog_revision}."


def _name(result: EntryResult) -> str:
    text = one_line(result.entry.text)
    if result.entry.revision and not text.endswith(result.entry.revision):
        text += f"@{one_line(result.entry.revision)}"
    if result.entry.purpose and ";" not in text:
        text += f" ; purpose={result.entry.purpose}"
    return f"{text} = {one_line(result.matched.name)} ({result.matched.path})" if result.matched else text


def _summary(report: GateReport) -> str:
    counts = f"{report.count(PASS)} pass, {report.count(FAIL)} fail, {report.count(UNKNOWN)} unknown"
    allowed = " (unknown is allowed here)" if report.allow_unknown and report.count(UNKNOWN) else ""
    return f"{len(report.results)} checked: {counts}{allowed}. {'The gate is open.' if report.passed else 'The gate is closed.'}"
