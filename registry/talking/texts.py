"""The text of a comment or a note, checked, and the people whom it names."""

import re

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from registry.roles import Role

LONGEST_TEXT = 5_000
MOST_MENTIONS = 20

# A name after @ at the start of a word, so that a mail address names nobody. Code may be full of @: what stands in backticks is left out.
_MENTION = re.compile(r"(?<![\w@.+/-])@(\w[\w.+-]{0,149})(?![\w.+-]*@)(?!\w)")
_CODE = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1|\Z)|(`+).+?\2", re.DOTALL | re.MULTILINE)


class NotPosted(ValueError):  # noqa: N818
    """A comment or a note that was refused; `field` is what is wrong with it and the message says what to do."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


def checked_text(body: str) -> str:
    """Return the text with plain line ends and nothing around it; NotPosted where it is empty, too long or holds what no text may."""
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise NotPosted("body", "Write something first.")
    if len(text) > LONGEST_TEXT:
        raise NotPosted("body", f"A text has at most {LONGEST_TEXT:,} characters; this one has {len(text):,}. Shorten it.")
    if "\x00" in text:
        raise NotPosted("body", "The text holds a character that cannot be stored (NUL): remove it.")
    return text


def names_in(text: str) -> set[str]:
    """Return what stands after @ in a text, as typed and without the full stops and hyphens that may end a sentence."""
    typed = {match.group(1) for match in _MENTION.finditer(_CODE.sub(" ", text))}
    return typed | {name.rstrip(".+-") for name in typed}


def mentioned_people(text: str, *, but: User) -> list[User]:
    """Return the active people with a role whom a text names with @, in the order of their names, without `but`.

    Raises NotPosted where it names more than twenty.
    """
    names = names_in(text)
    if not names:
        return []
    found = list(people_with_a_role().filter(username__in=names).exclude(pk=but.pk).order_by("username")[: MOST_MENTIONS + 1])
    if len(found) > MOST_MENTIONS:
        raise NotPosted("body", f"Name at most {MOST_MENTIONS} people with @ in one comment.")
    return found


def people_with_a_role() -> QuerySet[User]:
    """Return the people who may sign in and read."""
    return User.objects.filter(Q(is_superuser=True) | Q(groups__name__in=[role.value for role in Role]), is_active=True).distinct()
