"""Which catalog a reader sees, and its small tables — organizations, licenses, families — kept in the process while it stays the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet, Subquery

from catalog.statements import Statement
from registry.models import CatalogRevision, FormerSlug, License, ModelFamily, Organization, Page, Revision
from registry.models.vocabulary import State


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalog as it stands after one write. Equal editions hold equal facts.

    The time of the last revision tells a catalog restored from a backup from the one whose number it reaches again.
    """

    number: int
    recorded_at: datetime | None

    def __str__(self) -> str:
        return f"{self.number}-{self.recorded_at.isoformat() if self.recorded_at else ''}"


def _standing() -> QuerySet[CatalogRevision]:
    newest = Revision.objects.order_by("-created_at").values("created_at")[:1]
    return CatalogRevision.objects.annotate(recorded_at=Subquery(newest))


_EDITION = Statement(_standing, "number", "recorded_at", among="pk")


def current_edition() -> Edition:
    """Return the edition that the database holds now: one short query."""
    rows = _EDITION.rows([CatalogRevision.ONLY])
    return Edition(*rows[0]) if rows else Edition(0, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What other pages show of an organization, a license or a family. The last two are a license's only."""

    pk: int
    slug: str
    name: str
    published: bool
    category: str = ""
    commercial_use: str = ""


_COLUMNS = ("pk", "slug", "name", "state")
_BY_KEY = {
    "organization": Statement(Organization.objects.all, *_COLUMNS, among="pk"),
    "family": Statement(ModelFamily.objects.all, *_COLUMNS, among="pk"),
    "license": Statement(License.objects.all, *_COLUMNS, "category", "commercial_use", among="pk"),
}
_BY_SLUG = {
    "organization": Statement(lambda: Organization.objects.filter(state=State.PUBLISHED), "slug", "pk", among="slug"),
    "family": Statement(lambda: ModelFamily.objects.filter(state=State.PUBLISHED), "slug", "pk", among="slug"),
    "license": Statement(lambda: License.objects.filter(state=State.PUBLISHED), "slug", "pk", among="slug"),
}


class Directory:
    """The small tables of one edition, each entry read when it is first asked for and then kept."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._entries: dict[str, dict[int, Entry]] = {kind: {} for kind in _BY_KEY}
        self._keys: dict[str, dict[str, int]] = {kind: {} for kind in _BY_SLUG}

    def entries(self, kind: str, keys: Iterable[int | None]) -> Mapping[int, Entry]:
        """Return organizations, licenses or families by primary key, drafts and withdrawn ones too: at most one query."""
        known = self._entries[kind]
        missing = {key for key in keys if key is not None and key not in known}
        for pk, slug, name, state, *more in _BY_KEY[kind].rows(missing):
            known[pk] = Entry(pk, slug, name, state == State.PUBLISHED, *more)
        return known

    def keys(self, kind: str, slugs: Collection[str]) -> Mapping[str, int]:
        """Return the primary keys of the published pages with one of the slugs, or that had it once; what there is not is left out."""
        known = self._keys[kind]
        missing = [slug for slug in slugs if slug not in known]
        known.update(_BY_SLUG[kind].rows(missing))
        former = [slug for slug in missing if slug not in known]
        if former:
            moved = dict(FormerSlug.objects.filter(kind=kind, slug__in=former).values_list("slug", "target"))
            now = dict(_BY_SLUG[kind].rows(list(moved.values())))
            known.update({slug: now[target] for slug, target in moved.items() if target in now})
        return {slug: known[slug] for slug in slugs if slug in known}

    @cached_property
    def organizations(self) -> Mapping[int, Entry]:
        """Every organization by primary key, for lists of choices."""
        return self._all("organization")

    @cached_property
    def families(self) -> Mapping[int, Entry]:
        """Every family by primary key, for lists of choices."""
        return self._all("family")

    @cached_property
    def licenses(self) -> Mapping[int, Entry]:
        """Every license by primary key, for lists of choices."""
        return self._all("license")

    def _all(self, kind: str) -> Mapping[int, Entry]:
        return self.entries(kind, list(Page.objects.filter(kind=kind).values_list("pk", flat=True)))

    def slugs(self, kind: str) -> list[str]:
        """Return the slugs of all published pages of a kind, for saying what there is."""
        return list(Page.objects.filter(kind=kind, state=State.PUBLISHED).order_by("slug").values_list("slug", flat=True))


_kept: Directory | None = None


def directory_of(edition: Edition) -> Directory:
    """Return the directory of an edition, the one kept in this process if it is of that edition.

    Of a catalog that was never written through its history nothing is kept: there is no number that would move.
    """
    global _kept  # noqa: PLW0603 - one small object per process, replaced whole
    if _kept is not None and _kept.edition == edition and edition.number:
        return _kept
    _kept = Directory(edition)
    return _kept
