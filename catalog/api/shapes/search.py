"""What a search result looks like."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import Url
from catalog.api.shapes.pages import Slug

EntryKind = Literal["model", "variant", "license", "organization", "family", "article"]


class Suggestion(TypedDict):
    """A page or variant whose name is near to what was searched for."""

    kind: EntryKind
    slug: Slug
    name: str
    page: Annotated[Slug | None, Field(description="The slug of the model, of a variant alone.")]
    url: Annotated[Url, Field(description="The record in this API.")]
    html_url: Annotated[Url, Field(description="The page for people, at the variant's place on it.")]


class SearchResult(Suggestion):
    """A page or variant that has all the words."""

    rank: Annotated[int, Field(description="Its place, from 1.")]
    match: Annotated[
        Literal["name", "other_name", "name_begins", "words_in_name", "words_in_names", "text"],
        Field(description="What has the words: the whole name first, the text last."),
    ]
    excerpt: Annotated[str | None, Field(description="Where the words stand, or what it is, as plain text.")]


class SearchAnswer(TypedDict):
    """What was found, best first."""

    results: list[SearchResult]
    count: Annotated[int, Field(description="How many have all the words; at most 1,000.")]
    capped: Annotated[bool, Field(description="There are more than were looked at.")]
    kinds: Annotated[dict[str, int], Field(description="How many there are of each kind, whatever `kind` leaves out.")]
    suggestions: Annotated[list[Suggestion], Field(description="The nearest names, where nothing has all the words.")]
