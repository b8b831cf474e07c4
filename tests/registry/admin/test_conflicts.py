"""Two people edit one page: the second sees what changed, keeps the text, and both keep what they did."""

import pytest
from django.test import Client

from registry.editing.conflicts import merged, readable
from registry.models import AIModel, Page, Revision
from tests.factories import WEB_PAGE, make_model, model_document, save, variant_document
from tests.registry.admin.page_forms import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def model() -> AIModel:
    return make_model("llama-2", summary="First words.", sources={"card": WEB_PAGE}, release_date="2023-07-18")


def url_of(model: AIModel) -> str:
    return f"/admin/registry/aimodel/{model.pk}/change/"


def test_the_second_of_two_editors_sees_what_changed_and_keeps_the_text(at_admin: Client, at_admin_too: Client, model: AIModel) -> None:
    url = url_of(model)
    first, second = opened(at_admin, url), opened(at_admin_too, url)
    assert at_admin.post(url, {**first, "summary": "Alice's words.", "reason": "Clearer"}).status_code == 302
    answer = at_admin_too.post(url, {**second, "summary": "Bob's words.", "status": "deprecated", "reason": "End of life"})
    assert answer.status_code == 200
    conflict = answer.context["refusal"].conflict
    assert [(revision.number, revision.by_name, revision.reason) for revision in conflict.revisions] == [(2, "alice", "Clearer")]
    assert [(fact.change.path, fact.change.before, fact.change.after, fact.yours, fact.both) for fact in conflict.facts] == [
        ("summary", "First words.", "Alice's words.", "Bob's words.", True)
    ]
    page = answer.content.decode()
    assert "This page changed while you were editing it" in page
    assert "Bob&#x27;s words.</textarea>" in page
    assert Page.objects.get(pk=model.pk).number == 2


def test_what_the_second_did_not_touch_stays_as_the_first_left_it(at_admin: Client, at_admin_too: Client, model: AIModel) -> None:
    url = url_of(model)
    first, second = opened(at_admin, url), opened(at_admin_too, url)
    at_admin.post(url, {**first, "summary": "Alice's words.", "variants-0-params_total": "7B", "reason": "Clearer"})
    typed = {**second, "status": "deprecated", "variants-0-context_tokens": "4096", "reason": "End of life"}
    answer = at_admin_too.post(url, typed)
    agreed = {**typed, "agreed_revision": str(answer.context["refusal"].conflict.current)}
    assert at_admin_too.post(url, agreed).status_code == 302
    document = Revision.objects.get(page_id=model.pk, number=3).document
    assert (document["summary"], document["status"]) == ("Alice's words.", "deprecated")
    assert (document["variants"][0]["params_total"], document["variants"][0]["context_tokens"]) == (7_000_000_000, 4096)


def test_agreeing_to_one_change_is_no_leave_for_the_next(at_admin: Client, at_admin_too: Client, model: AIModel) -> None:
    url = url_of(model)
    typed = {**opened(at_admin_too, url), "status": "deprecated", "reason": "End of life", "agreed_revision": "2"}
    for words in ("Once.", "Twice."):
        at_admin.post(url, {**opened(at_admin, url), "summary": words, "reason": "Clearer"})
    answer = at_admin_too.post(url, typed)
    assert answer.context["refusal"].conflict.current == 3
    assert AIModel.objects.get(pk=model.pk).status == "released"


def test_a_page_rewritten_by_an_import_while_a_form_was_open_is_no_error(at_admin: Client, model: AIModel) -> None:
    url = url_of(model)
    typed = {**opened(at_admin, url), "status": "deprecated", "reason": "End of life"}
    renamed = variant_document("llama-2-13b")
    save(model_document("llama-2", variants=[renamed], release_date="2023-07", sources={"other": WEB_PAGE}), origin="import", by_name="hub")
    answer = at_admin.post(url, typed)
    assert answer.status_code == 200
    assert at_admin.post(url, {**typed, "agreed_revision": "2"}).status_code == 302
    document = Revision.objects.get(page_id=model.pk, number=3).document
    assert [variant["slug"] for variant in document["variants"]] == ["llama-2-13b"]
    assert (document["status"], document["release_date"], list(document["sources"])) == ("deprecated", "2023-07", ["other"])


@pytest.mark.parametrize("expected", ["", "-1", "99", "1 OR 1=1"])
def test_a_form_that_does_not_say_truly_what_it_was_opened_at_is_not_saved(at_admin: Client, model: AIModel, expected: str) -> None:
    url = url_of(model)
    answer = at_admin.post(url, {**opened(at_admin, url), "summary": "New", "reason": "Try", "expected": expected})
    assert answer.status_code == 200
    assert Page.objects.get(pk=model.pk).number == 1


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 2}),
        ({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 2}, {"b": 2}),
        ({"a": 1}, {"a": 1}, {}, {}),
        ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"l": [{"slug": "x", "n": 1}]}, {"l": [{"slug": "x", "n": 2}]}, {"l": [{"slug": "x", "n": 1}, {"slug": "y"}]},
         {"l": [{"slug": "x", "n": 2}, {"slug": "y"}]}),
        ({"l": ["a"]}, {"l": ["a", "b"]}, {"l": ["c"]}, {"l": ["a", "b"]}),
    ],
)  # fmt: skip
def test_both_sides_of_an_edit_are_kept_and_mine_wins_where_both_changed_one_fact(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object], result: dict[str, object]
) -> None:
    assert merged(base, mine, theirs) == result


def test_values_are_shown_as_people_read_them() -> None:
    value = {"slug": "x", "open_weights": True, "aliases": ["one", "two"], "gated": None, "score": "1.5"}
    assert readable(value) == "slug: x\nopen_weights: yes\naliases: one\ntwo\ngated: unknown\nscore: 1.5"
