"""Text that people wrote in Markdown, as HTML that cannot run anything: parsed strictly, then cleaned by an allow-list.

HTML in the text is shown as text. Pictures are not loaded, for they would come from other hosts: their description becomes a link.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from catalog.syntax import HEADING_PREFIX, Heading, Target, add_syntax, link_html, link_targets, link_words, protected, restored, words_of
from registry.documents.links import WIKI_LINK

LIMIT_BYTES = 20_000
REL_OUTSIDE = "nofollow noopener"

_TAGS = {
    "a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "rel", "id", "aria-label"},
    "div": {"role", "tabindex", "aria-label"},
    "li": {"id"},
    "ol": {"start"},
    "span": {"aria-hidden"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_CLASSES = {
    "a": {"missing", "permalink"},
    "div": {"scroll", "heading", "footnotes"},
    "span": {"visually-hidden", "muted"},
}
_SAFE_SCHEMES = ("http", "https", "mailto")

# Says where what stands in [[brackets]] leads, or None for no link at all.
Resolver = Callable[[str], Target | None]
_Targets = tuple[tuple[str, Target | None], ...]


@dataclass(frozen=True)
class Rendered:
    """A text as safe HTML, with its headings in order."""

    html: SafeString
    headings: tuple[Heading, ...]


def render_markdown(text: str, *, resolve: Resolver | None = None, top_heading: int = 2, part: str = "") -> SafeString:
    """Return safe HTML. Text beyond 20 kB is cut off, and says so; its highest heading becomes `top_heading`.

    With `resolve`, [[a page]] and [[a page|other words]] become links. Ids begin with h_, fn_ or fnref_; where a page shows several
    texts, `part` keeps theirs apart.
    """
    return rendered(text, resolve=resolve, top_heading=top_heading, part=part).html


def rendered(text: str, *, resolve: Resolver | None = None, top_heading: int = 2, part: str = "") -> Rendered:
    """Return the same with the headings, for a table of contents. Same text with links to the same places, same HTML: it is kept."""
    targets = tuple((name, resolve(name)) for name in link_targets(text)) if resolve else ()
    return _rendered(text, top_heading, f"{part}_" if part else "", targets)


def linked(text: str, *, resolve: Resolver) -> SafeString:
    """Return plain text, which is no Markdown, as safe HTML in which [[links]] are links."""
    html, end = "", 0
    for match in WIKI_LINK.finditer(text):
        target = resolve(match.group(1).strip())
        html += escape(text[end : match.start()]) + (
            link_html(target, link_words(match)) if target else conditional_escape(link_words(match))
        )
        end = match.end()
    return mark_safe(html + escape(text[end:]))  # noqa: S308 - each piece is escaped


def plain_text(text: str) -> str:
    """Return the words of a Markdown text in one line, for descriptions and titles."""
    tokens = _parser().parse(protected(_within_limit(text)[0]), {"targets": {}})
    return words_of([child for token in tokens for child in token.children or ()])


@lru_cache(maxsize=512)
def _rendered(text: str, top_heading: int, part: str, targets: _Targets) -> Rendered:
    kept, was_cut = _within_limit(text)
    env: dict[str, Any] = {"targets": dict(targets), "top_heading": top_heading, "part": part}
    html = restored(_parser().render(protected(kept), env))
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, allowed_classes=_CLASSES, url_schemes=set(_SAFE_SCHEMES), link_rel=None,
        clean_content_tags={"script", "style"},
    )  # fmt: skip
    if was_cut:
        clean += f"<p><strong>The text is longer than {LIMIT_BYTES:,} bytes: the rest is not shown.</strong></p>"
    return Rendered(mark_safe(clean), tuple(env.get("headings", ())))  # noqa: S308 - nh3 has cleaned it


def _within_limit(text: str) -> tuple[str, bool]:
    encoded = text.encode()
    if len(encoded) <= LIMIT_BYTES:
        return text, False
    return encoded[:LIMIT_BYTES].decode(errors="ignore"), True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.validateLink = _is_safe_link  # type: ignore[method-assign]
    add_syntax(parser)
    parser.core.ruler.push("links_and_columns", _links_and_columns)
    parser.add_render_rule("image", _image_as_link)
    return parser


def _is_safe_link(url: str) -> bool:
    """Web addresses, mail, and places on this site that begin with / or #: a relative address would lead elsewhere from each page."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f\\]", "", unquote(url))
    if plain.startswith(("/", "#")):
        return not plain.startswith("//")
    return plain.partition(":")[0].casefold() in _SAFE_SCHEMES and ":" in plain


def _links_and_columns(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                _finish_link(child, part=state.env.get("part", ""))


def _finish_link(link: Token, *, part: str) -> None:
    address = str(link.attrGet("href"))
    if address.startswith("#") and not address.startswith(f"#{HEADING_PREFIX}"):
        link.attrSet("href", f"#{HEADING_PREFIX}{part}{address[1:]}")
    elif urlsplit(address).scheme:
        link.attrSet("rel", REL_OUTSIDE)


def _image_as_link(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    return f'<a href="{escape(address)}" rel="{REL_OUTSIDE}">{escape(token.content or address)}</a>'
