"""API tokens: stored as a hash, shown once, limited in scope and time, gone with the person."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from catalog.api.permissions import CatalogAccess, QuestionAccess
from catalog.models import ApiToken, Scope
from catalog.tokens import TokenRefusedError, issue

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


class Echo(APIView):
    """Stands for any view of the API: says who asks."""

    def get(self, request):
        return Response({"user": request.user.get_username()})

    post = put = patch = delete = get


class Question(Echo):
    permission_classes = (QuestionAccess,)


def ask(secret: str | None, *, method: str = "get", scheme: str = "Token", view: type[APIView] = Echo) -> Response:
    headers = {} if secret is None else {"HTTP_AUTHORIZATION": f"{scheme} {secret}"}
    return view.as_view()(getattr(APIRequestFactory(), method)("/", **headers))


def test_the_catalog_s_rule_is_the_default_of_every_view():
    assert Echo.permission_classes == [CatalogAccess]


@pytest.mark.parametrize("scheme", ["Token", "token", "Bearer"])
def test_a_token_stands_for_its_person(viewer: User, token_for, scheme: str):
    response = ask(token_for(viewer), scheme=scheme)
    assert (response.status_code, response.data) == (200, {"user": "viewer"})


def test_only_a_hash_of_the_secret_is_stored(viewer: User, token_for):
    secret = token_for(viewer)
    assert secret.startswith("cat_")
    assert len(secret) == 4 + 64
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM catalog_apitoken")
        (row,) = cursor.fetchall()
    stored = " ".join(str(value) for value in row)
    assert secret not in stored
    assert secret[15:] not in stored


@pytest.mark.parametrize("secret", ["", "wrong", "cat_" + "0" * 64, "x" * 10_000, "cat_\x00", "é", "a b"])
def test_a_secret_that_is_none_is_401_and_says_how_to_ask(viewer: User, token_for, secret: str):
    token_for(viewer)
    response = ask(secret)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Token realm="catalog"'


def test_no_token_is_401_unless_reading_is_public(db: None, settings):
    assert ask(None).status_code == 401
    settings.PUBLIC_READ = True
    assert ask(None).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        assert ask(None, method=method).status_code == 401


def test_a_wrong_token_is_refused_even_where_reading_is_public(db: None, settings):
    settings.PUBLIC_READ = True
    assert ask("wrong").status_code == 401


def test_a_token_ends_at_its_hour(viewer: User, token_for, frozen_time):
    secret = token_for(viewer, days=7, now=NOW)
    frozen_time.move_to(NOW + timedelta(days=7, seconds=-1))
    assert ask(secret).status_code == 200
    frozen_time.move_to(NOW + timedelta(days=7))
    assert ask(secret).status_code == 401


def test_the_tokens_of_a_disabled_person_die_at_once(viewer: User, token_for):
    secret = token_for(viewer)
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    assert ask(secret).status_code == 401


def test_a_person_without_a_role_reads_nothing(person, token_for):
    assert ask(token_for(person(None))).status_code == 403


def test_losing_the_role_takes_the_power_of_the_token(editor: User, token_for):
    secret = token_for(editor, scope=Scope.WRITE)
    assert ask(secret, method="post").status_code == 200
    editor.groups.clear()
    assert ask(secret, method="post").status_code == 403
    assert ask(secret).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_needs_an_editor_and_the_scope_write(viewer: User, editor: User, token_for, method: str):
    assert ask(token_for(viewer), method=method).status_code == 403
    assert ask(token_for(editor), method=method).status_code == 403
    assert ask(token_for(editor, scope=Scope.WRITE), method=method).status_code == 200


def test_a_question_that_stores_nothing_may_be_posted_with_reading_access(viewer: User, token_for, settings):
    assert ask(None, method="post", view=Question).status_code == 401
    assert ask(token_for(viewer), method="post", view=Question).status_code == 200
    assert ask(token_for(viewer), method="put", view=Question).status_code == 403
    settings.PUBLIC_READ = True
    assert ask(None, method="post", view=Question).status_code == 200
    assert ask(None, method="delete", view=Question).status_code == 401


def test_a_signed_in_editor_may_write_without_a_token(editor: User):
    request = APIRequestFactory().post("/")
    force_authenticate(request, user=editor)
    assert Echo.as_view()(request).status_code == 200


def test_checking_a_token_costs_one_query_and_the_role_one(viewer: User, token_for, exactly_queries):
    secret = token_for(viewer)
    with exactly_queries(2):
        ask(secret)


def test_issue_refuses_what_may_not_be(viewer: User):
    def refused(**changes) -> str:
        wish = {"user": viewer, "name": "n", "scope": Scope.READ, "lifetime": YEAR, "now": NOW, **changes}
        with pytest.raises(TokenRefusedError) as refusal:
            issue(**wish)
        return str(refusal.value)

    assert "role editor" in refused(scope=Scope.WRITE)
    assert "name" in refused(name="  ")
    assert "366 days" in refused(lifetime=timedelta(days=367))
    assert "366 days" in refused(lifetime=timedelta(0))
    assert "366 days" in refused(lifetime=timedelta(days=-1))
    viewer.is_active = False
    assert "disabled" in refused()
    assert ApiToken.objects.count() == 0


def test_the_database_refuses_an_unknown_scope_and_a_token_without_a_name(viewer: User):
    for changes in ({"scope": "admin"}, {"name": ""}):
        values = {"user": viewer, "name": "n", "scope": "read", "digest": "d", "token_key": "k", **changes}
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken(**values).save(force_insert=True)


def test_the_page_shows_a_new_secret_once(viewer_client: Client, viewer: User):
    page = viewer_client.post("/account/tokens/", {"name": "nightly report", "scope": "read", "days": "30"})
    secret = page.context["secret"]
    assert secret.encode() in page.content
    assert ask(secret).status_code == 200
    again = viewer_client.get("/account/tokens/")
    assert b"nightly report" in again.content
    assert secret.encode() not in again.content
    assert "no-store" in again["Cache-Control"]


def test_a_viewer_is_not_offered_and_not_given_a_token_for_writing(viewer_client: Client):
    assert b"Read and write" not in viewer_client.get("/account/tokens/").content
    page = viewer_client.post("/account/tokens/", {"name": "n", "scope": "write", "days": "30"})
    assert page.context["secret"] == ""
    assert ApiToken.objects.count() == 0


def test_a_name_is_shown_as_text(viewer_client: Client):
    page = viewer_client.post("/account/tokens/", {"name": "<img src=x onerror=alert(1)>", "scope": "read", "days": "30"})
    assert b"<img" not in page.content


def test_a_revoked_token_is_refused_from_then_on(viewer_client: Client, viewer: User, token_for):
    secret = token_for(viewer)
    assert ask(secret).status_code == 200
    assert viewer_client.post(f"/account/tokens/{secret[:15]}/revoke/").status_code == 302
    assert ask(secret).status_code == 401


def test_nobody_sees_or_revokes_the_tokens_of_others(editor: User, viewer_client: Client, token_for):
    secret = token_for(editor)
    assert secret[:15].encode() not in viewer_client.get("/account/tokens/").content
    assert viewer_client.post(f"/account/tokens/{secret[:15]}/revoke/").status_code == 404
    assert ask(secret).status_code == 200


def test_tokens_do_not_open_the_pages_of_people(viewer: User, token_for, client: Client):
    response = client.get("/account/tokens/", headers={"authorization": f"Token {token_for(viewer)}"})
    assert response.status_code == 302


def test_the_command_prints_the_secret_alone(editor: User):
    out, err = StringIO(), StringIO()
    call_command("create_token", "editor", "deploy", "--write", "--days", "10", stdout=out, stderr=err)
    (secret,) = out.getvalue().splitlines()
    assert ask(secret, method="post").status_code == 200
    assert secret not in err.getvalue()


def test_the_command_names_what_is_wrong(viewer: User):
    with pytest.raises(CommandError, match="no account 'ghost'"):
        call_command("create_token", "ghost", "n")
    with pytest.raises(CommandError, match="role editor"):
        call_command("create_token", "viewer", "n", "--write")
