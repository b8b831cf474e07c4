"""Lists: one model a line, in the manner of a requirements file. Plain Python."""

import re

from registry.gate.entries import LONGEST_NAME, MOST_MISTAKES, Entry, InvalidEntries, Mistake, Place, Sought, odd_character
from registry.gate.purls import InvalidPurl, huggingface
from registry.licensing.vocabulary import PURPOSES

ALLOWED = "a line is org/name, org/name@revision, pkg:huggingface/org/name@revision, or a slug or name of the catalog"
_COMMENT = re.compile(r"(^|\s)#.*$")
_HUB = re.compile(r"^https?://(www\.)?(huggingface\.co|hf\.co)/(?P<id>[^?#]*)", re.IGNORECASE)
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_HUB_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*")
_SPECIFIER = re.compile(r"[=<>~!]=|[<>]")


class _BadLine(ValueError):  # noqa: N818
    pass


def read_list(text: str, *, file: str) -> list[Entry]:
    """The entries of a list; InvalidEntries names every line that cannot be read and says what may stand there."""
    entries, mistakes = [], []
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _COMMENT.sub("", raw).strip()
        if not line:
            continue
        try:
            entries.append(_entry(line, place=Place(file, number)))
        except _BadLine as error:
            mistakes.append(Mistake(Place(file, number), str(error)))
            if len(mistakes) == MOST_MISTAKES:
                break
    if mistakes:
        raise InvalidEntries(mistakes)
    return entries


def _entry(line: str, *, place: Place) -> Entry:
    if (character := odd_character(line)) is not None:
        raise _BadLine(f"the line holds the invisible character {character}: type it anew. {ALLOWED}")
    if line.startswith("-"):
        raise _BadLine(f"options of pip such as '{line[:20]}' mean nothing here: {ALLOWED}")
    text, *options = (part.strip() for part in line.split(";"))
    if not text:
        raise _BadLine(f"the name is missing before the semicolon: {ALLOWED}")
    if len(text) > LONGEST_NAME:
        raise _BadLine(f"the name is longer than {LONGEST_NAME} characters: {ALLOWED}")
    sought, revision, remark = _sought(text)
    return Entry(text=text, place=place, sought=sought, revision=revision, purpose=_purpose(options), remark=remark)


def _sought(text: str) -> tuple[Sought, str | None, str | None]:
    if text.lower().startswith("pkg:"):
        try:
            purl = huggingface(text)
        except InvalidPurl as error:
            raise _BadLine(f"{error}: {ALLOWED}") from None
        if purl is None:
            raise _BadLine(f"only pkg:huggingface/org/name purls name models of the catalog: {ALLOWED}")
        return Sought(purl.repository, None), purl.revision, purl.remark
    text, from_hub = _without_hub(text)
    if _SPECIFIER.search(text):
        raise _BadLine("models have no version ranges: pin a revision as in org/name@revision")
    name, at, revision = (part.strip() for part in text.rpartition("@")) if "@" in text else (text, "", "")
    if at and not name:
        raise _BadLine(f"the name is missing before the @: {ALLOWED}")
    if at and not _REVISION.fullmatch(revision):
        raise _BadLine("after the @ stands a revision: a commit, branch or tag, as in org/name@main")
    if "/" in name and " " in name and not from_hub:
        return Sought(None, name), revision or None, None
    if ("/" in name or from_hub) and not _HUB_ID.fullmatch(name):
        raise _BadLine(f"'{name}' is not a Hugging Face id, which is org/name: {ALLOWED}")
    return Sought(name, None if from_hub else name), revision or None, None


def _without_hub(text: str) -> tuple[str, bool]:
    """A web address of the hub as org/name@revision; other addresses are refused."""
    found = _HUB.match(text)
    if found is None:
        if "://" in text:
            raise _BadLine(f"only addresses at huggingface.co name models: {ALLOWED}")
        return text, False
    parts = found["id"].strip("/").split("/")
    if len(parts) == 2:
        return "/".join(parts), True
    if len(parts) >= 4 and parts[2] in ("tree", "blob", "resolve"):
        return f"{parts[0]}/{parts[1]}@{parts[3]}", True
    raise _BadLine("an address of the hub is https://huggingface.co/org/name")


def _purpose(options: list[str]) -> str | None:
    stated: str | None = None
    for option in options:
        key, equals, value = (part.strip() for part in option.partition("="))
        if key != "purpose" or not equals:
            raise _BadLine(f"'{option}' is not an option: the only one is purpose=WORD, as in org/name ; purpose=research")
        if value not in PURPOSES:
            raise _BadLine(f"'{value}' is not a purpose: it is one of {', '.join(PURPOSES)}")
        if stated is not None:
            raise _BadLine("the purpose is stated twice: keep one")
        stated = value
    return stated
