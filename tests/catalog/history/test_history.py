"""The history of a page: every revision with who, when, why and how much; any two to compare; the page on a day."""

from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from registry import history
from registry.models import Page
from tests.catalog.reading.pages import PageReader
from tests.factories import (
    article_document,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    organization_document,
    save,
)

MAKE = {
    "models": make_model, "licenses": make_license, "partners": make_organization, "families": make_family, "pages": make_article,
}  # fmt: skip


def rename(page: Page, slug: str) -> None:
    Page.objects.filter(pk=page.pk).update(slug=slug)
    history.record(page, by=None, reason="Renamed", origin="admin")


@pytest.mark.parametrize("place", MAKE)
def test_a_page_of_any_kind_leads_to_its_history_and_back(reader: Client, place: str) -> None:
    MAKE[place]("the-1.5-page")
    page = PageReader(reader.get(f"/{place}/the-1.5-page/").content.decode())
    assert f"/{place}/the-1.5-page/history/" in page.links
    below = PageReader(reader.get(f"/{place}/the-1.5-page/history/").content.decode())
    assert below.mistakes == []
    assert f"/{place}/the-1.5-page/" in below.links


def test_every_revision_says_when_who_why_and_through_what_newest_first(text_of: Callable[..., str], editor: User) -> None:
    with time_machine.travel("2026-11-01T09:30:00Z", tick=False):
        make_organization()
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        save(organization_document(name="Meta Platforms", country="US"), reason="Its full name", origin="admin", by=editor)
    words = text_of("/partners/meta/history/")
    assert "2 now 2 November 2026, 10:00 editor Its full name Admin 2 facts in revision 2" in words
    assert "1 1 November 2026, 09:30 system Made for a test Catalog files New page" in words
    assert words.index("Its full name") < words.index("Made for a test")


def test_two_revisions_are_chosen_in_a_form_and_lead_to_their_difference(reader: Client) -> None:
    make_organization()
    save(organization_document(name="Meta Platforms"))
    form = reader.get("/partners/meta/history/").content.decode()
    assert 'name="from" value="1"' in form
    assert 'name="to" value="2"' in form
    answer = reader.get("/partners/meta/history/?from=1&to=2")
    assert (answer.status_code, answer["Location"]) == (302, "/partners/meta/diff/1..2/")


def test_a_page_with_one_revision_offers_nothing_to_compare(text_of: Callable[..., str]) -> None:
    make_organization()
    assert "Compare the two" not in text_of("/partners/meta/history/")


def test_fifty_revisions_stand_on_a_page_and_the_others_on_further_ones(reader: Client, text_of: Callable[..., str]) -> None:
    for number in range(1, 53):
        save(article_document(body=f"Text {number}"), reason=f"Change {number} of many")
    first = text_of("/pages/how-we-choose/history/")
    assert "Change 52 of many" in first
    assert "Change 3 of many" in first
    assert "Change 2 of many" not in first
    assert "/pages/how-we-choose/history/?before=3" in reader.get("/pages/how-we-choose/history/").content.decode()
    second = text_of("/pages/how-we-choose/history/?before=3")
    assert "Change 2 of many" in second
    assert "Change 3 of many" not in second
    assert "1 fact in revision 2" in second
    assert "/pages/how-we-choose/history/?before=53" in reader.get("/pages/how-we-choose/history/?before=3").content.decode()


def test_the_page_on_a_day_is_the_revision_in_force_at_its_end(reader: Client, text_of: Callable[..., str]) -> None:
    for day, body in (("2026-11-01T23:59:59Z", "First"), ("2026-11-03T00:00:00Z", "Second")):
        with time_machine.travel(day, tick=False):
            save(article_document(body=body))
    with time_machine.travel("2026-11-05T12:00:00Z"):
        for on, number in (("2026-11-01", 1), ("2026-11-02", 1), ("2026-11-03", 2), ("2026-11-05", 2)):
            answer = reader.get(f"/pages/how-we-choose/history/?on={on}")
            assert (answer.status_code, answer["Location"]) == (302, f"/pages/how-we-choose/history/{number}/?on={on}")
        assert "The page as it stood at the end of 2 November 2026 (UTC)." in text_of("/pages/how-we-choose/history/1/?on=2026-11-02")
        words = text_of("/pages/how-we-choose/history/?on=2026-10-31")
        assert "There was no page yet at the end of 31 October 2026 (UTC): its first revision is of 1 November 2026." in words
        assert "That day is still to come" in text_of("/pages/how-we-choose/history/?on=2026-11-06", status=400)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("on=yesterday", "“yesterday” is not a day of the calendar: write it as 2026-11-01"),
        ("on=2026-02-30", "“2026-02-30” is not a day of the calendar"),
        ("from=x&to=1", "“x” is not the number of a revision"),
        ("before=0", "“0” is not the number of a revision"),
        ("before=99999999999999999999", "is not the number of a revision"),
        ("page=2", "There is no parameter 'page'"),
    ],
)
def test_what_is_not_understood_is_told(text_of: Callable[..., str], query: str, told: str) -> None:
    make_organization()
    assert told in text_of(f"/partners/meta/history/?{query}", status=400)


def test_a_former_address_leads_to_the_same_place_below_the_new_one(reader: Client) -> None:
    rename(make_organization(), "meta-ai")
    for below in ("history/?before=2", "history/1/", "diff/1..2/"):
        answer = reader.get(f"/partners/meta/{below}")
        assert (answer.status_code, answer["Location"]) == (301, f"/partners/meta-ai/{below}")
        assert reader.get(answer["Location"]).status_code == 200


def test_below_an_address_that_never_was_there_is_nothing(reader: Client) -> None:
    assert reader.get("/partners/nobody/history/").status_code == 404


def test_a_withdrawn_page_keeps_its_history_readable(text_of: Callable[..., str]) -> None:
    make_organization(state="withdrawn")
    assert "This page is withdrawn. Its history stays readable." in text_of("/partners/meta/history/")
    assert "State of the page Withdrawn" in text_of("/partners/meta/history/1/")


def test_a_merged_page_keeps_its_history_and_says_where_it_went(text_of: Callable[..., str]) -> None:
    target = make_organization("meta-ai", name="Meta AI")
    page = make_organization(state="withdrawn")
    Page.objects.filter(pk=page.pk).update(merged_into=target)
    assert "This page was merged into Meta AI." in text_of("/partners/meta/history/")


def test_the_history_of_a_draft_is_for_editors(reader: Client, editor: User, viewer: User, signed_in: Callable[[User], Client]) -> None:
    make_organization(state="draft")
    for below in ("history/", "history/1/", "diff/1..1/"):
        assert reader.get(f"/partners/meta/{below}").status_code == 404
        assert signed_in(viewer).get(f"/partners/meta/{below}").status_code == 404
        assert signed_in(editor).get(f"/partners/meta/{below}").status_code == 200


@pytest.mark.parametrize("revisions", [1, 10])
def test_the_history_costs_the_same_however_long_it_is(reader: Client, count_queries: Callable[..., int], revisions: int) -> None:
    for number in range(revisions):
        save(article_document(body=f"Text {number}"))
    cost = {}
    for below in ("history/", "history/1/", f"diff/1..{revisions}/"):
        cache.clear()
        cost[below.split("/")[0] + str(below.count("/"))] = count_queries(lambda below=below: reader.get(f"/pages/how-we-choose/{below}"))
    assert cost == {"history1": 3, "history2": 3, "diff2": 3}
