"""What is received: plain or packed, told apart by its content, and refused whole where it is too large, damaged or no catalog."""

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.imports.records import UnreadableCatalog
from registry.imports.sources import opening
from registry.imports.sources.opening import MEGABYTE, members, text_of

CATALOG = json.dumps({"anthropic": {"name": "Anthropic — für alle", "models": {}}}, ensure_ascii=False)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "received",
    [
        CATALOG.encode(), CATALOG.encode("utf-8-sig"), gzip.compress(CATALOG.encode()), zipped(("api.json", CATALOG.encode())),
        zipped(("api.json", CATALOG.encode()), method=zipfile.ZIP_STORED), zipped(("data/", b""), ("data/api.json", CATALOG.encode())),
    ],
    ids=["plain", "with a mark", "gzip", "zip", "zip, stored", "zip with a folder"],
)  # fmt: skip
def test_content_is_recognised_whatever_it_is_packed_in(received: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalog.txt"
    path.write_bytes(received)
    assert text_of(received) == text_of(io.BytesIO(received)) == text_of(path) == CATALOG


def test_large_content_that_packs_well_is_read_whole() -> None:
    text = "".join(f'"{number}",' for number in range(400_000))
    assert text_of(gzip.compress(text.encode())) == text
    assert text_of(zipped(("a", text.encode()))) == text


@pytest.mark.parametrize(
    ("received", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (gzip.compress(b""), "empty"),
        ("Modèle".encode("latin-1"), r"not UTF-8 at byte 3: save it as UTF-8"),
        (CATALOG.encode("utf-16"), "not UTF-8"),
        (gzip.compress(CATALOG.encode())[:-9], "ends too early: send the whole file"),
        (gzip.compress(CATALOG.encode())[:5], "ends too early: send the whole file"),
        (gzip.compress(CATALOG.encode()) + b"more", "follows the end"),
        (gzip.compress(CATALOG.encode()) * 2, "follows the end"),
        (gzip.compress(CATALOG.encode())[:-8] + b"\0" * 8, "damaged"),
        (b"\x1f\x8b\x08" + b"\xff" * 40, "damaged"),
        (zipped(("a", b"{}"), ("b", b"{}")), "holds 2 files: pack the one file"),
        (zipped(), "holds 0 files"),
        (zipped(("a", CATALOG.encode()))[:-30], "ends too early: send the whole file"),
        (zipped(("a", CATALOG.encode() * 20)).replace(b"a", b"b", 1), "damaged"),
        (zipped(("a", CATALOG.encode()), method=zipfile.ZIP_BZIP2), "use the usual one"),
    ],
    ids=[  # compressed bytes hold the time of day, and a name must be the same in every process
        "nothing", "blanks", "gzip of nothing", "latin-1", "utf-16", "gzip without its end", "the head of a gzip", "gzip and more",
        "two gzips", "gzip with a wrong sum", "no gzip", "zip of two", "zip of none", "zip without its end", "zip with a wrong sum", "bzip2",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(received: bytes, message: str) -> None:
    with pytest.raises(UnreadableCatalog, match=message):
        text_of(received)


def test_an_encrypted_zip_is_refused() -> None:
    packed = bytearray(zipped(("a", CATALOG.encode())))
    packed[6] |= 1
    packed[packed.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableCatalog, match="encrypted"):
        text_of(bytes(packed))


def test_a_member_whose_content_was_changed_is_refused() -> None:
    packed = zipped(("a", CATALOG.encode()), method=zipfile.ZIP_STORED).replace(b"Anthropic", b"Anthropik")
    with pytest.raises(UnreadableCatalog, match="damaged in the zip file"):
        text_of(packed)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(("a", content))], ids=["gzip", "zip"])
def test_a_bomb_is_refused_before_it_takes_memory(pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(b"0" * (100 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableCatalog, match="more than 200 times its packed size"):
            text_of(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * MEGABYTE


def test_a_bomb_among_many_members_counts_with_the_others() -> None:
    packed = zipped(*((f"{number}/README.md", b"0" * MEGABYTE) for number in range(20)))
    with pytest.raises(UnreadableCatalog, match="more than 200 times"):
        list(members(packed, named="README.md"))


def test_a_zip_that_points_many_names_at_one_member_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MEMBERS_LIMIT", 2)
    with pytest.raises(UnreadableCatalog, match="holds 3 files, more than 2"):
        list(members(zipped(*((f"{number}/README.md", b"") for number in range(3))), named="README.md"))


def test_a_zip_with_an_endless_directory_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_DIRECTORY_LIMIT", 100)
    with pytest.raises(UnreadableCatalog, match="lists too many files"):
        text_of(zipped(("a" * 100, b"{}")))


def test_a_stream_is_read_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "RECEIVED_LIMIT", MEGABYTE)
    stream = io.BytesIO(b" " * (5 * MEGABYTE))
    with pytest.raises(UnreadableCatalog, match="larger than 1 MB: pack it with gzip"):
        text_of(stream)
    assert stream.tell() < 1.2 * MEGABYTE


def test_content_is_not_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "UNPACKED_LIMIT", MEGABYTE)
    text = "".join(f'"{number}",' for number in range(400_000)).encode()
    with pytest.raises(UnreadableCatalog, match="larger than 1 MB when unpacked"):
        text_of(gzip.compress(text))


def test_the_limits_are_64_and_256_megabytes() -> None:
    assert (opening.RECEIVED_LIMIT, opening.UNPACKED_LIMIT) == (64 * 2**20, 256 * 2**20)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCatalog, match="is not a file: name the file"):
        text_of(tmp_path)
