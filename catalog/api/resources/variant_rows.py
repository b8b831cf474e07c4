"""Variants as the cells of a table, column by column: a whole catalog of them costs a third of what it costs by way of records."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.variants import COLUMNS, repositories_of
from catalog.api.values import partial
from catalog.statements import Statement
from registry.models import HostingOffer, ModelDeveloper, ModelVariant

Column = Sequence[Any]
_INEXACT = ("month", "year")

_VARIANTS = Statement(ModelVariant.objects.all, *COLUMNS, "model__slug", "model__family_id", among="pk")
_DEVELOPERS = Statement(lambda: ModelDeveloper.objects.order_by("model_id", "position"), "model_id", "organization_id", among="model_id")
_OFFERS = Statement(
    HostingOffer.objects.order_by,
    "model_id", "partner_id", "channel", "other_variant", "covered__variant_id", among="model_id",
)  # fmt: skip


def rows(pks: Collection[int], names: Collection[str], ask: Ask) -> Iterable[Sequence[Any]]:
    """Return the cells of the named fields of variants, in the order of the keys; what is gone is left out."""
    found = {row[0]: row for row in _VARIANTS.rows(pks)}
    read = [found[pk] for pk in pks if pk in found]
    if not read:
        return []
    columns = _Columns(dict(zip(_VARIANTS.columns, zip(*read, strict=True), strict=True)), ask)
    return zip(*(columns.of(name) for name in names), strict=True)


class _Columns:
    """The columns of some variants. `plain` are those of their rows."""

    def __init__(self, plain: Mapping[str, Column], ask: Ask) -> None:
        self._plain = plain
        self._ask = ask
        self._made: dict[str, Callable[[], Column]] = {
            "url": lambda: self._addresses(ask.refs.api("variants", "\0"), "slug"),
            "html_url": lambda: self._addresses(ask.refs.page("model", "\0") + "#\1", "model__slug", "slug"),
            "aliases": lambda: _joined(plain["aliases"]),
            "inputs": lambda: _joined(plain["inputs"]),
            "outputs": lambda: _joined(plain["outputs"]),
            "release_date": lambda: self._dates("release_date"),
            "knowledge_cutoff": lambda: self._dates("knowledge_cutoff"),
            "huggingface": self._repositories,
            "license": lambda: self._slugs("licenses", plain["license_id"]),
            "family": lambda: self._slugs("families", plain["model__family_id"]),
            "model": lambda: plain["model__slug"],
            "developers": self._developers,
            "offers": self._offers,
        }

    def of(self, name: str) -> Column:
        """Return one column; what is not known is None."""
        if name in self._made:
            return self._made[name]()
        values = self._plain[name]
        return [None if value == "" else value for value in values] if "" in values else values

    def _addresses(self, pattern: str, *names: str) -> Column:
        before, _, after = pattern.partition("\0")
        if len(names) == 1:
            return [f"{before}{slug}{after}" for slug in self._plain[names[0]]]
        between = after.removesuffix("\1")
        return [f"{before}{slug}{between}{part}" for slug, part in zip(*(self._plain[name] for name in names), strict=True)]

    def _dates(self, name: str) -> Column:
        precisions = self._plain[f"{name}_precision"]
        return [
            partial(day, precision) if precision in _INEXACT else day for day, precision in zip(self._plain[name], precisions, strict=True)
        ]

    def _slugs(self, resource: str, keys: Column) -> Column:
        refs = self._ask.refs.of(resource, keys)
        slugs = {key: refs[key]["slug"] for key in set(keys) if key is not None}
        return [slugs.get(key) for key in keys]

    def _repositories(self) -> Column:
        found = repositories_of(self._plain["pk"])
        return ["; ".join(found[pk]) if pk in found else "" for pk in self._plain["pk"]]

    def _developers(self) -> Column:
        links = _DEVELOPERS.rows(set(self._plain["model_id"]))
        refs = self._ask.refs.of("organizations", {organization for _, organization in links})
        slugs: dict[int, list[str]] = defaultdict(list)
        for model, organization in links:
            slugs[model].append(refs[organization]["slug"])
        joined = {model: "; ".join(each) for model, each in slugs.items()}
        return [joined.get(model, "") for model in self._plain["model_id"]]

    def _offers(self) -> Column:
        """Return "partner: channel" for each offer that names the variant or is for its whole model, each pair once, in their order."""
        read = _OFFERS.rows(set(self._plain["model_id"]))
        refs = self._ask.refs.of("organizations", {row[1] for row in read})
        said = {pair: f"{refs[pair[0]]['slug']}: {pair[1]}" for pair in {row[1:3] for row in read}}
        of_model: dict[int, set[str]] = defaultdict(set)
        of_variant: dict[int, set[str]] = defaultdict(set)
        for model, partner, channel, other, variant in read:
            if variant is not None:
                of_variant[variant].add(said[partner, channel])
            elif not other:
                of_model[model].add(said[partner, channel])
        none: frozenset[str] = frozenset()
        return [
            "; ".join(sorted(of_model.get(model, none) | of_variant.get(pk, none)))
            for pk, model in zip(self._plain["pk"], self._plain["model_id"], strict=True)
        ]


def _joined(lists: Column) -> Column:
    return ["; ".join(map(str, words)) if words else "" for words in lists]
