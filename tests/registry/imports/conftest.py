"""A folder of page files, and a person who changes pages meanwhile."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from registry import history
from registry.documents import parse_document
from registry.documents.files import file_name, write
from tests.factories import (
    Data,
    article_document,
    family_document,
    license_document,
    model_document,
    organization_document,
    variant_document,
)

SMALL: tuple[Data, ...] = (
    organization_document("meta"),
    family_document("llama"),
    license_document("apache-2.0"),
    model_document("llama-2", variants=[variant_document("llama-2-7b", license="apache-2.0")]),
    article_document("about"),
)


@pytest.fixture
def put_file(tmp_path: Path) -> Callable[[Data], Path]:
    """A function that writes a page's file where it belongs under `tmp_path/catalog`."""

    def put(data: Data) -> Path:
        document = parse_document(data)
        path = tmp_path / "catalog" / file_name(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(document), encoding="utf-8")
        return path

    return put


@pytest.fixture
def folder(tmp_path: Path, put_file: Callable[[Data], Path]) -> Path:
    """One page of each kind, as files."""
    for data in SMALL:
        put_file(data)
    return tmp_path / "catalog"


@pytest.fixture
def person_changes() -> Callable[[Data], None]:
    """A function that saves a page as a person does on the site."""

    def change(data: Data) -> None:
        history.save(parse_document(data), by=None, by_name="ada", reason="I know better", origin="site")

    return change


def texts(folder: Path, paths: Iterable[Path] | None = None) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths or sorted(folder.rglob("*")) if path.is_file()}
