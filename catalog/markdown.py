"""Text that people wrote in Markdown, as HTML that cannot run anything: parsed strictly, then cleaned by an allow-list.

HTML in the text is shown as text. Pictures are not loaded, for they would come from other hosts: their description becomes a link.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

from registry.documents.links import WIKI_LINK

LIMIT_BYTES = 20_000
HEADING_PREFIX = "h_"
REL_OUTSIDE = "nofollow noopener"

_TAGS = {
    "a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "ol": {"start"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_MOST_WIKI_TARGETS = 100
_SAFE_SCHEMES = ("http", "https", "mailto")
# The parser looks for the end of each bracket anew: beyond this many in one paragraph they are plain text.
_MOST_BRACKETS = 500
_BRACKETS = re.compile(r"[\[!]+")

# Turns what stands in [[brackets]] into the address of a page, or None where there is no such page.
Resolver = Callable[[str], str | None]


def render_markdown(text: str, *, resolve: Resolver | None = None, top_heading: int = 2) -> SafeString:
    """Return safe HTML. Text beyond 20 kB is cut off, and says so; its highest heading becomes `top_heading`; headings have prefixed ids.

    With `resolve`, [[a page]] and [[a page|other words]] become links. Same text, same HTML: without `resolve` it is kept.
    """
    if resolve is None:
        return mark_safe(_render(text, top_heading))  # noqa: S308 - nh3 has cleaned it
    return mark_safe(_rendered(text, top_heading=top_heading, resolve=resolve))  # noqa: S308 - nh3 has cleaned it


def plain_text(text: str) -> str:
    """Return the words of a Markdown text in one line, for descriptions and titles."""
    tokens = _parser().parse(_within_limit(text)[0])
    words = [child.content for token in tokens for child in token.children or () if child.type in ("text", "code_inline")]
    return " ".join(" ".join(words).split())


def wiki_targets(text: str) -> set[str]:
    """Return what stands in [[double brackets]], the first hundred of them."""
    found = (match.group(1).strip() for match in WIKI_LINK.finditer(_within_limit(text)[0]))
    return set(islice(found, _MOST_WIKI_TARGETS))


@lru_cache(maxsize=512)
def _render(text: str, top_heading: int) -> str:
    return _rendered(text, top_heading=top_heading, resolve=None)


def _rendered(text: str, *, top_heading: int, resolve: Resolver | None) -> str:
    kept, was_cut = _within_limit(text)
    html = _parser().render(kept, {"resolve": resolve, "top_heading": top_heading})
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None,
        clean_content_tags={"script", "style"},
    )  # fmt: skip
    if was_cut:
        clean += f"<p><strong>The text is longer than {LIMIT_BYTES:,} bytes: the rest is not shown.</strong></p>"
    return clean


def _within_limit(text: str) -> tuple[str, bool]:
    encoded = text.encode()
    if len(encoded) <= LIMIT_BYTES:
        return text, False
    return encoded[:LIMIT_BYTES].decode(errors="ignore"), True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    parser.validateLink = _is_safe_link  # type: ignore[method-assign]
    parser.use(anchors_plugin, max_level=6, slug_func=_heading_id, permalink=False)
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    parser.inline.ruler.before("wiki_link", "too_many_brackets", _too_many_brackets)
    parser.core.ruler.push("levels_and_links", _levels_and_links)
    parser.add_render_rule("image", _image_as_link)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>')
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    return parser


def _is_safe_link(url: str) -> bool:
    """Web addresses, mail, and places on this site that begin with / or #: a relative address would lead elsewhere from each page."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f\\]", "", unquote(url))
    if plain.startswith(("/", "#")):
        return not plain.startswith("//")
    return plain.partition(":")[0].casefold() in _SAFE_SCHEMES and ":" in plain


def _heading_id(title: str) -> str:
    return HEADING_PREFIX + re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _too_many_brackets(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "[!":
        return False
    counted = state.env.get("brackets")
    if counted is None or counted[0] is not state.src:
        counted = state.env["brackets"] = (state.src, state.src.count("["))
    if counted[1] <= _MOST_BRACKETS:
        return False
    run = _BRACKETS.match(state.src, state.pos)
    assert run is not None
    if not silent:
        state.pending += run.group()
    state.pos = run.end()
    return True


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = WIKI_LINK.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if match is None:
        return False
    if not silent:
        target, words = match.group(1).strip(), (match.group(2) or match.group(1)).strip()
        resolve = state.env.get("resolve")
        address = resolve(target) if resolve else None
        if address:
            state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = words
        if address:
            state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _levels_and_links(state: StateCore) -> None:
    """The highest heading of the text becomes the highest that its place on the page allows, so that no level is left out above it."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    shift = state.env.get("top_heading", 2) - min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                _finish_link(child)


def _finish_link(link: Token) -> None:
    address = str(link.attrGet("href"))
    if address.startswith("#") and not address.startswith(f"#{HEADING_PREFIX}"):
        link.attrSet("href", f"#{HEADING_PREFIX}{address[1:]}")
    elif urlsplit(address).scheme:
        link.attrSet("rel", REL_OUTSIDE)


def _image_as_link(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    return f'<a href="{escape(address)}" rel="{REL_OUTSIDE}">{escape(token.content or address)}</a>'
