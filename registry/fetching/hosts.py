"""Which machines may be asked: those that the whole Internet can ask, checked by the very address that is connected to."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

from registry.fetching.refusals import InvalidAddress, NoSuchHost, NotPublic

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# Looks up a host: (name, port) to addresses as text; OSError or nothing where there is none.
Resolver = Callable[[str, int], Sequence[str]]
Permission = Callable[[IPAddress], bool]

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_FOR_PEOPLE = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
# Browsers read a host whose last label is a number as an IPv4 address, whatever its spelling: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER_LAST = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the open Internet: not loopback, link-local, private, shared, reserved, multicast or unspecified."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return False
    return not any(address in network for network in _NOT_FOR_PEOPLE if network.version == address.version)


def addresses_of(host: str, port: int, *, resolve: Resolver, permitted: Permission) -> list[IPAddress]:
    """Return where a host may be connected to; NotPublic where any of its addresses is not permitted, NoSuchHost where it has none."""
    try:
        found = [_spelled_out(host)] if _is_number(host) else [_parsed(text) for text in resolve(host, port)]
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(f"its host {host} is not known") from error
    if not found:
        raise NoSuchHost(f"its host {host} is not known")
    for address in found:
        if not permitted(address):
            raise NotPublic(f"{host} is not on the public Internet")
    return list(dict.fromkeys(found))


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses that the system knows for a host."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _inner(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one only wraps: ::ffff:127.0.0.1, and 64:ff9b::7f00:1 where a network translates."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    return address.ipv4_mapped or (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None)


def _is_number(host: str) -> bool:
    return ":" in host or _NUMBER_LAST.fullmatch(host) is not None


def _spelled_out(host: str) -> IPAddress:
    if ":" in host:
        return _parsed(host)
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError as error:
        raise InvalidAddress(f"{host} is no host") from error


def _parsed(text: str) -> IPAddress:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError as error:
        raise InvalidAddress(f"{text} is no host") from error
