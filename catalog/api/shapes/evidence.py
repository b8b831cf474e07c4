"""Where facts were read, and how sure we are of them."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from registry.documents.evidence import SourceKind
from registry.documents.fields import Verification

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
PartialDate = Annotated[
    str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2024-07-23, 2024-07 or 2024: as exact as it is known.")
]


class SourceRef(TypedDict):
    """A source, named so that it can be found again."""

    key: Annotated[str, Field(description="Names the source within its page.")]
    kind: SourceKind
    label: str
    url: Annotated[Url | None, Field(description="null where readers cannot open it, as with an archived copy.")]
    read_on: Day | None


class SourceRecord(SourceRef):
    """A source in a page's list, with all that identifies it."""

    title: str | None
    repo: str | None
    path: str | None
    commit: str | None
    package: str | None
    homepage: str | None
    archive_id: str | None
    keys: list[str]
    upstream: list[str]
    note: str | None


class EvidenceRecord(TypedDict):
    """One fact: its verification mark and the sources it was read in."""

    fact: Annotated[str, Field(description='The field it is about; "record" is the whole.')]
    verification: Annotated[Verification | None, Field(description="recalled means unconfirmed.")]
    sources: Annotated[list[str], Field(description="Keys of the page's sources.")]
    checked_on: Day | None
    checked_by: str | None
    note: str | None


class ContestedValueRecord(TypedDict):
    """What one source says."""

    value: str | int | float | bool
    source: SourceRef | None


class ContradictionRecord(TypedDict):
    """A fact on which sources disagree. Every value is given, none is chosen."""

    fact: str
    note: str | None
    values: list[ContestedValueRecord]


class Marks(TypedDict):
    """How many facts carry each verification mark."""

    verified: int
    verified_secondary: int
    recalled: int
