"""How nested parts of a record are written into one cell of a table."""

from collections.abc import Iterable, Mapping
from typing import Any


def offers(found: Iterable[Mapping[str, Any]]) -> str:
    """Return "partner: channel" for each offer, each pair once, in their order."""
    return "; ".join(sorted({f"{offer['partner']['slug']}: {offer['channel']}" for offer in found}))


def prices(found: Iterable[Mapping[str, Any]]) -> str:
    """Return "input / output currency (date)" for each price; "?" stands for an amount that is not known."""
    return "; ".join(
        f"{price['input_per_million'] or '?'} / {price['output_per_million'] or '?'} {price['currency']}"
        + (f" ({price['as_of']})" if price["as_of"] else "")
        for price in found
    )


def sources(found: Iterable[Mapping[str, Any]]) -> str:
    """Return the address of each source, or its name where it has none."""
    return "; ".join(source["url"] or source["label"] for source in found)
