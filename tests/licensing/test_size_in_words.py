"""What is said about sizes: the figures compared, the users and month meant, and what is asked for."""

from typing import Any

import pytest

from registry.licensing.amounts import Amount
from registry.licensing.lineage import Edge, LicensePeriod, Subject
from registry.licensing.scale import in_figures
from registry.licensing.use import parse_use, substitute
from tests.licensing import facts
from tests.licensing.asking import ask, use, users
from tests.licensing.made_up import GRANT, THRESHOLD, USERS, license_of, made

OPEN_MONTH = {**USERS, "measurement_month": None}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Amount(1_000, 1_000), "1,000"),
        (Amount(0, 0), "0"),
        (Amount(1_000, None), "at least 1,000"),
        (Amount(0, None), "at least 0"),
        (Amount(0, 2_000), "at most 2,000"),
        (Amount(1, 2_000), "between 1 and 2,000"),
    ],
)
def test_an_interval_in_words(amount, words):
    assert in_figures(amount) == words


@pytest.mark.parametrize(
    ("operator", "figures", "said"),
    [
        ("gt", users("2024-06", 101), "licensee plus affiliates in June 2024: 101; the clause catches more than 100."),
        ("gte", users("2024-06", 100), "licensee plus affiliates in June 2024: 100; the clause catches at least 100."),
        ("gt", users("2024-06", {"min": 101}), "licensee plus affiliates in June 2024: at least 101; the clause catches more than 100."),
    ],
)
def test_what_was_compared_is_told(operator, figures, said):
    subject = made(GRANT, {**USERS, "includes_affiliates": True, "operator": operator})
    (reason,) = ask(subject, use(organization=figures)).reasons
    assert reason.summary == f"Says so. Monthly active users of all products of {said}"


def test_the_licensee_alone_is_named_where_affiliates_do_not_count():
    (reason,) = ask(made(GRANT, USERS), use(organization=users("2024-06", 101, scope="licensee_only"))).reasons
    assert "of the licensee alone in June 2024: 101;" in reason.summary


def asked(term: dict[str, Any], figures: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    (question,) = ask(made(GRANT, term), use(organization=figures)).questions
    return question.input, question.text, question.options


@pytest.mark.parametrize(
    ("counts", "figures", "expected"),
    [
        (
            True,
            {},
            (
                "/organization/mau/2024-06",
                "Monthly active users of all products of licensee plus affiliates in June 2024 (more than 100?)",
                (),
            ),
        ),
        (
            True,
            users("2024-06", 50, scope="licensee_only"),
            (
                "/organization/affiliates_mau/2024-06",
                "Monthly active users of the affiliates in June 2024, beside the stated figure (more than 100?)",
                (),
            ),
        ),
        (
            True,
            users("2024-06", 50, scope=None),
            (
                "/organization/mau_scope",
                "Does the stated figure of monthly active users include the affiliates?",
                ("licensee_only", "with_affiliates"),
            ),
        ),
        (
            False,
            users("2024-06", {"min": 50, "max": 150}, scope="licensee_only"),
            ("/organization/mau/2024-06", "Monthly active users of all products of the licensee alone in June 2024 (more than 100?)", ()),
        ),
        (
            False,
            users("2024-06", 150),
            (
                "/organization/affiliates_mau/2024-06",
                "Monthly active users of the affiliates in June 2024, beside the stated figure (more than 100?)",
                (),
            ),
        ),
    ],
)
def test_what_is_asked_for_is_what_is_missing(counts, figures, expected):
    assert asked({**USERS, "includes_affiliates": counts}, figures) == expected


@pytest.mark.parametrize(
    ("term", "figures", "verdicts"),
    [
        ({**USERS, "includes_affiliates": True}, {}, ["allowed", "needs_permission"]),
        (USERS, {}, ["allowed", "needs_permission"]),
        ({**USERS, "includes_affiliates": True}, users("2024-06", 50, scope="licensee_only"), ["allowed", "allowed", "needs_permission"]),
        (USERS, users("2024-06", 150), ["needs_permission", "allowed", "allowed"]),
        (USERS, users("2024-06", {"min": 50, "max": 500}), ["unknown", "allowed", "unknown"]),
        (USERS, users("2024-06", 150, scope=None), ["needs_permission", "unknown"]),
        (USERS, users("2024-06", {"max": 150}, scope="licensee_only"), ["allowed", "needs_permission"]),
        ({**USERS, "includes_affiliates": True}, users("2024-06", 1, scope="licensee_only"), ["allowed", "allowed", "needs_permission"]),
        ({**USERS, "value": 0}, {}, ["allowed", "needs_permission"]),
        ({**THRESHOLD, "value": 0}, {}, ["allowed", "needs_permission"]),
        (THRESHOLD, {}, ["allowed", "needs_permission"]),
        ({**USERS, "metric": "daily_active_users"}, {}, ["allowed", "needs_permission"]),
    ],
)
def test_the_answers_to_a_question_of_size_lie_on_both_sides_of_the_threshold(term, figures, verdicts):
    plan = parse_use(use(organization=figures))
    subject = made(GRANT, term)
    (question,) = ask(subject, plan.as_dict()).questions
    assert [ask(subject, substitute(plan, answer).as_dict()).verdict for answer in question.answers] == verdicts


def test_without_a_month_the_model_is_asked_for_where_it_is_not_said_and_only_there():
    (question,) = ask(made(GRANT, OPEN_MONTH), use()).questions
    assert (question.input, question.cause) == ("/subject/variant", "missing_input")
    undated = Subject(slug="base", name="Base", periods=(LicensePeriod(license_of(GRANT, OPEN_MONTH)),))
    own = ask(undated, use())
    edge = Edge(relation="finetune", base=undated, same_licensor=False)
    child = Subject(
        slug="child",
        name="Child",
        release_date="2024-07",
        periods=(LicensePeriod(facts.licenses()["mit"]),),
        lineage="declared",
        bases=(edge,),
    )
    inherited = ask(child, use())
    assert [(decision.verdict, decision.questions) for decision in (own, inherited)] == [("unknown", ())] * 2
    told = [[reason.summary for reason in decision.reasons if reason.kind == "undetermined"] for decision in (own, inherited)]
    assert "before the model was released" in told[0][0]
    assert "before Base was released" in told[1][0]
