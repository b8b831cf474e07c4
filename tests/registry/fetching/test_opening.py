"""What comes back of an address, and what is cut short: redirects, size, time."""

import socket
import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from registry.fetching import BadCertificate, Limits, NotPublic, TimedOut, TooManyRedirects, Unreachable, open_public
from registry.fetching.opening import Answer
from tests.registry.fetching.local_web import HERE, LocalWeb, changing, names, only_here, self_signed, served

QUICK = Limits(connect=2, read=0.3, whole=0.6, body=100)


@pytest.fixture(scope="module")
def web() -> Iterator[LocalWeb]:
    with served() as server:
        yield server


def ask(url: str, **options: Any) -> Answer:
    return open_public(url, user_agent="test", **{"resolve": names, "permitted": only_here, "limits": QUICK, **options})


def test_an_answer_has_its_status_headers_and_body(web: LocalWeb) -> None:
    answer = ask(web.url("/ok"))
    assert (answer.status, answer.headers["content-length"], answer.body, answer.is_whole) == (200, "5", b"Hello", True)
    assert (answer.url, answer.moved_to) == (web.url("/ok"), "")
    assert web.asked[-1] == ("GET", f"one.test:{web.server_port}", "/ok")
    assert "test" in web.agents


def test_letters_beyond_ascii_are_sent_encoded(web: LocalWeb) -> None:
    ask(web.url("/ok?q=é€%20"))
    assert web.asked[-1][2] == "/ok?q=%C3%A9%E2%82%AC%20"


def test_two_slashes_after_the_host_are_no_other_host(web: LocalWeb) -> None:
    with pytest.raises(Unreachable):
        ask(web.url("//one.test/ok"))
    assert web.asked[-1][1:] == (f"one.test:{web.server_port}", "//one.test/ok")


def test_a_name_in_letters_beyond_ascii_is_looked_up_in_its_ascii_form(web: LocalWeb) -> None:
    seen: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        seen.append(host)
        return [HERE]

    ask(web.url("/ok", host="bücher.test"), resolve=resolve)
    assert seen == ["xn--bcher-kva.test"]


def test_permanent_redirects_say_where_it_moved(web: LocalWeb) -> None:
    answer = ask(web.leading(web.leading("/ok", status=308), status=301))
    assert (answer.status, answer.url, answer.moved_to) == (200, web.url("/ok"), web.url("/ok"))


def test_a_redirect_for_now_is_followed_and_is_no_move(web: LocalWeb) -> None:
    answer = ask(web.leading(web.leading("/ok", status=301), status=302))
    assert (answer.status, answer.url, answer.moved_to) == (200, web.url("/ok"), "")


def test_what_moved_and_then_redirects_for_now_moved_to_the_first(web: LocalWeb) -> None:
    middle = web.leading("/ok", status=307)
    assert ask(web.leading(middle, status=301)).moved_to == middle


def test_a_redirect_without_a_place_is_an_answer(web: LocalWeb) -> None:
    assert ask(web.url("/strange")).status == 300


def test_a_circle_of_redirects_ends(web: LocalWeb) -> None:
    web.asked.clear()
    with pytest.raises(TooManyRedirects, match="more than 5 times"):
        ask(web.url("/round"))
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.2/", "http://10.0.0.1/", "http://2130706434/", "http://[::ffff:127.0.0.2]/", "http://169.254.169.254/latest/"],
)
def test_a_redirect_to_a_private_address_is_refused(web: LocalWeb, target: str) -> None:
    with pytest.raises(NotPublic):
        ask(web.leading(target))


def test_a_redirect_to_a_name_of_a_private_address_is_refused(web: LocalWeb) -> None:
    web.asked.clear()
    with pytest.raises(NotPublic, match=r"inside\.test"):
        ask(web.leading(web.url("/ok", host="inside.test")), resolve=lambda host, *_: ["127.0.0.2" if host == "inside.test" else HERE])
    assert [path for _, _, path in web.asked if path == "/ok"] == []


def test_a_name_is_looked_up_once_and_connected_to_where_it_was_checked(web: LocalWeb) -> None:
    assert ask(web.url("/ok"), resolve=changing(HERE, "10.0.0.1")).status == 200


def test_a_name_that_means_a_private_address_at_the_next_redirect_is_refused(web: LocalWeb) -> None:
    with pytest.raises(NotPublic):
        ask(web.leading(web.url("/ok")), resolve=changing(HERE, "10.0.0.1"))


def test_of_a_huge_body_only_the_beginning_is_read(web: LocalWeb) -> None:
    web.sent = 0
    answer = ask(web.url("/endless"))
    assert (len(answer.body), answer.is_whole) == (100, False)
    assert web.sent < 50 * 2**20


def test_without_a_limit_for_the_body_none_is_read(web: LocalWeb) -> None:
    assert ask(web.url("/drips-body"), limits=Limits(read=0.3, whole=0.6)).body == b""


@pytest.mark.parametrize("path", ["/drips", "/drips-body"])
def test_an_answer_that_comes_byte_by_byte_is_given_up(web: LocalWeb, path: str) -> None:
    with pytest.raises(TimedOut, match="did not answer in time"):
        ask(web.url(path))


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server((HERE, 0)) as silent, pytest.raises(TimedOut):
        ask(f"http://one.test:{silent.getsockname()[1]}/")


def test_nobody_at_the_port_is_told() -> None:
    with socket.create_server((HERE, 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable):
        ask(f"http://one.test:{port}/")


@pytest.mark.parametrize("path", ["/hangs-up", "/no-http", "/many-headers"])
def test_what_is_not_spoken_as_the_web_does_is_told(web: LocalWeb, path: str) -> None:
    with pytest.raises(Unreachable):
        ask(web.url(path))


def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with served() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with pytest.raises(BadCertificate, match=r"the certificate of one\.test is not valid: self-signed"):
            ask(f"https://one.test:{server.server_port}/ok", limits=Limits(connect=5))


def test_a_server_without_tls_is_no_bad_certificate(web: LocalWeb) -> None:
    with pytest.raises(Unreachable):
        ask(web.url("/ok").replace("http:", "https:"))


def test_the_internet_is_all_that_may_be_asked_unless_a_caller_says_otherwise(web: LocalWeb) -> None:
    with pytest.raises(NotPublic):
        partial(open_public, user_agent="test", resolve=names)(web.url("/ok"))
