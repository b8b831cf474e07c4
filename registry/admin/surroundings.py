"""What the many forms of one page share while one request is answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from registry.models import AIModel, Article, License, ModelFamily, ModelVariant, Organization

TABLES: dict[str, type[models.Model]] = {
    "organization": Organization, "family": ModelFamily, "license": License, "model": AIModel, "variant": ModelVariant, "article": Article,
}  # fmt: skip


@dataclass(slots=True)
class Surroundings:
    """The names that choosers show, and what was refused the first time round.

    Names are read with one query per kind, whatever the number of forms: each form says what it will show before any is drawn.
    """

    addable: frozenset[str] = frozenset()
    refusals: Mapping[str, list[tuple[str | None, str]]] = field(default_factory=dict)
    _wanted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def want(self, kind: str, slugs: Iterable[str]) -> None:
        """Say that these slugs will be shown."""
        self._wanted[kind].update(slugs)

    def label(self, kind: str, slug: str) -> str:
        """Return the name behind a slug, or the slug where there is none."""
        if kind not in self._names:
            rows = TABLES[kind].objects.filter(slug__in=self._wanted[kind])  # type: ignore[attr-defined]
            self._names[kind] = dict(rows.values_list("slug", "name"))
        return self._names[kind].get(slug, slug)

    def choices_url(self, kind: str) -> str:
        """Return the address that answers with matching pages of a kind."""
        return reverse(f"admin:registry_{TABLES[kind]._meta.model_name}_choices")

    def add_url(self, kind: str) -> str | None:
        """Return where a missing page of the kind is added, for those who may."""
        if kind not in self.addable:
            return None
        return reverse(f"admin:registry_{TABLES[kind]._meta.model_name}_add") + "?_popup=1&_to_field=slug"


def surroundings_of(request: HttpRequest) -> Surroundings:
    """Return the request's surroundings, made at the first call."""
    known: Surroundings | None = getattr(request, "surroundings", None)
    if known is None:
        addable = (
            kind for kind in ("organization", "family", "license") if request.user.has_perm(f"registry.add_{TABLES[kind]._meta.model_name}")
        )
        known = Surroundings(addable=frozenset(addable))
        request.surroundings = known  # type: ignore[attr-defined]
    return known
