"""Where a list or a comparison is had as a file: the API with the same filters, and with the same order where the API has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.exploring.columns import ORDERS
from catalog.filters import FilterSet

FORMATS = (("csv", "CSV"), ("xlsx", "XLSX"), ("jsonl", "JSON Lines"), ("md", "Markdown"))
FORMS = tuple(form for form, _ in FORMATS)
_RESOURCES = {"partners": "organizations"}
_ORDERS = {"models": ("name", "release_date"), "licenses": ("name", "effective_date"), "variants": tuple(ORDERS)}


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


def file_of_comparison(query: str, *, form: str) -> str:
    """Return the address of a comparison as a file in one of FORMS."""
    return f"{reverse('api:compare')}?{query}&format={form}"


def files_of_comparison(query: str) -> list[File]:
    """Return the files of a comparison."""
    return [File(label, file_of_comparison(query, form=form)) for form, label in FORMATS]
