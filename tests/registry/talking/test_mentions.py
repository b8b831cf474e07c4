"""Who is meant by @: active people with a role, never a mail address, never the author."""

import pytest
from django.contrib.auth.models import User

from registry.models import Mention, Page
from registry.roles import Role
from registry.talking import NotPosted, say, withdraw
from registry.talking.texts import names_in
from tests.factories import make_article


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@anna", {"anna"}),
        ("Ask @anna.", {"anna.", "anna"}),
        ("(@anna-maria, @ben!)", {"anna-maria", "ben"}),
        ("anna@example.org and @bob@example.org and @bob.smith@example.org", set()),
        ("https://example.org/@anna", set()),
        ("`@anna` and ```\n@ben\n``` and ``a ` @carl``", set()),
        ("```\n@ben\n```\n@anna", {"anna"}),
        ("@@anna @ anna", set()),
        ("@Ünal", {"Ünal"}),
    ],
)
def test_a_name_after_at_is_found(text: str, names: set[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("text", ["`" * 5000, "`a" * 2500, "@a.b" * 1250, "@" * 5000, "```\n" * 1250, "@" + "a." * 2500])
def test_a_text_made_to_keep_the_search_busy_is_searched_at_once(text: str) -> None:
    assert len(names_in(text)) <= 2


@pytest.fixture
def llama(db: None) -> Page:
    return make_article()


def test_real_people_with_a_role_are_mentioned_once_each(llama: Page, editor: User, person) -> None:
    anna = person(Role.VIEWER, username="anna")
    person(None, username="guest")
    gone = person(Role.EDITOR, username="gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    root = User.objects.create_superuser("root")
    comment = say(page=llama, by=editor, body="@anna @anna. @guest @gone @nobody @editor @root: look")
    assert list(comment.mentions.order_by("person__username").values_list("person", flat=True)) == [anna.pk, root.pk]


def test_a_mention_waits_until_it_is_seen_or_withdrawn(llama: Page, editor: User, viewer: User) -> None:
    comment = say(page=llama, by=editor, body="@viewer")
    assert [mention.comment for mention in Mention.objects.unseen(viewer)] == [comment]
    withdraw(comment, by=editor, now=comment.created_at)
    assert not Mention.objects.unseen(viewer).exists()


def test_more_than_twenty_names_are_refused(llama: Page, editor: User, person) -> None:
    names = [f"person-{index}" for index in range(21)]
    for name in names:
        person(Role.VIEWER, username=name)
    with pytest.raises(NotPosted, match="at most 20 people"):
        say(page=llama, by=editor, body=" ".join(f"@{name}" for name in names))
    assert say(page=llama, by=editor, body=" ".join(f"@{name}" for name in names[:20])).mentions.count() == 20
