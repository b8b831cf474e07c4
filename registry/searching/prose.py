"""Markdown as the plain text that is searched and shown in excerpts."""

import re
import unicodedata

LONGEST = 20_000
_CHANGES = (
    (re.compile(r"\[\[[^\[\]|\n]{1,200}\|([^\[\]\n]{1,200})\]\]"), r"\1"),
    (re.compile(r"\[\[([^\[\]|\n]{1,200})\]\]"), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)"), r"\1"),
    (re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}|>|[-*+])[ \t]+"), ""),
    (re.compile(r"(?m)^[ \t]*\|?[ \t:|-]{3,}\|?[ \t]*$"), ""),
    (re.compile(r"[*`|]+|(?<!\w)_+|_+(?!\w)|~~"), ""),
)


def plain_prose(text: str) -> str:
    """Return the words of a Markdown text in one line, in normal form C."""
    text = text[:LONGEST]
    for pattern, instead in _CHANGES:
        text = pattern.sub(instead, text)
    return unicodedata.normalize("NFC", " ".join(text.split()))
