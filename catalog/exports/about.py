"""What a table says of itself, so that it can be understood and found again when it has left the registry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

NOTE = "Information, not legal advice. Where each fact was read stands on the page in the registry."
RESTORING = (
    "A text that begins with = + - @, a tab or a carriage return has an apostrophe before it, so that no spreadsheet runs it. To get the "
    "text back, remove one apostrophe wherever apostrophes stand before one of these. Numbers are never changed."
)


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """What a column holds, and in which unit it counts."""

    name: str
    about: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Of when a table is, what was chosen, and the address that makes it again."""

    title: str
    as_of: date | None
    revision: int
    filters: Sequence[tuple[str, str]]
    address: str
    columns: Sequence[ColumnNote] = ()

    @property
    def file_name(self) -> str:
        """The name of the file, without its ending: what, of when, and whether it is a part only."""
        return "-".join([self.title, *([self.as_of.isoformat()] if self.as_of else []), *(["filtered"] if self.filters else [])])

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield each thing to say with its label."""
        yield "As of", self.as_of.isoformat() if self.as_of else "never changed since it was set up"
        yield "Catalog revision", str(self.revision)
        yield "Filters", ", ".join(f"{name}={text}" for name, text in self.filters) or "none: the whole list"
        yield "Address", self.address
        yield "Note", NOTE
