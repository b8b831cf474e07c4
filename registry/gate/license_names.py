"""Declared license ids and names to licenses of the record."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from registry.gate.expressions import LicenseId, only_adds_permissions
from registry.licensing.terms import LicenseFacts
from registry.models import License
from registry.models.pages import folded
from registry.subjects import license_facts

_OR_LATER = re.compile(r"(-or-later|\+)$")


class LicenseNames:
    """What declared licenses mean, for any number of them in a fixed number of queries, all made at the first question."""

    def named(self, license: LicenseId) -> tuple[LicenseFacts | None, ...]:
        """The licenses of the record that an id means: its hub id or slug, else its SPDX id, LicenseRef or ScanCode key, else
        its name. Several where a reference is shared: all are to be met. None alone, or beside the license, for what could
        not be identified: an unknown id, or an exception that is not on the SPDX list."""
        found: list[LicenseFacts | None] = [self._facts[pk] for pk in self._keys(license.id)]
        if license.exception and not only_adds_permissions(license.exception):
            found.append(None)
        return tuple(found) or (None,)

    def _keys(self, id: str) -> list[int]:
        wanted = id.strip().casefold()
        later = _OR_LATER.sub("", wanted)
        spellings = [wanted] if later == wanted else [wanted, later, f"{later}-only"]
        for index in (self._own_names, self._references):
            for spelling in spellings:
                if spelling in index:
                    return index[spelling]
        return self._titles.get(folded(id), [])

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        columns = ("pk", "slug", "name", "aliases", "spdx_id", "license_ref", "scancode_key", "hub_ids")
        return list(License.objects.published().order_by("pk").values(*columns))

    @cached_property
    def _facts(self) -> dict[int, LicenseFacts]:
        return license_facts()

    @cached_property
    def _own_names(self) -> dict[str, list[int]]:
        return _index((name.casefold(), row["pk"]) for row in self._rows for name in (row["slug"], *row["hub_ids"]))

    @cached_property
    def _references(self) -> dict[str, list[int]]:
        names = ("spdx_id", "license_ref", "scancode_key")
        return _index((row[name].casefold(), row["pk"]) for row in self._rows for name in names if row[name])

    @cached_property
    def _titles(self) -> dict[str, list[int]]:
        return _index((folded(name), row["pk"]) for row in self._rows for name in (row["name"], *row["aliases"]) if folded(name))


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for name, pk in pairs:
        if pk not in index[name]:
            index[name].append(pk)
    return dict(index)
