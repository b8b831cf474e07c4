"""`manage.py check_links`: what it visits, keeps and says, and that nothing is lost or made up when it is stopped or there is no network."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands

from registry.fetching import Answer, NoSuchHost, NotPublic, TimedOut, Unreachable
from registry.management.commands.check_links import Command, user_agent
from registry.models import AddressCheck, CatalogRevision
from registry.models.addresses import Outcome
from registry.visiting.visits import Ask
from tests.registry.fetching.local_web import LocalWeb, served
from tests.registry.visiting.checking import asking_here, keep, kept, page_naming

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_time")]


@pytest.fixture(scope="module")
def web() -> Iterator[LocalWeb]:
    with served() as server:
        yield server


def run(*options: str, ask: Ask | None = None) -> str:
    output = io.StringIO()
    call_command("check_links", *options, stdout=output, ask=ask or asking_here())
    return output.getvalue()


def refusal(*options: str, ask: Ask | None = None) -> tuple[str, int]:
    with pytest.raises(CommandError) as caught:
        run(*options, ask=ask)
    return str(caught.value), caught.value.returncode


def failing(error: Exception, *, after: int = 0) -> Ask:
    """Return what answers a number of requests, and then none any more."""
    asked: list[str] = []

    def ask(url: str, method: str) -> Answer:
        asked.append(url)
        if len(asked) > after:
            raise error
        return Answer(url, 200)

    return ask


def test_every_address_is_visited_and_summed_up(web: LocalWeb) -> None:
    page_naming(
        "guide", web.url("/ok"), web.url("/missing"), web.url("/busy"), web.url("/error"), "http://10.0.0.1/inside", "http://two.lost/",
        web.leading("/ok", status=301),
    )  # fmt: skip
    assert run() == (
        "Visited: 7 addresses (1 answered, 1 moved for good, 1 answered that there is nothing (404 or 410), 1 answered with an error of its "
        "own, 1 its host is not known, 1 could not be checked: it turned the check away, 1 could not be checked). 1 address now counts as dead.\n"
    )
    assert kept(web.url("/missing")).status == 404
    assert kept("http://10.0.0.1/inside").outcome == Outcome.NOT_VISITED


def test_what_was_visited_today_is_left_out_until_tomorrow(web: LocalWeb, frozen_time) -> None:
    page_naming("guide", web.url("/ok"))
    run()
    assert run().startswith("Visited: 0 addresses.")
    assert run("--older-than", "0").startswith("Visited: 1 address (1 answered).")
    frozen_time.move_to("2026-11-22 00:00:01+00:00")
    assert run("--older-than", "2").startswith("Visited: 0 addresses.")
    assert run("--older-than", "1").startswith("Visited: 1 address (1 answered).")


def test_as_many_as_asked_are_visited_on_the_host_that_is_asked_for(web: LocalWeb) -> None:
    page_naming("guide", *(web.url(f"/ok?{number}", host=host) for number in range(3) for host in ("a.test", "b.test")))
    run("--limit", "2", "--host", "B.test")
    assert list(AddressCheck.objects.values_list("host", flat=True)) == ["b.test", "b.test"]
    run("--limit", "2")
    assert AddressCheck.objects.count() == 4


def test_a_dry_run_says_what_would_be_visited_and_asks_nobody(web: LocalWeb) -> None:
    page_naming("guide", web.url("/ok"), web.url("/missing"))
    web.asked.clear()
    assert run("--dry-run", "--limit", "1") == f"{web.url('/missing')}\n1 address would be visited.\n"
    assert (web.asked, AddressCheck.objects.count()) == ([], 0)


@pytest.mark.parametrize("error", [NoSuchHost("x"), Unreachable("x"), TimedOut("x")])
def test_without_a_network_nothing_is_recorded(error: Exception) -> None:
    page_naming("guide", "https://one.test/", "https://two.test/", "http://10.0.0.1/")
    keep("https://one.test/", Outcome.TIMEOUT, days=2)
    before = CatalogRevision.current()
    said, code = refusal("--older-than", "0", ask=failing(error))
    assert said.startswith("There is no network: no host could be reached at all. Nothing was recorded")
    assert code == 1
    assert AddressCheck.objects.get().failed_days == 2
    assert CatalogRevision.current() == before


def test_failures_before_the_first_answer_are_recorded_with_it() -> None:
    page_naming("guide", "https://one.test/", "https://two.test/")

    def ask(url: str, method: str) -> Answer:
        if "one" in url:
            raise NoSuchHost(url)
        return Answer(url, 404)

    run(ask=ask)
    assert (kept("https://one.test/").outcome, kept("https://two.test/").outcome) == (Outcome.NO_HOST, Outcome.GONE)


def test_private_addresses_alone_say_nothing_of_the_network() -> None:
    page_naming("guide", "http://10.0.0.1/")
    assert "1 could not be checked" in run(ask=failing(NotPublic("inside")))


def test_stopped_in_the_middle_it_keeps_what_was_visited_and_goes_on_with_the_rest() -> None:
    page_naming("guide", *(f"https://one.test/{number}" for number in range(5)))
    said, code = refusal(ask=failing(KeyboardInterrupt(), after=3))  # type: ignore[arg-type]
    assert said.startswith("Interrupted. Visited: 3 addresses (3 answered).")
    assert code == 130
    assert AddressCheck.objects.count() == 3
    asked: list[str] = []

    def ask(url: str, method: str) -> Answer:
        asked.append(url)
        return Answer(url, 200)

    run(ask=ask)
    assert asked == ["https://one.test/3", "https://one.test/4"]


def test_killed_in_the_middle_it_has_kept_what_was_visited() -> None:
    page_naming("guide", *(f"https://one.test/{number}" for number in range(5)))
    with pytest.raises(MemoryError):
        run(ask=failing(MemoryError(), after=2))
    assert list(AddressCheck.objects.values_list("url", flat=True)) == ["https://one.test/0", "https://one.test/1"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--older-than", "-1"), "'-1' is no whole number"), (("--limit", "many"), "'many' is no whole number"),
        (("--host", "nowhere.test"), "no published page names an address on 'nowhere.test'"), (("--everything",), "unrecognized arguments"),
    ],
)  # fmt: skip
def test_wrong_options_are_told(options: tuple[str, ...], words: str) -> None:
    assert words in refusal(*options)[0]


def test_as_it_is_run_it_asks_no_private_network(web: LocalWeb) -> None:
    page_naming("guide", f"http://127.0.0.1:{web.server_port}/ok", body=f"http://2130706433:{web.server_port}/ok")
    web.asked.clear()
    output = io.StringIO()
    call_command("check_links", stdout=output)
    assert output.getvalue().startswith("Visited: 2 addresses (2 could not be checked).")
    assert web.asked == []
    assert kept(f"http://2130706433:{web.server_port}/ok").detail == "2130706433 is not on the public Internet"


@pytest.mark.parametrize(
    ("site", "says"), [("", "OpenModelRegistry-LinkCheck"), ("https://models.test", "OpenModelRegistry-LinkCheck (+https://models.test)")]
)
def test_it_says_who_asks(settings: Any, site: str, says: str) -> None:
    settings.SITE_URL = site
    assert user_agent() == says


def test_no_option_of_the_command_line_lets_it_ask_private_networks() -> None:
    parser = Command().create_parser("manage.py", "check_links")
    own = {action.dest for action in parser._actions} - {action.dest for action in _plain_options()}
    assert own == {"older_than", "limit", "host", "dry_run"}
    assert get_commands()["check_links"] == "registry"


def _plain_options() -> list[Any]:
    from django.core.management.base import BaseCommand

    return BaseCommand().create_parser("manage.py", "check_links")._actions


def test_progress_is_told_every_fifty(web: LocalWeb) -> None:
    page_naming("guide", *(f"https://one.test/{number}" for number in range(99)))
    assert run(ask=lambda url, _: Answer(url, 200)).splitlines() == [
        "50 of 99", "Visited: 99 addresses (99 answered). 0 addresses now count as dead."
    ]  # fmt: skip
