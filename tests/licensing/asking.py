"""Shorthand for asking one question of the curated catalog."""

from datetime import date
from typing import Any

from registry.licensing.decide import Decision, decide
from registry.licensing.lineage import Subject
from registry.licensing.use import parse_use
from tests.licensing import facts

TODAY = date(2026, 11, 21)


def use(*acts: str, commercial: bool | None = True, organization: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A plain use: commercial, in no field that needs care, by an organization in the United States."""
    return {
        "commercial": commercial,
        "acts": list(acts) or ["use", "internal_only"],
        "fields_of_use": [],
        "organization": {"domicile": "US", "territories": ["US"], **(organization or {})},
        **more,
    }


def ask(subject: str | dict[str, Any] | Subject, plan: dict[str, Any], *, as_of: str | None = None, today: date = TODAY) -> Decision:
    """The decision on a variant (by slug), a subject in plain form, or a built one."""
    if isinstance(subject, str):
        subject = facts.variant(subject)
    elif isinstance(subject, dict):
        subject = facts.subject(subject)
    return decide(subject=subject, use=parse_use(plan), today=today, as_of=date.fromisoformat(as_of) if as_of else None)


def outcome(*arguments: Any, **options: Any) -> tuple[str, str]:
    """(verdict, worst case) of `ask`."""
    decision = ask(*arguments, **options)
    return decision.verdict, decision.worst_case


def cited(decision: Decision, effect: str) -> set[tuple[str, str]]:
    """(license, term type) of every reason with that effect."""
    return {(reason.license, reason.term_type) for reason in decision.reasons if reason.effect == effect}


def duties(decision: Decision) -> set[str]:
    """The types of the obligations."""
    return {duty.type for duty in decision.obligations}


def users(month: str, number: Any, *, scope: str | None = "with_affiliates", **more: Any) -> dict[str, Any]:
    """Monthly active users in one month."""
    stated = {"mau": {month: number}, **more}
    return stated if scope is None else {**stated, "mau_scope": scope}
