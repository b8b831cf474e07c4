"""The texts of the curated catalog are one wiki: each link leads to a page, read from the files alone."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from registry.documents import PageDocument
from registry.documents.files import read
from registry.history.linking import links_of, names_of
from registry.models.links import link_key

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
TODAY = date(2026, 11, 21)
# Links to pages that are still to be written, each with a reason. There is none today.
TO_BE_WRITTEN: set[str] = set()

Named = dict[str, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def documents() -> list[PageDocument]:
    return [file.document for path in sorted(FIXTURES.rglob("*.yaml")) if (file := read(path, today=TODAY)).document]


@pytest.fixture(scope="module")
def named(documents: list[PageDocument]) -> Named:
    """The pages that go by each name, as kind and slug."""
    found: Named = defaultdict(set)
    for document in documents:
        for key, _ in names_of(document):
            found[key].add((document.kind, document.slug))
    return found


def test_no_link_leads_to_a_missing_page(documents: list[PageDocument], named: Named) -> None:
    missing = {
        (document.slug, text)
        for document in documents
        for kind, key, text in links_of(document)
        if text not in TO_BE_WRITTEN and not {page for page in named.get(key, set()) if kind in ("", page[0])}
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Llama 3.1", ("model", "llama-3.1")),
        ("AWS", ("organization", "amazon-web-services")),
        ("Apache-2.0", ("license", "apache-2.0")),
        ("yi-community-2.1", ("license", "yi-community-2.1")),
        ("how verdicts are reached", ("article", "how-verdicts-are-reached")),
    ],
)
def test_names_in_the_articles_mean_one_page(named: Named, text: str, page: tuple[str, str]) -> None:
    assert named[link_key(text)] == {page}


def test_every_article_links_other_pages_by_name(documents: list[PageDocument]) -> None:
    articles = {document.slug: document for document in documents if document.kind == "article"}
    assert len(articles) >= 5
    assert [slug for slug, document in articles.items() if not links_of(document)] == []
    assert [slug for slug, document in articles.items() if "](/" in document.as_data()["body"]] == []
