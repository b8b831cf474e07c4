"""Watching pages: who hears about which, what they have not seen yet, and when they have.

Reading a page marks nothing as seen, for a page is read for many reasons; only the buttons of the watchlist do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Prefetch, QuerySet

from catalog.models import Watch
from registry.models import Comment, Mention, Page, Revision
from registry.models.vocabulary import State
from registry.roles import Role, has_role

# Of each page the list shows at most so many changes and comments; the history and the talk page have them all.
MOST_LISTED = 10


@dataclass(frozen=True)
class News:
    """What others did to a watched page since its watcher looked; `number` and `comment` are how far this reaches."""

    watch: Watch
    revisions: tuple[Revision, ...]
    comments: tuple[Comment, ...]

    @property
    def number(self) -> int:
        """The revision up to which everything is listed here."""
        return self.watch.page.number

    @property
    def comment(self) -> int:
        """The newest comment listed here, or the one that was seen before."""
        return self.comments[0].pk if self.comments else self.watch.seen_comment

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than is listed."""
        return MOST_LISTED in (len(self.revisions), len(self.comments))


def watch(page: Page, *, person: User) -> Watch:
    """Let a person hear about a page from now on; whoever watches it already goes on as before."""
    newest = newest_comment(page)
    defaults = {"seen_number": page.number, "seen_comment": newest, "mailed_number": page.number}
    return Watch.objects.get_or_create(person=person, page=page, defaults=defaults)[0]


def unwatch(page: Page, *, person: User) -> bool:
    """Let a person hear no more about a page; tell whether they did."""
    return bool(Watch.objects.filter(person=person, page=page).delete()[0])


def watches(page: Page, person: User) -> bool:
    """Whether a person watches a page."""
    return Watch.objects.filter(person=person, page=page).exists()


def newest_comment(page: Page) -> int:
    """Return the number of the newest comment on a page, 0 where there is none."""
    return page.comments.aggregate(newest=Max("pk"))["newest"] or 0


def watched_by(person: User) -> QuerySet[Watch]:
    """Return what a person watches and may read, the page that changed last first: viewers see no drafts."""
    rows = Watch.objects.of(person)
    return rows if has_role(person, Role.EDITOR) else rows.exclude(page__state=State.DRAFT)


def mentions_of(person: User) -> QuerySet[Mention]:
    """Return where a person was named and has not looked yet, newest first."""
    rows = Mention.objects.unseen(person)
    return rows if has_role(person, Role.EDITOR) else rows.exclude(comment__page__state=State.DRAFT)


def unseen_count(person: User) -> int:
    """Return how many watched pages have news for a person, plus how often they were named: one query."""
    pages = watched_by(person).with_news().order_by().values("pk")  # type: ignore[attr-defined]
    names = mentions_of(person).select_related(None).order_by().values("pk")
    return int(pages.union(names, all=True).count())


def with_changes(rows: QuerySet[Watch], *, person: User) -> QuerySet[Watch]:
    """Fetch with each watch what others did to its page, newest first, as `news_of` reads it."""
    revisions = Revision.objects.listed().exclude(by=person)[:MOST_LISTED]
    comments = Comment.objects.filter(withdrawn_at=None).exclude(by=person).order_by("-pk")[:MOST_LISTED]
    return rows.prefetch_related(
        Prefetch("page__revisions", revisions, to_attr="others_revisions"), Prefetch("page__comments", comments, to_attr="others_comments")
    )


def news_of(watched: Watch) -> News:
    """Return the news of a watch that was read by `with_changes`."""
    page = watched.page
    return News(
        watch=watched,
        revisions=tuple(row for row in page.others_revisions if row.number > watched.seen_number),  # type: ignore[attr-defined]
        comments=tuple(row for row in page.others_comments if row.pk > watched.seen_comment),  # type: ignore[attr-defined]
    )


@transaction.atomic
def mark_seen(person: User, reached: Mapping[int, tuple[int, int]]) -> list[Watch]:
    """Note how far a person has seen: for each of their watches, by primary key, the revision and the comment.

    What was seen stays seen, and nothing that is still to come counts as seen. Other people's watches are left alone.
    """
    own = Watch.objects.select_for_update(of=("self",)).filter(person=person, pk__in=list(reached))
    rows = list(own.select_related("page").order_by("pk"))
    pages = Comment.objects.filter(page__in=[row.page_id for row in rows]).order_by()
    newest = dict(pages.values("page").annotate(newest=Max("pk")).values_list("page", "newest"))
    for row in rows:
        number, comment = reached[row.pk]
        row.seen_number = max(row.seen_number, min(number, row.page.number))
        row.seen_comment = max(row.seen_comment, min(comment, newest.get(row.page_id, 0)))
    Watch.objects.bulk_update(rows, ["seen_number", "seen_comment"])
    return rows


def mark_mentions_seen(person: User, mentions: Iterable[int], *, now: datetime) -> list[Mention]:
    """Note that a person has seen these mentions of them, by primary key; others' are left alone. Return them."""
    own = Mention.objects.filter(person=person, pk__in=list(mentions))
    own.filter(seen_at=None).update(seen_at=now)
    return list(own.select_related("comment__page").order_by("pk"))


def set_mail(watched: Watch, *, on: bool) -> None:
    """Send a watcher mail about a page from its next change on, or no more."""
    changed = {"by_mail": on, "mailed_number": watched.page.number} if on and not watched.by_mail else {"by_mail": on}
    Watch.objects.filter(pk=watched.pk).update(**changed)
