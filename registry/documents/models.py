"""The document of a model: one release with its variants and offers."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import ValidationInfo, field_validator, model_validator

from registry.documents.dates import first_day
from registry.documents.fields import Mistakes, PartialDate, Slug, Status, each_once, repeated
from registry.documents.offers import OfferDocument
from registry.documents.page import WHOLE, PageDocument
from registry.documents.variants import VariantDocument


class ModelDocument(PageDocument):
    """A release (Llama 2) with the artifacts that were published (7B, 13B, 70B) and who offers them."""

    FACTS: ClassVar[tuple[str, ...]] = ("name", "family", "developers", "status", "release_date", "summary")

    kind: Literal["model"] = "model"
    family: Slug
    developers: list[Slug]
    status: Status = "released"
    release_date: PartialDate | None = None
    variants: list[VariantDocument] = []
    offers: list[OfferDocument] = []

    @field_validator("developers")
    @classmethod
    def _each_once(cls, developers: list[str]) -> list[str]:
        if not developers:
            raise ValueError("name at least one developer")
        return each_once(developers)

    @model_validator(mode="after")
    def _slugs_are_unique(self) -> "ModelDocument":
        mistakes = []
        for name, items in (("variants", self.variants), ("offers", self.offers)):
            slugs = [item.slug for item in items]
            if (at := repeated(slugs)) is not None:
                mistakes.append((f"/{name}/{at}/slug", f"the slug '{slugs[at]}' is used twice on this page"))
        known = [variant.slug for variant in self.variants]
        for place, offer in enumerate(self.offers):
            for index, slug in enumerate(offer.variants):
                if slug not in known:
                    mistakes.append((f"/offers/{place}/variants/{index}", f"'{slug}' is not a variant of {self.slug} ({', '.join(known)})"))
        if mistakes:
            raise Mistakes(*mistakes)
        return self

    @model_validator(mode="after")
    def _is_not_released_in_the_future(self, info: ValidationInfo) -> "ModelDocument":
        today: date | None = (info.context or {}).get("today")
        if today is None:
            return self
        dated: tuple[tuple[str, ModelDocument | VariantDocument], ...] = (
            ("", self),
            *((f"/variants/{index}", variant) for index, variant in enumerate(self.variants)),
        )
        mistakes = [
            (
                f"{pointer}/release_date",
                f"Release date {thing.release_date} lies in the future: is it announced only? Set status to announced",
            )
            for pointer, thing in dated
            if thing.release_date and thing.status != "announced" and first_day(thing.release_date) > today
        ]
        if mistakes:
            raise Mistakes(*mistakes)
        return self

    def references(self) -> Iterator[tuple[str, str, str]]:
        yield "/family", "family", self.family
        for index, slug in enumerate(self.developers):
            yield f"/developers/{index}", "organization", slug
        for place, variant in enumerate(self.variants):
            for pointer, kind, slug in variant.references():
                yield f"/variants/{place}{pointer}", kind, slug
        for place, offer in enumerate(self.offers):
            yield f"/offers/{place}/partner", "organization", offer.partner

    def as_data(self) -> dict[str, Any]:
        data = super().as_data()
        if "offers" in data:
            data["offers"].sort(key=lambda offer: offer["slug"])
        return data

    def facts(self) -> Iterator[str]:
        yield from super().facts()
        for variant in self.variants:
            for fact in (WHOLE, *VariantDocument.FACTS):
                yield f"variants/{variant.slug}/{fact}"
        for offer in self.offers:
            for fact in (WHOLE, *OfferDocument.FACTS):
                yield f"offers/{offer.slug}/{fact}"

    def citations(self) -> Iterator[tuple[str, str]]:
        yield from super().citations()
        for index, variant in enumerate(self.variants):
            for pointer, key in variant.citations():
                yield f"/variants/{index}{pointer}", key
        for index, offer in enumerate(self.offers):
            for pointer, key in offer.citations():
                yield f"/offers/{index}{pointer}", key
