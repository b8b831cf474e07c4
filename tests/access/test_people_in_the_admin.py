"""Administrators look after people in the admin, within limits."""

from django.contrib.auth.models import User

from catalog.models import ApiToken
from registry.roles import Role, has_role
from tests.conftest import PASSWORD


def test_an_administrator_makes_a_person_an_editor(administrator: User, viewer: User, signed_in):
    client = signed_in(administrator)
    editors = viewer.groups.model.objects.get(name="editor")
    form = {"username": "viewer", "is_active": "on", "groups": [str(editors.pk)], "first_name": "", "last_name": "", "email": ""}
    response = client.post(f"/admin/auth/user/{viewer.pk}/change/", form)
    assert response.status_code == 302
    assert has_role(User.objects.get(username="viewer"), Role.EDITOR)


def test_an_administrator_makes_an_account(administrator: User, signed_in):
    form = {"username": "new-colleague", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert signed_in(administrator).post("/admin/auth/user/add/", form).status_code == 302
    assert User.objects.get(username="new-colleague").check_password(PASSWORD)


def test_an_administrator_cannot_take_over_or_make_a_superuser(administrator: User, signed_in):
    root = User.objects.create_superuser("root", password=PASSWORD)
    client = signed_in(administrator)
    new = {"usable_password": "true", "password1": "another long pass phrase", "password2": "another long pass phrase"}
    assert client.post(f"/admin/auth/user/{root.pk}/password/", new).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/change/", {"username": "root", "is_active": ""}).status_code == 403
    root.refresh_from_db()
    assert root.is_active
    assert root.check_password(PASSWORD)
    form = {"username": "administrator", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    client.post(f"/admin/auth/user/{administrator.pk}/change/", form)
    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_accounts_are_disabled_not_deleted(administrator: User, viewer: User, signed_in):
    assert signed_in(administrator).post(f"/admin/auth/user/{viewer.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(username="viewer").exists()


def test_an_administrator_revokes_a_token_of_anybody(administrator: User, editor: User, signed_in, token_for):
    token_for(editor)
    token = ApiToken.objects.get()
    client = signed_in(administrator)
    page = client.get(f"/admin/catalog/apitoken/{token.pk}/change/")
    assert page.status_code == 200
    assert token.digest.encode() not in page.content.replace(f"/admin/catalog/apitoken/{token.digest}".encode(), b"")
    assert client.post(f"/admin/catalog/apitoken/{token.pk}/delete/", {"post": "yes"}).status_code == 302
    assert ApiToken.objects.count() == 0


def test_lists_of_people_and_tokens_cost_the_same_at_1_and_at_10_rows(
    administrator: User, editor: User, signed_in, token_for, count_queries
):
    client = signed_in(administrator)
    for path in ("/admin/auth/user/", "/admin/catalog/apitoken/"):
        token_for(editor)
        client.get(path)
        at_one = count_queries(lambda path=path: client.get(path))
        for number in range(9):
            token_for(editor)
            User.objects.create_user(f"person-{path.count('auth')}-{number}")
        assert count_queries(lambda path=path: client.get(path)) == at_one
