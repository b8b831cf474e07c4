"""What the pages of "Can we use it?" say about verdicts and reasons."""

import json
from typing import Any

from django import template

from catalog.asking.answers import without_question
from catalog.asking.labels import input_words, stated_in_words, word
from catalog.asking.packs import source_words
from catalog.asking.question import NO_LICENSE, Question
from catalog.asking.subjects import Candidate
from catalog.presentation.matrix import VERDICT_WORDS, Cell, Row
from registry.licensing.reasons import Reason

register = template.Library()
register.filter("stated_in_words", stated_in_words)
register.filter("input_words", input_words)
register.filter("source_words", source_words)
register.filter("vocabulary", word)
register.filter("without_question", without_question)

_LONGEST_VALUE = 200
_KINDS = {
    "fired": "decides",
    "undetermined": "open",
    "ambiguous": "can be read in more than one way",
    "exempts": "an exemption applies",
    "not_triggered": "does not apply",
    "grants": "grants the right",
    "informs": "for information",
    "silent": "silent on this",
    "license_drift": "the label is looser than the base",
    "title_risk": "a risk of title further up",
}


@register.filter
def columns(rows: list[Row]) -> list[tuple[Cell, ...]]:
    """The answers of a matrix by use, for a table with one row for each use."""
    return list(zip(*(row.cells for row in rows), strict=True))


@register.filter
def reason_kind(reason: Reason) -> str:
    """How a clause bears on the answer, in words."""
    return _KINDS[reason.kind]


@register.filter
def short_value(value: object) -> str:
    """A fact's value on one short line: text as it stands, nothing for what is absent, the beginning of what is long."""
    if value is None:
        return "not stated"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


@register.filter
def subject_text(about: str) -> str:
    """What the field shows for a subject: the slug without the kind before it, nothing for "no license file"."""
    return "" if about == NO_LICENSE else about.partition(":")[2] if about.startswith(("variant:", "model:", "license:")) else about


@register.simple_tag
def asked_about(question: Question, candidate: Candidate) -> str:
    """The query string of the same question about one of the candidates."""
    return question.address(about=f"{candidate.kind}:{candidate.slug}")


@register.inclusion_tag("catalog/asking/verdict.html")
def verdict(value: str) -> dict[str, Any]:
    """A verdict as icon, word and border."""
    return {"verdict": value, "words": VERDICT_WORDS[value]}
