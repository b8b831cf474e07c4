"""The counted facts of every published variant, column by column, kept in the process while the catalog stays the same.

Counting under ten facets in the database reads the variants ten times and their offers twice. Reading them all once costs about as much
as counting once; then each count is made of sets in memory, some 500 bytes a variant. After a write they are read anew.
"""

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any
from weakref import WeakKeyDictionary

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from catalog.directory import Directory
from catalog.exploring.bins import CONTEXT, PARAMETERS, Scale
from catalog.exploring.keys import keys_of
from catalog.exploring.members import UNKNOWN, Column, Keys, Members, members_at, members_of
from catalog.exports.snapshots import one_snapshot
from registry.models import AIModel, HostingOffer, ModelDeveloper, ModelVariant, OfferVariant
from registry.models.hosting import whole_model

_MOST_SETS = 256
_ROWS_AT_ONCE = 10_000
_TRUE = ("1", "true")
Pair = tuple[int, str]


class Stored:
    """The columns of one edition, the variants with offers by (partner, channel), and the sets that were asked for."""

    def __init__(self, directory: Directory) -> None:
        self.ids = array("q")
        self.columns: Mapping[str, Column] = {}
        self.offered: Mapping[Pair, Members] = {}
        self._sets: OrderedDict[Any, Members] = OrderedDict()
        self._lock = threading.Lock()
        with one_snapshot():
            models = self._read_variants(directory)
            self._read_offers(models)

    @property
    def everything(self) -> Members:
        """The set of all variants."""
        return (1 << len(self.ids)) - 1

    def members(self, key: Any, variants: Callable[[], QuerySet[ModelVariant]]) -> Members:
        """Return the set of those variants, kept under the key."""
        with self._lock:
            if key in self._sets:
                self._sets.move_to_end(key)
                return self._sets[key]
        found = set(keys_of(variants()))
        members = members_of(bytes(map(found.__contains__, self.ids)))
        with self._lock:
            self._sets[key] = members
            while len(self._sets) > _MOST_SETS:
                self._sets.popitem(last=False)
        return members

    def among(self, sets: Iterable[Members]) -> Members:
        """Return what belongs to all of the sets."""
        return reduce(and_, sets, self.everything)

    def offered_by(self, pairs: Iterable[Pair]) -> Members:
        """Return the variants with an offer of one of the (partner, channel) pairs."""
        return reduce(or_, (self.offered[pair] for pair in pairs), 0)

    def _read_variants(self, directory: Directory) -> Mapping[int, list[int]]:
        """Fill the columns and return the places of the variants of each model."""
        entries = directory.licenses
        families = dict(AIModel.objects.values_list("pk", "family_id"))
        developers: dict[int, Keys] = defaultdict(tuple)
        for model, organization in ModelDeveloper.objects.order_by("model_id", "position").values_list("model_id", "organization_id"):
            developers[model] += (organization,)
        self.columns = {
            "license": Column(_itself),
            "license_category": Column(lambda license: (entries[license].category,) if license else UNKNOWN),
            "commercial_use": Column(_itself),
            "status": Column(_itself),
            "open_weights": Column(lambda text: ("true" if text in _TRUE else "false",)),
            "modality": Column(lambda both: tuple(sorted({word for text in both for word in text.split(",") if word})) or UNKNOWN),
            "family": Column(lambda model: (families[model],)),
            "developers": Column(lambda model: developers.get(model, UNKNOWN)),
            "params_total": Column(_binned(PARAMETERS)),
            "context_tokens": Column(_binned(CONTEXT)),
            "release_year": Column(lambda day: (int(day[:4]),) if day else UNKNOWN),
        }
        places: dict[int, list[int]] = defaultdict(list)
        for rows in _batches(_variants()):
            pks, models, licenses, uses, statuses, weights, inputs, outputs, parameters, contexts, days = zip(*rows, strict=True)
            for place, model in enumerate(models, start=len(self.ids)):
                places[model].append(place)
            self.ids.extend(pks)
            values = (
                licenses, licenses, uses, statuses, weights, zip(inputs, outputs, strict=True), models, models, parameters, contexts, days,
            )  # fmt: skip
            for column, read in zip(self.columns.values(), values, strict=True):
                column.add(read)
        for column in self.columns.values():
            column.finish()
        return places

    def _read_offers(self, models: Mapping[int, list[int]]) -> None:
        place_of = {pk: place for place, pk in enumerate(self.ids)}
        found: dict[Pair, list[int]] = defaultdict(list)
        named = OfferVariant.objects.order_by().values_list("variant_id", "offer__partner_id", "offer__channel")
        for variant, partner, channel in _rows(named):
            if variant in place_of:
                found[partner, channel].append(place_of[variant])
        whole = HostingOffer.objects.filter(whole_model()).order_by()
        for model, partner, channel in _rows(whole.values_list("model_id", "partner_id", "channel")):
            found[partner, channel].extend(models.get(model, ()))
        self.offered = {pair: members_at(places, size=len(self.ids)) for pair, places in found.items()}


def _variants() -> QuerySet[Any]:
    """Plain values, without the conversions that fields bring along; each Column knows what they mean on any database."""
    texts = {f"{name}_text": Cast(name, CharField(max_length=80)) for name in ("inputs", "outputs", "release_date", "open_weights")}
    return ModelVariant.objects.published().order_by("pk").annotate(**texts).values_list(
        "pk", "model_id", "license_id", "commercial_use", "status", "open_weights_text", "inputs_text", "outputs_text", "params_total",
        "context_tokens", "release_date_text",
    )  # fmt: skip


def _itself(value: Any) -> Keys:
    return (value,)


def _binned(scale: Scale) -> Callable[[int | None], Keys]:
    return lambda number: UNKNOWN if number is None else (scale.place(number),)


def _rows(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=_ROWS_AT_ONCE)


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    found = _rows(rows)
    while batch := list(islice(found, _ROWS_AT_ONCE)):
        yield batch


_kept: WeakKeyDictionary[Directory, Stored] = WeakKeyDictionary()
_reading = threading.Lock()


def stored_in(directory: Directory) -> Stored:
    """Return the columns of the directory's edition, read once in each process; of a catalog without an edition nothing is kept."""
    if not directory.edition.number:
        return Stored(directory)
    with _reading:
        if directory not in _kept:
            _kept[directory] = Stored(directory)
        return _kept[directory]
