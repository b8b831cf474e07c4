"""A catalog that was filled by an earlier version of the program is made whole when it starts."""

import pytest

from config.serve import _follow_pages
from registry.models import PageAddress, PageName, SearchEntry
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
