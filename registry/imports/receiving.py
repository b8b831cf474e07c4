"""Receive a catalog of others: read, plan, apply. Its records become claims; what nobody knew is filled in; the rest asks a person.

The plan and the run are one walk over the file. A run writes each batch of records, and then each page, in a transaction of its own: one
that was interrupted goes on where it stopped when the same file is received again, and ends in the same state.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from pydantic import ValidationError

from registry import history
from registry.documents import InvalidDocument
from registry.documents.evidence import Source
from registry.documents.models import ModelDocument
from registry.imports import claimed
from registry.imports.page_plans import Meant, Origin, PagePlan, plan_page
from registry.imports.records import CatalogRecord
from registry.imports.records import RejectedRecord as Rejected
from registry.imports.resolving import Match, Variants, organizations
from registry.models import AIModel, ImportRun, ModelVariant, Organization, Revision
from registry.models import Page as PageRow
from registry.models.vocabulary import Matched, RecordOutcome, RunState
from registry.models.vocabulary import Origin as Door

BATCH = 200
REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A file of a source: its code and title, where the source is at home, the day it describes, the digest of the file."""

    source: str
    title: str
    homepage: str
    as_of: date
    digest: str
    file: str = ""

    @property
    def origin(self) -> Origin:
        """How pages cite it."""
        cited = Source(
            kind="public_dataset", title=f"{self.title}, snapshot of {self.as_of}", package=self.title, homepage=self.homepage,
            read_on=self.as_of.isoformat(),
        )  # fmt: skip
        return Origin(source=self.source, key=f"{self.source}-{self.as_of}", cited=cited, as_of=self.as_of.isoformat())


@dataclass(frozen=True, slots=True)
class Step:
    """One record: what happens to it, and why in words."""

    key: str
    outcome: str
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.outcome:<9} {self.key}" + (f": {'; '.join(self.reasons)}" if self.reasons else "")


@dataclass(slots=True)
class Report:
    """What a plan or a run did: a step for each record of the file, and the pages that change."""

    steps: dict[str, Step] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    gone: int = 0
    differences: int = 0

    @property
    def counts(self) -> Counter[str]:
        """How many records ended in which way."""
        return Counter(step.outcome for step in self.steps.values())


Progress = Callable[[str, int], None]


def _unseen(stage: str, done: int) -> None:
    """Progress that nobody watches."""


def plan(records: Iterable[CatalogRecord | Rejected], *, snapshot: Snapshot, partial: bool = False, progress: Progress = _unseen) -> Report:
    """Return what receiving the records would do; nothing is written. `partial`: what is not among them is not gone."""
    return _Walk(snapshot, run=None, by=None, partial=partial, progress=progress).over(records)


def receive(
    records: Iterable[CatalogRecord | Rejected],
    *,
    snapshot: Snapshot,
    by: User | None = None,
    partial: bool = False,
    progress: Progress = _unseen,
) -> Report:
    """Receive the records and return what was done. An interrupted run of the same file and day is taken up again."""
    run, _ = ImportRun.objects.get_or_create(
        source=snapshot.source, digest=snapshot.digest, as_of=snapshot.as_of, state=RunState.RUNNING,
        defaults={"file": snapshot.file[:500], "by": by, "started_at": timezone.now()},
    )  # fmt: skip
    return _Walk(snapshot, run=run, by=by, partial=partial, progress=progress).over(records)


