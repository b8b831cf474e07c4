"""When a claim agrees with a fact of a variant. Plain Python: values as documents and records write them."""

from collections.abc import Callable, Mapping
from typing import Any

# The fact that a person finds in the evidence of a variant, where it goes by another name than the field.
EVIDENCE_NAME = {"inputs": "modalities", "outputs": "modalities"}


def agrees(fact: str, *, ours: Any, claimed: Any) -> bool:
    """Tell whether a claim leaves a known fact standing."""
    return _RULES[fact](ours, claimed)


def is_unknown(value: Any) -> bool:
    """Tell whether a fact is not known here: nothing, or an empty list or text."""
    return value is None or value in ("", [], ())


def _same_time(ours: str, claimed: str) -> bool:
    """Partial dates agree where one is the other said more exactly: 2024-07 and 2024-07-23."""
    return ours.startswith(claimed) or claimed.startswith(ours)


def _at_most(ours: int, claimed: int) -> bool:
    """A host may serve less of the context window than the model has; more than it has is a contradiction."""
    return claimed <= ours


def _part_of(ours: list[str], claimed: list[str]) -> bool:
    """A host may serve fewer kinds of content than the model takes; others than it takes are a contradiction."""
    return set(claimed) <= set(ours)


def _equal(ours: Any, claimed: Any) -> bool:
    return bool(ours == claimed)


_RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "release_date": _same_time,
    "knowledge_cutoff": _same_time,
    "context_tokens": _at_most,
    "inputs": _part_of,
    "outputs": _part_of,
    "open_weights": _equal,
    "gated": _equal,
    "languages_count": _equal,
}
COMPARED = tuple(_RULES)
