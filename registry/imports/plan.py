"""Plan: what loading would do to each page, so that nothing a person wrote since is lost."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F

from registry.documents.diff import changes
from registry.history.drafts import found
from registry.imports.catalog_files import Entry, Key, Reading
from registry.models import FormerSlug, Revision
from registry.models.vocabulary import Origin


class Action(StrEnum):
    """What happens to a page. The last two leave it as it is."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Step:
    """One page: what will happen, and which facts differ between the catalog and the file."""

    entry: Entry
    action: Action
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.action:<9} {' '.join(self.entry.key)}"
        path = self.entry.file.path
        match self.action:
            case Action.CONFLICT:
                return f"{text}: changed here and in {path}, so nothing was overwritten; they differ in {', '.join(self.facts)}"
            case Action.KEPT:
                return f"{text}: changed here since {path} was loaded"
            case Action.UPDATE:
                return f"{text}: {', '.join(self.facts)}"
        return text


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps for all pages, in the order of the files."""

    steps: list[Step]

    @property
    def writes(self) -> list[Step]:
        """The steps that change the catalog."""
        return [step for step in self.steps if step.action in (Action.CREATE, Action.UPDATE)]

    @property
    def counts(self) -> Counter[Action]:
        """How many pages each action meets."""
        return Counter(step.action for step in self.steps)

    def in_words(self) -> str:
        """Say how many pages there are of each kind, as in "372 pages: 3 update, 369 unchanged"."""
        counts = self.counts
        return f"{len(self.steps)} pages: {', '.join(f'{counts[action]} {action}' for action in Action if counts[action]) or 'none'}"


def make_plan(reading: Reading) -> Plan:
    """Compare the files with the catalog: four queries. A page that was renamed here is still the page of its file."""
    pages = reading.pages
    current = _current([slug for _, slug in pages])
    renamed = _renamed([key for key in pages if key not in current])
    elsewhere = _current([slug for _, slug in renamed.values()])
    current |= {former: elsewhere[key] for former, key in renamed.items() if key in elsewhere}
    says = {key: entry.document.as_data() for key, entry in pages.items()}
    histories = _histories([page for key, (page, standing) in current.items() if key in says and standing != says[key]])
    steps = []
    for key, entry in pages.items():
        page, standing = current.get(key, (0, None))
        if standing is None:
            steps.append(Step(entry, Action.CREATE))
        elif standing == says[key]:
            steps.append(Step(entry, Action.UNCHANGED))
        else:
            facts = tuple(change.path for change in changes(standing, says[key]))
            steps.append(Step(entry, decide(says[key], standing=standing, history=histories[page]), facts))
    return Plan(steps)


def decide(data: dict[str, Any], *, standing: dict[str, Any], history: list[tuple[str, dict[str, Any]]]) -> Action:
    """Decide between a file and a page that differ; `history` is the page's revisions as (origin, document), oldest first.

    The base is what the files said last. A page that still says that belongs to the files. A page that a person changed stays as it is:
    "kept" where the file says nothing that the page has not said since, a conflict where the file was changed too.
    """
    loaded = [index for index, (origin, _) in enumerate(history) if origin == Origin.FILES]
    since = history[loaded[-1] :] if loaded else history
    if loaded and since[0][1] == standing:
        return Action.UPDATE
    return Action.KEPT if any(document == data for _, document in since) else Action.CONFLICT


def _current(slugs: list[str]) -> dict[Key, tuple[int, dict[str, Any]]]:
    latest = Revision.objects.filter(number=F("page__number")).values_list("page__kind", "page__slug", "page_id", "document")
    return {(kind, slug): (page, document) for kind, slug, page, document in found(latest, "page__slug", sorted(set(slugs)))}


def _renamed(keys: list[Key]) -> dict[Key, Key]:
    former = FormerSlug.objects.values_list("kind", "slug", "target")
    rows = found(former, "slug", [slug for _, slug in keys])
    return {(kind, slug): (kind, target) for kind, slug, target in rows if (kind, slug) in keys}


def _histories(pages: list[int]) -> dict[int, list[tuple[str, dict[str, Any]]]]:
    histories: dict[int, list[tuple[str, dict[str, Any]]]] = {page: [] for page in pages}
    rows = Revision.objects.order_by("page_id", "number").values_list("page_id", "origin", "document")
    for page, origin, document in found(rows, "page_id", pages):
        histories[page].append((origin, document))
    return histories
