"""One visit: what an address answers, in the words of the record."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.fetching import (
    Answer,
    BadCertificate,
    FetchError,
    InvalidAddress,
    NoSuchHost,
    NotPublic,
    TimedOut,
    TooManyRedirects,
    Unreachable,
)  # fmt: skip
from registry.models.addresses import Outcome

# Asks an address by a method; a FetchError says why there is no answer.
Ask = Callable[[str, str], Answer]
_OF_ERROR: dict[type[FetchError], Outcome] = {
    NoSuchHost: Outcome.NO_HOST,
    TimedOut: Outcome.TIMEOUT,
    BadCertificate: Outcome.CERTIFICATE,
    Unreachable: Outcome.UNREACHABLE,
    NotPublic: Outcome.NOT_VISITED,
    InvalidAddress: Outcome.NOT_VISITED,
    TooManyRedirects: Outcome.NOT_VISITED,
}
_LONGEST_DETAIL = 300
_LONGEST_URL = 2_000
# What may as well be the network here as the other side.
OF_THE_NETWORK = (Outcome.NO_HOST, Outcome.UNREACHABLE, Outcome.TIMEOUT)


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of visiting an address: `status` where something answered, `final_url` where redirects led, `detail` in words."""

    url: str
    outcome: Outcome
    status: int | None = None
    final_url: str = ""
    detail: str = ""

    @property
    def was_answered(self) -> bool:
        """Whether another machine certainly took part, so that there is a network."""
        return self.outcome not in (*OF_THE_NETWORK, Outcome.NOT_VISITED)


def visit(url: str, *, ask: Ask) -> Visit:
    """Ask for the head of what is there, and for the thing itself where that is not answered well: some servers know no HEAD."""
    try:
        answer = ask(url, "HEAD")
        if answer.status < 300:
            return _read(url, answer)
    except (TimedOut, Unreachable):
        pass
    except FetchError as error:
        return _failed(url, error)
    try:
        return _read(url, ask(url, "GET"))
    except FetchError as error:
        return _failed(url, error)


def _failed(url: str, error: FetchError) -> Visit:
    return Visit(url, _OF_ERROR[type(error)], detail=str(error)[:_LONGEST_DETAIL])


def _read(url: str, answer: Answer) -> Visit:
    ended = answer.url if answer.url != url else ""
    outcome = _outcome_of(answer.status)
    if outcome == Outcome.OK and answer.moved_to and answer.moved_to != url:
        outcome, ended = Outcome.MOVED, answer.moved_to
    return Visit(url, outcome, answer.status, ended[:_LONGEST_URL])


def _outcome_of(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.OK
    if status in (404, 410):
        return Outcome.GONE
    if 500 <= status < 600:
        return Outcome.SERVER_ERROR
    return Outcome.REFUSED if 400 <= status < 500 else Outcome.NOT_VISITED
