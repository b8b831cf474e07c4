"""What each kind of answer means, and how politely it is asked for."""

import threading
import time
from collections.abc import Iterator

import pytest

from registry.fetching import Answer, BadCertificate, InvalidAddress, TimedOut
from registry.models.addresses import Outcome
from registry.visiting.rounds import visits
from registry.visiting.turns import Turns
from registry.visiting.visits import visit
from tests.registry.fetching.local_web import LocalWeb, served
from tests.registry.visiting.checking import asking_here


@pytest.fixture(scope="module")
def web() -> Iterator[LocalWeb]:
    with served() as server:
        yield server


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/ok", Outcome.OK, 200),
        ("/no-head", Outcome.OK, 200),
        ("/drips-body", Outcome.OK, 200),
        ("/endless", Outcome.OK, 200),
        ("/missing", Outcome.GONE, 404),
        ("/gone", Outcome.GONE, 410),
        ("/unauthorized", Outcome.REFUSED, 401),
        ("/forbidden", Outcome.REFUSED, 403),
        ("/busy", Outcome.REFUSED, 429),
        ("/odd", Outcome.REFUSED, 418),
        ("/strange", Outcome.NOT_VISITED, 300),
        ("/error", Outcome.SERVER_ERROR, 500),
        ("/away", Outcome.SERVER_ERROR, 503),
        ("/drips", Outcome.TIMEOUT, None),
        ("/hangs-up", Outcome.UNREACHABLE, None),
        ("/round", Outcome.NOT_VISITED, None),
    ],
)
def test_each_answer_has_its_outcome(web: LocalWeb, path: str, outcome: Outcome, status: int | None) -> None:
    found = visit(web.url(path), ask=asking_here())
    assert (found.url, found.outcome, found.status, found.final_url) == (web.url(path), outcome, status, "")


def test_a_host_that_is_not_known_has_its_outcome() -> None:
    found = visit("http://nowhere.lost/", ask=asking_here())
    assert (found.outcome, found.detail) == (Outcome.NO_HOST, "its host nowhere.lost is not known")


@pytest.mark.parametrize(
    ("error", "outcome"), [(BadCertificate("expired"), Outcome.CERTIFICATE), (InvalidAddress("a password"), Outcome.NOT_VISITED)]
)
def test_what_no_second_request_would_mend_is_asked_once(error: Exception, outcome: Outcome) -> None:
    methods = []

    def ask(url: str, method: str) -> Answer:
        methods.append(method)
        raise error

    assert visit("https://one.test/", ask=ask).outcome == outcome
    assert methods == ["HEAD"]


def test_a_head_that_times_out_is_followed_by_a_get() -> None:
    def ask(url: str, method: str) -> Answer:
        if method == "HEAD":
            raise TimedOut
        return Answer(url, 200)

    assert visit("http://one.test/", ask=ask).outcome == Outcome.OK


def test_a_good_head_is_the_only_request(web: LocalWeb) -> None:
    web.asked.clear()
    visit(web.url("/ok"), ask=asking_here())
    assert [method for method, _, _ in web.asked] == ["HEAD"]


def test_what_moved_for_good_says_where_to(web: LocalWeb) -> None:
    found = visit(web.leading("/ok", status=301), ask=asking_here())
    assert (found.outcome, found.status, found.final_url) == (Outcome.MOVED, 200, web.url("/ok"))


def test_what_redirects_for_now_is_fine_where_it_is(web: LocalWeb) -> None:
    found = visit(web.leading("/ok", status=302), ask=asking_here())
    assert (found.outcome, found.final_url) == (Outcome.OK, web.url("/ok"))


def test_what_moved_to_nothing_is_gone(web: LocalWeb) -> None:
    assert visit(web.leading("/missing", status=301), ask=asking_here()).outcome == Outcome.GONE


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://2130706434/", "http://[::ffff:127.0.0.2]/"])
def test_a_redirect_into_a_private_network_is_not_followed(web: LocalWeb, target: str) -> None:
    found = visit(web.leading(target), ask=asking_here())
    assert found.outcome == Outcome.NOT_VISITED
    assert found.detail.endswith("is not on the public Internet")


def test_a_round_visits_each_address_once(web: LocalWeb) -> None:
    urls = [web.url(path, host=f"{name}.test") for name in "abc" for path in ("/ok", "/missing", "/error")]
    found = {one.url: one.outcome for one in visits(urls, ask=asking_here())}
    assert found == dict(zip(urls, [Outcome.OK, Outcome.GONE, Outcome.SERVER_ERROR] * 3, strict=True))


def test_nothing_to_visit_is_no_round() -> None:
    assert list(visits([], ask=asking_here())) == []


def test_a_host_is_asked_one_request_at_a_time(web: LocalWeb) -> None:
    web.at_once.most = 0
    several = [web.leading(web.url(f"/ok?{number}"), host=f"from-{number}.test") for number in range(8)]
    turns = Turns(pause=0)
    with turns("one.test"):
        found = visits(several, ask=asking_here(turn=turns))
        thread = threading.Thread(target=lambda: [None for _ in found])
        thread.start()
        time.sleep(0.2)
        assert [path for _, host, path in web.asked if host.startswith("one.test") and path.startswith("/ok?")] == []
    thread.join(5)
    assert len([path for _, _, path in web.asked if path.startswith("/ok?")]) == 8


def test_between_two_requests_to_a_host_there_is_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(time, "sleep", slept.append)
    turns = Turns(pause=1.5)
    for host in ("one.test", "two.test", "one.test"):
        with turns(host):
            pass
    assert slept == [0.0, 0.0, 1.5]


def test_several_hosts_are_asked_at_a_time_and_no_more_than_the_workers() -> None:
    lock, meeting = threading.Lock(), threading.Barrier(3, timeout=5)
    now, most = 0, 0

    def ask(url: str, method: str) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        meeting.wait()
        with lock:
            now -= 1
        return Answer(url, 200)

    assert len(list(visits([f"http://h{number}.test/" for number in range(9)], ask=ask, workers=3))) == 9
    assert most == 3


def test_whoever_stops_reading_stops_the_round() -> None:
    asked = []

    def ask(url: str, method: str) -> Answer:
        asked.append(url)
        return Answer(url, 200)

    found = visits([f"http://one.test/{number}" for number in range(100_000)], ask=ask, workers=1)
    next(found)
    found.close()
    time.sleep(0.05)
    stopped_at = len(asked)
    time.sleep(0.05)
    assert stopped_at == len(asked) < 100_000


def test_a_mistake_of_our_own_is_raised_and_no_result() -> None:
    def ask(url: str, method: str) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(visits(["http://one.test/"], ask=ask))
