"""Where a fact was read and how sure we are, as a page document writes it."""

from typing import Literal

from pydantic import field_validator, model_validator

from registry.documents.fields import Day, Line, Name, Part, ReferenceKey, Text, Url, Verification, each_once

SourceKind = Literal[
    "repository_file", "repository_commit", "pull_request", "release_notes", "scancode_licensedb_copy", "web_page",
    "stored_web_page", "stored_web_page_excerpt", "stored_public_file", "stored_discussion", "package_data", "public_dataset",
    "vendor_documentation", "vendor_page", "vendor_blog", "vendor_changelog", "registry_record", "policy", "memory",
]  # fmt: skip

NEEDS = {
    "stored_public_file": ("archive_id",),
    "scancode_licensedb_copy": ("package", "path"),
    "package_data": ("package",),
    "public_dataset": ("package",),
    "memory": (),
    "policy": (),
    "registry_record": (),
}


class Source(Part):
    """One entry of a page's list of sources: a document that someone can find again, and what it was read for."""

    kind: SourceKind
    title: Line = ""
    url: Url | None = None
    repo: Line = ""
    path: Line = ""
    commit: Line = ""
    package: Line = ""
    homepage: Line = ""
    archive_id: Line = ""
    keys: list[Line] = []
    upstream: list[Url] = []
    read_on: Day | None = None
    note: Text = ""

    @model_validator(mode="after")
    def _can_be_found_again(self) -> "Source":
        needed = NEEDS.get(self.kind)
        if needed is None:
            if self.url is None and not (self.repo and self.path):
                raise ValueError(f"a source of kind {self.kind} needs its url")
        else:
            missing = [name for name in needed if not getattr(self, name)]
            if missing:
                raise ValueError(f"a source of kind {self.kind} needs {' and '.join(missing)}")
        if self.kind == "stored_public_file" and self.url:
            raise ValueError("an archived copy has an archive_id, not a url: readers cannot open it")
        return self


class Evidence(Part):
    """How sure we are of one fact, and the keys of the sources it was read in."""

    verification: Verification | None = None
    sources: list[ReferenceKey] = []
    checked_on: Day | None = None
    checked_by: Name | None = None
    note: Text = ""

    @field_validator("sources")
    @classmethod
    def _in_order(cls, sources: list[str]) -> list[str]:
        return sorted(each_once(sources))


class ContestedValue(Part):
    """What one source says where sources disagree."""

    value: str | int | float | bool
    source: ReferenceKey | None = None


class Contradiction(Part):
    """Sources that disagree on one fact: every value is shown, none is chosen silently."""

    fact: Line
    note: Text = ""
    values: list[ContestedValue]

    @model_validator(mode="after")
    def _two_or_more(self) -> "Contradiction":
        if len(self.values) < 2:
            raise ValueError("a contradiction needs at least two values")
        return self
