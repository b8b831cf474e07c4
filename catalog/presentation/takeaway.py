"""Where a list of the site is had as a file: the API's list with the same filters, and with the same order where the API has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.filters import FilterSet

FORMATS = (("csv", "CSV"), ("xlsx", "XLSX"), ("jsonl", "JSON Lines"), ("md", "Markdown"))
_RESOURCES = {"partners": "organizations"}
_ORDERS = {"models": ("name", "release_date"), "licenses": ("name", "effective_date")}


@dataclass(frozen=True, slots=True)
class File:
    """A form of the list, and its address."""

    label: str
    href: str


def files_of(name: str, given: Mapping[str, str], *, filters: type[FilterSet], order: str) -> list[File]:
    """Return the files of a list, whole and filtered; `order` is that of the list when none is chosen."""
    path = reverse(f"api:{_RESOURCES.get(name, name)}-list")
    chosen = {parameter: text for parameter, text in given.items() if parameter in filters.names()}
    wanted = given.get("ordering", order)
    ordering = {"ordering": wanted} if wanted.removeprefix("-") in _ORDERS.get(name, ("name",)) else {}
    return [File(label, f"{path}?{urlencode({**chosen, **ordering, 'format': form})}") for form, label in FORMATS]
