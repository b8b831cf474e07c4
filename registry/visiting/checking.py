"""Checking addresses: a round of visits, each written down as it ends, unless it seems that there is no network here."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from registry.visiting.recording import record
from registry.visiting.rounds import visits
from registry.visiting.visits import OF_THE_NETWORK, Ask, Visit


class NoNetwork(Exception):  # noqa: N818 - what it is, not that it is wrong
    """No host at all could be reached: that says something of the network here and nothing of the addresses. Nothing was written."""


def check(urls: Iterable[str], *, ask: Ask, now: Callable[[], datetime]) -> Iterator[Visit]:
    """Visit the addresses and yield each visit once it is written down; failures wait until one host has answered anything at all.

    Stopped in the middle, it keeps what it yielded. NoNetwork, after the last, where no host answered and some could not be reached.
    """
    held: list[Visit] = []
    answered = False
    for visit in visits(urls, ask=ask):
        held.append(visit)
        answered = answered or visit.was_answered
        if answered:
            yield from _written(held, now=now())
            held = []
    if any(visit.outcome in OF_THE_NETWORK for visit in held):
        raise NoNetwork
    yield from _written(held, now=now())


def _written(held: Iterable[Visit], *, now: datetime) -> Iterator[Visit]:
    for visit in held:
        record(visit, now=now)
        yield visit
