"""A model outside the catalog, decided by the licenses and ancestors that a bill of materials declares for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from registry.gate.combining import all_of
from registry.gate.entries import Component
from registry.gate.expressions import MOST_ALTERNATIVES, Alternative, LicenseId, UnreadableExpression, together
from registry.gate.license_names import LicenseNames
from registry.gate.resolve import Found, Resolved
from registry.licensing.decide import VERDICTS, Decision, decide, quick_verdict
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Edge, LicensePeriod, Subject
from registry.licensing.reasons import Reason
from registry.licensing.terms import LicenseFacts

# CycloneDX does not say how a model came from its ancestors. Where weights flow the whole license applies: the strictest reading.
ASSUMED_RELATION = "finetune"
UNIDENTIFIED: Alternative = (LicenseId("NOASSERTION"),)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A decision on what was declared, and the subjects that it was made about."""

    decision: Decision
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Decides declared models; `resolved` and `subjects` hold the ancestors that are in the catalog."""

    licenses: LicenseNames
    resolved: Resolved
    subjects: Mapping[int, Subject]
    use: IntendedUse
    today: date
    as_of: date | None = None

    def decision_on(self, component: Component) -> Declaration:
        """The decision on the declared licenses over the declared ancestors: the most severe where licenses join (AND), the
        mildest where the user may choose (OR). A model without declared ancestors has an undeclared base, so that no label
        makes it milder than unknown."""
        outside = list(self._outside(component))
        remarks: list[str] = []
        choices = [self._choices(each, remarks) for each in outside]
        if _ways(choices) > MOST_ALTERNATIVES:
            remarks.append(f"The declared licenses leave more than {MOST_ALTERNATIVES} combinations, so they count as unidentified.")
            choices = [(UNIDENTIFIED,) for _ in outside]
        ways = list(product(*choices))
        read = [self._read(component, outside=outside, way=way) for way in ways]
        place = min(range(len(ways)), key=lambda place: max(self._severity(subject) for subject in read[place]))
        subjects = read[place]
        decision = all_of([decide(subject=subject, use=self.use, today=self.today, as_of=self.as_of) for subject in subjects])
        remarks += self._said(component, outside=outside, chosen=ways[place])
        return Declaration(replace(decision, reasons=(*decision.reasons, *(_remark(text) for text in remarks))), subjects)

    def _read(self, component: Component, *, outside: list[Component], way: tuple[Alternative, ...]) -> tuple[Subject, ...]:
        chosen = {id(each): licenses for each, licenses in zip(outside, way, strict=True)}
        return tuple(self._subjects(component, chosen=chosen, stands_alone=not component.ancestors))

    def _severity(self, subject: Subject) -> tuple[int, int]:
        verdict, worst = quick_verdict(subject=subject, use=self.use, today=self.today, as_of=self.as_of)
        return VERDICTS.index(verdict), VERDICTS.index(worst)

    def _outside(self, component: Component) -> Iterator[Component]:
        """The component and its ancestors up to those that are in the catalog."""
        yield component
        for ancestor in component.ancestors:
            if self._bases(ancestor) is None:
                yield from self._outside(ancestor)

    def _bases(self, ancestor: Component) -> tuple[Subject, ...] | None:
        found = self.resolved.get(ancestor.sought)
        if not isinstance(found, Found) or not found.variants:
            return None
        return tuple(self.subjects[pk] for pk in found.variants)

    def _choices(self, component: Component, remarks: list[str]) -> tuple[Alternative, ...]:
        found = self.resolved.get(component.sought)
        if isinstance(found, Found) or (found is not None and found.ambiguous):
            remarks.append(f"{component.name} names no single model of the catalog, so its license counts as unidentified.")
            return (UNIDENTIFIED,)
        if not component.licenses:
            return (UNIDENTIFIED,)
        try:
            return together(declared.alternatives for declared in component.licenses)
        except UnreadableExpression as error:
            remarks.append(f"{component.name}: {error}, so its license counts as unidentified.")
            return (UNIDENTIFIED,)

    def _facts(self, licenses: Alternative) -> list[LicenseFacts | None]:
        return list(dict.fromkeys(facts for license in licenses for facts in self.licenses.named(license)))

    def _subjects(self, component: Component, *, chosen: Mapping[int, Alternative], stands_alone: bool) -> Iterator[Subject]:
        """The component under each license that applies to it at once; what is declared for it stays the same."""
        bases = tuple(self._edges(component, chosen=chosen))
        for facts in self._facts(chosen[id(component)]):
            yield Subject(
                name=component.name,
                modalities_in=component.inputs,
                modalities_out=component.outputs,
                periods=(LicensePeriod(facts),),
                lineage="not_declared" if stands_alone else "declared" if bases else "none",
                bases=bases,
            )

    def _edges(self, component: Component, *, chosen: Mapping[int, Alternative]) -> Iterator[Edge]:
        for ancestor in component.ancestors:
            bases = self._bases(ancestor)
            if bases is None:
                bases = tuple(self._subjects(ancestor, chosen=chosen, stands_alone=False))
            for base in bases:
                yield Edge(relation=ASSUMED_RELATION, base=base)

    def _said(self, component: Component, *, outside: list[Component], chosen: tuple[Alternative, ...]) -> Iterator[str]:
        """How the declaration was read, for the reader to check."""
        for each, licenses in zip(outside, chosen, strict=True):
            yield from _how_licensed(each, licenses=licenses)
            for license in () if licenses == UNIDENTIFIED else licenses:
                yield from self._how_identified(license)
        if component.ancestors:
            yield "Each declared ancestor counts as one whose weights are in the model: a bill of materials does not say more."
        for each in outside[1:]:
            if not each.ancestors:
                yield f"{each.name} is outside the catalog and declares no ancestors of its own: it is taken as where its line begins."

    def _how_identified(self, license: LicenseId) -> Iterator[str]:
        named = self.licenses.named(license)
        known = [facts.slug for facts in named if facts]
        if not known:
            yield f"“{license}” is no license of the catalog."
        if len(known) > 1:
            yield f"“{license}” may mean {' or '.join(known)}: all of them are met."
        if license.exception and None in named and known:
            yield f"“{license.exception}” is not an exception on the SPDX list, so what it changes is not known."
        elif license.exception and known:
            yield f"“{license.exception}” only adds permissions: decided without it."


def _how_licensed(component: Component, *, licenses: Alternative) -> Iterator[str]:
    if not component.licenses:
        yield f"No license is declared for {component.name}."
        return
    if licenses == UNIDENTIFIED:
        return
    text = " AND ".join(declared.text if len(component.licenses) == 1 else f"({declared.text})" for declared in component.licenses)
    chosen = " AND ".join(str(license) for license in licenses)
    if any(len(declared.alternatives) > 1 for declared in component.licenses):
        yield f"{component.name} is declared under “{text}”: the user may choose (OR), and {chosen} is the mildest for this use."
    if len(licenses) > 1:
        yield f"{component.name}: {chosen} apply together (AND), so the most severe decides."


def _remark(text: str) -> Reason:
    """What the bill of materials declares is nobody's verified fact."""
    return Reason(
        license="declared", term_type="declaration", section="—", effect="inform", kind="declared", summary=text, verification="recalled"
    )


def _ways(choices: list[tuple[Alternative, ...]]) -> int:
    ways = 1
    for choice in choices:
        ways *= len(choice)
    return ways
