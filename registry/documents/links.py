"""Links in prose: [[Llama 2]], [[Llama 2|the second one]], [[license: Llama 2 Community License]]."""

import re
from collections.abc import Iterator
from itertools import islice

KINDS = ("model", "family", "license", "organization", "article")
MOST_LINKS = 100
_CODE_SPAN = re.compile(r"(?<!`)`(?!`)[^`\n]*`|``(?!`).*?``")
WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")


def linked_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind or nothing, name) for the first hundred links of a text, as they are written; what stands in code is no link."""
    for match in islice(WIKI_LINK.finditer(without_code(text)), MOST_LINKS):
        yield split_kind(match.group(1))


def without_code(text: str) -> str:
    """Return a Markdown text without what stands in code."""
    if "`" not in text and "~~~" not in text:
        return text
    kept, fence = [], ""
    for line in text.split("\n"):
        mark = line.lstrip("> ")[:3]
        if fence or mark in ("```", "~~~"):
            fence = "" if fence == mark else fence or mark
        else:
            kept.append(_CODE_SPAN.sub(" ", line))
    return "\n".join(kept)


def split_kind(target: str) -> tuple[str, str]:
    """Return what stands in the brackets as (kind, name): "license: MIT" says its kind, "MIT" leaves it open."""
    before, colon, after = target.partition(":")
    kind = before.strip().lower()
    if colon and kind in KINDS and after.strip():
        return kind, after.strip()
    return "", target.strip()
