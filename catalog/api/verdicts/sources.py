"""Where the clauses behind reasons were read: for any number of licenses two queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from catalog.api.resources.evidence import source_ref
from catalog.api.shapes.evidence import SourceRef
from catalog.statements import Statement
from registry.models import LicenseTerm, PageSource
from registry.models.vocabulary import SourceKind

_OF_SOURCE = ("kind", "title", "url", "repo", "path", "commit", "package", "homepage", "archive_id")
_OF_LICENSES = Statement(
    lambda: PageSource.objects.filter(page__kind="license").order_by("page_id", "key"),
    "pk", "page__slug", "key", "read_on", *(f"source__{name}" for name in _OF_SOURCE), among="page__slug",
)  # fmt: skip
_OF_TERMS = Statement(
    lambda: LicenseTerm.sources.through.objects.order_by("pagesource__key"),
    "licenseterm__license__slug", "licenseterm__key", "pagesource_id", among="licenseterm__license__slug",
)  # fmt: skip


class ClauseSources:
    """The best source of each clause: one that readers can open before an archived copy, and that before memory."""

    def __init__(self, licenses: Iterable[str]) -> None:
        slugs = sorted(set(licenses) - {""})
        rows = _OF_LICENSES.dicts(slugs)
        by_key = {row["pk"]: row for row in rows}
        of_license: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        of_term: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            of_license[row["page__slug"]].append(row)
        for license, term, source in _OF_TERMS.rows(slugs):
            of_term[license, term].append(by_key[source])
        self._of_license = {license: _best(cited) for license, cited in of_license.items()}
        self._of_term = {term: _best(cited) for term, cited in of_term.items()}

    def of(self, license: str, term: str | None) -> SourceRef | None:
        """Return the source of a clause, else of its license; None where nothing is cited."""
        return self._of_term.get((license, term or "")) or self._of_license.get(license)


def _best(rows: list[Mapping[str, Any]]) -> SourceRef:
    return source_ref(min(rows, key=_rank))


def _rank(row: Mapping[str, Any]) -> int:
    if row["source__kind"] == SourceKind.MEMORY:
        return 2
    return 0 if row["source__url"] and row["source__kind"] != SourceKind.STORED_PUBLIC_FILE else 1
