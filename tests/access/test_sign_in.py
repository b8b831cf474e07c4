"""Signing in: throttled, with a second factor if wanted, never leading elsewhere; ended at once for a disabled account."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from registry.roles import Role
from tests.conftest import NOW, PASSWORD


def sign_in(client: Client, username: str, password: str, **options):
    return client.post("/accounts/login/", {"login": username, "password": password, **options})


def test_a_person_signs_in_with_name_or_email_address(client: Client, viewer: User):
    viewer.email = "viewer@example.org"
    viewer.save()
    assert sign_in(client, "viewer", PASSWORD).status_code == 302
    assert sign_in(Client(), "viewer@example.org", PASSWORD).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, viewer: User):
    wrong = sign_in(client, "viewer", "wrong")
    unknown = sign_in(client, "nobody-here", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert b"not correct" in wrong.content
    assert b"not correct" in unknown.content


def test_after_five_wrong_passwords_the_right_one_is_refused_too(client: Client, viewer: User):
    for _ in range(5):
        sign_in(client, "viewer", "wrong")
        cache.clear()  # leaves the count in the database alone, which holds over all processes
    response = sign_in(client, "viewer", PASSWORD)
    assert response.status_code == 429
    assert client.get("/account/").status_code == 302


def test_after_fifteen_minutes_a_locked_person_may_try_again(viewer: User):
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(5):
            sign_in(Client(), "viewer", "wrong")
            cache.clear()
        assert sign_in(Client(), "viewer", PASSWORD).status_code == 429
        clock.shift(timedelta(minutes=15, seconds=1))
        cache.clear()
        assert sign_in(Client(), "viewer", PASSWORD).status_code == 302


def test_locking_one_name_leaves_others_in(viewer: User, editor: User):
    for _ in range(6):
        sign_in(Client(), "viewer", "wrong")
        cache.clear()
    assert sign_in(Client(), "editor", PASSWORD).status_code == 302


def test_many_names_tried_from_one_address_are_slowed_down(client: Client, db: None):
    statuses = [sign_in(client, f"name-{number}", "wrong").status_code for number in range(40)]
    assert statuses[0] == 200
    assert statuses[-1] == 429 or b"Too many" in sign_in(client, "one-more", "wrong").content


def test_the_admin_has_no_sign_in_of_its_own(client: Client, db: None):
    for path in ("/admin/", "/admin/login/", "/admin/login/?next=/admin/auth/user/"):
        response = client.get(path, follow=True)
        assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    assert client.post("/admin/login/", {"username": "admin", "password": "x"}).status_code == 302


def test_a_viewer_is_refused_by_the_admin_and_not_sent_in_circles(viewer_client: Client):
    response = viewer_client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert b"for editors, reviewers and administrators" in response.content


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "http:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "/%0d%0aLocation:%20https://evil.example",
    ],
)
@pytest.mark.parametrize("start", ["/accounts/login/", "/admin/login/"])
def test_next_never_leaves_the_host(client: Client, editor: User, target: str, start: str):
    if start == "/accounts/login/":
        response = client.post(f"{start}?next={target}", {"login": "editor", "password": PASSWORD, "next": target})
    else:
        client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
        response = client.get(start, {"next": target})
    assert response.status_code == 302
    location = response["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\r" not in location
    assert "\n" not in location


def test_next_leads_back_to_where_the_person_was_going(client: Client, viewer: User):
    led_away = client.get("/account/tokens/?a=1")
    assert led_away["Location"] == "/accounts/login/?next=/account/tokens/%3Fa%3D1"
    response = client.post(led_away["Location"], {"login": "viewer", "password": PASSWORD, "next": "/account/tokens/?a=1"})
    assert response["Location"] == "/account/tokens/?a=1"


def test_a_disabled_person_cannot_sign_in_and_open_sessions_end(viewer: User, signed_in):
    open_session = signed_in(viewer)
    assert open_session.get("/account/").status_code == 200
    viewer.is_active = False
    viewer.save()
    assert open_session.get("/account/").status_code == 302
    refused = sign_in(Client(), "viewer", PASSWORD)
    assert Client().get("/account/").status_code == 302
    assert refused.status_code in {200, 302}
    assert "_auth_user_id" not in refused.wsgi_request.session


def test_a_new_password_ends_every_other_session(viewer: User, signed_in):
    elsewhere = signed_in(viewer)
    viewer.set_password("another long pass phrase")
    viewer.save()
    assert elsewhere.get("/account/").status_code == 302


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client, editor: User):
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    response = sign_in(client, "editor", PASSWORD)
    assert response.status_code == 302
    assert "/accounts/2fa/" in response["Location"]
    assert client.get("/account/").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_nobody_signs_up_by_themselves(client: Client, db: None):
    assert b"made by an administrator" in client.get("/accounts/signup/").content
    form = {"username": "intruder", "email": "i@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    assert not User.objects.filter(username="intruder").exists()


def test_without_mail_the_forgotten_password_page_names_the_administrator(client: Client, db: None):
    page = client.get("/accounts/password/reset/")
    assert b"This site sends no mail" in page.content


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/tokens/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/email/",
        "/accounts/3rdparty/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_the_pages_of_an_account_are_part_of_the_site_and_not_kept_by_caches(viewer: User, path: str):
    client = Client()
    sign_in(client, "viewer", PASSWORD)
    page = client.get(path)
    assert page.status_code == 200
    assert b"<main" in page.content
    assert b"<style" not in page.content
    assert "no-store" in page["Cache-Control"]


def test_a_person_without_a_role_sees_their_account_and_is_told_what_is_missing(person, signed_in):
    client = signed_in(person(None))
    assert b"You have no role yet" in client.get("/account/").content
    refused = client.get("/no-such-page-but-it-is-the-site/")
    assert refused.status_code == 404
    assert client.get("/admin/").status_code == 403


def test_the_account_names_the_highest_role(person, signed_in):
    assert b"Your role: reviewer." in signed_in(person(Role.REVIEWER)).get("/account/").content
