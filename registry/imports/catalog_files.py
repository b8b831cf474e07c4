"""Read: a folder of page files, with everything that is wrong with each of them, and with them beside each other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.documents import PageDocument
from registry.documents.files import FileProblem, PageFile, file_name, read

SUFFIXES = (".yaml", ".yml")


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as its file says it."""

    file: PageFile
    document: PageDocument

    @property
    def key(self) -> Key:
        """The kind and slug of the page."""
        return key_of(self.document)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: its files in the order of their paths, and a digest of all of them."""

    root: Path
    files: list[PageFile]
    digest: str

    @property
    def pages(self) -> dict[Key, Entry]:
        """The pages that could be read; where two files hold the same one, the first."""
        entries = (Entry(file, file.document) for file in reversed(self.files) if file.document)
        return dict(reversed([(entry.key, entry) for entry in entries]))

    @property
    def problems(self) -> list[FileProblem]:
        """Every mistake that was found so far, by path and line."""
        return sorted((problem for file in self.files for problem in file.problems), key=lambda problem: (problem.path, problem.line))


def key_of(document: PageDocument) -> Key:
    """Return the kind and slug by which a page is known."""
    return document.kind, document.slug  # type: ignore[attr-defined]


def page_paths(root: Path) -> list[Path]:
    """Return the YAML files under a folder, hidden ones excepted, in one order everywhere."""
    found = (path for path in root.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts))


def digest_of(root: Path) -> str:
    """Return a digest of the names and contents of the files under a folder: equal digests, nothing to do."""
    digest = hashlib.sha256()
    for path in page_paths(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\x00{len(content)}\x00".encode())
        digest.update(content)
    return digest.hexdigest()


def read_folder(root: Path, *, today: date) -> Reading:
    """Read every file. What is wrong with a file, or with its name, stands in its `problems`; nothing is raised for it."""
    digest = digest_of(root)
    files = [read(path, today=today) for path in page_paths(root)]
    for file in files:
        if file.document:
            file.problems.extend(_misplaced(file, file.document, root))
    _refuse_second_files(files, root)
    return Reading(root, files, digest)


def _misplaced(file: PageFile, document: PageDocument, root: Path) -> Iterator[FileProblem]:
    place = file_name(document)
    if file.path.relative_to(root) != place:
        yield file.problem("/slug", f"the file of this page is {place.as_posix()}: move it there or correct the page")


def _refuse_second_files(files: list[PageFile], root: Path) -> None:
    first: dict[Key, Path] = {}
    for file in sorted(files, key=lambda file: bool(file.problems)):
        if file.document is None:
            continue
        key = key_of(file.document)
        earlier = first.setdefault(key, file.path)
        if earlier is not file.path:
            place = earlier.relative_to(root).as_posix()
            file.problems = [file.problem("/slug", f"the {key[0]} '{key[1]}' stands in {place} already: a page has one file")]
