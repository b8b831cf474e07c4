"""A record taken apart into its values, each with where it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str | int, ...]


def leaves(value: Any, *, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield each value that is no object and no list, and each that is empty."""
    if isinstance(value, Mapping) and value:
        for name, item in value.items():
            yield from leaves(item, at=(*at, name))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, at=(*at, index))
    else:
        yield at, value


def stands_at(value: Any, *, at: Place) -> Any:
    """Return what stands at a place, KeyError where there is nothing."""
    for step in at:
        try:
            value = value[step]
        except (IndexError, TypeError) as error:
            raise KeyError(at) from error
    return value
