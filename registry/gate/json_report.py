"""The report as JSON: for other programs. Plain Python. The shape is described in README.md beside this file; within one
`version` fields are only added."""

import json
from typing import Any

from registry.gate.report import FAIL, PASS, UNKNOWN, EntryResult, GateReport, Row, VariantResult
from registry.licensing.decide import DISCLAIMER, Decision

VERSION = 1


def report_as_dict(report: GateReport) -> dict[str, Any]:
    """The plain form of a report; `POST /api/v1/checks/` answers with it too."""
    return {
        "version": VERSION,
        "status": report.status,
        "passed": report.passed,
        "allow_unknown": report.allow_unknown,
        "summary": {"entries": len(report.results), **{status: report.count(status) for status in (PASS, FAIL, UNKNOWN)}},
        "use": report.as_use(),
        "decided_for": report.decided_for.isoformat(),
        "catalog_revision": report.catalog_revision,
        "disclaimer": DISCLAIMER,
        "entries": [_entry(result) for result in report.results],
    }


def write_json(report: GateReport) -> str:
    """The report as text, keys in a fixed order, ending in a line feed."""
    return json.dumps(report_as_dict(report), indent=2, ensure_ascii=False) + "\n"


def _entry(result: EntryResult) -> dict[str, Any]:
    entry = result.entry
    return {
        "text": entry.text,
        "file": entry.place.file,
        "line": entry.place.line,
        "revision": entry.revision,
        "purpose": entry.purpose,
        "status": result.status,
        **_decision(result.decision),
        "matched": {**_row(result.matched), "by": result.matched_by} if result.matched else None,
        "candidates": [_row(row) for row in result.candidates],
        "notes": list(result.notes),
        "variants": [_variant(variant) for variant in result.variants],
        "revisions": dict(result.revisions),
    }


def _variant(variant: VariantResult) -> dict[str, Any]:
    return {**_row(variant.row), "status": variant.status, **_decision(variant.decision)}


def _row(row: Row) -> dict[str, str]:
    return {"kind": row.kind, "slug": row.slug, "name": row.name, "path": row.path}


def _decision(decision: Decision) -> dict[str, Any]:
    """The decision; what is the same for the whole report is said there once."""
    return {name: value for name, value in decision.as_dict().items() if name not in ("decided_for", "disclaimer")}
