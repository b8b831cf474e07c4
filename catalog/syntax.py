"""What the wiki adds to plain Markdown: [[links]], headings that can be linked, footnotes, tasks. Each rule is bounded in what it costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.html import escape, format_html
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from registry.documents.links import MOST_LINKS, WIKI_LINK, split_kind

HEADING_PREFIX = "h_"

# Stands for | inside [[a|b]] while tables are cut into cells: a code point that no text has.
_BAR = "\ufdd0"
_WIKI_LINK = re.compile(rf"\[\[([^\[\]{_BAR}\n]{{1,200}})(?:{_BAR}([^\[\]\n]{{1,200}}))?\]\]")
# The parser looks for the end of each bracket anew: beyond this many in one paragraph they are plain text.
_MOST_BRACKETS = 500
_BRACKETS = re.compile(r"[\[!]+")
# More cells than an honest text of 20 kB can have: rows with fewer cells than the header are filled up.
_MOST_CELLS = 10_000
_TOO_DEEP = re.compile(r"^((?: {0,3}>){4})(?: {0,3}>)+", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\s\]]{1,60}\]")
_TASK = re.compile(r"\[([ xX])\] ")


@dataclass(frozen=True)
class Target:
    """Where a [[link]] leads, and whether a page stands there, is withdrawn, or is missing."""

    href: str
    standing: Literal["stands", "withdrawn", "missing"] = "stands"


@dataclass(frozen=True)
class Heading:
    """A heading of a text: its id, its words and its level on the page."""

    id: str
    words: str
    level: int


def add_syntax(parser: MarkdownIt) -> None:
    """Teach a parser all of it."""
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.at("footnote_ref", _footnote_ref)
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    parser.inline.ruler.before("wiki_link", "too_many_brackets", _too_many_brackets)
    parser.core.ruler.push("headings", _headings)
    parser.core.ruler.push("tasks", _tasks)
    for name, rule in _RENDERED.items():
        parser.add_render_rule(name, rule)


def protected(text: str) -> str:
    """Return a text in which no | inside [[brackets]] ends the cell of a table, and quotations are nested four deep at most."""
    shallow = _TOO_DEEP.sub(r"\1", text.replace(_BAR, ""))
    return WIKI_LINK.sub(lambda match: match.group().replace("|", _BAR), shallow)


def restored(text: str) -> str:
    """Undo `protected`."""
    return text.replace(_BAR, "|")


def link_targets(text: str) -> list[str]:
    """Return what stands in [[double brackets]], each once, the first hundred of them."""
    found = dict.fromkeys(_target(match.group(1)) for match in WIKI_LINK.finditer(text))
    return list(found)[:MOST_LINKS]


def link_words(match: re.Match[str]) -> str:
    """Return what a link shows: its own words, else the name without the kind before it."""
    return (match.group(2) or split_kind(_target(match.group(1)))[1]).strip()


def link_html(target: Target, words: str) -> str:
    """Return a link as HTML. What is missing or withdrawn says so in words."""
    if target.standing == "missing":
        return format_html(
            '<a class="missing" href="{}" rel="nofollow">{}<span class="visually-hidden"> (no such page)</span></a>', target.href, words
        )
    link = format_html('<a href="{}">{}</a>', target.href, words)
    return format_html('{} <span class="muted">(withdrawn)</span>', link) if target.standing == "withdrawn" else link


def _target(written: str) -> str:
    # A backslash before the bar is how a bar is written in the tables of other wikis.
    return written.rstrip("\\").strip()


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = _WIKI_LINK.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if match is None:
        return False
    if not silent:
        target: Target | None = state.env["targets"].get(_target(match.group(1)))
        if target is None:
            state.push("text", "", 0).content = link_words(match)
        else:
            token = state.push("wiki_link", "", 0)
            token.content, token.meta = link_words(match), {"target": target}
    state.pos = match.end()
    return True


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


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    return columns * (end - start) <= _MOST_CELLS and table(state, start, end, silent)


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    return bool(_FOOTNOTE.match(state.src, state.pos)) and footnote_ref(state, silent)


def words_of(tokens: Sequence[Token]) -> str:
    """Return the words of parsed text in one line."""
    return " ".join(restored(" ".join(token.content for token in tokens if token.type in ("text", "code_inline", "wiki_link"))).split())


def _headings(state: StateCore) -> None:
    """The highest heading becomes the highest that its place on the page allows, so that none is left out; each has an id of its own."""
    opened = [index for index, token in enumerate(state.tokens) if token.type == "heading_open"]
    shift = state.env.get("top_heading", 2) - min((int(state.tokens[index].tag[1]) for index in opened), default=1)
    taken: dict[str, int] = {}
    for index in opened:
        start, inline, end = state.tokens[index : index + 3]
        words = "".join(restored(child.content) for child in inline.children or () if child.type in ("text", "code_inline", "wiki_link"))
        slug = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or "section"
        taken[slug] = number = taken.get(slug, -1) + 1
        start.tag = end.tag = f"h{min(6, int(start.tag[1]) + shift)}"
        start.meta = end.meta = {"id": f"{HEADING_PREFIX}{state.env.get('part', '')}{slug}{f'-{number}' if number else ''}", "words": words}
        state.env.setdefault("headings", []).append(Heading(start.meta["id"], words, int(start.tag[1])))


def _tasks(state: StateCore) -> None:
    """An item of a list that begins with [ ] or [x] is a task; it says so in words."""
    for item, _, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        first = inline.children[0] if item.type == "list_item_open" and inline.type == "inline" and inline.children else None
        match = _TASK.match(first.content) if first is not None and first.type == "text" else None
        if first is not None and match is not None:
            first.content = first.content[match.end() :]
            assert inline.children is not None
            inline.children.insert(0, Token("task", "", 0, meta={"done": match.group(1) != " "}))


def _token_rule(html: Any) -> Any:
    def rule(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
        return str(html(tokens[index], env.get("part", "")))

    return rule


def _task_html(token: Token, _part: str) -> str:
    box, words = ("☑", "Done: ") if token.meta["done"] else ("☐", "To do: ")
    return f'<span aria-hidden="true">{box}</span> <span class="visually-hidden">{words}</span>'


def _heading_end(token: Token, _part: str) -> str:
    label = escape(f"Link to “{token.meta['words']}”")
    return f'</{token.tag}><a class="permalink" href="#{token.meta["id"]}" aria-label="{label}">#</a></div>\n'


def _footnote_name(token: Token, part: str) -> str:
    again = token.meta.get("subId", 0)
    return f"{part}{token.meta['id'] + 1}{f'_{again + 1}' if again else ''}"


_RENDERED = {
    "wiki_link": _token_rule(lambda token, _: link_html(token.meta["target"], token.content)),
    "task": _token_rule(_task_html),
    "heading_open": _token_rule(lambda token, _: f'<div class="heading"><{token.tag} id="{token.meta["id"]}">'),
    "heading_close": _token_rule(_heading_end),
    "table_open": _token_rule(lambda *_: '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>'),
    "table_close": _token_rule(lambda *_: "</table></div>"),
    "footnote_ref": _token_rule(
        lambda token, part: (
            f'<sup><a href="#fn_{part}{token.meta["id"] + 1}" id="fnref_{_footnote_name(token, part)}" '
            f'aria-label="Footnote {token.meta["id"] + 1}">[{token.meta["id"] + 1}]</a></sup>'
        )
    ),
    "footnote_block_open": _token_rule(lambda *_: '<div class="footnotes"><ol>\n'),
    "footnote_block_close": _token_rule(lambda *_: "</ol></div>\n"),
    "footnote_open": _token_rule(lambda token, part: f'<li id="fn_{part}{token.meta["id"] + 1}">'),
    "footnote_close": _token_rule(lambda *_: "</li>\n"),
    "footnote_anchor": _token_rule(
        lambda token, part: (
            f' <a href="#fnref_{_footnote_name(token, part)}" aria-label="Back to where footnote {token.meta["id"] + 1} stands">↩</a>'
        )
    ),
}
