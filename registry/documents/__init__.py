"""A page as ONE typed document: parse it here, whatever it came from, and get the same form back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from registry.documents.fields import FORMS, Mistakes, pointer_part
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.documents.organizations import ArticleDocument, FamilyDocument, OrganizationDocument
from registry.documents.page import PageDocument

DOCUMENTS: dict[str, type[PageDocument]] = {
    "organization": OrganizationDocument,
    "family": FamilyDocument,
    "license": LicenseDocument,
    "model": ModelDocument,
    "article": ArticleDocument,
}
FOLDERS = {"organization": "organizations", "family": "families", "license": "licenses", "model": "models", "article": "articles"}
ADVICE = {
    "extra_forbidden": "there is no such field: check its spelling",
    "missing": "this field is missing: it must be given",
    "string_type": "this must be text: put it in quotes if it looks like a number, and leave the field out if nothing is known",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a document: a JSON pointer to the field, a stable code, and what to do."""

    pointer: str
    code: str
    detail: str


class InvalidDocument(ValueError):  # noqa: N818
    """A document that cannot be a page; `problems` names each mistake, `document` is the one, where it could be read at all."""

    def __init__(self, problems: list[Problem], *, document: PageDocument | None = None) -> None:
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in problems))
        self.problems = problems
        self.document = document


def parse_document(data: Mapping[str, Any], *, today: date | None = None) -> PageDocument:
    """Turn plain data with a `kind` into a typed document; raise InvalidDocument naming every mistake.

    With `today`, a release date in the future is refused unless the status says it is only announced.
    """
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in DOCUMENTS:
        raise InvalidDocument([Problem("/kind", "unknown_kind", f"'{kind}' is not a kind of page: use one of {', '.join(DOCUMENTS)}")])
    try:
        return DOCUMENTS[kind].model_validate(dict(data), context={"today": today})
    except ValidationError as error:
        raise InvalidDocument([problem for item in error.errors() for problem in _problems(item)]) from None


def in_order(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored document with its names in the canonical order, which not every database keeps. What it says stays as it is."""
    try:
        ordered = parse_document(data).as_data()
    except InvalidDocument:
        return dict(data)
    return ordered if ordered == data else dict(data)


def _problems(item: Any) -> Iterator[Problem]:
    pointer = "".join(f"/{pointer_part(part)}" for part in item["loc"])
    cause = item.get("ctx", {}).get("error")
    if isinstance(cause, Mistakes):
        for below, detail in cause.mistakes:
            yield Problem(pointer + below, "invalid", detail)
        return
    detail = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "string_pattern_mismatch":
        detail = FORMS.get(item["ctx"]["pattern"], detail)
    detail = ADVICE.get(item["type"], detail)
    yield Problem(pointer, "invalid" if item["type"] == "value_error" else str(item["type"]), detail)
