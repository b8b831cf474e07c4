"""A whole question in one address: about what, to do what, as whom, as of when, and everything already answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.asking.activities import ACTIVITIES, DEFAULT, Activity
from catalog.asking.inputs import InputError, read_inputs, write_inputs
from catalog.asking.subjects import Candidate, meant_by
from registry.asking import Answer, Asked, InvalidSubject, ask, find_subject
from registry.decisions import laid_over
from registry.licensing.use import InvalidUse, parse_use
from registry.models import UseProfile

FRAME = ("about", "do", "profile", "as_of")
NO_LICENSE = "no-license-file"
KINDS = ("variant", "model", "license")


@dataclass
class Question:
    """What a person asked, as far as it could be read. `errors` are by parameter; `candidates` what an unclear name may mean."""

    about: str = ""
    activity: Activity = field(default_factory=lambda: ACTIVITIES[DEFAULT])
    profile: UseProfile | None = None
    as_of: date | None = None
    stated: dict[str, Any] = field(default_factory=dict)
    asked: Asked | None = None
    candidates: list[Candidate] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def use(self) -> dict[str, Any]:
        """The whole intended use: what the activity assumes, over it the profile's standing answers, on top what was stated here.

        What is done, and for what purpose, is the activity's to say; everything else a profile says counts more than its assumptions.
        """
        standing = self.profile.use if self.profile else {}
        standing = {name: value for name, value in standing.items() if name not in ("acts", "purpose")}
        return laid_over(laid_over(self.activity.use, standing), self.stated)

    @property
    def can_be_answered(self) -> bool:
        """Whether everything was read and the subject is clear."""
        return self.asked is not None and not self.errors

    def answer(self, *, today: date) -> Answer:
        """Return the answer; call it only where can_be_answered."""
        assert self.asked is not None
        return ask(self.asked, use=parse_use(self.use), today=today, as_of=self.as_of)

    def parameters(self, *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the query parameters that ask this question again, but for those left out."""
        pairs = [("about", self.about), ("do", self.activity.key)]
        if self.profile:
            pairs.append(("profile", self.profile.slug))
        if self.as_of:
            pairs.append(("as_of", self.as_of.isoformat()))
        left_out = set(without)
        return [(name, value) for name, value in [*pairs, *write_inputs(self.stated)] if value and name not in left_out]

    def address(self, **changed: str) -> str:
        """Return the query string that asks this question, with some of its frame changed."""
        return urlencode([*self.parameters(without=changed), *changed.items()])


def read_question(query: QueryDict, *, profiles: Mapping[str, UseProfile]) -> Question:
    """Return the question that a query string asks. Nothing is raised: mistakes stand in `errors`, each at its parameter."""
    question = Question(about=query.get("about", "").strip())
    parameters = {name: query.getlist(name) for name in query if name not in FRAME}
    try:
        question.stated = read_inputs(parameters)
    except InputError as error:
        question.errors |= error.errors
        question.stated = read_inputs({name: values for name, values in parameters.items() if name not in error.errors})
    _read_frame(question, query, profiles)
    _check_use(question)
    if question.about:
        _find(question)
    return question


def _read_frame(question: Question, query: QueryDict, profiles: Mapping[str, UseProfile]) -> None:
    chosen = query.get("do") or DEFAULT
    if chosen in ACTIVITIES:
        question.activity = ACTIVITIES[chosen]
    else:
        question.errors["do"] = f"'{chosen[:60]}' is not one of {', '.join(ACTIVITIES)}"
    if slug := query.get("profile"):
        question.profile = profiles.get(slug)
        if question.profile is None:
            question.errors["profile"] = f"there is no use profile '{slug[:60]}' that you may use"
    if text := query.get("as_of"):
        try:
            question.as_of = date.fromisoformat(text)
        except ValueError:
            question.errors["as_of"] = f"'{text[:60]}' is not a date: write it as 2024-01-15"


def _check_use(question: Question) -> None:
    try:
        parse_use(question.use)
    except InvalidUse as error:
        for pointer, _, detail in error.errors:
            name = _parameter(pointer, question.stated)
            question.errors[name] = detail
            question.stated = read_inputs(_without(question.stated, name))


def _parameter(pointer: str, stated: Mapping[str, Any]) -> str:
    """Return the parameter that a pointer into the use is about: the longest stated name that begins it."""
    path = pointer.strip("/").replace("/", ".")
    names = [name for name, _ in write_inputs(stated) if path == name or path.startswith(f"{name}.")]
    return max(names, key=len, default=path)


def _without(stated: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for parameter, value in write_inputs(stated):
        if parameter != name:
            kept.setdefault(parameter, []).append(value)
    return kept


def _find(question: Question) -> None:
    if question.about == NO_LICENSE:
        question.asked = find_subject({"license": None})
        return
    kind, _, slug = question.about.partition(":")
    exact = kind in KINDS and bool(slug)
    found = [Candidate(kind, slug.strip().lower(), slug)] if exact else meant_by(question.about)
    if not found:
        question.errors["about"] = (
            f"Nothing in the catalog is called '{question.about[:80]}'. Check the spelling, or ask about its license instead."
        )
    elif len(found) > 1:
        question.candidates = found
    else:
        try:
            question.asked = find_subject(found[0].subject)
            question.about = f"{found[0].kind}:{found[0].slug}"
        except InvalidSubject as error:
            question.errors["about"] = error.errors[0][2]
