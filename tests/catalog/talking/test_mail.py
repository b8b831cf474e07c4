"""Mail about watched pages: who gets one, what it says, and that nothing is lost or said twice."""

from smtplib import SMTPException
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from catalog.models import Watch
from catalog.watching import mark_seen, set_mail, watch
from registry.models import Page
from registry.roles import Role
from tests.factories import make_organization, model_document, organization_document, save, variant_document

SITE = "https://models.example.org"


@pytest.fixture(autouse=True)
def mail_is_set_up(settings: LazySettings) -> None:
    settings.EMAIL_IS_SET_UP = True
    settings.SITE_URL = SITE


@pytest.fixture
def watcher(viewer: User, llama: Page) -> User:
    viewer.email = "viewer@example.org"
    viewer.save()
    set_mail(watch(llama, person=viewer), on=True)
    return viewer


def change(name: str = "Llama Two", *, by: User | None = None, reason: str = "Corrected") -> None:
    save(model_document("llama-2", name=name, variants=[variant_document("llama-2-7b")]), by=by, reason=reason, origin="site")


def send(*options: str) -> None:
    call_command("mail_watchers", *options, verbosity=0)


def test_one_letter_tells_what_changed_by_whom_and_why(watcher: User, editor: User) -> None:
    make_organization("azure")
    set_mail(watch(Page.objects.get(slug="azure"), person=watcher), on=True)
    change(by=editor, reason="The card says so")
    change("Llama 2.0", by=editor, reason="And so does the paper")
    save(organization_document("azure", name="Azure AI"), by=editor, reason="Its new name")
    send()
    [letter] = mail.outbox
    assert letter.to == ["viewer@example.org"]
    assert letter.subject == "[Open Model Registry] 2 pages that you watch have changed"
    assert f"Llama 2.0\n{SITE}/models/llama-2/\n" in letter.body
    assert f"editor: The card says so\n  {SITE}/models/llama-2/diff/1..2/\n" in letter.body
    assert f"editor: And so does the paper\n  {SITE}/models/llama-2/diff/2..3/\n" in letter.body
    assert letter.body.index("The card says so") < letter.body.index("And so does the paper")
    assert "Its new name" in letter.body
    assert f"Your watchlist: {SITE}/watchlist/" in letter.body


def test_nothing_is_said_twice(watcher: User) -> None:
    change(reason="First")
    send()
    send()
    change("Llama 2.0", reason="Second")
    send()
    assert len(mail.outbox) == 2
    assert "First" not in mail.outbox[1].body


def test_what_one_did_or_has_seen_is_not_mailed(watcher: User) -> None:
    change(by=watcher)
    send()
    change("Llama 2.0")
    row = Watch.objects.get()
    mark_seen(watcher, {row.pk: (3, 0)})
    send()
    assert mail.outbox == []


def test_only_people_who_asked_for_it_and_may_read_get_mail(watcher: User, llama: Page, person) -> None:
    for name, role in (("quiet", Role.VIEWER), ("nowhere", Role.VIEWER), ("roleless", None), ("gone", Role.EDITOR)):
        user = person(role, username=name)
        User.objects.filter(pk=user.pk).update(email="" if name == "nowhere" else f"{name}@example.org", is_active=name != "gone")
        row = watch(llama, person=user)
        if name != "quiet":
            set_mail(row, on=True)
    change()
    send()
    assert [letter.to for letter in mail.outbox] == [["viewer@example.org"]]


def test_a_draft_is_not_mailed_to_viewers(watcher: User) -> None:
    save(model_document("llama-2", name="Llama 3", state="draft", variants=[variant_document("llama-2-7b")]))
    send()
    assert mail.outbox == []


def test_mail_begins_with_the_next_change(viewer: User, llama: Page) -> None:
    User.objects.filter(pk=viewer.pk).update(email="viewer@example.org")
    row = watch(llama, person=viewer)
    change(reason="Before")
    row.refresh_from_db()
    set_mail(row, on=True)
    change("Llama 2.0", reason="After")
    send()
    assert "After" in mail.outbox[0].body
    assert "Before" not in mail.outbox[0].body


