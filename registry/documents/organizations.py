"""The documents of organizations, families and articles."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import field_validator

from registry.documents.fields import Country, Slug, Text, Url, each_once
from registry.documents.page import PageDocument

Role = Literal["developer", "hosting_partner", "licensor", "hardware_vendor"]


class OrganizationDocument(PageDocument):
    """A company, laboratory or foundation in each of its roles: Microsoft develops, hosts and licenses."""

    FACTS: ClassVar[tuple[str, ...]] = ("name", "roles", "country", "website", "summary")

    kind: Literal["organization"] = "organization"
    roles: list[Role] = []
    country: Country | None = None
    website: Url | None = None

    @field_validator("roles")
    @classmethod
    def _in_order(cls, roles: list[Role]) -> list[Role]:
        return sorted(set(roles))


class FamilyDocument(PageDocument):
    """The line above releases: Llama, Qwen, Gemma."""

    FACTS: ClassVar[tuple[str, ...]] = ("name", "developers", "summary")

    kind: Literal["family"] = "family"
    developers: list[Slug] = []

    @field_validator("developers")
    @classmethod
    def _each_once(cls, developers: list[str]) -> list[str]:
        return each_once(developers)

    def references(self) -> Iterator[tuple[str, str, str]]:
        for index, slug in enumerate(self.developers):
            yield f"/developers/{index}", "organization", slug


class ArticleDocument(PageDocument):
    """A free page of the wiki, written in Markdown."""

    FACTS: ClassVar[tuple[str, ...]] = ("body",)

    kind: Literal["article"] = "article"
    body: Text = ""
