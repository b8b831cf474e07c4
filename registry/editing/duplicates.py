"""What the catalog already has under a name that is being added: shown before it is saved, because two pages on one thing drift apart."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.documents import PageDocument
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.models import HubRepository, License, ModelVariant, Page
from registry.models.pages import folded

AT_MOST = 10


@dataclass(frozen=True, slots=True, order=True)
class Duplicate:
    """Something that may be the same: what it is called, why it was found, and the page it is on."""

    label: str
    why: str
    kind: str
    slug: str
    page_id: int


def near_duplicates(document: PageDocument, *, before: Mapping[str, Any]) -> list[Duplicate]:
    """Return what already carries a name, alias or Hugging Face id that `document` has and the page `before` did not have."""
    kind: str = document.kind  # type: ignore[attr-defined]
    new = _names(document.as_data()) - _names(before)
    found = set(_pages(new, kind=kind, slug=document.slug))
    if isinstance(document, ModelDocument):
        found |= set(_variants(new, model=document.slug))
        found |= set(_repositories(_hub_ids(document.as_data()) - _hub_ids(before), model=document.slug))
    if isinstance(document, LicenseDocument):
        known = {folded(name) for name in before.get("hub_ids", ())}
        found |= set(_by_hub_id({folded(name) for name in document.hub_ids} - known, slug=document.slug))
        if document.spdx_id != before.get("spdx_id", ""):
            found |= set(_by_spdx_id(document.spdx_id, slug=document.slug))
    return sorted(found)[:AT_MOST]


def digest(found: Iterable[Duplicate]) -> str:
    """Return what stands for exactly these: agreeing to save in spite of them is no leave for others."""
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()[:16]


def _names(data: Mapping[str, Any]) -> set[str]:
    named = [data, *data.get("variants", ())]
    names = (name for part in named for name in (part.get("name", ""), part.get("slug", ""), *part.get("aliases", ())))
    return {folded(name) for name in names} - {""}


def _hub_ids(data: Mapping[str, Any]) -> set[str]:
    return {name.lower() for variant in data.get("variants", ()) for name in variant.get("huggingface", ())}


def _on(page: Page) -> tuple[str, str, int]:
    return page.kind, page.slug, page.pk


def _pages(names: set[str], *, kind: str, slug: str) -> Iterator[Duplicate]:
    rows = Page.objects.filter(kind=kind).exclude(slug=slug).named_like(names).order_by("name", "pk")
    for page in rows[:AT_MOST]:
        yield Duplicate(
            f"{page.name} ({page.get_kind_display().lower()}, {page.get_state_display().lower()})", "the same name or alias", *_on(page)
        )


def _variants(names: set[str], *, model: str) -> Iterator[Duplicate]:
    rows = ModelVariant.objects.exclude(model__slug=model).named_like(names).select_related("model").order_by("name", "pk")
    for row in rows[:AT_MOST]:
        yield Duplicate(f"{row.name} (variant of {row.model.name})", "the same name or alias", *_on(row.model))


def _repositories(names: set[str], *, model: str) -> Iterator[Duplicate]:
    rows = HubRepository.objects.exclude(variant__model__slug=model).named(names).select_related("variant__model").order_by("name", "pk")
    for row in rows[:AT_MOST]:
        owner = row.variant
        yield Duplicate(f"{owner.name} (variant of {owner.model.name})", f"the Hugging Face id {row.name}", *_on(owner.model))


def _by_hub_id(hub_ids: set[str], *, slug: str) -> Iterator[Duplicate]:
    for hub_id in hub_ids:
        for row in License.objects.exclude(slug=slug).matching(hub_id).order_by("name", "pk"):
            if hub_id in {folded(name) for name in row.hub_ids}:
                yield Duplicate(f"{row.name} (license)", f"the Hugging Face id {hub_id}", *_on(row))


def _by_spdx_id(spdx_id: str, *, slug: str) -> Iterator[Duplicate]:
    for row in License.objects.exclude(slug=slug).exclude(spdx_id="").filter(spdx_id__iexact=spdx_id).order_by("name", "pk"):
        yield Duplicate(f"{row.name} (license)", f"the SPDX id {row.spdx_id}", *_on(row))
