"""What every page document has in common: its name, its state, its evidence."""

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import field_validator, model_validator

from registry.documents.evidence import Contradiction, Evidence, Source
from registry.documents.fields import Day, Line, Mistakes, Name, Part, ReferenceKey, Slug, State, Text, each_once, pointer_part

WHOLE = "record"
LAST = ("notes", "evidence", "contradictions", "sources", "review_due", "checked_on", "checked_by")


class PageDocument(Part):
    """A page of the registry as one typed document: the form of files, revisions, diffs, proposals and API writes."""

    FACTS: ClassVar[tuple[str, ...]] = ()

    slug: Slug
    name: Name
    state: State = "published"
    aliases: list[Name] = []
    summary: Text = ""
    notes: list[Text] = []
    evidence: dict[Line, Evidence] = {}
    contradictions: list[Contradiction] = []
    sources: dict[ReferenceKey, Source] = {}
    review_due: Day | None = None
    checked_on: Day | None = None
    checked_by: Name | None = None

    @field_validator("aliases")
    @classmethod
    def _no_alias_twice(cls, aliases: list[str]) -> list[str]:
        return each_once(aliases)

    @model_validator(mode="after")
    def _evidence_points_somewhere(self) -> "PageDocument":
        mistakes = unknown_facts(self.evidence, known=(WHOLE, *self.FACTS))
        facts = set(self.facts())
        for index, contradiction in enumerate(self.contradictions):
            if contradiction.fact not in facts:
                mistakes.append((f"/contradictions/{index}/fact", f"this page has no fact '{contradiction.fact}'"))
        known = ", ".join(sorted(self.sources)) or "none"
        for pointer, key in self.citations():
            if key not in self.sources:
                mistakes.append((pointer, f"'{key}' is not in this page's sources ({known}): add it there or correct the key"))
        if mistakes:
            raise Mistakes(*mistakes)
        return self

    def facts(self) -> Iterator[str]:
        """Yield the path of every fact that evidence or a contradiction may name, such as variants/llama-2-7b/release_date."""
        yield WHOLE
        yield from self.FACTS

    def citations(self) -> Iterator[tuple[str, str]]:
        """Yield (JSON pointer, source key) for every place of the page that cites one of its sources."""
        yield from evidence_citations(self.evidence)
        for index, contradiction in enumerate(self.contradictions):
            for place, value in enumerate(contradiction.values):
                if value.source:
                    yield f"/contradictions/{index}/values/{place}/source", value.source

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Yield (JSON pointer, kind, slug) for every other page or variant this one names."""
        return iter(())

    def as_data(self) -> dict[str, Any]:
        """Return the canonical plain form: JSON types, one order of keys, nothing that equals its default."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        for mapping in ("evidence", "sources"):
            if mapping in data:
                data[mapping] = {key: data[mapping][key] for key in sorted(data[mapping])}
        return {"kind": self.kind} | {key: data[key] for key in sorted(data, key=self._place) if key != "kind"}  # type: ignore[attr-defined]

    def _place(self, key: str) -> tuple[bool, int]:
        return (True, LAST.index(key)) if key in LAST else (False, list(type(self).model_fields).index(key))


def evidence_citations(evidence: dict[str, Evidence]) -> Iterator[tuple[str, str]]:
    """Yield (JSON pointer, source key) for the citations of an evidence table."""
    for fact, entry in evidence.items():
        for index, key in enumerate(entry.sources):
            yield f"/evidence/{pointer_part(fact)}/sources/{index}", key


def unknown_facts(evidence: dict[str, Evidence], *, known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return a mistake for each entry of an evidence table that names no fact of its owner."""
    return [
        (f"/evidence/{pointer_part(fact)}", f"there is no fact '{fact}' here; there is {', '.join(known)}")
        for fact in evidence
        if fact not in known
    ]
