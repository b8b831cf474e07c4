"""The document of a license: what identifies it, and what it says as typed terms."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, field_validator, model_serializer, model_validator

from registry.documents.fields import Line, Mistakes, Part, PartialDate, ReferenceKey, Slug, Text, Verification, each_once, repeated
from registry.documents.page import PageDocument
from registry.licensing.terms import InvalidTerm, Term, parse_term

Category = Literal[
    "permissive", "permissive_with_scale_attribution", "copyleft", "rail", "use_restricted", "use_restricted_flow_down",
    "community_with_thresholds", "hosting_restricted", "registration_required", "noncommercial", "research_only", "none",
]  # fmt: skip


def in_order(value: Any) -> Any:
    """Sort the keys of nested objects: databases do not keep their order, files must not change with it."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value


class TermDocument(Part):
    """One clause as a typed term. Fields beyond these depend on the type; registry.licensing.terms checks them."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True, frozen=True)

    id: Line
    type: Line
    effect: Line
    section: Line
    paraphrase: Text
    verification: Verification
    sources: list[ReferenceKey] = []

    @field_validator("sources")
    @classmethod
    def _in_order(cls, sources: list[str]) -> list[str]:
        return sorted(each_once(sources))

    @model_validator(mode="after")
    def _means_something(self) -> "TermDocument":
        try:
            self.as_term()
        except InvalidTerm as error:
            raise Mistakes(*((f"/{field.replace('.', '/')}" if field else "", message) for field, message in error.errors)) from None
        return self

    def as_term(self) -> Term:
        """Return the term as the licensing core understands it; raise InvalidTerm where it does not."""
        data = self.model_dump()
        data.pop("sources")
        return parse_term(data)

    @model_serializer(mode="wrap")
    def _one_order_of_keys(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data = handler(self)
        own = {key: data[key] for key in type(self).model_fields if key in data}
        return own | {key: in_order(value) for key, value in sorted(data.items()) if key not in own}

    @property
    def parameters(self) -> dict[str, Any]:
        """The fields that belong to the term's type."""
        return dict(self.model_extra or {})


class LicenseVersion(Part):
    """An issue of the same license text, with what changed."""

    version: Line
    verification: Verification
    change: Text = ""


class LicenseDocument(PageDocument):
    """A license: identity, history and typed terms."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "name", "version", "spdx_id", "scancode_key", "hub_ids", "licensor", "effective_date", "osi_approved", "category", "applies_to",
        "predecessor", "summary",
    )  # fmt: skip

    kind: Literal["license"] = "license"
    version: Line = ""
    spdx_id: Line = ""
    license_ref: Line = Field(default="", pattern=r"^(LicenseRef-[A-Za-z0-9.-]+)?$")
    scancode_key: Line = ""
    scancode_category: Line = ""
    hub_ids: list[Line] = []
    licensor: Line = ""
    licensors: list[Slug] = []
    effective_date: PartialDate | None = None
    osi_approved: bool | None = None
    category: Category
    applies_to: list[Line] = []
    predecessor: Slug | None = None
    versions: list[LicenseVersion] = []
    terms: list[TermDocument] = []

    @field_validator("licensors")
    @classmethod
    def _in_order(cls, licensors: list[str]) -> list[str]:
        return sorted(set(licensors))

    @model_validator(mode="after")
    def _is_one_license(self) -> "LicenseDocument":
        mistakes = []
        if bool(self.spdx_id) == bool(self.license_ref):
            mistakes.append(("/spdx_id", "give either spdx_id, when the license is on the SPDX list, or license_ref (LicenseRef-...)"))
        if self.predecessor == self.slug:
            mistakes.append(("/predecessor", "a license cannot be its own predecessor"))
        if (at := repeated([term.id for term in self.terms])) is not None:
            mistakes.append((f"/terms/{at}/id", f"two terms have the id '{self.terms[at].id}': give each its own"))
        if mistakes:
            raise Mistakes(*mistakes)
        return self

    def references(self) -> Iterator[tuple[str, str, str]]:
        for index, slug in enumerate(self.licensors):
            yield f"/licensors/{index}", "organization", slug
        if self.predecessor:
            yield "/predecessor", "license", self.predecessor

    def facts(self) -> Iterator[str]:
        yield from super().facts()
        for term in self.terms:
            yield f"terms/{term.id}"

    def citations(self) -> Iterator[tuple[str, str]]:
        yield from super().citations()
        for place, term in enumerate(self.terms):
            for index, key in enumerate(term.sources):
                yield f"/terms/{place}/sources/{index}", key
