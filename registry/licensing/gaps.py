"""What is missing where a clause stays undetermined, and the question that would settle it."""

from dataclasses import dataclass

Answer = tuple[tuple[str, object], ...]
"""One possible answer: pointers into the use and the plain values that they take."""


@dataclass(frozen=True)
class Gap:
    """One thing that is not known. `cause` is one of the four causes of unknown; `input` points at what answers it:
    into the use ("/organization/mau/2024-06"), or "/subject/..." for what has to be found out about the model.
    None: nothing a person could enter settles it. `answers` are representative answers, at least one for each
    way the clause can turn."""

    cause: str
    key: str
    text: str
    input: str | None = None
    answers: tuple[Answer, ...] = ()
    options: tuple[str, ...] = ()
    threshold: int | None = None
    month: str | None = None
