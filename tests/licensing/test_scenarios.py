"""The 35 worked scenarios: verdict, worst case, every reason, every obligation, every question."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.licensing.decide import decide
from registry.licensing.use import parse_use
from tests.licensing import facts

TODAY = date(2026, 11, 21)
SCENARIOS = json.loads((Path(__file__).parent / "scenarios.json").read_text())["scenarios"]


def words(section: str) -> set[str]:
    return set(re.findall(r"[\w§.]+(?:\([^)\s]*\))*", section.replace("(recalled)", "")))


def same_clause(expected: str, actual: str) -> bool:
    """Scenarios cite a clause shorter or longer than the term does: "§3.1" for "§3.1, §2.2", "§4(a)" for "§4", "§4.a(iii)" for
    "§4.a(ii)-(iv)"."""
    in_range = ")-(" in actual and expected.split("(", maxsplit=1)[0] == actual.split("(", maxsplit=1)[0]
    return expected.startswith(actual) or in_range or words(expected) <= words(actual)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_a_worked_scenario_comes_out_as_derived_by_hand(scenario: dict[str, Any]) -> None:
    as_of = scenario["as_of"] and date.fromisoformat(scenario["as_of"])
    expected = scenario["expected"]
    decision = decide(subject=facts.subject(scenario["subject"]), use=parse_use(scenario["use"]), today=TODAY, as_of=as_of)
    assert (decision.verdict, decision.worst_case) == (expected["verdict"], expected["worst_case"])
    for wanted in expected["reasons"]:
        assert any(
            (reason.license, reason.term_type, reason.effect) == (wanted["license"], wanted["term_type"], wanted["effect"])
            and same_clause(wanted["section"], reason.section)
            for reason in decision.reasons
        ), (wanted, decision.reasons)
    if expected["obligations"]:
        done = [(duty.type, duty.hint or "") for duty in decision.obligations]
        for wanted in expected["obligations"]:
            kind, _, hint = wanted.partition(": ")
            brand = hint.removesuffix(" in UI").removesuffix(" prefix")
            assert any(duty == kind and brand in said for duty, said in done), (wanted, done)
    else:
        assert decision.obligations == ()
    assert len(decision.questions) == len(expected["questions"])
    for wanted, question in zip(expected["questions"], decision.questions, strict=True):
        assert question.text == wanted
    assert decision.compliance == expected["compliance"]
