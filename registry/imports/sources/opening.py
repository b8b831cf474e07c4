"""What was received as text: plain or packed by gzip or zip, told apart by its first bytes, and never larger than it may be."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from registry.imports.records import UnreadableCatalog

# What a reader takes: content, a binary stream of it, or where it stands.
Received = bytes | BinaryIO | Path

MEGABYTE = 1024 * 1024
RECEIVED_LIMIT = 64 * MEGABYTE
UNPACKED_LIMIT = 256 * MEGABYTE
FREE = MEGABYTE
RATIO = 200
MEMBERS_LIMIT = 20_000
_DIRECTORY_LIMIT = 4 * MEGABYTE
_PIECE = 64 * 1024
# zipfile takes as much as it is asked to give, and what it took is what may be given.
_ZIP_PIECE = 8 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_END_OF_ZIP, _LOCATOR_OF_ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
_ENCRYPTED = 0x1


@dataclass(slots=True)
class _Budget:
    """Counts what unpacking takes and gives, and stops it when the one is out of proportion to the other."""

    taken: int = 0
    given: int = 0

    def account(self, *, taken: int, given: int) -> None:
        self.taken += taken
        self.given += given
        if self.given > UNPACKED_LIMIT:
            raise UnreadableCatalog(
                f"the content is larger than {UNPACKED_LIMIT // MEGABYTE} MB when unpacked: divide it into smaller files"
            )
        if self.given > FREE + RATIO * self.taken:
            raise UnreadableCatalog(
                f"the content unpacks to more than {RATIO} times its packed size, which no catalog does: if it is meant, send it unpacked"
            )


def text_of(received: Received) -> str:
    """Return the text of one file; UnreadableCatalog, saying what to do, for what is too large, damaged, empty or not UTF-8."""
    return decoded(b"".join(_unpacked(received)))


def decoded(content: bytes) -> str:
    """Return UTF-8 as text, without the mark that some programs put before it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableCatalog(f"the content is not UTF-8 at byte {error.start:,}: save it as UTF-8 and send it again") from error
    if not text.strip():
        raise UnreadableCatalog("the content is empty: send the whole file")
    return text


def is_zip(received: bytes) -> bool:
    """Tell by its first bytes whether content is a zip file, be it one without members."""
    return received.startswith((_ZIP, _END_OF_ZIP))


def whole(received: Received) -> bytes:
    """Return what was received as it came, within the limit."""
    return b"".join(_arriving(received))


def members(packed: bytes, *, named: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of a zip with this name, in the order of their paths; the limits count for all together."""
    with _opened_zip(packed) as archive:
        chosen = sorted((info for info in archive.infolist() if info.filename.rpartition("/")[2] == named), key=lambda info: info.filename)
        if len(chosen) > MEMBERS_LIMIT:
            raise UnreadableCatalog(f"the zip holds {len(chosen):,} files, more than {MEMBERS_LIMIT:,}: divide it")
        budget = _Budget()
        for info in chosen:
            yield info.filename, b"".join(_member(archive, info, budget))


def _unpacked(received: Received) -> Iterator[bytes]:
    arriving = _arriving(received)
    first = next(arriving, b"")
    if first.startswith(_GZIP):
        yield from _inflated(first, arriving)
    elif is_zip(first):
        yield from _only_member(b"".join((first, *arriving)))
    else:
        yield first
        yield from arriving


def _arriving(received: Received) -> Iterator[bytes]:
    if isinstance(received, Path):
        if not received.is_file():
            raise UnreadableCatalog(f"{received} is not a file: name the file of the catalog")
        with received.open("rb") as file:
            yield from _arriving(file)
        return
    stream = io.BytesIO(received) if isinstance(received, bytes) else received
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > RECEIVED_LIMIT:
            raise UnreadableCatalog(f"the file is larger than {RECEIVED_LIMIT // MEGABYTE} MB: pack it with gzip, or divide it")
        yield piece


def _inflated(first: bytes, arriving: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    budget = _Budget()
    packed = first
    while packed:
        if inflater.eof:
            raise UnreadableCatalog("something follows the end of the gzip data: pack one file, in one go")
        before = len(packed)
        try:
            piece = inflater.decompress(packed, _PIECE)
        except zlib.error as error:
            raise UnreadableCatalog(f"the gzip data is damaged: send the file again ({error})") from error
        rest = inflater.unconsumed_tail or inflater.unused_data
        budget.account(taken=before - len(rest), given=len(piece))
        yield piece
        packed = rest or next(arriving, b"")
    if not inflater.eof:
        raise UnreadableCatalog("the gzip data ends too early: send the whole file")


def _only_member(packed: bytes) -> Iterator[bytes]:
    with _opened_zip(packed) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) != 1:
            raise UnreadableCatalog(f"the zip holds {len(files):,} files: pack the one file of the catalog, nothing else")
        yield from _member(archive, files[0], _Budget())


def _opened_zip(packed: bytes) -> zipfile.ZipFile:
    end = packed.rfind(_END_OF_ZIP)
    if end < 0 or len(packed) - end < 22:
        raise UnreadableCatalog("the zip file ends too early: send the whole file")
    # zipfile reads the whole directory into memory, whatever its size.
    if int.from_bytes(packed[end + 12 : end + 16], "little") > _DIRECTORY_LIMIT or _LOCATOR_OF_ZIP64 in packed[max(end - 20, 0) : end]:
        raise UnreadableCatalog("the zip file lists too many files: divide it")
    try:
        return zipfile.ZipFile(io.BytesIO(packed))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableCatalog(f"the zip file is damaged: pack it again ({error})") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableCatalog(f"{info.filename} is encrypted: pack it without a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableCatalog(f"{info.filename} is packed in a way that is not read here: use the usual one (deflate)")
    try:
        with archive.open(info) as stream:
            at = archive.fp.tell()  # type: ignore[union-attr]
            while piece := stream.read(_ZIP_PIECE):
                now = archive.fp.tell()  # type: ignore[union-attr]
                budget.account(taken=now - at, given=len(piece))
                at = now
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, UnreadableCatalog):
            raise
        raise UnreadableCatalog(f"{info.filename} is damaged in the zip file: pack it again ({error})") from error
