"""Names to rows of the record, for any number of names in the same few queries."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from registry.gate.entries import Sought
from registry.gate.report import Row
from registry.models import AIModel, FormerSlug, HubRepository, ModelVariant
from registry.models.pages import folded

# Above this many names one pass over the names of all rows is cheaper than a condition for each.
NAMES_IN_ONE_QUERY = 200
_SEPARATORS = re.compile(r"[\s\-‐‑–—_()\[\],:'\"]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What a name means: one variant, or a model with all its variants. `by` is how: repository, slug, name or former_slug.
    `variants` are primary keys in the order of the page, and `names` the same rows."""

    row: Row
    by: str
    variants: tuple[int, ...]
    names: tuple[Row, ...]
    model: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """A name that means nothing here, or more than one thing. `candidates` are the rows that it may have meant."""

    ambiguous: bool = False
    candidates: tuple[Row, ...] = ()


Resolved = Mapping[Sought, Found | NotFound]


def resolve(wanted: Iterable[Sought]) -> Resolved:
    """What each name means among published pages. The number of queries does not depend on how many names there are."""
    wanted = list(dict.fromkeys(wanted))
    if not wanted:
        return {}
    index = _Index(wanted)
    return {sought: index.look_up(sought) for sought in wanted}


def same_name(text: str) -> str:
    """A name as names are compared here: without case, accents and separators, but with every sign that tells models
    apart. Command R+ is not Command R, and Llama 3.1 8B is not Llama 3 1.8B."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", plain.casefold()).strip()


class _Index:
    """The rows that any of the names may mean."""

    def __init__(self, wanted: list[Sought]) -> None:
        labels = sorted({sought.label for sought in wanted if sought.label})
        self.repositories = _repositories({sought.repository.lower() for sought in wanted if sought.repository})
        self.former = dict(FormerSlug.objects.filter(kind="model", slug__in=_slugs(labels)).values_list("slug", "target"))
        variants = _candidates(ModelVariant.objects.published(), labels)
        models = _candidates(AIModel.objects.published(), [*labels, *self.former.values()])
        named = {row["pk"] for row in variants}.union(*self.repositories.values())
        rows = ModelVariant.objects.published().filter(Q(pk__in=named) | Q(model__in=[row["pk"] for row in models]))
        columns = ("slug", "name", "model__slug", "model__kind", "model__name")
        self.variants: dict[int, ModelVariant] = {}
        self.of_model: dict[int, list[ModelVariant]] = defaultdict(list)
        for variant in rows.select_related("model").only(*columns).order_by("position", "pk"):
            self.variants[variant.pk] = variant
            self.of_model[variant.model_id].append(variant)
        self.models = {row["pk"]: AIModel(pk=row["pk"], kind="model", slug=row["slug"], name=row["name"]) for row in models}
        self.variant_slugs = {row["slug"]: row["pk"] for row in variants}
        self.model_slugs = {row["slug"]: row["pk"] for row in models}
        self.variant_names, self.variants_near = _by_name(variants)
        self.model_names, self.models_near = _by_name(models)
        self.variant_aliases = _by_alias(variants)

    def look_up(self, sought: Sought) -> Found | NotFound:
        """The meaning of one name: exact identities first (repository, slugs), then names as people write them."""
        if sought.repository and (found := self.repositories.get(sought.repository.lower())):
            return self._one_of(found, by="repository")
        if not sought.label:
            return NotFound()
        if "/" in sought.label and " " not in sought.label:
            return self._one_of(self.variant_aliases.get(sought.label.casefold(), []), by="name")
        slug = sought.label.lower()
        if slug in self.variant_slugs:
            return self._variant(self.variant_slugs[slug], by="slug")
        if slug in self.model_slugs:
            return self._model(self.model_slugs[slug], by="slug")
        if self.former.get(slug) in self.model_slugs:
            return self._model(self.model_slugs[self.former[slug]], by="former_slug")
        return self._by_name(sought.label)

    def _by_name(self, label: str) -> Found | NotFound:
        name = same_name(label)
        variants, models = self.variant_names.get(name, []), self.model_names.get(name, [])
        homes = {self.variants[pk].model_id for pk in variants}
        if len(variants) == 1 and homes.issuperset(models):
            return self._variant(variants[0], by="name")
        if len(models) == 1 and homes.issubset(models):
            return self._model(models[0], by="name")
        if variants or models:
            return NotFound(ambiguous=True, candidates=self._named(variants, models))
        key = folded(label)
        return NotFound(candidates=self._named(self.variants_near.get(key, []), self.models_near.get(key, [])))

    def _one_of(self, variants: list[int], *, by: str) -> Found | NotFound:
        if len(variants) == 1:
            return self._variant(variants[0], by=by)
        return NotFound(ambiguous=bool(variants), candidates=self._named(variants, []))

    def _variant(self, pk: int, *, by: str) -> Found:
        row = self.variants[pk]
        named = _named_variant(row)
        return Found(named, by, (pk,), (named,), row.model.slug)

    def _model(self, pk: int, *, by: str) -> Found:
        model, variants = self.models[pk], self.of_model[pk]
        row = Row("model", model.slug, model.name, model.get_absolute_url())
        return Found(row, by, tuple(v.pk for v in variants), tuple(_named_variant(v) for v in variants), model.slug)

    def _named(self, variants: list[int], models: list[int]) -> tuple[Row, ...]:
        rows = [_named_variant(self.variants[pk]) for pk in variants]
        rows += [Row("model", self.models[pk].slug, self.models[pk].name, self.models[pk].get_absolute_url()) for pk in models]
        return tuple(sorted(rows, key=lambda row: (row.kind, row.slug)))


def _named_variant(row: ModelVariant) -> Row:
    return Row("variant", row.slug, row.name, row.get_absolute_url())


def _repositories(names: set[str]) -> dict[str, list[int]]:
    """Primary keys of the published variants in each repository, by its lower-case id."""
    if not names:
        return {}
    rows = HubRepository.objects.all() if len(names) > NAMES_IN_ONE_QUERY else HubRepository.objects.named(sorted(names))
    found: dict[str, list[int]] = defaultdict(list)
    for name, variant in rows.filter(variant__published=True).order_by("variant_id").values_list("name", "variant_id"):
        if name.lower() in names and variant not in found[name.lower()]:
            found[name.lower()].append(variant)
    return dict(found)


def _candidates(rows: QuerySet[Any], labels: list[str]) -> list[dict[str, Any]]:
    """The rows that carry a name spelled nearly as one of the labels."""
    keys = {folded(label) for label in labels} - {""}
    if not keys:
        return []
    if len(keys) <= NAMES_IN_ONE_QUERY:
        rows = rows.named_like(sorted(keys))  # type: ignore[attr-defined]
    found = rows.order_by("pk").values("pk", "slug", "name", "aliases", "name_key").iterator()
    return [row for row in found if not keys.isdisjoint(row["name_key"].split("|"))]


def _by_name(rows: list[dict[str, Any]]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Primary keys by each name as compared here, and by each name as search folds it."""
    exact: dict[str, list[int]] = defaultdict(list)
    near: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for name in {same_name(name) for name in (row["name"], row["slug"], *row["aliases"])}:
            exact[name].append(row["pk"])
        for key in set(row["name_key"].strip("|").split("|")):
            near[key].append(row["pk"])
    return exact, near


def _by_alias(rows: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Primary keys by aliases that are written like a repository, letter for letter but for case."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for alias in {alias.casefold() for alias in row["aliases"] if "/" in alias}:
            found[alias].append(row["pk"])
    return found


def _slugs(labels: list[str]) -> list[str]:
    return sorted({label.lower() for label in labels if "/" not in label and len(label) <= 120})
