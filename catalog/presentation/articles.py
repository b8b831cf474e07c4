"""What the page of an article shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from catalog.markdown import render_markdown, wiki_targets
from catalog.presentation.evidence import Evidence
from registry.models import Article, Page
from registry.models.pages import folded
from registry.models.vocabulary import Kind

# Where a name means pages of several kinds, the first of these is meant.
_PREFERRED = (Kind.ARTICLE, Kind.MODEL, Kind.FAMILY, Kind.LICENSE, Kind.ORGANIZATION)


def article_context(article: Article, *, today: date) -> dict[str, Any]:
    """Return what the template of an article needs; [[names]] in the text lead to the pages they name."""
    addresses = _addresses(wiki_targets(article.body))
    return {
        "article": article,
        "body": render_markdown(article.body, resolve=lambda name: addresses.get(folded(name))),
        "evidence": Evidence.of(article),
    }


def _addresses(names: Iterable[str]) -> dict[str, str]:
    """Return the addresses of the published pages that carry these names, by folded name: one query."""
    wanted = {folded(name) for name in names} - {""}
    if not wanted:
        return {}
    pages = sorted(Page.objects.published().named_like(wanted), key=lambda page: (-_PREFERRED.index(page.kind), -page.pk))
    return {key: page.get_absolute_url() for page in pages for key in page.name_key.split("|") if key in wanted}
