"""A round: many addresses, several hosts at a time, each result as it comes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from queue import SimpleQueue
from threading import Event, Thread
from urllib.parse import urlsplit

from registry.fetching import Limits, open_public
from registry.fetching.opening import Turn
from registry.visiting.visits import Ask, Visit, visit

WORKERS = 8


def asking(*, user_agent: str, turn: Turn) -> Ask:
    """Return what asks the open Internet, and no body."""
    ask = partial(open_public, user_agent=user_agent, turn=turn, limits=Limits(body=0))
    return lambda url, method: ask(url, method=method)


def visits(urls: Iterable[str], *, ask: Ask, workers: int = WORKERS) -> Iterator[Visit]:
    """Yield the visit of each address as it ends, in no order; one worker goes to all addresses of a host, one after the other.

    Whoever stops reading stops the round: no visit is begun after that.
    """
    hosts = _by_host(urls)
    waiting: SimpleQueue[Sequence[str]] = SimpleQueue()
    results: SimpleQueue[Visit | BaseException | None] = SimpleQueue()
    stopped = Event()
    working = min(workers, len(hosts))
    for of_host in [*hosts, *[()] * working]:
        waiting.put(of_host)
    for _ in range(working):
        Thread(target=_work, args=(waiting, results, stopped, ask), daemon=True).start()
    try:
        while working:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                working -= 1
            else:
                yield result
    finally:
        stopped.set()


def _by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return the addresses host by host, the longest list first, for it takes longest."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).hostname or ""].append(url)
    return sorted(hosts.values(), key=len, reverse=True)


def _work(
    waiting: "SimpleQueue[Sequence[str]]", results: "SimpleQueue[Visit | BaseException | None]", stopped: Event, ask: Ask
) -> None:  # fmt: skip
    """Visit host after host until there is none, then say so with None; what goes wrong is raised where the results are read."""
    try:
        while of_host := waiting.get():
            for url in of_host:
                if stopped.is_set():
                    return
                results.put(visit(url, ask=ask))
        results.put(None)
    except BaseException as error:  # noqa: BLE001
        results.put(error)
