"""What a request body says, read strictly: every name known, every text storable, each mistake told with a pointer to its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from catalog.filters import InvalidQuery, read_query
from registry.documents.fields import pointer_part
from registry.models import UseProfile
from registry.roles import Role, has_role

Error = tuple[str, str, str]
MOST_ERRORS = 50
DEEPEST = 100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class InvalidBody(ValueError):  # noqa: N818 - reads as what it is
    """A body that cannot be used; `errors` are (JSON pointer into the body, stable code, what to do)."""

    def __init__(self, errors: Iterable[Error], *, status: int = 400) -> None:
        self.errors = list(errors)[:MOST_ERRORS]
        self.status = status
        super().__init__("; ".join(f"{pointer or '/'}: {detail}" for pointer, _, detail in self.errors))


class Body:
    """The names of a JSON object. Reading a value that is not fine notes the mistake and goes on; `finish` raises them all."""

    def __init__(self, request: Request, *, allowed: tuple[str, ...]) -> None:
        data = request.data
        if not isinstance(data, Mapping):
            raise InvalidBody([("", "invalid_type", f"the body is an object with {', '.join(allowed)}")])
        self.errors: list[Error] = list(_unstorable(data))
        self.given: dict[str, Any] = {}
        for name, value in data.items():
            if name in allowed:
                self.given[name] = value
            else:
                self.refuse(f"/{pointer_part(name)}", "unknown_field", f"is not known; allowed: {', '.join(allowed)}")

    def refuse(self, pointer: str, code: str, detail: str) -> None:
        """Note a mistake."""
        self.errors.append((pointer, code, detail))

    def finish(self) -> None:
        """Raise InvalidBody if there was a mistake."""
        if self.errors:
            raise InvalidBody(self.errors)

    def text(self, name: str, *, longest: int, required: bool = False) -> str:
        """Return a trimmed text; empty when it is not given and need not be."""
        value = self.given.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            self.refuse(f"/{name}", "required" if value is None else "invalid_type", "must be a text")
        elif len(value) > longest:
            self.refuse(f"/{name}", "too_long", f"must not be longer than {longest} characters")
        elif required and not value.strip():
            self.refuse(f"/{name}", "required", "must not be empty")
        else:
            return value.strip()
        return ""

    def day(self, name: str) -> date | None:
        """Return a day of the calendar; None for null and for what is left out."""
        value = self.given.get(name)
        if value is None:
            return None
        try:
            if not isinstance(value, str) or not _DAY.fullmatch(value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.refuse(f"/{name}", "invalid_date", "must be a day in the form YYYY-MM-DD, as in 2024-01-15, or null for today")
            return None

    def flag(self, name: str) -> bool:
        """Return true or false; false when left out."""
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            self.refuse(f"/{name}", "invalid_type", "must be true or false")
            return False
        return value

    def profile(self, request: Request) -> UseProfile | None:
        """Return the use profile that is named by slug; who may not see profiles is refused at once."""
        slug = self.given.get("profile")
        if slug is None:
            return None
        require_reader(request)
        if not isinstance(slug, str):
            self.refuse("/profile", "invalid_type", "must be the slug of a use profile")
            return None
        found = UseProfile.objects.filter(slug=slug).first() if slug.isprintable() else None
        if found is None:
            self.refuse("/profile", "not_found", "there is no such use profile; they are listed at /api/v1/use-profiles/")
        return found


def require_reader(request: Request) -> None:
    """Refuse whom the organization's own figures are not for: anonymous callers with 401, people without a role with 403."""
    if not request.user.is_authenticated:
        raise NotAuthenticated("Use profiles hold the organization's own figures: sign in, or send a token.")
    if not has_role(request.user, Role.VIEWER):
        raise PermissionDenied("Use profiles hold the organization's own figures: your account needs a role.")


def require_role(request: Request, role: Role) -> None:
    """Refuse who does not have the role."""
    if not has_role(request.user, role):
        raise PermissionDenied(f"This needs the role {role.value}.")


def require_no_query(request: Request, *, known: tuple[str, ...] = ("format",)) -> None:
    """Refuse query parameters that this address does not take."""
    _, mistakes = read_query(request.GET, known=known)
    if mistakes:
        raise InvalidQuery(mistakes)


def address(request: Request, path: str) -> str:
    """Return the full address of a path on the host as the caller sees it."""
    return f"{request.scheme}://{request.get_host()}{path}"


def _unstorable(value: Any, at: str = "", depth: int = 0) -> Iterator[Error]:
    """Yield each text, name or number that no database or answer could hold: a NUL, half of a surrogate pair, a number without end."""
    if depth > DEEPEST:
        raise InvalidBody([(at, "too_deep", f"is nested more than {DEEPEST} levels deep")])
    match value:
        case str():
            if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in value):
                yield at, "invalid_text", "holds a NUL character or half of a surrogate pair: remove it"
        case float():
            if value in (float("inf"), float("-inf")):
                yield at, "not_finite", "must be a finite number"
        case Mapping():
            for name, below in value.items():
                place = f"{at}/{pointer_part(name)}"
                yield from _unstorable(name, place, depth)
                yield from _unstorable(below, place, depth + 1)
        case list():
            for index, below in enumerate(value):
                yield from _unstorable(below, f"{at}/{index}", depth + 1)
