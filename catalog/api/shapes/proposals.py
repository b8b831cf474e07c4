"""What proposals look like in an answer, and what settling one takes."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import Moment, Url
from catalog.api.verdicts.requests import Schema, closed

PageKind = Literal["model", "family", "license", "organization", "article"]
State = Literal["open", "published", "declined", "withdrawn"]


class FactChanged(TypedDict):
    """One fact that differs; null where it is absent."""

    path: Annotated[str, Field(description="Such as variants/llama-2-7b/license.")]
    before: Any
    after: Any


class FactOfOthers(FactChanged):
    """A fact that others changed since the proposal was made."""

    both: Annotated[bool, Field(description="The proposal changes the same to something else: publishing needs agreed_revision.")]
    proposed: Annotated[Any, Field(description="What the proposal says in its place, where both changed it; null: removed.")]


class ProposedPage(TypedDict):
    """The page that a proposal is about. `url` is null for a page that is not there yet."""

    kind: PageKind
    slug: str
    name: str
    url: Annotated[Url | None, Field(description="Its document.")]


class ProposalRecord(TypedDict):
    """A change that waits for a reviewer, or waited."""

    id: int
    url: Url
    html_url: Annotated[Url, Field(description="The page for people.")]
    state: Annotated[State, Field(description="withdrawn: its author took it back.")]
    page: ProposedPage
    base_revision: Annotated[int, Field(description="The revision its author saw; 0 for a new page.")]
    reason: str
    origin: Literal["admin", "site", "api", "import", "files"]
    by: str
    created_at: Moment
    settled_by: str | None
    settled_at: Moment | None
    settled_reason: str | None
    revision: Annotated[int | None, Field(description="The revision of the page that it became.")]


class ProposalDetail(ProposalRecord):
    """A proposal with its document and what publishing it would change."""

    document: Annotated[dict[str, Any], Field(description="The whole document as proposed.")]
    current_revision: Annotated[int, Field(description="The page's current revision; 0 where there is no page yet.")]
    changes: Annotated[
        list[FactChanged], Field(description="What publishing would change today; once settled, what was proposed against its base.")
    ]
    changed_since: Annotated[list[FactOfOthers], Field(description="What others changed since the base, while it is open.")]
    problems: Annotated[list[str], Field(description="What keeps it from being published as it is.")]


class ProposalList(TypedDict):
    """Proposals, newest first."""

    results: list[ProposalRecord]
    next: Annotated[Url | None, Field(description="The next page.")]
    previous: None
    count: int


_AGREED: Schema = {
    "type": ["integer", "null"], "minimum": 1, "maximum": 2**31 - 1,
    "description": "The page's current revision, as a sign that you saw what others changed since: the proposal wins.",
}  # fmt: skip
_REASON: Schema = {"type": "string", "minLength": 1, "maxLength": 500, "description": "Its author reads it."}
SETTLEMENTS: dict[str, Schema] = {
    "ProposalPublishing": closed({"agreed_revision": _AGREED}),
    "ProposalDeclining": closed({"reason": _REASON}, required=("reason",)),
    "ProposalTakingBack": closed({}),
}
