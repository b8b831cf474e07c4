"""Mail about watched pages: one letter a person, with what others changed since the last one and why. Plain text, nothing of talk pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from catalog.models import Watch
from catalog.watching import watched_by
from registry.models import Page, Revision
from registry.talking import people_with_a_role

# A letter names at most so many changes of a page; the page's history has them all.
MOST_CHANGES = 20


@dataclass(frozen=True)
class Changed:
    """A watched page with the changes that its watcher has neither seen nor been sent, oldest first."""

    watch: Watch
    revisions: tuple[Revision, ...]


def awaiting_mail() -> list[User]:
    """Return the people to whom something may have to be sent: active, with a role and an address, in the order of their names."""
    waiting = Watch.objects.to_mail().values("person")
    return list(people_with_a_role().filter(pk__in=waiting).exclude(email="").order_by("username", "pk"))


def send_changes(person: User, *, site: str, dry_run: bool = False) -> int:
    """Send a person what changed and note it in the same transaction; return how many pages the letter is about, 0 for no letter.

    Where the mail server refuses the letter nothing is noted, and the next run tries again. `site` is the address of this site.
    """
    with transaction.atomic():
        changed = list(_changed(person))
        told = [page for page in changed if page.revisions]
        if dry_run:
            return len(told)
        for page in changed:
            page.watch.mailed_number = page.watch.page.number
        Watch.objects.bulk_update([page.watch for page in changed], ["mailed_number"])
        if told:
            letter(person, told, site=site).send()
    return len(told)


def letter(person: User, changed: list[Changed], *, site: str) -> EmailMessage:
    """Return the letter. Its subject holds no text that people wrote into the catalog."""
    count = len(changed)
    subject = f"[{settings.SITE_NAME}] {'1 page that you watch has' if count == 1 else f'{count} pages that you watch have'} changed"
    parts = [f"Hello {person.get_username()},", "others changed what you watch:", *(_about(page, site=site) for page in changed)]
    watchlist = f"{site}{reverse('catalog:watchlist')}"
    parts.append(f"Your watchlist: {watchlist}\nTo get no more mail about a page: {watchlist}?show=all")
    headers = {"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{watchlist}?show=all>"}
    return EmailMessage(_one_line(subject), "\n\n".join(parts) + "\n", to=[person.email], headers=headers)


def _changed(person: User) -> Iterator[Changed]:
    """Every watch that moved since its last letter, also those whose changes are the watcher's own or were seen on the site."""
    for watch in watched_by(person).to_mail().select_for_update(of=("self",)):  # type: ignore[attr-defined]
        since = max(watch.seen_number, watch.mailed_number)
        rows = Revision.objects.listed().filter(page=watch.page_id, number__gt=since, number__lte=watch.page.number).exclude(by=person)
        yield Changed(watch, tuple(reversed(rows[: MOST_CHANGES + 1])))


def _about(changed: Changed, *, site: str) -> str:
    page = changed.watch.page
    shown = changed.revisions[-MOST_CHANGES:]
    lines = [f"{_one_line(page.name)}\n{site}{page.get_absolute_url()}"]
    if len(changed.revisions) > len(shown):
        lines.append(f"  The newest {MOST_CHANGES} changes; all of them: {site}{reverse(f'catalog:{page.kind}-history', args=[page.slug])}")
    lines += [_change(page, revision, site=site) for revision in shown]
    return "\n".join(lines)


def _change(page: Page, revision: Revision, *, site: str) -> str:
    before = max(revision.number - 1, 1)
    address = reverse(f"catalog:{page.kind}-diff", args=[page.slug, before, revision.number])
    return f"- {revision.created_at:%d %b %Y}, {_one_line(revision.by_name)}: {_one_line(revision.reason)}\n  {site}{address}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
