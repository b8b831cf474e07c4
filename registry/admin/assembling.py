"""From the forms of one page to its document, and from what is wrong with the document back to the form and field."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from registry.admin.parts import PartForm
from registry.documents import Problem

Refusals = dict[str, list[tuple[str | None, str]]]


@dataclass(slots=True)
class Draft:
    """A document that is not checked yet, with the form behind each of its parts."""

    data: dict[str, Any]
    places: dict[str, PartForm] = field(default_factory=dict)
    refusals: Refusals = field(default_factory=lambda: defaultdict(list))

    def refuse(self, form: PartForm, name: str | None, message: str) -> None:
        """Note what is wrong with a field of a form, or with the form as a whole."""
        self.refusals[form.prefix or ""].append((name, message))

    def refuse_all(self, problems: Iterable[Problem]) -> None:
        """Note what is wrong with the document, each mistake at the field it is about."""
        for problem in problems:
            at, rest = problem.pointer, ""
            while at and at not in self.places:
                at, _, step = at.rpartition("/")
                rest = f"{_readable(step)}/{rest}" if rest else _readable(step)
            form = self.places[at]
            name = form.field_at(rest)
            unseen = name == form.ELSEWHERE.get("*", "") or (name is None and "/" in rest)
            self.refuse(form, name, _sentence(problem.detail, rest if unseen else ""))


def draft_of(form: PartForm, formsets: list[Any], *, kind: str, complete: Callable[[dict[str, Any]], None]) -> Draft:
    """Put the forms together. `complete` fills in the names that may be left empty, such as slugs, once all parts stand in place."""
    draft = Draft({"kind": kind, **form.to_part()}, {"": form})
    evidence = [formset for formset in formsets if formset.path == "evidence"]
    for formset in formsets:
        if formset.path != "evidence":
            _add(draft, draft.data, "", formset)
    complete(draft.data)
    for formset in evidence:
        _add_evidence(draft, formset)
    return draft


def _add(draft: Draft, owner: dict[str, Any], pointer: str, formset: Any) -> None:
    *above, name = formset.path.split("/")
    items: list[tuple[str, dict[str, Any]]] = []
    for form in formset.live_forms():
        part = form.to_part()
        key = str(part.pop("key", "")) if formset.keyed else str(len(items))
        if formset.keyed and any(key == known for known, _ in items):
            draft.refuse(form, "key", f"“{key}” is used twice on this page: give each source its own key.")
        at = f"{pointer}/{formset.path}/{key}"
        draft.places[at] = form
        for nested in form.nested_formsets:
            _add(draft, part, at, nested.formset)
        items.append((key, part))
    for step in above:
        owner = owner.setdefault(step, {})
    if items:
        owner[name] = dict(items) if formset.keyed else [part for _, part in items]


def _add_evidence(draft: Draft, formset: Any) -> None:
    """Hang each citation on the page, or on the variant or offer that its fact names."""
    for form in formset.live_forms():
        part = form.to_part()
        fact = str(part.pop("fact", ""))
        where, _, rest = fact.partition("/")
        slug, _, own = rest.partition("/")
        owner, pointer = draft.data, ""
        if rest:
            found = [at for at, item in enumerate(draft.data.get(where, ())) if isinstance(item, dict) and item.get("slug") == slug]
            if where not in ("variants", "offers") or not found or not own:
                draft.refuse(
                    form, "fact", f"This page has nothing at “{fact}”: write a fact such as release_date or variants/SLUG/license."
                )
                continue
            owner, pointer, fact = draft.data[where][found[0]], f"/{where}/{found[0]}", own
        evidence = owner.setdefault("evidence", {})
        if fact in evidence:
            draft.refuse(form, "fact", f"“{fact}” is cited twice: put all its sources into one citation.")
        evidence[fact] = part
        draft.places[f"{pointer}/evidence/{fact}"] = form


def _readable(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _sentence(detail: str, path: str) -> str:
    if isinstance(detail, SafeString):
        return detail
    text = f"{path}: {detail}" if path else f"{detail[:1].upper()}{detail[1:]}"
    return text if text.endswith((".", "?", "!")) else f"{text}."
