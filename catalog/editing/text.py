"""The whole page as text: YAML in the one spelling that the catalog's files have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from registry.documents.files import read_text, write_data

Data = Mapping[str, Any]
LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong in a line of the text."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read: its document, or what is wrong with it."""

    document: Data | None
    problems: list[TextProblem]
    lines: Mapping[str, int]

    def line_of(self, pointer: str) -> int:
        """Return the line of a field, or of the nearest thing around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def as_text(document: Data) -> str:
    """Return a page's document as text."""
    return write_data(document)


def read_page(text: str, *, kind: str, slug: str, today: date) -> ReadText:
    """Read a page from text; what is wrong is said with its line. It stays the page it is: kind and slug cannot be changed here."""
    if len(text) > LONGEST:
        return ReadText(None, [TextProblem(1, f"The text is longer than {LONGEST:,} characters.")], {})
    result = read_text(text.replace("\r\n", "\n"), path=Path(f"{slug}.yaml"), today=today)
    problems = [TextProblem(problem.line, f"{problem.pointer or '/'}: {problem.detail}") for problem in result.problems]
    if result.document is None:
        return ReadText(None, problems, result.lines)
    data = result.document.as_data()
    for name, wanted in (("kind", kind), ("slug", slug)):
        if wanted and data[name] != wanted:
            problems.append(TextProblem(result.lines.get(f"/{name}", 1), f"/{name}: stays “{wanted}”: the address is changed by renaming."))
    return ReadText(None if problems else data, problems, result.lines)
