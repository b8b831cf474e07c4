"""What names a page, and what the wiki as a whole leaves to be done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from registry.models import AIModel, HostingOffer, License, Lineage, ModelVariant, Page, PageLink
from registry.models.ai_models import FamilyDeveloper, ModelDeveloper
from registry.models.pages import PageQuerySet
from registry.models.variants import VariantLicense
from registry.models.vocabulary import Kind, State


@dataclass(frozen=True)
class Reference:
    """A place that names a page: the page it stands on, where on it, in which words, and whom it names."""

    page: Page
    target: str
    words: str = ""
    anchor: str = ""

    @property
    def href(self) -> str:
        """The address of the place."""
        return self.page.get_absolute_url() + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True)
class References:
    """One way in which pages name others, with all places in order, read only when they are asked for."""

    key: str
    title: str
    rows: QuerySet[Any]
    read: Callable[[Any], Reference]

    @cached_property
    def count(self) -> int:
        """How many places there are."""
        return self.rows.count()

    def first(self, number: int) -> list[Reference]:
        """Return the first places; nothing is read where there is none."""
        return self.shown(self.rows[:number]) if self.count else []

    def shown(self, rows: Iterable[Any]) -> list[Reference]:
        """Return rows of this group as places."""
        return [self.read(row) for row in rows]


def references_to(pages: Sequence[Page], *, with_drafts: bool) -> list[References]:
    """Return every way in which other pages name one of these, which are of one kind: first in prose, then in facts."""
    if not pages:
        return []
    names = {page.pk: page.name for page in pages}
    groups = [_in_prose(pages), *(make(names) for make in _IN_FACTS[Kind(pages[0].kind)])]
    if with_drafts:
        return groups
    return [References(group.key, group.title, group.rows.exclude(**{_STATE[group.key]: State.DRAFT}), group.read) for group in groups]


def orphans() -> PageQuerySet:
    """Published articles and organizations that no other page names, in prose or in facts."""
    found = Page.objects.published().filter(kind__in=(Kind.ARTICLE, Kind.ORGANIZATION))
    named = Page.objects.named_in_facts().values("pk")
    return found.exclude(pk__in=named).exclude(pk__in=PageLink.objects.targets()).order_by("kind", "name", "pk")


def still_named() -> PageQuerySet:
    """Withdrawn pages that a published page still names; links to a merged page lead on and are no matter."""
    linked = PageLink.objects.filter(page__state=State.PUBLISHED).targets()
    gone = Page.objects.filter(state=State.WITHDRAWN)
    return gone.filter(Q(pk__in=Page.objects.named_in_facts().values("pk")) | Q(merged_into=None, pk__in=linked)).order_by("name", "pk")


def _in_prose(pages: Sequence[Page]) -> References:
    rows = PageLink.objects.to(pages).select_related("page").order_by("page__name", "page_id", "key", "kind", "pk")
    of_one = pages[0].name if len(pages) == 1 else ""
    return References("links", "Links in the text of", rows, lambda link: Reference(link.page, of_one, words=f"“{link.text}”"))


def _releases(names: dict[int, str]) -> References:
    rows = AIModel.objects.filter(family__in=names).order_by("name", "pk")
    return References("releases", "Releases of the family", rows, lambda model: Reference(model, names[model.family_id]))


def _models(names: dict[int, str]) -> References:
    links = ModelDeveloper.objects.filter(organization__in=names).select_related("model").order_by("model__name", "pk")
    return References("models", "Models whose developer it is", links, lambda link: Reference(link.model, names[link.organization_id]))


def _families(names: dict[int, str]) -> References:
    links = FamilyDeveloper.objects.filter(organization__in=names).select_related("family").order_by("family__name", "pk")
    return References("families", "Families whose developer it is", links, lambda link: Reference(link.family, names[link.organization_id]))


def _granted(names: dict[int, str]) -> References:
    links = License.licensors.through.objects.filter(organization__in=names).select_related("license").order_by("license__name", "pk")
    return References("granted", "Licenses whose licensor it is", links, lambda link: Reference(link.license, names[link.organization_id]))


def _offers(names: dict[int, str]) -> References:
    rows = HostingOffer.objects.filter(partner__in=names).select_related("model").order_by("model__name", "service", "pk")
    return References(
        "offers", "Offers whose partner it is", rows,
        lambda offer: Reference(offer.model, names[offer.partner_id], words=str(offer), anchor=f"offer-{offer.slug}"),
    )  # fmt: skip


def _variants(names: dict[int, str]) -> References:
    rows = ModelVariant.objects.filter(license__in=names).select_related("model").order_by("model__name", "name", "pk")
    return References(
        "variants", "Variants under the license", rows,
        lambda variant: Reference(variant.model, names[variant.license_id], words=variant.name, anchor=variant.slug),
    )  # fmt: skip


def _earlier(names: dict[int, str]) -> References:
    rows = VariantLicense.objects.filter(license__in=names).select_related("variant__model").order_by("variant__name", "valid_from", "pk")
    return References(
        "earlier", "Variants that were under the license before", rows,
        lambda row: Reference(row.variant.model, names[row.license_id], words=_until(row), anchor=row.variant.slug),
    )  # fmt: skip


def _until(period: VariantLicense) -> str:
    return f"{period.variant.name}, until {period.valid_until.day} {period.valid_until:%B %Y}"


def _successors(names: dict[int, str]) -> References:
    rows = License.objects.filter(predecessor__in=names).exclude(pk__in=names).order_by("name", "pk")
    return References("successors", "Licenses that follow it", rows, lambda license: Reference(license, names[license.predecessor_id]))


def _derivatives(names: dict[int, str]) -> References:
    edges = Lineage.objects.filter(base__model__in=names).exclude(variant__model__in=names)
    rows = edges.select_related("variant__model", "base").order_by("variant__model__name", "variant__name", "pk")
    return References(
        "derivatives", "Models made from it", rows,
        lambda edge: Reference(
            edge.variant.model, names[edge.base.model_id], words=f"{edge.variant.name}, from {edge.base.name}", anchor=edge.variant.slug
        ),
    )  # fmt: skip


_IN_FACTS: dict[Kind, tuple[Callable[[dict[int, str]], References], ...]] = {
    Kind.MODEL: (_derivatives,),
    Kind.FAMILY: (_releases,),
    Kind.LICENSE: (_variants, _earlier, _successors),
    Kind.ORGANIZATION: (_models, _families, _granted, _offers),
    Kind.ARTICLE: (),
}
# Where the state of the page that holds the reference stands, seen from a row of each group.
_STATE = {
    "links": "page__state", "releases": "state", "models": "model__state", "families": "family__state", "granted": "license__state",
    "offers": "model__state", "variants": "model__state", "earlier": "variant__model__state", "successors": "state",
    "derivatives": "variant__model__state",
}  # fmt: skip
