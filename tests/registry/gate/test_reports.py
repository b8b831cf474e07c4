"""The same answers as JSON, SARIF 2.1.0, a table and plain lines; the same input gives the same bytes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from registry.gate.json_report import report_as_dict, write_json
from registry.gate.report import GateReport
from registry.gate.sarif import artifact_uri, report_as_sarif, write_sarif
from registry.gate.table import write_plain, write_table

Check = Callable[..., GateReport]
LINES = ("acme/open@main", "acme/mixed-3b", "acme/absent", "mixed", "Twin ; purpose=research")
DISCLAIMER = "Information about license texts, not legal advice."


@pytest.fixture
def report(check: Check) -> GateReport:
    return check(*LINES)


def test_json_says_what_was_asked_and_how_it_ended(report: GateReport) -> None:
    plain = report_as_dict(report)
    assert {name: plain[name] for name in plain if name != "entries"} == {
        "version": 1,
        "status": "fail",
        "passed": False,
        "allow_unknown": False,
        "summary": {"entries": 5, "pass": 1, "fail": 2, "unknown": 2},
        "use": {
            "name": "product",
            "use": {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": [], "purpose": "production"},
        },
        "decided_for": "2026-11-21",
        "catalog_revision": 1,
        "disclaimer": DISCLAIMER,
    }


def test_json_holds_every_field_of_an_entry(report: GateReport) -> None:
    entry = report_as_dict(report)["entries"][0]
    assert list(entry) == [
        "text", "file", "line", "revision", "purpose", "status", "verdict", "worst_case", "causes", "reasons", "obligations",
        "pending_obligations", "questions", "compliance", "compliance_checks", "verification", "rests_on_recalled", "matched",
        "candidates", "notes", "variants", "revisions",
    ]  # fmt: skip
    assert (entry["text"], entry["file"], entry["line"], entry["revision"]) == ("acme/open@main", "models.txt", 1, "main")
    assert (entry["status"], entry["verdict"]) == ("pass", "allowed_with_obligations")
    assert entry["matched"] == {
        "kind": "variant", "slug": "open-1b", "name": "Open 1B", "path": "/models/open/#open-1b", "by": "repository",
    }  # fmt: skip
    assert {(reason["license"], reason["section"], reason["term_type"], reason["verification"]) for reason in entry["reasons"]} == {
        ("showing", "3", "attribution", "recalled"),
        ("showing", "1", "grant", "verified"),
    }
    assert entry["rests_on_recalled"] is True
    assert entry["revisions"] == {"license/showing": 1, "model/open": 1}


def test_json_answers_a_whole_model_by_variant_and_an_ambiguous_name_by_candidate(report: GateReport) -> None:
    *_, whole, twin = report_as_dict(report)["entries"]
    assert [(variant["slug"], variant["status"], variant["verdict"]) for variant in whole["variants"]] == [
        ("mixed-3b", "fail", "prohibited"),
        ("mixed-7b", "pass", "allowed"),
    ]
    assert (twin["purpose"], twin["matched"], [row["slug"] for row in twin["candidates"]]) == ("research", None, ["mixed-7b", "open-1b"])


def test_equal_input_gives_equal_bytes(check: Check) -> None:
    first, second = check(*LINES), check(*LINES)
    for write in (write_json, write_sarif, write_plain):
        assert write(first) == write(second)
    assert json.loads(write_json(first)) == json.loads(json.dumps(report_as_dict(first)))


def essentials_of_sarif(log: dict[str, Any]) -> list[dict[str, Any]]:
    """What the SARIF 2.1.0 schema requires of a log like ours; returns its results."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert isinstance(driver["name"], str)
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert isinstance(result["message"]["text"], str)
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert " " not in physical["artifactLocation"]["uri"]
            assert isinstance(physical["region"]["startLine"], int)
            assert physical["region"]["startLine"] >= 1
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
    return run["results"]


def test_sarif_has_a_result_for_each_entry_at_its_line_with_its_level(report: GateReport) -> None:
    results = essentials_of_sarif(report_as_sarif(report))
    found = [(result["ruleId"], result["level"], result["locations"][0]["physicalLocation"]["region"]["startLine"]) for result in results]
    assert found == [
        ("allowed_with_obligations", "note", 1),
        ("prohibited", "error", 2),
        ("unknown", "warning", 3),
        ("prohibited", "error", 4),
        ("unknown", "warning", 5),
    ]
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results} == {"models.txt"}


def test_sarif_messages_name_clause_effect_mark_and_the_disclaimer(report: GateReport) -> None:
    first, second, *_ = [result["message"]["text"] for result in essentials_of_sarif(report_as_sarif(report))]
    assert "[showing 3, attribution: oblige; unconfirmed (recalled)] Say what the product is built with." in first
    assert "must: attribution “Built with Acme”: Say what the product is built with. [showing 3; unconfirmed (recalled)]" in first
    assert "acme/mixed-3b = Mixed 3B: prohibited." in second
    assert second.endswith(DISCLAIMER)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("models.txt", "models.txt"),
        ("ci/our models.txt", "ci/our%20models.txt"),
        ("a#b%.txt", "a%23b%25.txt"),
        ("/srv/our models.txt", "file:///srv/our%20models.txt"),
    ],
)
def test_files_are_named_as_uris(file: str, uri: str) -> None:
    assert artifact_uri(file) == uri


def test_plain_lines_say_everything_without_styling(report: GateReport) -> None:
    text = write_plain(report)
    lines = text.splitlines()
    assert lines[0] == "Use: product. Licenses as of 2026-11-21, catalog revision 1."
    assert lines[2] == "PASS  models.txt:1  acme/open@main = Open 1B (/models/open/#open-1b): allowed with obligations"
    assert "FAIL  models.txt:2  acme/mixed-3b = Mixed 3B (/models/mixed/#mixed-3b): prohibited" in lines
    assert "UNKNOWN  models.txt:3  acme/absent: unknown, at worst prohibited" in lines
    assert "  variant: Mixed 7B (/models/mixed/#mixed-7b): allowed" in lines
    assert "  facts: license/showing #1, model/open #1" in lines
    assert lines[-2:] == ["5 checked: 1 pass, 2 fail, 2 unknown. The gate is closed.", DISCLAIMER]
    assert "\x1b" not in text


def test_plain_lines_say_when_unknown_was_let_through(check: Check) -> None:
    report = check("acme/absent", allow_unknown=True)
    assert "1 checked: 0 pass, 0 fail, 1 unknown (unknown is allowed here). The gate is open." in write_plain(report)


def test_a_terminal_gets_a_table_with_the_same_words(report: GateReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    text = write_table(report, width=140)
    assert "\x1b[" in text
    for words in ("✗ fail", "? unknown", "✓ pass", "Mixed 3B", "models.txt:2", "unconfirmed (recalled)", DISCLAIMER):
        assert words in text


def test_names_cannot_style_or_steer_the_terminal(check: Check) -> None:
    report = check("x [red]nobody[bold]")
    assert "x [red]nobody[bold]" in write_table(report, width=200)
    assert "UNKNOWN  models.txt:1  x [red]nobody[bold]: unknown, at worst prohibited" in write_plain(report)
