"""What the page of an article shows."""

from datetime import date
from typing import Any

from catalog.linking import Links
from catalog.markdown import rendered
from catalog.presentation.evidence import Evidence
from registry.models import Article

FEWEST_HEADINGS = 3


def article_context(article: Article, *, today: date) -> dict[str, Any]:
    """Return what the template of an article needs; with three headings or more it has a table of contents."""
    wiki = Links.of_pages([article])
    body = rendered(article.body, resolve=wiki)
    return {
        "article": article,
        "wiki": wiki,
        "body": body.html,
        "contents": body.headings if len(body.headings) >= FEWEST_HEADINGS else (),
        "evidence": Evidence.of(article),
    }
