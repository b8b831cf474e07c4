"""What recent changes look like in an answer."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.decisions import FactChangeRecord
from catalog.api.shapes.evidence import Moment, Url

Kinds = Literal["model", "family", "license", "organization", "article"]
Origins = Literal["admin", "site", "api", "files", "import"]


class ChangedPage(TypedDict):
    """The page that was changed, as it is called today."""

    kind: Kinds
    slug: str
    name: str
    url: Annotated[Url, Field(description="The page on the site, withdrawn pages too.")]


class ChangeRecord(TypedDict):
    """One revision of a page."""

    id: Annotated[int, Field(description="Grows with each change: nothing is ever put in below an id that was seen.")]
    url: Url
    page: ChangedPage
    number: Annotated[int, Field(description="The revision's number on its page; the first is 1.")]
    created_at: Moment
    by: Annotated[str, Field(description="Who made it, as recorded then.")]
    origin: Origins
    reason: str
    changes: NotRequired[Annotated[list[FactChangeRecord], Field(description="Fact by fact; there with expand=changes.")]]


class ChangeDetail(ChangeRecord):
    """One revision with what it changed."""

    changes: list[FactChangeRecord]  # type: ignore[misc]


class ChangeList(TypedDict):
    """Changes, newest first unless asked otherwise."""

    results: list[ChangeRecord]
    next: Annotated[Url | None, Field(description="The next page.")]
    previous: Annotated[Url | None, Field(description="The page before; with `after` there is none.")]
    count: NotRequired[Annotated[int, Field(description="How many there are in all.")]]
