"""Bytes to entries: the form of a file is told by its content. Plain Python."""

import codecs

from registry.gate.entries import LARGEST_FILE, MOST_ENTRIES, Entry, InvalidEntries, Mistake, Place
from registry.gate.listing import read_list
from registry.gate.located import read_json
from registry.gate.mlbom import read_bom

_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_entries(data: bytes, *, file: str) -> list[Entry]:
    """The entries of a list or of a CycloneDX ML-BOM (JSON), in the order of the file.

    Raises InvalidEntries with every mistake and its line; a file is read whole or not at all. `file` is what places are
    named after. A file with nothing to check is a mistake too: a gate that checked nothing must not say that all is well.
    """
    text = read_text(data, file=file)
    start = text.lstrip()[:1]
    if start in ("{", "["):
        entries = read_bom(read_json(text, file=file), file=file)
    elif start == "<":
        raise _refusal(file, text, "this is XML; export the bill of materials as CycloneDX JSON, or give a list of models")
    else:
        entries = read_list(text, file=file)
    if not entries:
        raise InvalidEntries([Mistake(Place(file, 1), "there is nothing to check in this file: name at least one model")])
    if len(entries) > MOST_ENTRIES:
        detail = f"{len(entries):,} entries are more than the {MOST_ENTRIES:,} that one file may hold: split it"
        raise InvalidEntries([Mistake(entries[MOST_ENTRIES].place, detail)])
    return entries


def read_text(data: bytes, *, file: str) -> str:
    """The text of a file, without a byte order mark, lines ended by a line feed; InvalidEntries unless it is plain UTF-8."""
    first = Place(file, 1)
    if len(data) > LARGEST_FILE:
        raise InvalidEntries([Mistake(first, f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB: split it")])
    if data.startswith(_WIDE_MARKS) or _zeros(data[:4]) in (b"x0x0", b"0x0x", b"x000", b"000x"):
        raise InvalidEntries([Mistake(first, "the file is saved as UTF-16 or UTF-32: save it as UTF-8")])
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidEntries([Mistake(Place(file, line), "this line is not UTF-8: save the file as UTF-8")]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (at := text.find("\x00")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise InvalidEntries([Mistake(Place(file, line), "this line holds a NUL character: is it a text file? Remove it")])
    return text


def _zeros(data: bytes) -> bytes:
    return b"".join(b"x" if byte else b"0" for byte in data)


def _refusal(file: str, text: str, detail: str) -> InvalidEntries:
    line = text.count("\n", 0, len(text) - len(text.lstrip())) + 1
    return InvalidEntries([Mistake(Place(file, line), detail)])
