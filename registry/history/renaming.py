"""A page got another slug: its old address keeps leading to it, and the pages that name it say the new one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from registry.models import FormerSlug, Page


def keep_old_address(page: Page, before: dict[str, Any]) -> None:
    """Let the slug of the recorded document lead to today's, and no slug lead away from a page that stands there."""
    if before["slug"] == page.slug:
        return
    former = FormerSlug.objects.filter(kind=page.kind)
    former.filter(slug=page.slug).delete()
    former.filter(target=before["slug"]).update(target=page.slug)
    FormerSlug.objects.update_or_create(kind=page.kind, slug=before["slug"], defaults={"target": page.slug})


def forget_former_slugs(pages: Sequence[Page]) -> None:
    """Let new pages stand at their own address, whatever stood there once."""
    for kind in {page.kind for page in pages}:
        FormerSlug.objects.filter(kind=kind, slug__in=[page.slug for page in pages if page.kind == kind]).delete()


def pages_that_name(page: Page, before: dict[str, Any]) -> QuerySet[Page]:
    """Return the other pages whose documents change because this page or one of its variants got another slug."""
    if page.kind == "model":
        variants = {variant["slug"] for variant in before.get("variants", [])}
        condition = Q(aimodel__variants__bases__base__model=page.pk) & ~Q(pk=page.pk)
        here = set(page.aimodel.variants.values_list("slug", flat=True))
        return Page.objects.filter(condition).distinct() if here - variants else Page.objects.none()
    if before["slug"] == page.slug:
        return Page.objects.none()
    names: dict[str, tuple[str, ...]] = {
        "organization": (
            "modelfamily__developer_links__organization", "aimodel__developer_links__organization", "license__licensors",
            "aimodel__offers__partner",
        ),
        "family": ("aimodel__family",),
        "license": ("license__predecessor", "aimodel__variants__license", "aimodel__variants__earlier_licenses__license"),
        "article": (),
    }  # fmt: skip
    condition = Q(pk__in=[])
    for name in names[page.kind]:
        condition |= Q(pk__in=Page.objects.filter(**{name: page.pk}).values("pk"))
    return Page.objects.filter(condition)
