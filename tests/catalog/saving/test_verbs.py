"""Saving a view: who may, what is checked, and that nobody writes over what they have not seen."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from catalog.models import Opens, SavedView
from catalog.saving.places import opened_at
from catalog.saving.verbs import NotSaved, NotTheirs, StaleView, Wish, delete_view, save_view
from registry.roles import Role
from tests.factories import make_model

pytestmark = pytest.mark.django_db
WISH = Wish(name="The Llamas", query="m=llama-1&m=llama-2", note="For support", shared=True)


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    make_model("llama-1", name="Llama 1")
    make_model("llama-2", name="Llama 2")


def make(by: User, **fields: object) -> SavedView:
    return save_view(
        None, wish=Wish(**{**{name: getattr(WISH, name) for name in Wish.__slots__}, **fields}), by=by, expected=0, opens=Opens.COMPARISON
    )  # type: ignore[arg-type]


def change(view: SavedView, by: User, *, expected: int = 1, **fields: object) -> SavedView:
    said = {name: getattr(view, name) for name in ("name", "query", "note", "slug", "shared")}
    return save_view(view, wish=Wish(**{**said, **fields}), by=by, expected=expected, opens=Opens.COMPARISON)  # type: ignore[arg-type]


def test_a_view_gets_its_address_from_its_name(viewer: User) -> None:
    assert [make(viewer).slug for _ in range(3)] == ["the-llamas", "the-llamas-2", "the-llamas-3"]
    assert make(viewer, name="Llama 3.1!").slug == "llama-3.1"
    assert make(viewer, name="New").slug == "new-2"


def test_a_chosen_address_must_be_free(viewer: User) -> None:
    make(viewer, slug="line")
    with pytest.raises(NotSaved) as refused:
        make(viewer, slug="line")
    assert list(refused.value.errors) == ["slug"]
    with pytest.raises(NotSaved):
        make(viewer, slug="new")


def test_a_name_without_letters_for_an_address_asks_for_one(viewer: User) -> None:
    with pytest.raises(NotSaved, match="No address can be made from this name"):
        make(viewer, name="—")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("m=llama-1", "at least 2 columns"),
        ("m=llama-1&m=gpt-9", "There is no model or variant 'gpt-9'"),
        ("m=llama-1&m=llama-2&colour=red", "There is no parameter 'colour'"),
        ("", "at least 2 columns"),
    ],
)
def test_what_cannot_be_opened_is_not_saved(viewer: User, query: str, says: str) -> None:
    with pytest.raises(NotSaved, match=says) as refused:
        make(viewer, query=query)
    assert list(refused.value.errors) == ["query"]
    assert not SavedView.objects.exists()


def test_a_whole_address_can_be_pasted_and_names_become_slugs(viewer: User) -> None:
    view = make(viewer, query="https://models.example/compare/?m=Llama+1&m=llama-2&show=llama-1&show=llama-2#top")
    assert view.query == "m=llama-1&m=llama-2"
    assert opened_at(view) == "/compare/?m=llama-1&m=llama-2"


def test_of_two_who_change_at_once_the_second_is_told(viewer: User, editor: User) -> None:
    view = make(viewer)
    assert change(view, editor, note="Theirs").number == 2
    with pytest.raises(StaleView, match="editor changed it") as stale:
        change(view, viewer, note="Mine")
    assert stale.value.current is not None
    assert (stale.value.current.note, stale.value.current.number) == ("Theirs", 2)
    assert SavedView.objects.get().note == "Theirs"


def test_a_view_that_was_deleted_meanwhile_is_not_made_again(viewer: User) -> None:
    view = make(viewer)
    delete_view(view, by=viewer, expected=1)
    with pytest.raises(StaleView, match="Somebody deleted it") as stale:
        change(view, viewer, note="Mine")
    assert stale.value.current is None
    assert not SavedView.objects.exists()


def test_who_changes_a_view(person: Callable[..., User], viewer: User, editor: User) -> None:
    shared, private = make(viewer), make(viewer, shared=False)
    change(shared, viewer, note="By its owner")
    change(shared, editor, expected=2, note="By an editor")
    for refused, who in ((private, editor), (shared, person(Role.VIEWER, username="other")), (shared, person(None, username="none"))):
        with pytest.raises(NotTheirs):
            change(refused, who, expected=refused.number, note="By another")


def test_an_editor_neither_hides_a_shared_view_nor_moves_it(viewer: User, editor: User) -> None:
    changed = change(make(viewer), editor, shared=False, slug="elsewhere", note="Changed")
    assert (changed.shared, changed.slug, changed.note, changed.changed_by) == (True, "the-llamas", "Changed", editor)


def test_who_deletes_a_view(viewer: User, editor: User, administrator: User) -> None:
    with pytest.raises(NotTheirs):
        delete_view(make(viewer), by=editor, expected=1)
    delete_view(SavedView.objects.get(), by=administrator, expected=1)
    assert not SavedView.objects.exists()


def test_nobody_deletes_what_they_have_not_seen(viewer: User) -> None:
    view = make(viewer)
    change(view, viewer, note="Changed")
    with pytest.raises(StaleView):
        delete_view(view, by=viewer, expected=1)
    assert SavedView.objects.exists()


def test_the_note_of_a_view_can_be_mended_when_a_model_has_left_the_catalog(viewer: User) -> None:
    view = make(viewer)
    SavedView.objects.update(query="m=llama-1&m=gone")
    view.refresh_from_db()
    assert change(view, viewer, note="One of these is gone").note == "One of these is gone"
    with pytest.raises(NotSaved):
        change(view, viewer, expected=2, query="m=llama-2&m=gone")


def test_saving_needs_a_role(person: Callable[..., User]) -> None:
    with pytest.raises(NotTheirs):
        make(person(None))
