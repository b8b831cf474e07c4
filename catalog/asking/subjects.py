"""What people type when they mean a model: a slug, a name, a Hugging Face repository, a license id."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from registry.models import AIModel, HubRepository, License, ModelFamily, ModelVariant

MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a text may mean."""

    kind: str
    slug: str
    name: str

    @property
    def subject(self) -> dict[str, str]:
        """The subject in the form that questions take."""
        return {self.kind: self.slug}


def meant_by(text: str) -> list[Candidate]:
    """Return the one thing that a text names, or those it could name, best first; empty when nothing fits."""
    text = text.strip().removeprefix("https://huggingface.co/").strip("/")
    if not text or "\x00" in text:
        return []
    for exact in _exact(text):
        found = list(exact[: MOST_CANDIDATES + 1])
        if found:
            return found[:MOST_CANDIDATES]
    return _similar(text)


def _exact(text: str) -> Iterator[list[Candidate]]:
    """Yield ever wider readings; the first that finds something counts."""
    slug = text.lower()
    yield _of("variant", ModelVariant.objects.published().filter(slug=slug))
    yield _of("model", AIModel.objects.published().filter(slug=slug))
    yield _of("license", License.objects.published().filter(slug=slug))
    family = ModelFamily.objects.published().filter(slug=slug)
    yield _of("model", AIModel.objects.published().filter(family__in=family.values("pk")))
    named = HubRepository.objects.named([text]).values("variant_id")
    yield _of("variant", ModelVariant.objects.published().filter(pk__in=named))
    yield [
        *_of("model", AIModel.objects.published().named_like([text])),
        *_of("variant", ModelVariant.objects.published().named_like([text])),
    ]
    yield _of("license", License.objects.published().filter(spdx_id__iexact=text) | License.objects.published().named_like([text]))


def _similar(text: str) -> list[Candidate]:
    found = [
        *_of("model", AIModel.objects.published().matching(text)),
        *_of("variant", ModelVariant.objects.published().matching(text)),
        *_of("license", License.objects.published().matching(text)),
    ]
    return found[:MOST_CANDIDATES]


def _of(kind: str, rows: QuerySet) -> list[Candidate]:
    pairs = rows.order_by("name", "pk").values_list("slug", "name")[: MOST_CANDIDATES + 1]
    return [Candidate(kind, slug, name) for slug, name in pairs]
