"""Text that people wrote is shown, never run."""

import sys
from collections.abc import Callable

import pytest

from catalog.markdown import LIMIT_BYTES, linked, plain_text, render_markdown, rendered
from catalog.syntax import Heading, Target

PAGES = {
    "Llama 2": Target("/models/llama-2/"),
    "Old": Target("/models/old/", "withdrawn"),
    "Nova": Target("/missing/?name=Nova", "missing"),
}


def headings(html: str) -> list[str]:
    """The headings of an HTML text, without the links beside them."""
    return [line.removeprefix('<div class="heading">').partition("<a")[0] for line in html.splitlines() if line.startswith("<div class=")]


def work(action: Callable[[], object]) -> int:
    """How many Python functions an action calls: a measure of work that is the same on every machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java&#x09;script:alert(1))", "[x](data:text/html,hello)", "[x](vbscript:x)",
        "[x](//evil.example)", "[x](%6aavascript:alert(1))", "[x](&#106;avascript:alert(1))", "![x](javascript:alert(1))",
        "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", "[x](file:///etc/passwd)", "[y](\\\\evil.example)", "[x](page.html)", "[x](../up)",
    ],
)  # fmt: skip
def test_a_dangerous_address_is_no_link(text: str) -> None:
    html = render_markdown(text)
    assert "javascript:" not in "".join(part.partition('"')[0] for part in html.split('href="')[1:]).lower()
    assert 'href="data' not in html
    assert 'href="//' not in html
    assert 'href="\\' not in html
    assert 'href="file' not in html
    assert "<a" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='x' onclick=alert(1)>x</a>",
        "<div style='x'>",
        "<svg/onload=x>",
    ],
)
def test_html_in_the_text_is_shown_as_text(text: str) -> None:
    html = render_markdown(text)
    assert "&lt;" in html
    assert text not in html


def test_links_to_other_hosts_give_no_credit_and_no_handle() -> None:
    assert render_markdown("[x](https://example.org/a?b=1&c=2)") == (
        '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">x</a></p>\n'
    )


def test_links_within_the_site_stay_as_they_are() -> None:
    assert render_markdown("[x](/models/llama-2/#h)") == '<p><a href="/models/llama-2/#h">x</a></p>\n'


def test_a_link_to_a_heading_finds_it_under_its_prefixed_id() -> None:
    html = render_markdown("# The first\n\n[up](#the-first)")
    assert 'id="h_the-first"' in html
    assert 'href="#h_the-first"' in html


def test_a_picture_becomes_a_link_so_that_nothing_is_loaded_from_elsewhere() -> None:
    assert render_markdown("![A chart](https://example.org/c.png)") == (
        '<p><a href="https://example.org/c.png" rel="nofollow noopener">A chart</a></p>\n'
    )


def test_the_highest_heading_takes_the_level_of_its_place() -> None:
    assert headings(render_markdown("### One\n\n#### Two")) == ['<h2 id="h_one">One</h2>', '<h3 id="h_two">Two</h3>']
    assert headings(render_markdown("# One\n\n###### Two", top_heading=3)) == ['<h3 id="h_one">One</h3>', '<h6 id="h_two">Two</h6>']


def test_headings_of_the_same_name_have_ids_of_their_own() -> None:
    assert headings(render_markdown("# A\n\n# A\n\n# 你好")) == [
        '<h2 id="h_a">A</h2>',
        '<h2 id="h_a-1">A</h2>',
        '<h2 id="h_section">你好</h2>',
    ]


def test_a_heading_has_a_link_to_itself_that_says_where_it_leads() -> None:
    assert render_markdown('# Say "yes" & *go*') == (
        '<div class="heading"><h2 id="h_say-yes-go">Say "yes" &amp; <em>go</em></h2>'
        '<a class="permalink" href="#h_say-yes-go" aria-label="Link to “Say &quot;yes&quot; &amp; go”">#</a></div>\n'
    )


def test_headings_are_told_for_a_table_of_contents() -> None:
    text = "## The `first`\n\nText.\n\n### [[Llama 2|Second]]"
    assert rendered(text, resolve=PAGES.get).headings == (Heading("h_the-first", "The first", 2), Heading("h_second", "Second", 3))


def test_the_ids_of_several_texts_of_a_page_stay_apart() -> None:
    html = render_markdown("# A\n\nB[^1] [up](#a)\n\n[^1]: C", part="summary")
    assert '<h2 id="h_summary_a">' in html
    assert '<a href="#h_summary_a">up</a>' in html
    assert '<a href="#fn_summary_1" id="fnref_summary_1" aria-label="Footnote 1">[1]</a>' in html
    assert '<li id="fn_summary_1">' in html


def test_a_footnote_leads_to_its_text_and_back_from_there() -> None:
    html = render_markdown("One[^a] and again[^a].\n\n[^a]: The *note*.")
    assert '<sup><a href="#fn_1" id="fnref_1" aria-label="Footnote 1">[1]</a></sup> and again' in html
    assert '<sup><a href="#fn_1" id="fnref_1_2" aria-label="Footnote 1">[1]</a></sup>.' in html
    assert '<div class="footnotes"><ol>\n<li id="fn_1"><p>The <em>note</em>.' in html
    assert '<a href="#fnref_1" aria-label="Back to where footnote 1 stands">↩</a>' in html
    assert '<a href="#fnref_1_2"' in html


def test_terms_and_their_meanings_make_a_list() -> None:
    assert render_markdown("Term\n: Meaning") == "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>\n"


def test_tasks_say_in_words_whether_they_are_done() -> None:
    html = render_markdown("- [x] Read\n- [ ] Write\n- [y] Neither")
    assert '<li><span aria-hidden="true">☑</span> <span class="visually-hidden">Done: </span>Read</li>' in html
    assert '<li><span aria-hidden="true">☐</span> <span class="visually-hidden">To do: </span>Write</li>' in html
    assert "<li>[y] Neither</li>" in html


def test_a_table_can_be_scrolled_and_has_scoped_headers() -> None:
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>')
    assert '<th scope="col">a</th>' in html


def test_wiki_links_say_whether_a_page_stands_there() -> None:
    assert render_markdown("[[Llama 2]], [[Old|before]], [[Nova]]", resolve=PAGES.get) == (
        '<p><a href="/models/llama-2/">Llama 2</a>, <a href="/models/old/">before</a> <span class="muted">(withdrawn)</span>, '
        '<a class="missing" href="/missing/?name=Nova" rel="nofollow">Nova<span class="visually-hidden"> (no such page)</span></a></p>\n'
    )


def test_without_a_resolver_wiki_links_are_words() -> None:
    assert render_markdown("[[Llama 2]] and [[license: MIT|them]]") == "<p>Llama 2 and them</p>\n"


def test_a_wiki_link_that_says_its_kind_shows_the_name_alone() -> None:
    assert render_markdown("[[license: MIT License]]", resolve={"license: MIT License": Target("/licenses/mit/")}.get) == (
        '<p><a href="/licenses/mit/">MIT License</a></p>\n'
    )


@pytest.mark.parametrize("bar", ["|", "\\|"])
def test_a_wiki_link_with_words_of_its_own_stays_in_its_cell(bar: str) -> None:
    table = render_markdown(f"| a | b |\n|---|---|\n| [[Llama 2{bar}it]] | 2 |", resolve=PAGES.get)
    assert '<td><a href="/models/llama-2/">it</a></td>\n<td>2</td>' in table


def test_wiki_links_in_code_stay_as_written() -> None:
    assert render_markdown("`[[Llama 2|it]]`", resolve=PAGES.get) == "<p><code>[[Llama 2|it]]</code></p>\n"


def test_no_link_stands_within_a_link() -> None:
    assert render_markdown("[see [[Llama 2]]](/x/)", resolve=PAGES.get) == '<p>[see <a href="/models/llama-2/">Llama 2</a>](/x/)</p>\n'


def test_the_words_of_a_wiki_link_are_shown_never_run() -> None:
    assert "&lt;b&gt;" in render_markdown("[[Llama 2|<b>]]", resolve=PAGES.get)
    assert "<b>" not in render_markdown("[[Llama 2|<b>]] [[Nova|<b>]]", resolve=PAGES.get)


def test_a_note_has_links_and_no_markdown() -> None:
    note = linked("<i> *[[Llama 2|a & b]]* [[Nova]]", resolve=PAGES.get)
    assert note.startswith('&lt;i&gt; *<a href="/models/llama-2/">a &amp; b</a>* <a class="missing"')


BOMBS = {
    **{piece: piece * 20_000 for piece in ("[", "![", "[[", "*", "_", ">", "`", "|", "^[", "[^", "(")},
    **{repr(piece): piece * 4_000 for piece in ("[[a]]", "*_", "# A\n", "- a\n  ", "a\n: b\n", "\n|", "[^1]: ")},
    "half a link": "[" * 9_999 + "]" * 9_999,
    "lists in lists": "\n".join("  " * depth + "- a" for depth in range(140)),
    "quotes in quotes, told lazily": ">" * 50 + "a\n" * 9_900,
    "a wide table": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 9_000,
    "one footnote, everywhere": "[^1] " * 3_900 + "\n\n[^1]: a",
    "notes that note each other": "\n\n".join(f"[^{n}]: [^{n + 1}] [^{n + 1}]" for n in range(800)) + "\n\n[^0]",
    "footnotes without end": "[^1] " * 20 + "[^" * 470 + "a" * 18_000 + "\n\n[^1]: b",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_asks_for_endless_work(name: str) -> None:
    render_markdown("warm")
    assert work(lambda: render_markdown(BOMBS[name], resolve=PAGES.get)) < 2_000_000


@pytest.mark.parametrize("text", ["[" * 50_000, "![" * 25_000, "[[" * 25_000])
def test_too_many_brackets_are_plain_text(text: str) -> None:
    assert render_markdown(text, resolve=PAGES.get).startswith(f"<p>{text[:LIMIT_BYTES]}</p>")


def test_a_table_of_too_many_cells_is_plain_text() -> None:
    assert "<table" not in render_markdown("|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 9_000)
    assert "<table" in render_markdown("|a" * 30 + "\n" + "|-" * 30 + "\n" + ("|a" * 30 + "\n") * 250)


def test_quotations_are_nested_four_deep_at_most() -> None:
    assert render_markdown("> > > a").count("<blockquote>") == 3
    assert render_markdown(">" * 30 + "a").count("<blockquote>") == 4


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    html = render_markdown("é" * LIMIT_BYTES)
    assert html.count("é") == LIMIT_BYTES // 2
    assert "The text is longer than 20,000 bytes: the rest is not shown." in html


def test_plain_text_has_the_words_alone() -> None:
    assert plain_text("# A *b*\n\n[c](/d/) `e`\nf [[g|h]]") == "A b c e f h"
