"""The CI gate: `manage.py check_models FILE...` says for each model of a list or ML-BOM whether it may be used."""

import shutil
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.decisions import merged_use
from registry.gate.entries import LARGEST_FILE, Entry, InvalidEntries, Mistake
from registry.gate.json_report import write_json
from registry.gate.located import read_json
from registry.gate.reading import read_entries, read_text
from registry.gate.report import FAIL, UNKNOWN, GateReport
from registry.gate.sarif import write_sarif
from registry.gate.table import write_plain, write_table
from registry.gate.verdict import check_entries
from registry.licensing.intended_use import IntendedUse
from registry.licensing.standard_uses import PRODUCT
from registry.licensing.use import InvalidUse, parse_use
from registry.models import UseProfile

WRONG_INPUT = 2
STANDARD_INPUT = "-"


class _Applied(NamedTuple):
    use: IntendedUse
    name: str


class Command(BaseCommand):
    help = (
        "Check the models that a project uses. Exit code 0: all pass; 1: one fails, or is unknown without --allow-unknown; "
        "2: wrong input. Information about license texts, not legal advice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a list of Hugging Face ids, purls, slugs or names (one a line, # comments), or a CycloneDX ML-BOM as JSON; "
            "- is standard input",
        )
        given = parser.add_mutually_exclusive_group()
        given.add_argument("--use", metavar="FILE.json", help="the intended use, as POST /api/v1/verdicts/ takes it")
        given.add_argument(
            "--profile",
            metavar="SLUG",
            help="a saved use profile; one that states no acts is asked about the standard use 'product'",
        )
        parser.add_argument("--as-of", metavar="DATE", help="the licenses valid on this day (YYYY-MM-DD) instead of today")
        parser.add_argument("--allow-unknown", action="store_true", help="let unknown pass the gate; it is still reported")
        parser.add_argument("--format", choices=("table", "json", "sarif"), default="table", help="default: table")
        parser.add_argument("--output", metavar="FILE", help="write the report there instead of to standard output")

    def handle(self, *, files: list[str], format: str, allow_unknown: bool, **options: Any) -> None:
        applied = _use(options["use"], options["profile"])
        as_of = _day(options["as_of"])
        entries = _entries(files)
        report = check_entries(
            entries, use=applied.use, use_name=applied.name, today=timezone.localdate(), as_of=as_of, allow_unknown=allow_unknown
        )
        self._write(report, format=format, output=options["output"])
        if report.exit_code:
            sys.exit(report.exit_code)

    def _write(self, report: GateReport, *, format: str, output: str | None) -> None:
        styled = output is None and format == "table" and self.stdout.isatty() and not self.style_is_off()
        if styled:
            text = write_table(report, width=shutil.get_terminal_size().columns)
        else:
            text = {"table": write_plain, "json": write_json, "sarif": write_sarif}[format](report)
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output}: cannot be written: {error.strerror}", returncode=WRONG_INPUT) from None
        counts = f"{report.count(FAIL)} fail, {report.count(UNKNOWN)} unknown of {len(report.results)}"
        self.stdout.write(f"{output}: {counts}; the gate is {'open' if report.passed else 'closed'}.")

    def style_is_off(self) -> bool:
        """Whether --no-color was given."""
        return self.style.ERROR("x") == "x"


def _entries(files: list[str]) -> list[Entry]:
    """The entries of all files; where one of them cannot be read, none is."""
    if files.count(STANDARD_INPUT) > 1:
        raise CommandError("standard input (-) can be read only once", returncode=WRONG_INPUT)
    entries: list[Entry] = []
    mistakes: list[Mistake | str] = []
    for file in files:
        try:
            entries += read_entries(_bytes(file), file="stdin" if file == STANDARD_INPUT else file)
        except InvalidEntries as error:
            mistakes += error.mistakes
        except OSError as error:
            mistakes.append(f"{file}: cannot be read: {error.strerror}")
    _refuse(mistakes)
    return entries


def _bytes(file: str) -> bytes:
    """The content, read no further than shows that it is too large."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(file).open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _use(file: str | None, profile: str | None) -> _Applied:
    if file is not None:
        return _Applied(_use_in(file), file)
    if profile is not None:
        return _use_of(profile)
    return _Applied(PRODUCT, "product (the standard use, as none was given)")


def _use_in(file: str) -> IntendedUse:
    try:
        return parse_use(read_json(read_text(_bytes(file), file=file), file=file))
    except InvalidUse as error:
        _refuse([f"{file}: {pointer or '/'}: {detail}" for pointer, _, detail in error.errors])
    except InvalidEntries as error:
        _refuse(error.mistakes)
    except OSError as error:
        _refuse([f"{file}: cannot be read: {error.strerror}"])
    raise AssertionError  # _refuse raises


def _use_of(slug: str) -> _Applied:
    profile = UseProfile.objects.filter(slug=slug).first()
    if profile is None:
        known = ", ".join(UseProfile.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none is saved yet"
        raise CommandError(f"--profile: there is no use profile '{slug}'; profiles: {known}", returncode=WRONG_INPUT)
    plain, name = merged_use(profile, {}), f"profile {slug}"
    if not plain.get("acts"):
        stated = {name: value for name, value in plain.items() if value is not None}
        plain, name = {**PRODUCT.as_dict(), **stated}, f"profile {slug} with the standard use product"
    try:
        return _Applied(parse_use(plain), name)
    except InvalidUse as error:
        raise CommandError(f"--profile: the profile '{slug}' cannot be read: {error}", returncode=WRONG_INPUT) from None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of: '{text}' is not a day, as in 2026-11-21", returncode=WRONG_INPUT) from None


def _refuse(mistakes: list[Any]) -> None:
    if mistakes:
        raise CommandError("\n".join(["Nothing was checked.", *(str(mistake) for mistake in mistakes)]), returncode=WRONG_INPUT)
