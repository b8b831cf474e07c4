"""save, save_all and record: every write of the record goes through one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from registry import verdicts
from registry.documents import InvalidDocument, PageDocument, Problem
from registry.documents.models import ModelDocument
from registry.history.batch import Batch
from registry.history.derived import further_names, refresh_search
from registry.history.lookups import Lookups, refuse_cycles
from registry.history.reading import document_of
from registry.history.writing import SHORT_KINDS, page_columns
from registry.history.writing_models import model_columns, write_model, write_variants
from registry.models import AIModel, CatalogRevision, Page, Revision

KINDS: dict[str, tuple[type[Page], Callable[..., dict[str, object]], Callable[..., None]]] = {
    **SHORT_KINDS,
    "model": (AIModel, model_columns, write_model),
}


class StalePage(Exception):
    """Someone else changed the page first. `current` is the number of the revision that won."""

    def __init__(self, page: Page, *, expected: int) -> None:
        super().__init__(f"{page} is at revision {page.number}, not at {expected}: look at what changed and save again")
        self.page = page
        self.current = page.number


@dataclass(frozen=True, slots=True)
class Change:
    """What one save did: `revision` is None where nothing changed."""

    page: Page
    revision: Revision | None
    created: bool


def save(
    document: PageDocument, *, by: AbstractBaseUser | None, reason: str, origin: str, by_name: str = "", expected: int | None = None
) -> Change:
    """Make a page equal to the document, creating it if need be, and record the revision.

    `expected` is the revision number that the author saw (0 for a new page): any other raises StalePage. InvalidDocument names what the
    document refers to that does not exist. Nothing is written unless all of it is.
    """
    return save_all([document], by=by, by_name=by_name, reason=reason, origin=origin, expected=expected)[0]


@transaction.atomic
def save_all(
    documents: Iterable[PageDocument],
    *,
    by: AbstractBaseUser | None,
    reason: str,
    origin: str,
    by_name: str = "",
    expected: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Change]:
    """Save several pages as one: they may name each other. `progress` is told how many are written."""
    _require_reason(reason)
    documents = list(documents)
    CatalogRevision.lock()
    pages: list[tuple[Page, bool, PageDocument]] = []
    for kind in KINDS:
        batch_of_kind = [document for document in documents if document.kind == kind]  # type: ignore[attr-defined]
        families = Lookups.for_documents(batch_of_kind) if kind == "model" else Lookups()
        for document in batch_of_kind:
            pages.append((*_identity(document, families, expected), document))
    lookups = Lookups.for_documents(documents)
    rows = Batch()
    for done, (page, _, document) in enumerate(pages, start=1):
        lookups.check(document)
        KINDS[page.kind][2](page, document, lookups, rows)
        progress(done)
    rows.write()
    refuse_cycles(variant.pk for page, *_ in pages if isinstance(page, AIModel) for variant in page.variants.all())
    by_document = {(page.kind, page.slug): (page, created) for page, created, _ in pages}
    changes = []
    for document in documents:
        page, created = by_document[document.kind, document.slug]  # type: ignore[attr-defined]
        changes.append(Change(page, _revision(page, document, by=by, by_name=by_name, reason=reason, origin=origin), created))
    _finish([change.page for change in changes if change.revision])
    return changes


@transaction.atomic
def record(
    page: Page, *, by: AbstractBaseUser | None, reason: str, origin: str, by_name: str = "", expected: int | None = None
) -> Revision | None:
    """Record a page whose rows were changed in this transaction; return None, and record nothing, where nothing changed.

    The rows must make a valid document: InvalidDocument otherwise, and the caller's transaction must not commit.
    """
    _require_reason(reason)
    CatalogRevision.lock()
    page = Page.objects.get(pk=page.pk)
    _require_current(page, expected)
    document = document_of(page)
    if isinstance(document, ModelDocument):
        refuse_cycles(AIModel.objects.get(pk=page.pk).variants.values_list("pk", flat=True))
    refresh_search(page, document)
    revision = _revision(page, document, by=by, by_name=by_name, reason=reason, origin=origin)
    if revision:
        _finish([page])
    return revision


def _identity(document: PageDocument, lookups: Lookups, expected: int | None) -> tuple[Page, bool]:
    table, columns, _ = KINDS[document.kind]  # type: ignore[attr-defined]
    page = table.objects.filter(slug=document.slug).first()
    created = page is None
    if page is None:
        page = table(kind=document.kind, slug=document.slug)  # type: ignore[attr-defined]
    _require_current(page, expected)
    if document.kind == "model":  # type: ignore[attr-defined]
        _require_family(document, lookups)
    for name, value in {**page_columns(document, names=further_names(document)), **columns(document, lookups)}.items():
        setattr(page, name, value)
    page.clean_fields(exclude=["page_ptr", "family", "predecessor"])
    page.save()
    if isinstance(page, AIModel):
        write_variants(page, document)  # type: ignore[arg-type]
    return page, created


def _require_family(document: Any, lookups: Lookups) -> None:
    if document.family not in lookups.ids.get("family", {}):
        raise InvalidDocument(
            [Problem("/family", "unknown_reference", f"there is no family '{document.family}' in the catalog: add it first or correct it")]
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("say in a few words why the page changes")


def _require_current(page: Page, expected: int | None) -> None:
    if expected is not None and page.number != expected:
        raise StalePage(page, expected=expected)


def _revision(page: Page, document: PageDocument, *, by: Any, by_name: str, reason: str, origin: str) -> Revision | None:
    data = document.as_data()
    latest = Revision.objects.latest_of(page)
    if latest and latest.document == data:
        return None
    number = page.number + 1
    revision = Revision.objects.create(
        page_id=page.pk, number=number, document=data, reason=reason.strip(), origin=origin, by=by,
        by_name=by_name or (by.get_username() if by else "system"),
    )  # fmt: skip
    Page.objects.filter(pk=page.pk).update(number=number)
    page.number = number
    return revision


def _finish(pages: list[Page]) -> None:
    if pages:
        verdicts.refresh(pages)
        CatalogRevision.move()
