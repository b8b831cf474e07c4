"""A catalog that was filled by an earlier version of the program is made whole when it starts."""

import pytest

from config.serve import _follow_pages
from registry.models import Page, PageAddress, PageName, SearchEntry
from registry.models.links import Rank
from tests import factories


def test_missing_search_entries_and_names_are_made_at_the_start_and_only_then(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    factories.make_article("a", name="Zebra")
    _follow_pages()
    assert capsys.readouterr().out == ""
    SearchEntry.objects.all().delete()
    PageName.objects.all().delete()
    _follow_pages()
    assert capsys.readouterr().out == "==> Preparing search and links\n"
    assert SearchEntry.objects.get().name == "Zebra"
    assert PageName.objects.filter(key="zebra").exists()


def test_web_addresses_that_an_earlier_version_did_not_keep_are_found_at_the_start(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    factories.make_article("a", sources={"card": factories.WEB_PAGE})
    PageAddress.objects.all().delete()
    _follow_pages()
    assert capsys.readouterr().out == "==> Preparing search and links\n"
    assert PageAddress.objects.get().url == "https://example.org/card"


def test_names_that_an_earlier_version_kept_without_their_plus_are_made_anew(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    factories.make_article("cohere", name="Command R+")
    factories.make_article("command-r", name="Command R")
    PageName.objects.filter(page__name="Command R+").delete()
    PageName.objects.create(page=Page.objects.get(name="Command R+"), key="command r", rank=Rank.NAME)
    _follow_pages()
    assert capsys.readouterr().out == "==> Preparing search and links\n"
    assert list(PageName.objects.shared()) == []
    _follow_pages()
    assert capsys.readouterr().out == ""
