"""What the gate is asked about: entries with the place they stand at, whatever form they came in. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from registry.gate.expressions import DeclaredLicense

LARGEST_FILE = 10 * 1024 * 1024
MOST_ENTRIES = 10_000
MOST_MISTAKES = 50
LONGEST_NAME = 300


class Place(NamedTuple):
    """Where something stands: a file name as the user gave it, and a line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Mistake(NamedTuple):
    """Something that cannot be read, and what to do about it."""

    place: Place
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.detail}"


class InvalidEntries(ValueError):  # noqa: N818
    """Input that cannot be checked as it is. `mistakes` names each place; nothing of the input was used."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = list(mistakes)[:MOST_MISTAKES]
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class Sought(NamedTuple):
    """How to find a model. `repository`: its Hugging Face id; `label`: a slug, name or alias. None: do not look there."""

    repository: str | None
    label: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """What a bill of materials says of a model: its licenses (all of which apply), the kinds of
    content it takes and makes, and the models it was made from. No ancestors means that none are declared."""

    name: str
    sought: Sought
    licenses: tuple[DeclaredLicense, ...] = ()
    ancestors: tuple["Component", ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Whether a license or an ancestor is declared."""
        return bool(self.licenses or self.ancestors)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing to check. `text` is how it was written; `purpose` replaces that of the use, for this entry alone; `remark`
    is what the reader of the file has to tell about it."""

    text: str
    place: Place
    sought: Sought
    revision: str | None = None
    purpose: str | None = None
    declared: Component | None = None
    remark: str | None = None


def odd_character(text: str) -> str | None:
    """The first character that nobody sees on a screen (control, direction, surrogate, odd space), as "U+200B"; None without."""
    found = next((character for character in text if not character.isprintable()), None)
    return None if found is None else f"U+{ord(found):04X}"
