"""The evidence pack: an answer as a document to file, with clauses, sources, revisions and the date."""

from collections.abc import Iterator
from datetime import datetime

from catalog.asking.answers import Duty, Part, Told, pages_behind, without_question
from catalog.asking.labels import stated_in_words
from catalog.asking.question import Question
from catalog.presentation.answers import Ground
from registry.licensing.decide import DISCLAIMER
from registry.models import Source

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def plain(text: str) -> str:
    """Return text of the catalog so that Markdown shows it as it stands, on one line."""
    return " ".join(text.split()).translate(_SPECIAL)


def evidence_pack(question: Question, told: Told, *, at: datetime, address: str) -> str:
    """Return the whole answer as Markdown. `address` is where the question can be asked again."""
    return "\n".join(_lines(question, told, at=at, address=address)) + "\n"


def _lines(question: Question, told: Told, *, at: datetime, address: str) -> Iterator[str]:
    assert question.asked is not None
    yield f"# {plain(question.asked.name)}: {told.words}"
    yield ""
    yield f"{told.meaning} Asked on {at:%Y-%m-%d %H:%M} UTC. {DISCLAIMER}"
    if told.could_be_worse:
        yield f"At worst: {told.worst_words}."
    if told.rests_on_recalled:
        yield "**It rests on a clause that is recalled, not confirmed in a source.**"
    yield ""
    yield "## The question"
    yield ""
    yield f"- Subject: {question.asked.kind} {plain(question.asked.slug or question.asked.name)}"
    yield f"- Activity: {question.activity.label}. {question.activity.meaning}"
    if question.profile:
        yield f"- Use profile: {plain(question.profile.name)}"
    yield f"- Licenses as of: {question.as_of or at.date()}"
    for name, value in stated_in_words(question.use):
        yield f"- {plain(name)}: {plain(value)}"
    yield f"- Ask again: <{address}>"
    for part in told.parts:
        yield from _part(part, several=len(told.parts) > 1)
    if told.notice:
        yield from ("", "## NOTICE text", "", "```text", *told.notice.replace("```", "'''").splitlines(), "```")
    yield from _sources(told)


def _part(part: Part, *, several: bool) -> Iterator[str]:
    yield ""
    yield f"## {plain(', '.join(part.names))}: {part.words}" if several else "## Reasons"
    yield ""
    for cause in part.causes:
        yield f"- {cause}"
    for ground in (*part.deciding, *part.others):
        yield _reason(ground)
    for title, duties in (("Obligations", part.duties), ("Obligations if the open questions turn out so", part.pending)):
        if duties:
            yield from ("", f"### {title}", "")
            for duty in duties:
                yield from _duty(duty)
    if part.decision.questions:
        yield from ("", "### Open questions", "")
        for question in part.decision.questions:
            yield f"- {plain(question.text)}"


def _reason(ground: Ground) -> str:
    reason = ground.reason
    via = f" Reaches it through {plain(' → '.join(step.name for step in ground.via))}." if ground.via else ""
    mark = {"recalled": "unconfirmed", "verified_secondary": "verified in a secondary source"}.get(reason.verification, "verified")
    effect = reason.effect.replace("_", " ")
    said = plain(without_question(reason.summary))
    return f"- **{plain(reason.license)}**, {plain(reason.section)} ({effect}, {mark}): {said}{via}"


def _duty(duty: Duty) -> Iterator[str]:
    obligation = duty.obligation
    clauses = "; ".join(f"{plain(demand.license)} {plain(demand.section)}" for demand in obligation.demands)
    yield f"- [ ] {plain(obligation.summary)} ({clauses})"
    if obligation.text:
        yield f"  Words: {plain(obligation.text)}"
    if obligation.url:
        yield f"  See <{obligation.url}>"


def _sources(told: Told) -> Iterator[str]:
    yield from ("", "## Facts it rests on", "")
    pages = pages_behind(told.answer)
    if not pages:
        yield "- No page of the catalog."
    for behind in pages:
        page = behind.page
        yield f"- {page.get_kind_display()} {plain(page.name)} ({page.slug}), revision {page.number}"
        for source in behind.sources:
            yield f"  - {_source(source)}"


def source_words(source: Source) -> str:
    """Return what a source is called and where in it to look."""
    path = f", {source.path}" if source.path and source.path not in source.label else ""
    return f"{source.label}{path}"


def _source(source: Source) -> str:
    where = f" <{source.url}>" if source.url else ""
    at = f" at {source.commit[:12]}" if source.commit else ""
    return f"{plain(source_words(source))}{at}{where}"