@dataclass(slots=True)
class _Walk:
    snapshot: Snapshot
    run: ImportRun | None
    by: User | None
    partial: bool
    progress: Progress
    report: Report = field(default_factory=Report)
    meant: dict[int, list[tuple[CatalogRecord, int, int | None]]] = field(default_factory=lambda: defaultdict(list))

    def over(self, records: Iterable[CatalogRecord | Rejected]) -> Report:
        variants, left = Variants.of_catalog(), iter(records)
        while batch := list(islice(left, BATCH)):
            self._batch(batch, variants)
            self.progress("records", len(self.report.steps))
        for done, model in enumerate(sorted(self.meant), start=1):
            self._page(model)
            self.progress("pages", done)
        self._finish()
        return self.report

    def _batch(self, batch: list[CatalogRecord | Rejected], variants: Variants) -> None:
        for rejected in (record for record in batch if isinstance(record, Rejected)):
            self._reject(rejected)
        sound = [record for record in batch if isinstance(record, CatalogRecord)]
        stored = claimed.stored(self.snapshot.source, [record.key for record in sound])
        names = {record.host: record.host_name for record in sound if record.host}
        hosts = claimed.hosts(self.snapshot.source, names, look_up=organizations)
        matches = variants.match((record, hosts[record.host].organization_id if record.host else None) for record in sound)
        models = dict(ModelVariant.objects.filter(pk__in={match.variant for match in matches}).values_list("pk", "model_id"))
        rows = []
        for record, match in zip(sound, matches, strict=True):
            before = stored.get(record.key)
            outcome = claimed.outcome_of(record, before=before, run=self.run)
            self.report.steps[record.key] = Step(record.key, outcome, _said(match))
            rows.append((record, match, outcome))
            if match.variant:
                host = hosts[record.host].organization_id if record.host else None
                self.meant[models[match.variant]].append((record, match.variant, host))
        if self.run:
            claimed.keep(rows, hosts=hosts, stored=stored, run=self.run, source=self.snapshot.source)

    def _reject(self, rejected: Rejected) -> None:
        """A key that stands twice in the file is told, and kept, once for each time."""
        key, number = rejected.key, 2
        while key in self.report.steps:
            key, number = f"{rejected.key} ({number})", number + 1
        self.report.steps[key] = Step(key, REJECTED, rejected.reasons)
        if self.run:
            claimed.keep_rejected(rejected, key=key, run=self.run)

    def _page(self, model: int) -> None:
        if self.run is None:
            self._note(self._planned(model))
            return
        with history.writing():
            planned = self._planned(model)
            if planned is None:
                self._write_outcomes(model)
                return
            page, found = planned
            if found.took_from:
                reason = f"Imported from {self.snapshot.title}, as of {self.snapshot.as_of}"
                history.save(found.document, by=self.by, by_name=self.snapshot.title, reason=reason, origin=Door.IMPORT)
            conflicting = claimed.note_differences(page, found.differences, records=self._keys(model), run=self.run, partial=self.partial)
            self._note(planned, conflicting=conflicting)
            self._write_outcomes(model)

    def _write_outcomes(self, model: int) -> None:
        claimed.note_outcomes(self.snapshot.source, {key: self.report.steps[key].outcome for key in self._keys(model)})

    def _planned(self, model: int) -> tuple[AIModel, PagePlan] | None:
        page = AIModel.objects.get(pk=model)
        document = history.document_of(page)
        assert isinstance(document, ModelDocument)
        slugs = dict(ModelVariant.objects.filter(model=model).values_list("pk", "slug"))
        hosts = {host for _, _, host in self.meant[model] if host}
        partners = dict(Organization.objects.filter(pk__in=hosts).values_list("pk", "slug"))
        meant = [Meant(record=r, variant=slugs[v], partner=partners.get(h) if h else None) for r, v, h in self.meant[model]]
        origin, last = self.snapshot.origin, self._last(page)
        try:
            return page, plan_page(document, meant, origin=origin, last=last)
        except (ValidationError, InvalidDocument) as error:
            for key in self._keys(model):
                self._add(key, RecordOutcome.CONFLICT, f"{page} cannot hold what the records say: {str(error)[:200]}")
            return None

    def _last(self, page: PageRow) -> Mapping[str, Any] | None:
        """The page as the source's own last import left it."""
        own = Revision.objects.filter(page=page, origin=Door.IMPORT, by_name=self.snapshot.title).order_by("-number")
        return own.values_list("document", flat=True).first()

    def _keys(self, model: int) -> list[str]:
        return [record.key for record, _, _ in self.meant[model]]

    def _note(self, planned: tuple[AIModel, PagePlan] | None, *, conflicting: set[str] | None = None) -> None:
        if planned is None:
            return
        page, found = planned
        if found.took_from:
            self.report.pages.append(page.slug)
        for key in found.took_from:
            if self.report.steps[key].outcome == RecordOutcome.UNCHANGED:
                self._add(key, RecordOutcome.UPDATE, f"changes {page}")
        asking = conflicting if conflicting is not None else claimed.asking(page, found.differences, source=self.snapshot.source)
        for difference in found.differences:
            for key in asking.intersection(difference.records):
                self._add(key, RecordOutcome.CONFLICT, f"{difference.fact}: {difference.claimed!r} against {difference.ours!r}")
        self.report.differences += sum(1 for difference in found.differences if asking.intersection(difference.records))

    def _add(self, key: str, outcome: str, reason: str) -> None:
        self.report.steps[key] = Step(key, outcome, (*self.report.steps[key].reasons, reason))

    def _finish(self) -> None:
        if self.run is None:
            self.report.gone = 0 if self.partial else claimed.count_gone(self.snapshot.source, self.report.steps)
            return
        if not self.partial:
            self.report.gone = claimed.note_gone(self.run)
        counts = self.report.counts
        self.run.created, self.run.updated = counts[RecordOutcome.CREATE], counts[RecordOutcome.UPDATE]
        self.run.unchanged, self.run.conflicts = counts[RecordOutcome.UNCHANGED], counts[RecordOutcome.CONFLICT]
        self.run.rejected, self.run.gone, self.run.pages = counts[REJECTED], self.report.gone, len(self.report.pages)
        self.run.state, self.run.finished_at = RunState.DONE, timezone.now()
        self.run.save()


def _said(match: Match) -> tuple[str, ...]:
    if match.matched == Matched.DOUBTFUL:
        return (f"may mean {' or '.join(match.candidates)}: say which",)
    if match.matched == Matched.PERSON and not match.variant:
        return ("a person said that no variant here is meant",)
    return () if match.variant else ("no variant here goes by that name",)
