"""A page that texts link to and that is not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.linking import new_page_address
from registry.documents.links import KINDS
from registry.models import Page, PageLink
from registry.models.links import LONGEST, PageLinkQuerySet, link_key
from registry.models.vocabulary import Kind

_MOST = 50
_MOST_SIMILAR = 8


@dataclass(frozen=True)
class MissingPage:
    """A name that no page carries; `kind` where the link says which kind is meant."""

    name: str
    kind: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, str]) -> "MissingPage | None":
        """Return what an address asks for, or None where it names nothing that a page could be called."""
        name, kind = given.get("name", "").strip(), given.get("kind", "")
        if not link_key(name) or len(name) > LONGEST:
            return None
        return cls(name, kind if kind in KINDS else "")

    @property
    def target(self) -> str:
        """What stands in the brackets of a link to it."""
        return f"{self.kind}: {self.name}" if self.kind else self.name

    @property
    def kind_words(self) -> str:
        """The kind of page that is missing, as a sentence has it."""
        return Kind(self.kind).label.lower() if self.kind else "page"

    @property
    def links(self) -> PageLinkQuerySet:
        """The links that ask for it, by page."""
        asking = PageLink.objects.missing().filter(key=link_key(self.name), kind=self.kind)
        return asking.select_related("page").order_by("page__name", "pk")[:_MOST]

    @property
    def similar(self) -> QuerySet[Page]:
        """Pages that hold all of its words among their names."""
        return Page.objects.published().matching(self.name).order_by("name", "pk")[:_MOST_SIMILAR]

    def ways(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds of page that it could become, each with the address where an editor begins it."""
        for kind in Kind:
            if self.kind in ("", kind):
                yield kind.label.lower(), new_page_address(kind, name=self.name)
