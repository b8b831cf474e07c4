"""The groups exist after every migration and hold exactly what their role may do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.management import call_command

from registry.roles import KEPT_BY_THE_PRODUCT, PAGES, Role, actions_on, has_role, roles_of


def permissions_of(role: Role) -> set[str]:
    group = Group.objects.get(name=role.value)
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in group.permissions.select_related("content_type")}


def test_the_four_groups_exist(db: None):
    assert set(Group.objects.values_list("name", flat=True)) == {"viewer", "editor", "reviewer", "administrator"}


def test_a_viewer_may_only_look(db: None):
    codenames = permissions_of(Role.VIEWER)
    assert "registry.view_aimodel" in codenames
    assert all(".view_" in codename for codename in codenames)


def test_an_editor_changes_pages_and_does_not_delete_them(db: None):
    codenames = permissions_of(Role.EDITOR)
    assert {"registry.add_aimodel", "registry.change_aimodel", "registry.change_license"} <= codenames
    assert "registry.delete_aimodel" not in codenames
    assert "registry.delete_modelvariant" in codenames


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_or_deletes_the_history(db: None, role: Role):
    assert {codename for codename in permissions_of(role) if codename.endswith("_revision")} == {"registry.view_revision"}


def test_people_and_tokens_are_for_administrators_alone(db: None):
    outside = {codename for codename in permissions_of(Role.REVIEWER) if not codename.startswith("registry.")}
    assert outside == set()
    assert {"auth.change_user", "catalog.delete_apitoken", "axes.delete_accessattempt"} <= permissions_of(Role.ADMINISTRATOR)
    assert "auth.delete_user" not in permissions_of(Role.ADMINISTRATOR)


def test_migrating_again_changes_nothing_and_takes_back_what_was_added_by_hand(db: None):
    before = {role: permissions_of(role) for role in Role}
    group = Group.objects.get(name="viewer")
    group.permissions.add(*Group.objects.get(name="editor").permissions.all())
    call_command("migrate", verbosity=0)
    assert {role: permissions_of(role) for role in Role} == before


def test_each_role_includes_those_before_it(person):
    held = roles_of(person(Role.REVIEWER))
    assert held == {Role.VIEWER, Role.EDITOR, Role.REVIEWER}


def test_nobody_and_the_disabled_have_no_role(db: None, editor: User):
    assert roles_of(AnonymousUser()) == frozenset()
    editor.is_active = False
    assert roles_of(editor) == frozenset()
    assert not has_role(editor, Role.VIEWER)


def test_a_superuser_is_an_administrator(db: None):
    assert has_role(User.objects.create_superuser("root"), Role.ADMINISTRATOR)


def test_the_tables_named_in_the_rules_exist():
    names = {model._meta.model_name for model in apps.get_app_config("registry").get_models()}
    assert names >= KEPT_BY_THE_PRODUCT
    assert names >= PAGES


def test_reviewers_may_do_with_a_table_what_editors_may():
    for model in apps.get_app_config("registry").get_models():
        assert actions_on(model, Role.REVIEWER) == actions_on(model, Role.EDITOR)
