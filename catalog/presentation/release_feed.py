"""Releases as an Atom feed: each entry is dated by the release, and says how exactly that date is known."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.html import escape

from catalog.presentation.answers import use_words
from catalog.presentation.families import licenses_of
from catalog.presentation.feeds import Feed, identifier, storable
from catalog.presentation.figures import day_in_words, listed
from catalog.reading import with_licenses
from registry.models import AIModel, Citation
from registry.models.pages import newest_first
from registry.models.vocabulary import Mark, Precision, Status

MOST_ENTRIES = 50
_PRECISION_WORDS = {Precision.MONTH: "the day is not known", Precision.YEAR: "the month and the day are not known"}


def newest_releases(models: QuerySet[Any]) -> Sequence[AIModel]:
    """Return what of the models came out on a known date, newest first, at most MOST_ENTRIES; announced ones have not come out."""
    recalled = Citation.objects.filter(page_id=OuterRef("pk"), fact="release_date", verification=Mark.RECALLED)
    out = models.exclude(status=Status.ANNOUNCED).filter(release_date__isnull=False).annotate(date_recalled=Exists(recalled))
    return list(with_licenses(out).order_by(newest_first(), "-pk")[:MOST_ENTRIES])


def releases_atom(models: Iterable[Any], *, title: str, origin: str, path: str, about: str) -> bytes:
    """Return the feed. `origin` is scheme and host, `path` the feed's own address, `about` the list it follows."""
    feed = Feed(
        title=storable(title), link=origin + about, feed_url=origin + path, description="", language="en",
        feed_guid=identifier("feed", path),
    )  # fmt: skip
    for model in models:
        released = _moment(model.release_date)
        feed.add_item(
            title=storable(f"{model.name}, {_when(model)}"),
            link=origin + model.get_absolute_url(),
            description=escape(storable(_summary(model))),
            author_name=storable(_developers(model)) or "unknown",
            unique_id=identifier("release", model.slug),
            pubdate=released,
            updateddate=released,
        )
    return feed.writeString("utf-8").encode()


def _moment(day: date) -> datetime:
    """Atom has no dates without a time: the first moment of the day, or of the month or year that is all that is known."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def _when(model: AIModel) -> str:
    return str(day_in_words(model.release_date, precision=model.release_date_precision))


def _summary(model: Any) -> str:
    vague = _PRECISION_WORDS.get(model.release_date_precision, "")
    doubts = [*([vague] if vague else []), *(["the date is unconfirmed"] if model.date_recalled else [])]
    said = f"Released {_when(model)}{f' ({listed(doubts)})' if doubts else ''}"
    by = f" by {_developers(model)}" if _developers(model) else ""
    licenses = listed([license.name for license in licenses_of(model)]) or "none identified"
    use = use_words(model.commercial_use).lower()
    return f"{f'{said}{by}'.removesuffix('.')}. Commercial use: {use}. License: {licenses}. Information, not legal advice."


def _developers(model: AIModel) -> str:
    return listed([link.organization.name for link in model.developer_links.all()])