def test_a_dry_run_sends_and_notes_nothing(watcher: User, capsys: pytest.CaptureFixture[str]) -> None:
    change()
    send("--dry-run")
    assert mail.outbox == []
    assert "viewer: 1 page\n1 mail would be sent." in capsys.readouterr().out
    send()
    assert len(mail.outbox) == 1


class Refusing(EmailBackend):
    """A mail server that takes nothing for viewer@example.org."""

    def send_messages(self, messages: Any) -> int:
        if any("viewer@example.org" in message.to for message in messages):
            raise SMTPException("mailbox full")
        return super().send_messages(messages)


def test_a_letter_that_is_refused_waits_and_holds_up_nobody(
    watcher: User, editor: User, llama: Page, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    User.objects.filter(pk=watcher.pk).update(username="a-first")
    set_mail(watch(llama, person=editor), on=True)
    change()
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    with pytest.raises(CommandError, match="1 could not be sent"):
        send()
    assert "a-first: not sent, kept for the next run (mailbox full)" in capsys.readouterr().err
    assert [letter.to for letter in mail.outbox] == [["editor@example.org"]]
    settings.EMAIL_BACKEND = backend
    send()
    assert [letter.to for letter in mail.outbox[1:]] == [["viewer@example.org"]]


def test_no_text_of_the_catalog_becomes_a_header(watcher: User, settings: LazySettings) -> None:
    settings.SITE_NAME = "Models\r\nBcc: all@example.org"
    change("Llama [x]: Bcc", reason="One\r\nBcc: evil@example.org\r\n\r\nTwo")
    send()
    [letter] = mail.outbox
    assert letter.subject.startswith("[Models Bcc: all@example.org]")
    assert "system: One Bcc: evil@example.org Two\n" in letter.body
    assert set(letter.message().keys()) >= {"Subject", "To", "Auto-Submitted", "List-Unsubscribe"}
    assert "Bcc" not in letter.message()


def test_an_address_that_would_be_two_is_not_written_to(watcher: User, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.filter(pk=watcher.pk).update(email="viewer@example.org\nBcc: all@example.org")
    change()
    with pytest.raises(CommandError):
        send()
    assert mail.outbox == []
    assert "viewer: not sent" in capsys.readouterr().err


def test_a_long_list_of_changes_is_cut_and_says_so(watcher: User) -> None:
    for index in range(22):
        change(f"Llama {index}", reason=f"Change {index}.")
    send()
    body = mail.outbox[0].body
    assert f"The newest 20 changes; all of them: {SITE}/models/llama-2/history/" in body
    assert "Change 1." not in body
    assert "Change 2." in body


@pytest.mark.parametrize(("name", "value", "says"), [("EMAIL_IS_SET_UP", False, "set EMAIL_URL"), ("SITE_URL", "", "set SITE_URL")])
def test_what_is_missing_is_named(db: None, settings: LazySettings, name: str, value: object, says: str) -> None:
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=says):
        send()


def test_the_switch_is_on_the_list_of_all_pages(watcher: User, viewer_client: Client, as_other: Client, settings: LazySettings) -> None:
    row = Watch.objects.get()
    assert "Stop the mail" in viewer_client.get("/watchlist/?show=all").content.decode()
    viewer_client.post("/watchlist/mail/", {"watch": row.pk, "by_mail": "off"})
    row.refresh_from_db()
    assert not row.by_mail
    assert "Send me mail" in viewer_client.get("/watchlist/?show=all").content.decode()
    assert as_other.post("/watchlist/mail/", {"watch": row.pk, "by_mail": "on"}).status_code == 404
    settings.EMAIL_IS_SET_UP = False
    assert "Send me mail" not in viewer_client.get("/watchlist/?show=all").content.decode()
    assert viewer_client.post("/watchlist/mail/", {"watch": row.pk, "by_mail": "on"}).status_code == 404
    row.refresh_from_db()
    assert not row.by_mail
