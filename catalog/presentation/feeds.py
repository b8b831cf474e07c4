"""Changes as an Atom feed (RFC 4287)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from catalog.presentation.changes import ORIGINS, ChangeLine
from registry.models.vocabulary import Origin

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = UUID("5a1a8a2e-4c0f-4b5e-9a53-8f4e3a1d2c60")
# What XML 1.0 has no place for, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """A feed without entries was last updated never, rather than now: the same changes make the same bytes."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=datetime.fromtimestamp(0, UTC))


def atom(lines: Iterable[ChangeLine], *, title: str, origin: str, path: str, about: str, loads: str) -> bytes:
    """Return the feed. `origin` is scheme and host, `path` the feed's own address, `about` what it follows, `loads` the list of changes."""
    feed = Feed(
        title=storable(title), link=origin + about, feed_url=origin + path, description="", language="en",
        feed_guid=identifier("feed", path),
    )  # fmt: skip
    for line in lines:
        revision = line.revision
        by = storable(revision.by_name)
        called = f"{line.count} changes at once" if line.is_folded else f"{revision.page.name}, revision {revision.number}"
        feed.add_item(
            title=storable(f"{called}: {revision.reason}"),
            link=f"{origin}{loads}?load={line.load}" if line.is_folded else origin + line.href,
            description=escape(storable(_summary(line))),
            author_name=by or "unknown",
            unique_id=identifier("change", f"{line.lowest}|{revision.created_at.isoformat()}"),
            pubdate=revision.created_at,
            updateddate=revision.created_at,
        )
    return feed.writeString("utf-8").encode()


def _summary(line: ChangeLine) -> str:
    revision = line.revision
    through = f"{revision.by_name}, through {ORIGINS[Origin(revision.origin)]}: {revision.reason}"
    if not line.is_folded:
        return through
    return f"{through}. Pages such as {', '.join(one.page.name for one in line.shown)}."


def identifier(kind: str, what: str) -> str:
    """Return the id of an entry: the same under whatever host name it is read; the moment of a change tells two registries apart."""
    return uuid5(_NAMESPACE, f"{kind}|{what}").urn


def storable(text: str) -> str:
    """Return a text with a sign in place of every character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
