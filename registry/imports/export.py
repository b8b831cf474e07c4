"""The record back into page files: the same bytes that were loaded, and a backup in plain text."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import F

from registry.documents import FOLDERS, parse_document
from registry.documents.files import file_name, write
from registry.imports.catalog_files import page_paths
from registry.models import Revision

AT_ONCE = 200
UNFINISHED = ".unfinished"


class ForeignFiles(Exception):  # noqa: N818 - what stands in the way
    """The folder holds things that an export did not write; `paths` names them."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = paths


@dataclass(slots=True)
class Exported:
    """What an export did: files written, files that said the same already, files of pages that are not in the record."""

    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    left_over: list[Path] = field(default_factory=list)


def export(folder: Path, *, force: bool, prune: bool, progress: Callable[[int], None]) -> Exported:
    """Write every page of the record, drafts and withdrawn ones too, as they stood at one moment.

    Each file is replaced whole or not at all. ForeignFiles where the folder holds anything but page files in the five folders of pages,
    unless `force`; even then nothing but page files is ever touched. With `prune`, files of pages that are not in the record go.
    """
    if not force and (foreign := foreign_files(folder)):
        raise ForeignFiles(foreign)
    result = Exported()
    for path, text in _texts(folder):
        if path.is_file() and path.read_bytes() == text:
            result.unchanged.append(path)
        else:
            _replace(path, text)
            result.written.append(path)
        progress(len(result.written) + len(result.unchanged))
    kept = {*result.written, *result.unchanged}
    result.left_over = [path for path in _page_files(folder) if path not in kept]
    if prune:
        for path in result.left_over:
            path.unlink()
            _remove_empty(path.parent, below=folder)
    return result


def foreign_files(folder: Path) -> list[Path]:
    """Return what stands in the folder beside page files: other files, and folders that no page belongs in."""
    ours = set(_page_files(folder))
    others = (path for path in sorted(folder.rglob("*")) if not path.is_dir() and path not in ours)
    return [path for path in others if not path.name.endswith(UNFINISHED)]


def _page_files(folder: Path) -> list[Path]:
    places = FOLDERS.values()
    return [path for path in page_paths(folder) if path.suffix == ".yaml" and path.relative_to(folder).parts[0] in places]


def _texts(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield path and content of each page. One query, so that all pages are of one moment; the latest revision is what the rows say."""
    current = Revision.objects.filter(number=F("page__number")).order_by("page__kind", "page__slug").values_list("document", flat=True)
    for data in current.iterator(chunk_size=AT_ONCE):
        document = parse_document(data)
        yield folder / file_name(document), write(document).encode()


def _replace(path: Path, text: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    unfinished.write_bytes(text)
    os.replace(unfinished, path)  # noqa: PTH105 - Path.replace says nothing of being atomic


def _remove_empty(folder: Path, *, below: Path) -> None:
    if folder != below and not any(folder.iterdir()):
        folder.rmdir()
        _remove_empty(folder.parent, below=below)
