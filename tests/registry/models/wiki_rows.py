"""Rows of the wiki's own tables, each wrong in one way: proposals, comments, names, links and addresses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F

from registry.models import AddressCheck, Comment, JournalNote, Mention, Page, PageAddress, PageLink, PageName, Proposal, Revision

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def person(name: str = "anna") -> User:
    return User.objects.get_or_create(username=name)[0]


def proposal(**columns: Any) -> Callable[[], Any]:
    """Return an action that inserts a proposal by anna, open unless the columns say otherwise; people are named."""

    def act() -> None:
        page = Page.objects.order_by("pk").first()
        assert page is not None
        given = {
            "kind": page.kind,
            "slug": page.slug,
            "name": page.name,
            "base_number": 1,
            "document": {},
            "reason": "Better",
            "origin": "site",
        }
        given |= {"by": person(), "by_name": "anna", "page": page, **columns}
        if isinstance(given.get("settled_by"), str):
            given["settled_by"] = person(given["settled_by"])
        if given.get("revision") == "some":
            given["revision"] = Revision.objects.order_by("pk").first()
        Proposal.objects.create(**given)

    return act


def comment(**columns: Any) -> Callable[[], Any]:
    def act() -> None:
        first = Comment.objects.create(page=Page.objects.earliest("pk"), body="First", by=person(), by_name="anna")
        given = {"page": first.page, "body": "Second", "by": first.by, "by_name": "anna", "parent": first, **columns}
        Comment.objects.create(**given)

    return act


def mention_twice() -> None:
    first = Comment.objects.create(page=Page.objects.earliest("pk"), body="@ben", by=person(), by_name="anna")
    for _ in range(2):
        Mention.objects.create(comment=first, person=person("ben"))


def name(**columns: Any) -> Callable[[], Any]:
    return lambda: PageName.objects.create(**{"page": Page.objects.earliest("pk"), "key": "some name", "rank": 0, **columns})


def name_twice() -> None:
    for _ in range(2):
        name()()


def link(**columns: Any) -> Callable[[], Any]:
    return lambda: PageLink.objects.create(**{"page": Page.objects.earliest("pk"), "key": "some name", "text": "Some name", **columns})


def link_twice() -> None:
    for _ in range(2):
        link()()


def address(**columns: Any) -> Callable[[], Any]:
    given = {"key": "0" * 64, "url": "https://example.org/", "host": "example.org", **columns}
    return lambda: PageAddress.objects.create(page=Page.objects.earliest("pk"), **given)


def address_twice() -> None:
    for _ in range(2):
        address()()


def address_check(**columns: Any) -> Callable[[], Any]:
    plain = {"key": "0" * 64, "url": "https://example.org/", "host": "example.org", "outcome": "ok", "checked_at": NOON}
    return lambda: AddressCheck.objects.create(**{**plain, **columns})


def address_checked_twice() -> None:
    for _ in range(2):
        address_check()()


def journal_note_without_words() -> None:
    JournalNote.objects.create(page=Page.objects.earliest("pk"), on=NOON.date(), body="", by=person(), by_name="anna")


WIKI_BREAKS: dict[str, Callable[[], Any]] = {
    "page_merged_is_withdrawn": lambda: Page.objects.filter(state="published").update(merged_into=F("pk")),
    "proposal_kind_known": proposal(kind="poem"),
    "proposal_origin_known": proposal(origin="phone"),
    "proposal_state_known": proposal(state="lost", settled_by="ben", settled_at=NOON),
    "proposal_has_a_reason": proposal(reason=""),
    "proposal_settled_by_somebody": proposal(state="withdrawn"),
    "proposal_not_settled_by_its_author": proposal(state="published", settled_by="anna", settled_at=NOON, revision="some"),
    "proposal_published_has_a_revision": proposal(state="published", settled_by="ben", settled_at=NOON),
    "proposal_declined_with_a_reason": proposal(state="declined", settled_by="ben", settled_at=NOON),
    "comment_says_something": comment(body=""),
    "comment_reply_follows_its_thread": comment(fact="license"),
    "comment_withdrawn_by_somebody": comment(withdrawn_at=NOON),
    "mention_once_per_comment": mention_twice,
    "page_name_unique_on_page": name_twice,
    "page_name_is_not_empty": name(key=""),
    "page_name_rank_known": name(rank=9),
    "page_link_once_per_page": link_twice,
    "page_link_names_something": link(key=""),
    "page_address_once_per_part": address_twice,
    "page_address_is_not_empty": address(url=""),
    "address_check_once": address_checked_twice,
    "address_check_outcome_known": address_check(outcome="lost"),
    "address_check_failures_have_a_first": address_check(outcome="gone", failed_days=1),
    "address_check_failure_is_counted": address_check(outcome="gone"),
    "journal_note_says_something": journal_note_without_words,
}
