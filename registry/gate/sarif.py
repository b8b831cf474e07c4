"""The report as SARIF 2.1.0 (OASIS), for code scanning: one rule for each verdict, one result for each entry. Plain Python."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from registry.gate.report import FAIL, PASS, STATUS_OF_VERDICT, UNKNOWN, EntryResult, GateReport
from registry.gate.wording import details, one_line, verdict_line
from registry.licensing.decide import DISCLAIMER, VERDICTS

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {PASS: "note", UNKNOWN: "warning", FAIL: "error"}
MEANINGS = {
    "allowed": "The licenses permit the use.",
    "allowed_with_obligations": "The licenses permit the use and ask for something in return.",
    "unknown": "A missing input, an unidentified license or lineage, or conflicting clauses could turn the answer into a refusal.",
    "needs_permission": "The text itself sends the user to a separate license or an approval.",
    "prohibited": "The text forbids the use, or withholds the grant, and offers no route.",
}


def write_sarif(report: GateReport) -> str:
    """The report as text, ending in a line feed."""
    return json.dumps(report_as_sarif(report), indent=2, ensure_ascii=False) + "\n"


def report_as_sarif(report: GateReport) -> dict[str, Any]:
    """The plain form of a SARIF log with one run."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "check_models",
                        "fullDescription": {"text": f"License verdicts on the models that a project uses. {DISCLAIMER}"},
                        "rules": [_rule(verdict) for verdict in VERDICTS],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True, "exitCode": report.exit_code}],
                "results": [_result(result) for result in report.results],
                "properties": {
                    "use": report.as_use(),
                    "decidedFor": report.decided_for.isoformat(),
                    "catalogRevision": report.catalog_revision,
                    "allowUnknown": report.allow_unknown,
                    "disclaimer": DISCLAIMER,
                },
            }
        ],
    }


def _rule(verdict: str) -> dict[str, Any]:
    return {
        "id": verdict,
        "name": "".join(word.capitalize() for word in verdict.split("_")),
        "shortDescription": {"text": MEANINGS[verdict]},
        "fullDescription": {"text": f"{MEANINGS[verdict]} {DISCLAIMER}"},
        "defaultConfiguration": {"level": LEVELS[STATUS_OF_VERDICT[verdict]]},
    }


def _result(result: EntryResult) -> dict[str, Any]:
    entry = result.entry
    return {
        "ruleId": result.decision.verdict,
        "ruleIndex": VERDICTS.index(result.decision.verdict),
        "level": LEVELS[result.status],
        "message": {"text": _message(result)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": artifact_uri(entry.place.file)}, "region": {"startLine": entry.place.line}}}
        ],
        "partialFingerprints": {"entry/v1": _fingerprint(result)},
        "properties": {
            "worstCase": result.decision.worst_case,
            "matched": result.matched.path if result.matched else None,
            "restsOnRecalled": result.decision.rests_on_recalled,
            "termTypes": sorted({reason.term_type for reason in result.decision.reasons if reason.is_binding}),
            "revisions": dict(result.revisions),
        },
    }


def artifact_uri(file: str) -> str:
    """The file as a URI: relative as it was given, a file: URI where it was absolute."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _message(result: EntryResult) -> str:
    name = f"{one_line(result.entry.text)} = {one_line(result.matched.name)}" if result.matched else one_line(result.entry.text)
    lines = [f"{name}: {verdict_line(result.decision)}.", *(f"{heading}: {text}" for heading, text in details(result)), DISCLAIMER]
    return "\n".join(lines)


def _fingerprint(result: EntryResult) -> str:
    return hashlib.sha256("\n".join((result.entry.place.file, result.entry.text, result.entry.purpose or "")).encode()).hexdigest()[:32]
