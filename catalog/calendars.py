"""The catalog's days as an iCalendar file (RFC 5545): releases, ends of offers, and when facts are due for review."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from registry.models import AIModel, HostingOffer, Page
from registry.models.vocabulary import Precision

KINDS = ("release", "retirement", "review")
_LONGEST_LINE = 75
_ESCAPED = re.compile(r"[\\;,]")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

AddressOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is on one day; `uid` stays the same when the day or the words change."""

    uid: str
    day: date
    summary: str
    path: str


def events(kinds: Collection[str]) -> Iterator[Event]:
    """Yield what is known to the day about published pages, kind by kind, each by its day."""
    if "release" in kinds:
        found = AIModel.objects.published().filter(release_date_precision=Precision.DAY)
        for model in found.order_by("release_date", "pk").only("slug", "name", "kind", "release_date").iterator(chunk_size=500):
            assert model.release_date is not None
            yield Event(f"release-{model.slug}", model.release_date, f"{model.name} is released", model.get_absolute_url())
    if "retirement" in kinds:
        offers = HostingOffer.objects.published().filter(retires_on_precision=Precision.DAY).select_related("model", "partner")
        for offer in offers.order_by("retires_on", "pk").iterator(chunk_size=500):
            assert offer.retires_on is not None
            words = f"{offer.partner.name} retires {offer.model.name} ({offer.service})"
            yield Event(f"retirement-{offer.slug}", offer.retires_on, words, f"{offer.model.get_absolute_url()}#offer-{offer.slug}")
    if "review" in kinds:
        due = Page.objects.published().filter(review_due__isnull=False)
        for page in due.order_by("review_due", "pk").only("slug", "name", "kind", "review_due").iterator(chunk_size=500):
            assert page.review_due is not None
            words = f"Review the facts of {page.name}"
            yield Event(f"review-{page.kind}-{page.slug}", page.review_due, words, page.get_absolute_url())


def left_out(kinds: Collection[str]) -> int:
    """Return how many days of the kinds are not known to the day, so that no calendar can show them."""
    inexact = [Precision.MONTH, Precision.YEAR]
    found = 0
    if "release" in kinds:
        found += AIModel.objects.published().filter(release_date_precision__in=inexact).count()
    if "retirement" in kinds:
        found += HostingOffer.objects.published().filter(retires_on_precision__in=inexact).count()
    return found


def calendar(found: Iterable[Event], *, name: str, host: str, stamp: datetime, omitted: int, address_of: AddressOf) -> str:
    """Return the calendar; `stamp` is when the catalog last changed, so that the same catalog makes the same bytes."""
    said = f"Left out: {omitted} with no exact day." if omitted else "Every day that is known is here."
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(name)}//catalog//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", f"X-WR-CALDESC:{_text(said)}",
    ]  # fmt: skip
    stamped = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for event in found:
        lines += [
            "BEGIN:VEVENT", f"UID:{event.uid}@{host}", f"DTSTAMP:{stamped}", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_text(event.summary)}",
            f"URL:{address_of(event.path)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _text(text: str) -> str:
    """A text as a property value: what has a meaning is escaped, line ends are written out, other control characters go."""
    escaped = _ESCAPED.sub(lambda sign: f"\\{sign[0]}", text)
    return _CONTROL.sub("", _LINE_ENDS.sub(r"\\n", escaped))


def folded(line: str) -> str:
    """Return a line broken after at most 75 octets, between characters; what follows begins with a space."""
    parts, room = [""], _LONGEST_LINE
    for sign in line:
        size = len(sign.encode("utf-8", "replace"))
        if size > room:
            parts.append("")
            room = _LONGEST_LINE - 1
        parts[-1] += sign
        room -= size
    return "\r\n ".join(parts)
