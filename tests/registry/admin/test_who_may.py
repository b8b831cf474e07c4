"""Who may do what in the admin, side views included."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from registry.models import ImportRun, Page, Revision
from registry.roles import Role
from tests.factories import make_model, make_organization

pytestmark = pytest.mark.django_db

SIDE_VIEWS = [
    "/admin/registry/organization/choices/", "/admin/registry/modelvariant/choices/", "/admin/registry/aimodel/{pk}/history/",
    "/admin/registry/aimodel/{pk}/withdraw/", "/admin/registry/aimodel/{pk}/change/", "/admin/registry/aimodel/add/?_popup=1",
    "/admin/registry/revision/",
]  # fmt: skip


@pytest.mark.parametrize("path", SIDE_VIEWS)
def test_the_admin_is_closed_to_viewers_and_to_nobody_in_particular(
    client: Client, person: Callable[..., User], signed_in: Callable[[User], Client], public_read: None, path: str
) -> None:
    address = path.format(pk=make_model().pk)
    assert client.get(address).status_code == 302
    viewer = signed_in(person(Role.VIEWER))
    assert viewer.get(address, follow=True).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", SIDE_VIEWS)
def test_editors_and_above_may_use_it(person: Callable[..., User], signed_in: Callable[[User], Client], role: Role, path: str) -> None:
    assert signed_in(person(role)).get(path.format(pk=make_model().pk), follow=True).status_code == 200


def test_an_editor_whose_group_may_not_change_models_neither_sees_nor_saves_them(at_admin: Client) -> None:
    model = make_model()
    Permission.objects.get(codename="change_aimodel").group_set.clear()
    Permission.objects.get(codename="add_aimodel").group_set.clear()
    address = f"/admin/registry/aimodel/{model.pk}"
    assert at_admin.get(f"{address}/change/").status_code == 403
    assert at_admin.post(f"{address}/change/", {"name": "x"}).status_code == 403
    assert at_admin.post(f"{address}/withdraw/", {"reason": "x"}).status_code == 403
    assert at_admin.get("/admin/registry/aimodel/choices/").status_code == 403
    assert at_admin.get("/admin/registry/aimodel/add/").status_code == 403
    assert Page.objects.get(pk=model.pk).number == 1


@pytest.mark.parametrize("number", ["999999", "0", "abc", "1/2"])
@pytest.mark.parametrize("table", ["aimodel", "license", "organization", "revision", "modelvariant", "hostingoffer", "source"])
def test_a_number_that_is_not_there_is_not_found(at_admin: Client, table: str, number: str) -> None:
    assert at_admin.get(f"/admin/registry/{table}/{number}/change/").status_code == 404


def test_the_number_of_a_page_of_another_kind_is_not_found(at_admin: Client) -> None:
    organization = make_organization("meta")
    assert at_admin.get(f"/admin/registry/aimodel/{organization.pk}/change/").status_code == 404
    assert at_admin.post(f"/admin/registry/aimodel/{organization.pk}/withdraw/", {"reason": "x"}).status_code == 404


def test_choosers_answer_with_slugs_and_names_and_leave_withdrawn_pages_out(at_admin: Client) -> None:
    make_organization("meta", name="Meta", aliases=["Facebook"])
    make_organization("gone", name="Facebook Gone", state="withdrawn")
    answer = at_admin.get("/admin/registry/organization/choices/", {"term": "facebook"}).json()
    assert answer == {"results": [{"id": "meta", "text": "Meta"}], "pagination": {"more": False}}


@pytest.mark.parametrize("query", ["term=%00", "page=-1", "page=x", "page=99999999999999999999", "term=" + "x" * 5000])
def test_a_chooser_that_is_asked_nonsense_does_not_break(at_admin: Client, query: str) -> None:
    assert at_admin.get(f"/admin/registry/organization/choices/?{query}").status_code == 200


def test_a_page_added_from_a_chooser_comes_back_as_its_slug(at_admin: Client) -> None:
    from tests.registry.admin.page_forms import opened

    add = "/admin/registry/organization/add/?_popup=1&_to_field=slug"
    answer = at_admin.post(add, {**opened(at_admin, add), "name": "Hugging Face", "state": "draft", "reason": "New"})
    assert answer.context["popup_response_data"] == '{"value": "hugging-face", "obj": "Hugging Face"}'


def test_revisions_are_read_by_number_who_when_and_why_and_never_written(at_admin: Client) -> None:
    model = make_model()
    revision = Revision.objects.get(page_id=model.pk)
    address = f"/admin/registry/revision/{revision.pk}/change/"
    page = at_admin.get(address).content.decode()
    assert "Made for a test" in page
    assert "revision 1" in page
    for method in (at_admin.post, at_admin.put, at_admin.delete):
        method(address, {"reason": "Forged"})
    assert at_admin.get("/admin/registry/revision/add/").status_code == 403
    assert Revision.objects.get(pk=revision.pk).reason == "Made for a test"
    history = at_admin.get(f"/admin/registry/aimodel/{model.pk}/history/", follow=True)
    assert [row.pk for row in history.context["cl"].result_list] == [revision.pk]


def test_catalog_loads_are_read_only(at_admin: Client) -> None:
    run = ImportRun.objects.create(source="fixtures", digest="d")
    assert at_admin.get(f"/admin/registry/importrun/{run.pk}/change/").status_code == 200
    assert at_admin.post(f"/admin/registry/importrun/{run.pk}/change/", {"source": "x"}).status_code == 403
    assert at_admin.get("/admin/registry/importrun/add/").status_code == 403


def test_the_admin_has_a_policy_of_its_own_and_names_no_other_host(at_admin: Client) -> None:
    model = make_model()
    answer = at_admin.get(f"/admin/registry/aimodel/{model.pk}/change/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http:" not in policy
    assert 'src="http' not in answer.content.decode()
    assert '<link href="http' not in answer.content.decode()


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("page", ["change", "history"])
def test_a_number_that_no_row_can_have_is_404(at_admin: Client, page: str, number: str) -> None:
    assert at_admin.get(f"/admin/registry/aimodel/{number}/{page}/").status_code == 404
