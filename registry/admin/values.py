"""Form fields whose values are slugs and keys, chosen in the admin's own choosers."""

from typing import Any

from django import forms

from registry.admin.widgets import KeySelect, KeysSelect, PageSelect, PagesSelect
from registry.forms.values import DocumentValue


class PageField(DocumentValue, forms.CharField):
    """Another page of the catalog, or a variant, chosen by typing its name; the value is its slug."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, "widget": PageSelect(kind=kind), **kwargs})


class PagesField(DocumentValue, forms.Field):
    """Several pages, in the order given."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        super().__init__(**{"widget": PagesSelect(kind=kind), **kwargs})

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(item for item in value or [] if item))


class KeyField(DocumentValue, forms.CharField):
    """One of this page's own sources, or variants, by its key."""

    def __init__(self, *, of: str = "sources", **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 120, "widget": KeySelect(of=of), **kwargs})


class KeysField(DocumentValue, forms.Field):
    """Some of this page's own sources, or variants, by their keys; sources are kept sorted."""

    def __init__(self, *, of: str = "sources", **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"required": False, "widget": KeysSelect(of=of), **kwargs})

    def to_python(self, value: Any) -> list[str]:
        keys = dict.fromkeys(item.strip() for item in value or [] if item.strip())
        return sorted(keys) if self.of == "sources" else list(keys)
