"""What the tests of visiting share: how the local web is asked, pages that name its addresses, and what was kept of them."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from registry.fetching import Limits, open_public
from registry.models import AddressCheck
from registry.models.addresses import Outcome, address_key
from registry.visiting.recording import record
from registry.visiting.turns import Turns
from registry.visiting.visits import Ask, Visit
from tests.factories import make_article
from tests.registry.fetching.local_web import names, only_here

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
QUICK = Limits(connect=2, read=0.3, whole=0.6)


def asking_here(**options: Any) -> Ask:
    """Return what asks the local web and nothing else."""
    ask = partial(
        open_public, user_agent="test", **{"resolve": names, "permitted": only_here, "limits": QUICK, "turn": Turns(pause=0), **options}
    )
    return lambda url, method: ask(url, method=method)


def page_naming(slug: str, *urls: str, **fields: Any) -> None:
    """Save an article with a source for each address."""
    sources = {f"source-{number}": {"kind": "web_page", "url": url, "title": f"Title {number}"} for number, url in enumerate(urls)}
    make_article(slug, **{"sources": sources, **fields})


def keep(url: str, outcome: Outcome, *, days: int = 1, status: int | None = None, **columns: Any) -> AddressCheck:
    """Keep visits with one result on this many days in a row, the last at noon of 21 November 2026."""
    for before in reversed(range(days)):
        visit = Visit(url, outcome, status, columns.get("final_url", ""), columns.get("detail", ""))
        row = record(visit, now=NOON - timedelta(days=before))
    return row


def kept(url: str) -> AddressCheck:
    """Return what is kept of the last visit to an address."""
    return AddressCheck.objects.get(key=address_key(url))
