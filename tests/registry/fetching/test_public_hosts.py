"""Which machines are asked: none of this machine, its network or a reserved range, in whatever spelling."""

import ipaddress

import pytest

from registry.fetching import InvalidAddress, NoSuchHost, NotPublic, open_public
from registry.fetching.hosts import is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3",
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::7f00:1", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "100::1", "2001::1",
        "2001:db8::1", "2002:7f00:1::", "3fff::1", "4000::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_what_is_not_the_open_internet_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7F.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/",
        "http://127.0.0.1./", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fe80::1%25eth0]/",
        "http://①②⑦.0.0.1/", "https://2852039166/latest/meta-data/",
    ],
)  # fmt: skip
def test_a_host_that_is_an_address_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(NotPublic, match="is not on the public Internet"):
        open_public(url, user_agent="test", resolve=_unasked)


def test_a_name_with_one_private_address_among_others_is_refused() -> None:
    with pytest.raises(NotPublic):
        open_public("http://mixed.test/", user_agent="test", resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://one.test/", "file:///etc/passwd", "gopher://one.test/", "one.test", "http:///path", "http://", "http://[::1/", "http://one.test:0/",
        "http://one.test:99999/", "http://anna:secret@one.test/", "http://anna@one.test/", "http://one.test/a b", "http://one.test/\r\nX: 1",
        "http://1.2.3.4.5/", "http://0x1ffffffff/", "http://" + "a" * 2_000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidAddress):
        open_public(url, user_agent="test", resolve=_unasked)


@pytest.mark.parametrize("found", [[], None])
def test_a_name_without_an_address_is_told(found: list[str] | None) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if found is None:
            raise OSError
        return found

    with pytest.raises(NoSuchHost, match=r"its host nowhere\.test is not known"):
        open_public("http://nowhere.test/", user_agent="test", resolve=resolve)


def _unasked(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")
