"""Text that people wrote is shown, never run."""

import time

import pytest

from catalog.markdown import LIMIT_BYTES, plain_text, render_markdown


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
    assert render_markdown("### One\n\n#### Two") == '<h2 id="h_one">One</h2>\n<h3 id="h_two">Two</h3>\n'
    assert render_markdown("# One\n\n###### Two", top_heading=3) == '<h3 id="h_one">One</h3>\n<h6 id="h_two">Two</h6>\n'


def test_headings_of_the_same_name_have_ids_of_their_own() -> None:
    assert render_markdown("# A\n\n# A") == '<h2 id="h_a">A</h2>\n<h2 id="h_a-1">A</h2>\n'


def test_a_table_can_be_scrolled_and_has_scoped_headers() -> None:
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>')
    assert '<th scope="col">a</th>' in html


def test_wiki_links_lead_to_pages_that_exist_even_in_a_table() -> None:
    addresses = {"Llama 2": "/models/llama-2/"}
    assert render_markdown("[[Llama 2]] and [[Nobody|them]]", resolve=addresses.get) == (
        '<p><a href="/models/llama-2/">Llama 2</a> and them</p>\n'
    )
    table = render_markdown("| a |\n|---|\n| [[Llama 2\\|it]] |", resolve=addresses.get)
    assert '<td><a href="/models/llama-2/">it</a></td>' in table


def test_wiki_links_in_code_stay_as_written() -> None:
    assert render_markdown("`[[Llama 2]]`", resolve={"Llama 2": "/x/"}.get) == "<p><code>[[Llama 2]]</code></p>\n"


@pytest.mark.parametrize("text", ["[" * 50_000, "![" * 25_000, "[[" * 25_000, "[" * 9_999 + "]" * 9_999, "[[a]]" * 4_000, "`" * 50_000])
def test_endless_brackets_cost_nothing(text: str) -> None:
    render_markdown("warm")
    start = time.process_time()
    render_markdown(text, resolve={}.get)
    assert time.process_time() - start < 0.1


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    html = render_markdown("é" * LIMIT_BYTES)
    assert html.count("é") == LIMIT_BYTES // 2
    assert "The text is longer than 20,000 bytes: the rest is not shown." in html


def test_plain_text_has_the_words_alone() -> None:
    assert plain_text("# A *b*\n\n[c](/d/) `e`\nf") == "A b c e f"
