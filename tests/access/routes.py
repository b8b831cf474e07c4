"""Every route of the site, as the URL resolver knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

MATRIX: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Route:
    """One route: its name with namespaces, or its pattern where it has no name."""

    key: str
    pattern: str
    named: bool

    def url(self, kwargs: dict[str, str]) -> str:
        """Return the address, with these parts filled in. Raises NoReverseMatch, naming the route, when one is missing."""
        if self.named:
            return reverse(self.key, kwargs=kwargs or None)
        path = self.pattern
        for name, value in kwargs.items():
            for converter in ("path:", "slug:", "str:", "int:", ""):
                path = path.replace(f"<{converter}{name}>", value)
        if "<" in path or "^" in path:
            raise NoReverseMatch(f"{self.key} has no name and its pattern cannot be filled in: give it one, or list it under `unnamed`")
        return f"/{path}"


def all_routes() -> list[Route]:
    """Every route, each once; a format suffix or an anchored duplicate of the same name counts as one."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver(), namespaces=(), prefix=""):
        found.setdefault(route.key, route)
    return [found[key] for key in sorted(found)]


def _walk(resolver: URLResolver, *, namespaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, namespaces=inner, prefix=pattern)
        elif isinstance(entry, URLPattern):
            key = ":".join((*namespaces, entry.name)) if entry.name else pattern
            yield Route(key=key, pattern=pattern, named=bool(entry.name))


def rule_for(route: Route) -> dict[str, Any] | None:
    """Return the line of the matrix that covers a route: the exact name, else the longest pattern; None when there is none."""
    rules: dict[str, dict[str, Any]] = MATRIX["routes"]
    if route.key in rules:
        return rules[route.key]
    matching = [pattern for pattern in rules if "*" in pattern and fnmatchcase(route.key, pattern)]
    return rules[max(matching, key=len)] if matching else None
