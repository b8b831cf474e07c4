"""Sources, citations and contradictions of pages."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from catalog.api.shapes.evidence import ContradictionRecord, EvidenceRecord, Marks, SourceRecord, SourceRef
from catalog.api.values import text
from catalog.statements import Statement
from registry.models import Citation, ContestedValue, PageSource, Source
from registry.models.vocabulary import SourceKind

_OF_SOURCE = ("kind", "title", "url", "repo", "path", "commit", "package", "homepage", "archive_id")
_COLUMNS = ("pk", "page_id", "key", "read_on", "note", "keys", "upstream", *(f"source__{name}" for name in _OF_SOURCE))
_SOURCES = Statement(lambda: PageSource.objects.order_by("page_id", "key"), *_COLUMNS, among="page_id")
_USES = Statement(lambda: PageSource.objects.order_by("page_id", "key"), *_COLUMNS, among="pk")
_CITATIONS = Statement(
    lambda: Citation.objects.order_by("page_id", "fact"),
    "pk", "page_id", "fact", "verification", "checked_on", "checked_by", "note", among="page_id",
)  # fmt: skip
_CITED = Statement(
    lambda: Citation.sources.through.objects.order_by("pagesource__key"), "citation_id", "pagesource__key", among="citation__page_id"
)
_CONTESTED = Statement(
    lambda: ContestedValue.objects.order_by("contradiction__page_id", "contradiction__position", "position"),
    "contradiction_id", "contradiction__page_id", "contradiction__fact", "contradiction__note", "value", "source_id",
    among="contradiction__page_id",
)  # fmt: skip


def source_ref(row: Mapping[str, Any]) -> SourceRef:
    """Return a source in short. An archived copy has no link: readers cannot open it."""
    source = Source(**{name: row[f"source__{name}"] for name in _OF_SOURCE})
    return {
        "key": row["key"],
        "kind": row["source__kind"],
        "label": source.label,
        "url": None if source.kind == SourceKind.STORED_PUBLIC_FILE else text(source.url),
        "read_on": row["read_on"],
    }


def _source_record(row: Mapping[str, Any], ref: SourceRef) -> SourceRecord:
    return {
        **ref,
        "title": text(row["source__title"]),
        "repo": text(row["source__repo"]),
        "path": text(row["source__path"]),
        "commit": text(row["source__commit"]),
        "package": text(row["source__package"]),
        "homepage": text(row["source__homepage"]),
        "archive_id": text(row["source__archive_id"]),
        "keys": row["keys"],
        "upstream": row["upstream"],
        "note": text(row["note"]),
    }


def source_refs(uses: Collection[int]) -> Mapping[int, SourceRef]:
    """Return page sources in short by primary key: one query."""
    return {row["pk"]: source_ref(row) for row in _USES.dicts(uses)}


class PageEvidence:
    """All evidence of one page: four queries."""

    def __init__(self, page: int) -> None:
        rows = _SOURCES.dicts([page])
        self.refs = {row["pk"]: source_ref(row) for row in rows}
        self.sources = [_source_record(row, self.refs[row["pk"]]) for row in rows]
        cited = defaultdict(list)
        for citation, key in _CITED.rows([page]):
            cited[citation].append(key)
        self._facts: list[tuple[str, EvidenceRecord]] = [
            (
                row["fact"],
                {
                    "fact": row["fact"].rpartition("/")[2],
                    "verification": row["verification"] or None,
                    "sources": cited[row["pk"]],
                    "checked_on": row["checked_on"],
                    "checked_by": text(row["checked_by"]),
                    "note": text(row["note"]),
                },
            )
            for row in _CITATIONS.dicts([page])
        ]
        self._contradictions: dict[int, ContradictionRecord] = {}
        for contradiction, _, fact, note, value, source in _CONTESTED.rows([page]):
            found = self._contradictions.setdefault(contradiction, {"fact": fact, "note": text(note), "values": []})
            found["values"].append({"value": value, "source": self.refs.get(source)})

    def of(self, path: str = "") -> list[EvidenceRecord]:
        """Return the evidence of the page itself, or of a part such as variants/llama-2-7b."""
        return [record for fact, record in self._facts if fact.rpartition("/")[0] == path]

    def marks(self, path: str = "") -> Marks:
        """Count the marks of all facts at or below a path."""
        found: Marks = {"verified": 0, "verified_secondary": 0, "recalled": 0}
        for fact, record in self._facts:
            if record["verification"] and fact.startswith(f"{path}/" if path else ""):
                found[record["verification"]] += 1
        return found

    def contradictions(self, path: str = "") -> list[ContradictionRecord]:
        """Return the contradictions about facts at or below a path."""
        return [record for record in self._contradictions.values() if record["fact"].startswith(f"{path}/" if path else "")]
