"""The gate's question: may each of these models be used so? Every name is looked up and decided once, however often it stands there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from registry.asking import pages_under, revisions_of
from registry.gate.combining import all_of
from registry.gate.entries import Component, Entry, Sought
from registry.gate.license_names import LicenseNames
from registry.gate.outside import Outside
from registry.gate.report import EntryResult, GateReport, VariantResult
from registry.gate.resolve import Found, NotFound, Resolved, resolve
from registry.licensing.decide import Decision, decide
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject, license_subject
from registry.licensing.standard_uses import PRODUCT, STANDARD_USES
from registry.models import CatalogRevision
from registry.subjects import subjects_of


def check_entries(
    entries: Sequence[Entry],
    *,
    today: date,
    use: IntendedUse = PRODUCT,
    use_name: str | None = None,
    as_of: date | None = None,
    allow_unknown: bool = False,
) -> GateReport:
    """Decide one use for every entry, in the order of the entries; `as_of` picks the licenses that were valid on that day.

    `use_name` is how the report calls the use; a standard use is called by its own name. The number of queries does not
    depend on the number of entries, only on the depth of their lineage and on whether there is anything to look up beside
    (licenses and ancestors that a bill of materials declares).
    """
    check = _Check(entries, today=today, as_of=as_of)
    results = tuple(check.results(use))
    return GateReport(
        results=results,
        use=use,
        use_name=use_name or next((name for name, standard in STANDARD_USES.items() if standard == use), "as given"),
        decided_for=as_of or today,
        catalog_revision=CatalogRevision.current(),
        allow_unknown=allow_unknown,
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided about one name, and the pages that it rests on."""

    decision: Decision
    variants: tuple[VariantResult, ...] = ()
    pages: frozenset[tuple[str, str]] = frozenset()

    def page_names(self) -> list[str]:
        return sorted(f"{kind}/{slug}" for kind, slug in self.pages)


_Key = tuple[Sought, str | None, Component | None]


class _Check:
    """One run: everything that the entries need is read first, then decided without the database."""

    def __init__(self, entries: Sequence[Entry], *, today: date, as_of: date | None) -> None:
        self.entries = entries
        self.today = today
        self.as_of = as_of
        self.resolved: Resolved = resolve(sought for entry in entries for sought in _all_sought(entry))
        wanted = {pk for found in self.resolved.values() if isinstance(found, Found) for pk in found.variants}
        self.subjects: Mapping[int, Subject] = subjects_of(wanted) if wanted else {}
        self.licenses = LicenseNames()

    def results(self, use: IntendedUse) -> Iterator[EntryResult]:
        keys = [(entry.sought, entry.purpose, entry.declared) for entry in self.entries]
        decided: dict[_Key, _Decided] = {}
        for key, entry in zip(keys, self.entries, strict=True):
            if key not in decided:
                decided[key] = self._decide(entry, use=use)
        revisions = revisions_of({page for each in decided.values() for page in each.pages})
        for key, entry in zip(keys, self.entries, strict=True):
            each, found = decided[key], self.resolved[entry.sought]
            yield EntryResult(
                entry=entry,
                decision=each.decision,
                matched=found.row if isinstance(found, Found) else None,
                matched_by=found.by if isinstance(found, Found) else None,
                candidates=found.candidates if isinstance(found, NotFound) else (),
                variants=each.variants,
                notes=tuple(self._notes(entry, found=found)),
                revisions={page: revisions[page] for page in each.page_names() if page in revisions},
            )

    def _decide(self, entry: Entry, *, use: IntendedUse) -> _Decided:
        use = replace(use, purpose=entry.purpose) if entry.purpose else use
        found = self.resolved[entry.sought]
        if isinstance(found, Found):
            return self._decide_row(found, use=use)
        if entry.declared is not None and entry.declared.says_anything and not found.ambiguous:
            outside = Outside(
                licenses=self.licenses, resolved=self.resolved, subjects=self.subjects, use=use, today=self.today, as_of=self.as_of
            )
            declaration = outside.decision_on(entry.declared)
            return _Decided(declaration.decision, pages=pages_under(declaration.subjects))
        nothing_known = license_subject(None, lineage="not_declared")
        return _Decided(self._decision(nothing_known, use=use))

    def _decide_row(self, found: Found, *, use: IntendedUse) -> _Decided:
        subjects = tuple(self.subjects[pk] for pk in found.variants)
        decisions = [self._decision(subject, use=use) for subject in subjects] or [self._decision(license_subject(None), use=use)]
        whole = found.row.kind == "model"
        variants = tuple(VariantResult(row, decision) for row, decision in zip(found.names, decisions, strict=False)) if whole else ()
        return _Decided(all_of(decisions), variants, pages_under(subjects) | {("model", found.model)})

    def _decision(self, subject: Subject, *, use: IntendedUse) -> Decision:
        return decide(subject=subject, use=use, today=self.today, as_of=self.as_of)

    def _notes(self, entry: Entry, *, found: Found | NotFound) -> Iterator[str]:
        if entry.remark:
            yield entry.remark
        if isinstance(found, NotFound):
            yield _missing(entry, found=found)
            return
        if found.by == "former_slug":
            yield f"The model is now called {found.row.slug}."
        if not found.variants:
            yield "The catalog records no variant of this model, so no license is known."
        if entry.revision:
            day = self.as_of or self.today
            yield f"The catalog does not tell revisions apart: decided on the license of {day}, not of revision {entry.revision}."
        if entry.declared is not None and entry.declared.licenses:
            yield from self._differing_label(entry.declared, found=found)

    def _differing_label(self, declared: Component, *, found: Found) -> Iterator[str]:
        day = self.as_of or self.today
        recorded = {facts.slug for pk in found.variants if (facts := self.subjects[pk].license_on(day))}
        named = {
            facts.slug
            for license in declared.licenses
            for alternative in license.alternatives
            for id in alternative
            for facts in self.licenses.named(id)
            if facts
        }
        if not recorded <= named:
            said = ", ".join(license.text for license in declared.licenses)
            known = ", ".join(sorted(recorded))
            yield f"Declared under {said}; the catalog records {known}, and that is what was decided on."


def _missing(entry: Entry, *, found: NotFound) -> str:
    names = ", ".join(f"{row.slug} ({row.name})" for row in found.candidates)
    if found.ambiguous:
        return f"The name may mean several entries of the catalog: {names}. Name one of them."
    advice = f" Did you mean {names}?" if names else " Add it to the catalog, or name it as the catalog does."
    if entry.declared is not None and entry.declared.says_anything:
        return f"Not in the catalog: decided on what the bill of materials declares.{advice}"
    return f"Not in the catalog, so nothing is known of its license.{advice}"


def _all_sought(entry: Entry) -> Iterator[Sought]:
    yield entry.sought
    yield from _sought_above([entry.declared] if entry.declared else [])


def _sought_above(components: Iterable[Component]) -> Iterator[Sought]:
    for component in components:
        for ancestor in component.ancestors:
            yield ancestor.sought
        yield from _sought_above(component.ancestors)
