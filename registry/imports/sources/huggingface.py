"""Model cards of the Hugging Face Hub: the YAML head of README.md, from a folder of owner/name/README.md or a zip of one."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from registry.documents.fields import HUB_REPOSITORY
from registry.imports.records import CatalogRecord, RejectedRecord, UnreadableCatalog
from registry.imports.sources.fields import Fields, rejected
from registry.imports.sources.json_text import is_plain, shown, written
from registry.imports.sources.opening import MEGABYTE, MEMBERS_LIMIT, UNPACKED_LIMIT, Received, decoded, is_zip, members, whole
from registry.imports.sources.yaml_text import UnreadableText, parsed_yaml

CARD = "README.md"
LARGEST_CARD = 8 * MEGABYTE
LONGEST_HEAD = 1 * MEGABYTE
# The Hub's words for how a model was made from its base.
RELATIONS = {"finetune": "finetune", "adapter": "adapter", "merge": "merge", "quantized": "quantize"}
# The words for how access is given to a gated repository.
_GATED = ("auto", "manual")
_REPOSITORY = re.compile(HUB_REPOSITORY)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_HEAD = re.compile(r"\s*---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
# Languages in which nobody speaks: programs, and a word for "several".
_NO_LANGUAGES = {"code", "multilingual", "mul", "und", "zxx"}


def read(received: Received) -> Iterator[CatalogRecord | RejectedRecord]:
    """Yield a record for each card, by the name of its repository; UnreadableCatalog before the first one where there is none.

    A card alone is read from its path, owner/name/README.md: nothing in it says which repository it is of.
    """
    cards = list(_cards(received))
    if not cards:
        raise UnreadableCatalog(f"there is no model card: give a folder or a zip with owner/name/{CARD} for each repository")
    return (_record(_repository(path), content) for path, content in cards)


def _cards(received: Received) -> Iterator[tuple[str, bytes]]:
    if isinstance(received, Path) and received.is_dir():
        paths = sorted(path for path in received.rglob(CARD) if path.is_file() and not path.is_symlink())
        if len(paths) > MEMBERS_LIMIT:
            raise UnreadableCatalog(f"the folder holds {len(paths):,} cards, more than {MEMBERS_LIMIT:,}: read it in parts")
        if sum(path.stat().st_size for path in paths) > UNPACKED_LIMIT:
            raise UnreadableCatalog(f"the cards of the folder are larger than {UNPACKED_LIMIT // MEGABYTE} MB: read it in parts")
        yield from ((path.relative_to(received).as_posix(), _within(path)) for path in paths)
        return
    content = whole(received)
    if is_zip(content):
        yield from members(content, named=CARD)
    elif isinstance(received, Path) and received.name == CARD:
        yield received.absolute().as_posix(), content
    else:
        raise UnreadableCatalog(f"a model card alone does not say which repository it is of: pack it in a zip, as owner/name/{CARD}")


def _within(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_CARD + 1)


def _repository(path: str) -> str:
    return "/".join(PurePosixPath(path).parts[-3:-1])


def _record(repository: str, content: bytes) -> CatalogRecord | RejectedRecord:
    try:
        head = _head(content)
    except (UnreadableText, UnreadableCatalog) as error:
        return rejected(repository or CARD, reasons=[str(error)], received=written(_start(content))[0])
    received, reasons = written(head)
    if not isinstance(head, dict):
        return rejected(repository or CARD, reasons=[*reasons, "the head of the card must be fields with values"], received=received)
    if not _REPOSITORY.fullmatch(repository) or len(repository) > 200 or not is_plain(repository):
        reasons.append(f"{shown(repository)} is not the name of a repository: the card must stand in owner/name/{CARD}")
    fields = Fields(head, reasons=reasons)
    facts = _facts(fields, repository=repository)
    if reasons:
        return rejected(repository or CARD, reasons=reasons, received=received)
    return CatalogRecord(key=repository, identifier=repository, facts=facts, other=fields.left(), received=received)


def _head(content: bytes) -> Any:
    if len(content) > LARGEST_CARD:
        raise UnreadableText(f"the card is larger than {LARGEST_CARD // MEGABYTE} MB")
    text = decoded(content)
    match = _HEAD.match(text)
    if match is None:
        raise UnreadableText("the card has no YAML head between two lines of three hyphens: it claims nothing")
    if len(match["yaml"]) > LONGEST_HEAD:
        raise UnreadableText(f"the head of the card is larger than {LONGEST_HEAD // MEGABYTE} MB")
    # Empty lines in place of what stands before, so that mistakes are named by the lines of the card.
    return parsed_yaml("\n" * text.count("\n", 0, match.start("yaml")) + match["yaml"])


def _start(content: bytes) -> str:
    return content[:2000].decode("utf-8", errors="replace")


def _facts(fields: Fields, *, repository: str) -> dict[str, Any]:
    facts = {
        "huggingface": [repository],
        "license": _license(fields),
        "bases": _bases(fields),
        "gated": _gated(fields),
        "languages_count": _languages_count(fields),
    }
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def _license(fields: Fields) -> str:
    """Return the license as its owner names it. "other" says that license_name does; of several nobody says which one holds."""
    named = fields.text_or_texts("license", keep=True)
    own_name = fields.text("license_name", keep=True)
    if len(named) != 1:
        return ""
    return own_name if own_name and named[0].casefold() == "other" else named[0]


def _bases(fields: Fields) -> list[dict[str, str | None]]:
    """Return what the model was made from. The relation is None where the card leaves it to the Hub's guess."""
    relation = RELATIONS.get(fields.text("base_model_relation", keep=True))
    return [{"name": name, "relation": relation} for name in dict.fromkeys(fields.text_or_texts("base_model", keep=True))]


def _gated(fields: Fields) -> bool | None:
    return True if fields.peek("gated") in _GATED else fields.flag("gated")


def _languages_count(fields: Fields) -> int | None:
    """Return how many languages a card lists, where it lists nothing but languages."""
    codes = {code for code in fields.text_or_texts("language", keep=True) if code not in _NO_LANGUAGES}
    return len(codes) if codes and all(map(_LANGUAGE.fullmatch, codes)) else None
