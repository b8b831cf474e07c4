"""Dead links: the list, what it says of what is not known, its filters, and what readers of a source are told."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models.addresses import Outcome
from tests.factories import GRANT, WEB_PAGE, make_article, make_license, make_model, make_organization, offer_document, variant_document
from tests.registry.visiting.checking import keep, page_naming

pytestmark = pytest.mark.usefixtures("frozen_time")

LIST = "/upkeep/dead-links/"
CARD = "https://example.org/card"
Text = Callable[..., str]


def row_of(page: str) -> str:
    """What the first row of the table says."""
    return page.partition("Last checked Named by ")[2]


def test_what_is_dead_says_what_it_answered_since_when_and_which_page_names_it(viewer_client: Client, text_of: Text) -> None:
    make_model(
        "llama-2", name="Llama 2", sources={"card": WEB_PAGE}, variants=[variant_document("llama-2-7b")],
        offers=[offer_document(sources=["card"])], evidence={"release_date": {"verification": "verified", "sources": ["card"]}},
    )  # fmt: skip
    make_license(
        "community", name="Community", license_ref="LicenseRef-c", sources={"text": WEB_PAGE}, terms=[{**GRANT, "sources": ["text"]}]
    )
    keep(CARD, Outcome.GONE, status=404, days=2)
    assert row_of(text_of(LIST, client=viewer_client)) == (
        "https://example.org/card 404: nothing is there 20 November 2026, 2 checks in a row on different days 21 November 2026 "
        "Community: Source “Model card” (1 term) Edit Community Llama 2: Source “Model card” (Release date, 1 offer) Edit Llama 2"
    )


@pytest.mark.parametrize(
    ("outcome", "status", "detail", "words"),
    [
        (Outcome.GONE, 410, "", "410: it was taken away for good"),
        (Outcome.SERVER_ERROR, 503, "", "503: answered with an error of its own"),
        (Outcome.NO_HOST, None, "its host x.test is not known", "Its host x.test is not known"),
        (Outcome.TIMEOUT, None, "", "Did not answer in time"),
        (Outcome.CERTIFICATE, None, "the certificate of x.test is not valid: expired", "The certificate of x.test is not valid: expired"),
        (Outcome.UNREACHABLE, None, "", "Could not be reached"),
    ],
)
def test_each_way_to_be_dead_has_its_words(
    viewer_client: Client, text_of: Text, outcome: Outcome, status: int | None, detail: str, words: str
) -> None:
    page_naming("guide", CARD)
    keep(CARD, outcome, days=3, status=status, detail=detail)
    assert f"{CARD} {words} 19 November 2026, 3 checks in a row on different days" in text_of(LIST, client=viewer_client)


def test_what_moved_says_where_it_is_now(viewer_client: Client, text_of: Text) -> None:
    page_naming("guide", CARD)
    keep(CARD, Outcome.MOVED, status=200, final_url="https://new.test/card")
    assert f"{CARD} Moved for good, to https://new.test/card The last check did not fail 21" in text_of(LIST, client=viewer_client)


@pytest.mark.parametrize(
    ("outcome", "days"), [(Outcome.OK, 3), (Outcome.REFUSED, 5), (Outcome.NOT_VISITED, 5), (Outcome.TIMEOUT, 2), (Outcome.SERVER_ERROR, 1)]
)
def test_what_is_not_dead_is_not_in_the_list(viewer_client: Client, text_of: Text, outcome: Outcome, days: int) -> None:
    page_naming("guide", CARD)
    keep(CARD, outcome, days=days)
    assert "No address is known to be dead or to have moved." in text_of(LIST, client=viewer_client)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_no_published_page_names_is_not_in_the_list(viewer_client: Client, text_of: Text, state: str) -> None:
    page_naming("guide", CARD, state=state)
    keep(CARD, Outcome.GONE)
    assert "No page names a web address, so there is nothing to check." in text_of(LIST, client=viewer_client)


def test_an_address_leaves_the_list_when_no_page_names_it_any_more(viewer_client: Client, text_of: Text) -> None:
    page_naming("guide", CARD)
    keep(CARD, Outcome.GONE)
    assert "1 in this list" in text_of(LIST, client=viewer_client)
    page_naming("guide", "https://new.test/card")
    keep("https://new.test/card", Outcome.OK)
    assert "No address is known to be dead" in text_of(LIST, client=viewer_client)


def test_the_places_have_their_names_and_lead_to_their_forms(editor: User, signed_in: Callable[[User], Client], text_of: Text) -> None:
    make_organization(
        "azure", name="Azure", roles=["hosting_partner"], website="https://huggingface.co/m/a", summary="https://huggingface.co/m/b"
    )
    make_model("m", name="M", variants=[variant_document("m-7b", huggingface=["m/a"])])
    keep("https://huggingface.co/m/a", Outcome.GONE)
    keep("https://huggingface.co/m/b", Outcome.GONE)
    client = signed_in(editor)
    words = text_of(LIST, client=client)
    assert "Azure: Website Edit Azure M: Variant m-7b Edit M" in words
    assert "Azure: Summary Edit Azure" in words
    content = client.get(LIST).content.decode()
    assert 'href="/models/m/edit/?part=variants%2Fm-7b"' in content
    assert 'href="/partners/azure/edit/?part="' in content
    assert client.get("/models/m/edit/?part=variants%2Fm-7b").status_code == 200
    assert client.get("/partners/azure/edit/?part=").status_code == 200


def test_of_many_places_the_first_ten_are_shown_and_the_others_counted(viewer_client: Client, text_of: Text) -> None:
    for number in range(12):
        make_article(f"a-{number:02}", name=f"Article {number:02}", body=CARD)
    keep(CARD, Outcome.GONE)
    words = text_of(LIST, client=viewer_client)
    assert "Article 09: Text Edit Article 09 and 2 more places" in words
    assert "Article 10" not in words


def test_before_the_first_check_nothing_is_said_to_be_fine(viewer_client: Client, text_of: Text) -> None:
    page_naming("guide", CARD, "https://two.test/")
    words = text_of(LIST, client=viewer_client)
    assert "2 addresses are named on pages. Never checked: run manage.py check_links." in words
    assert "Nobody has looked yet." in words
    overview = text_of("/upkeep/", client=viewer_client)
    assert "Dead links Never checked: run manage.py check_links." in overview


def test_after_a_check_it_says_when_and_how_many_of_each(viewer_client: Client, text_of: Text) -> None:
    outcomes = [
        (Outcome.OK, 1), (Outcome.OK, 1), (Outcome.MOVED, 1), (Outcome.GONE, 1), (Outcome.TIMEOUT, 3), (Outcome.TIMEOUT, 2), (Outcome.REFUSED, 1),
        (Outcome.NOT_VISITED, 1),
    ]  # fmt: skip
    page_naming("guide", "https://never.test/", *(f"https://x.test/{number}" for number in range(len(outcomes))))
    for number, (outcome, days) in enumerate(outcomes):
        keep(f"https://x.test/{number}", outcome, days=days)
    assert (
        "Last checked on 21 November 2026 by manage.py check_links, which asks each address once. Of 9 addresses on pages, 2 answered, 1 moved "
        "for good, 2 are dead, 1 failed but at fewer than three checks in a row, 2 could not be checked and are neither dead nor fine, 1 was never checked."
    ) in text_of(LIST, client=viewer_client)
    assert "Dead links 3 Web addresses that pages name: 2 dead, 1 moved for good." in text_of("/upkeep/", client=viewer_client)


def test_with_nothing_dead_the_overview_says_what_is_not_known(viewer_client: Client, text_of: Text) -> None:
    page_naming("guide", CARD, "https://two.test/")
    keep(CARD, Outcome.OK)
    words = text_of("/upkeep/", client=viewer_client)
    assert "Dead links Nothing to do as far as is known. Last checked on 21 November 2026, 1 of 2 addresses never." in words


def filtered() -> None:
    make_article(
        "guide",
        name="Guide",
        body="https://a.test/dead https://a.test/moved https://b.test/failing https://b.test/refused https://b.test/ok",
    )
    make_organization("azure", name="Azure", website="https://a.test/dead")
    keep("https://a.test/dead", Outcome.GONE)
    keep("https://a.test/moved", Outcome.MOVED, final_url="https://new.test/")
    keep("https://b.test/failing", Outcome.TIMEOUT, days=2)
    keep("https://b.test/refused", Outcome.REFUSED, status=403)
    keep("https://b.test/ok", Outcome.OK, status=200)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"dead", "moved"}), ("?standing=dead", {"dead"}), ("?standing=moved", {"moved"}), ("?standing=failing", {"failing"}),
        ("?standing=not_checked", {"refused"}), ("?standing=fine", {"ok"}), ("?standing=failing,not_checked", {"failing", "refused"}),
        ("?standing__not=fine", {"dead", "moved", "failing", "refused"}), ("?host=a.test", {"dead", "moved"}), ("?host=A.TEST", {"dead", "moved"}),
        ("?kind=organization", {"dead"}), ("?kind=article&standing=", {"dead", "moved"}), ("?host=b.test&standing=fine", {"ok"}),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(viewer_client: Client, text_of: Text, query: str, shown: set[str]) -> None:
    filtered()
    words = row_of(text_of(LIST + query, client=viewer_client))
    assert {name for name in ("dead", "moved", "failing", "refused", "ok") if f".test/{name} " in words} == shown


def test_what_could_not_be_checked_says_so(viewer_client: Client, text_of: Text) -> None:
    filtered()
    words = text_of(f"{LIST}?standing=not_checked", client=viewer_client)
    assert "https://b.test/refused 403: could not be checked: it turned the check away The last check did not fail" in words


def test_no_address_meets_all_filters(viewer_client: Client, text_of: Text) -> None:
    filtered()
    assert "No address that was checked meets all of this." in text_of(f"{LIST}?host=b.test", client=viewer_client)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?standing=lost", "'lost' is not one of dead, moved, failing, not_checked, fine"), ("?kind=poem", "'poem' is not one of"),
        ("?host=nowhere.test", "no page names an address on 'nowhere.test'"), ("?state=dead", "There is no parameter 'state'."),
        ("?page=2", "page: '2' is no page of this list"), ("?page=x", "page: 'x' is no page of this list"), ("?page=0", "page: '0' is no page"),
        ("?host=%00", "holds a NUL character"),
    ],
)  # fmt: skip
def test_a_mistaken_filter_is_told(viewer_client: Client, text_of: Text, query: str, words: str) -> None:
    assert words in text_of(LIST + query, client=viewer_client, status=400)


def test_the_list_is_shown_page_by_page(viewer_client: Client, text_of: Text) -> None:
    make_article("guide", body=" ".join(f"https://x.test/{number:02}" for number in range(51)))
    for number in range(51):
        keep(f"https://x.test/{number:02}", Outcome.GONE)
    assert "51 in this list, page 1 of 2" in text_of(LIST, client=viewer_client)
    assert "https://x.test/50 " in text_of(f"{LIST}?page=2&host=x.test", client=viewer_client)
    assert b'href="/upkeep/dead-links/?host=x.test&amp;page=1"' in viewer_client.get(f"{LIST}?page=2&host=x.test").content


def test_a_source_with_a_dead_address_says_so_beside_its_facts_and_in_the_list(text_of: Text) -> None:
    make_article("guide", sources={"card": WEB_PAGE}, evidence={"body": {"verification": "verified", "sources": ["card"]}})
    keep(CARD, Outcome.NO_HOST, days=3, detail="its host example.org is not known")
    words = text_of("/pages/guide/")
    assert (
        "Model card dead link This address did not answer on 21 November 2026 (its host example.org is not known), and it has failed since "
        "19 November 2026."
    ) in words
    assert "[1] dead link" in words


def test_a_source_that_is_gone_says_what_was_answered(text_of: Text) -> None:
    page_naming("guide", CARD)
    keep(CARD, Outcome.GONE, status=410)
    words = text_of("/pages/guide/")
    assert "This address did not answer with a page on 21 November 2026 (410: it was taken away for good)." in words


def test_where_a_copy_was_taken_from_says_that_it_is_dead(text_of: Text) -> None:
    make_article("guide", sources={"card": {**WEB_PAGE, "upstream": ["https://up.test/"]}})
    keep("https://up.test/", Outcome.GONE, status=404)
    assert "Taken there from https://up.test/. dead link This address did not answer with a page" in text_of("/pages/guide/")


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.MOVED, Outcome.REFUSED, Outcome.NOT_VISITED, Outcome.TIMEOUT])
def test_a_source_that_is_not_known_to_be_dead_is_not_said_to_be(text_of: Text, outcome: Outcome) -> None:
    page_naming("guide", CARD)
    keep(CARD, outcome, days=2)
    words = text_of("/pages/guide/")
    assert "dead link" not in words
    assert "did not answer" not in words


def test_a_kept_page_tells_at_once_that_a_source_died(text_of: Text) -> None:
    page_naming("guide", CARD)
    assert "dead link" not in text_of("/pages/guide/")
    keep(CARD, Outcome.GONE)
    assert "dead link" in text_of("/pages/guide/")
    keep(CARD, Outcome.OK)
    assert "dead link" not in text_of("/pages/guide/")


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_costs_the_same_however_long_it_is(viewer_client: Client, count_queries: Callable[..., int], number: int) -> None:
    make_license("community", license_ref="LicenseRef-c", sources={"card": WEB_PAGE}, terms=[{**GRANT, "sources": ["card"]}])
    for index in range(number):
        page_naming(f"guide-{index}", CARD, f"https://x.test/{index}", body=f"https://y.test/{index}")
        for url in (CARD, f"https://x.test/{index}", f"https://y.test/{index}"):
            keep(url, Outcome.GONE)
    person = count_queries(lambda: viewer_client.get("/upkeep/nothing/"))
    # The edition, what is known of all, how many rows and the rows; the places, their sources, and what rests on these.
    assert count_queries(lambda: viewer_client.get(LIST)) - person == 10
