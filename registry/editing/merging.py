"""Two pages on one thing become one: what the source has goes to the target, and every page that names the source names the target."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument, PageDocument, Problem, parse_document
from registry.editing.conflicts import conflict_on, document_at
from registry.editing.refusals import Refused
from registry.forms.naming import free
from registry.history.renaming import pages_that_name
from registry.models import Page
from registry.models.pages import folded
from registry.models.vocabulary import State
from registry.roles import Role, has_role

Data = dict[str, Any]
MOVING = ("variants", "offers")


def merge(source: Page, target: Page, *, by: User, reason: str, origin: str, today: date, expected: int) -> history.Change:
    """Merge `source` into `target` and return what became of the target. Both histories stay; the source is withdrawn and leads there.

    Reviewers only: PermissionDenied. Refused where the two cannot be one page, or where the source changed since revision `expected`.
    """
    if not has_role(by, Role.REVIEWER):
        raise PermissionDenied("Merging pages needs the role reviewer.")
    with history.writing():
        source, target = (Page.objects.get(pk=page.pk) for page in (source, target))
        problems = _problems(source, target)
        if problems:
            raise Refused(problems=problems)
        if source.number != expected:
            raise Refused(conflict=conflict_on(source, expected=expected, mine=document_at(source, number=expected)))
        try:
            documents = [parse_document(data, today=today) for data in _merged(source, target)]
            changes = history.save_all(documents, by=by, reason=reason, origin=origin)
        except InvalidDocument as error:
            raise Refused(problems=error.problems, document=error.document) from None
        Page.objects.filter(merged_into=source).update(merged_into=target)
        Page.objects.filter(pk=source.pk).update(merged_into=target)
    return changes[0]


def _problems(source: Page, target: Page) -> list[Problem]:
    if source.pk == target.pk:
        return [Problem("/into", "invalid", "a page cannot be merged into itself: name the other one")]
    if source.kind != target.kind:
        return [Problem("/into", "invalid", "only pages of one kind can be merged")]
    for page in (source, target):
        if page.state == State.WITHDRAWN:
            return [Problem("/into", "invalid", f"'{page.name}' is withdrawn: nothing can be merged with it")]
    return []


def _merged(source: Page, target: Page) -> list[Data]:
    """Return the documents to write, the target's first."""
    giving, taking = document_at(source, number=source.number), document_at(target, number=target.number)
    keys = _renamed_keys(giving, taking)
    others = pages_that_name(source, {"slug": ""}).exclude(pk__in=[source.pk, target.pk]).order_by("kind", "slug")
    naming = [_naming(page, kind=source.kind, old=source.slug, new=target.slug) for page in history.documents_of(others)]
    return [_taken_over(giving, taking, keys), *naming, _left_behind(giving)]


def _taken_over(giving: Data, taking: Data, keys: Mapping[str, str]) -> Data:
    known = {folded(name) for name in (taking["name"], taking["slug"], *taking.get("aliases", ()))}
    names = [name for name in (giving["name"], *giving.get("aliases", ())) if folded(name) not in known]
    moved = {name: _under_new_keys(giving.get(name, []), keys) for name in MOVING}
    lists = {name: [*taking.get(name, []), *items] for name, items in moved.items() if items}
    notes = [*taking.get("notes", ()), *(note for note in giving.get("notes", ()) if note not in taking.get("notes", ()))]
    sources = taking.get("sources", {}) | {keys[key]: entry for key, entry in giving.get("sources", {}).items()}
    disputes = [item for item in giving.get("contradictions", ()) if item["fact"].partition("/")[0] in MOVING]
    contradictions = [*taking.get("contradictions", ()), *_under_new_keys(disputes, keys)]
    kept = {name: value for name, value in taking.items() if value != giving["slug"] or name != "predecessor"}
    aliases = [*taking.get("aliases", ()), *dict.fromkeys(names)]
    return kept | lists | {"aliases": aliases, "notes": notes, "sources": sources, "contradictions": contradictions}


def _left_behind(giving: Data) -> Data:
    disputes = [item for item in giving.get("contradictions", ()) if item["fact"].partition("/")[0] not in MOVING]
    kept = {name: value for name, value in giving.items() if name not in MOVING}
    return kept | {"state": State.WITHDRAWN.value, "contradictions": disputes}


def _renamed_keys(giving: Data, taking: Data) -> dict[str, str]:
    """Return the key that each source of the giving page has on the taking one: its own, unless another source has it there."""
    known: Data = dict(taking.get("sources", {}))
    keys = {}
    for key, entry in giving.get("sources", {}).items():
        same = next((other for other, its in known.items() if its == entry), None)
        keys[key] = same or free(key, known)
        known[keys[key]] = entry
    return keys


def _under_new_keys(value: Any, keys: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_under_new_keys(item, keys) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {name: _renamed(name, item, keys) for name, item in value.items()}


def _renamed(name: str, value: Any, keys: Mapping[str, str]) -> Any:
    if name == "sources":
        return sorted({keys[key] for key in value})
    return keys[value] if name == "source" and value else _under_new_keys(value, keys)


def _naming(document: PageDocument, *, kind: str, old: str, new: str) -> Data:
    """Return a page's document in which the one page is called by the other's slug."""
    data = document.as_data()
    for pointer, of_kind, slug in document.references():
        if (of_kind, slug) == (kind, old):
            *above, last = pointer.split("/")[1:]
            place: Any = data
            for step in above:
                place = place[int(step) if isinstance(place, list) else step]
            place[int(last) if isinstance(place, list) else last] = new
    for name in ("developers", "licensors"):
        if name in data:
            data[name] = list(dict.fromkeys(data[name]))
    return data
