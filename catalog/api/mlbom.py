"""Bills of materials of variants, in CycloneDX."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from catalog.api.negotiation import JSON, Format, format_of
from catalog.api.operations import READING, OperationSchema, operation, ref
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.views import CatalogView, as_json, origin_of
from catalog.directory import current_edition
from catalog.exports import one_snapshot
from catalog.filters import InvalidQuery, Mistake, read_query
from catalog.filters.kinds import shortened
from catalog.mlbom import MOST_VARIANTS, UnknownVariants, bill_of_materials, read_variants
from registry.documents.fields import SLUG

CYCLONEDX = Format("cyclonedx", "application/vnd.cyclonedx+json", "application/vnd.cyclonedx+json; version=1.6")
FORMS = (CYCLONEDX, JSON)
_NAMES = ("variant", "m")
_BOM: Mapping[str, Any] = {
    "type": "object",
    "description": "A CycloneDX 1.6 bill of materials; its own schema is at $schema.",
    "required": ["$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.6"},
        "serialNumber": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "version": {"type": "integer"},
        "metadata": {"type": "object"},
        "components": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": MOST_VARIANTS},
    },
}
_SLUGS: Mapping[str, Any] = {
    "type": "array", "maxItems": MOST_VARIANTS, "items": {"type": "string", "maxLength": 120, "pattern": f"^{SLUG.pattern}$"},
}  # fmt: skip


@lru_cache(maxsize=1)
def _components() -> Mapping[str, Any]:
    return {"BillOfMaterials": dict(_BOM)}


class MlBomView(CatalogView):
    """A bill of materials of the variants that are named."""

    forms = FORMS
    schema = OperationSchema()
    components = staticmethod(_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "mlbom_retrieve", tag="mlbom", summary="The ML-BOM of 1 to 200 variants, in CycloneDX 1.6.",
            description=(
                "One component per variant, in the order of the request: licenses as declared by the publisher and as concluded here, "
                "ancestors with theirs in the pedigree, sources, and properties that begin with omr:. What is not known is left out. The "
                "same state of the catalog makes the same bytes. Information, not legal advice."
            ),
            parameters=[
                {
                    "name": "variant", "in": "query", "style": "form", "explode": True,
                    "description": "Slugs of variants, each as a parameter of its own; at least one, here or as m.", "schema": dict(_SLUGS),
                },
                {"name": "m", "in": "query", "style": "form", "explode": True, "description": "The same.", "schema": dict(_SLUGS)},
                {
                    "name": "format", "in": "query", "description": "Media type of the answer; else the Accept header decides.",
                    "schema": {"type": "string", "enum": [form.name for form in FORMS]},
                },
                IF_NONE_MATCH,
            ],
            answers={200: ref("BillOfMaterials"), 304: None}, problems=READING, open_to_anyone=True,
            media_types={CYCLONEDX.media_type: ref("BillOfMaterials")},
        )
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return the bill of materials; a slug that there is not is named."""
        form = format_of(request, offered=self.forms)
        slugs = _asked(request)
        answer = self.fresh(request, form, edition=current_edition(), build=lambda: _made(slugs, origin=origin_of(request)))
        name = slugs[0] if len(slugs) == 1 else f"{len(slugs)}-variants"
        answer.headers["Content-Disposition"] = f'attachment; filename="ml-bom-{name}.cdx.json"'
        return answer


def _made(slugs: Sequence[str], *, origin: str) -> bytes:
    try:
        with one_snapshot():
            edition = current_edition()
            reading = read_variants(slugs)
    except UnknownVariants as unknown:
        detail = "There is no published variant '{}': /api/v1/variants/?q= finds the slug."
        raise InvalidQuery([Mistake("variant", "unknown_value", detail.format(slug)) for slug in unknown.slugs]) from unknown

    def address_of(kind: str, slug: str) -> str:
        return origin + reverse(f"catalog:{kind}", args=[slug])

    return as_json(bill_of_materials(reading, edition=edition, tool=settings.SITE_NAME, address_of=address_of))


def _asked(request: Request) -> list[str]:
    """Return the slugs, each once; InvalidQuery for anything else."""
    others = request.GET.copy()
    slugs = list(dict.fromkeys(slug for name in _NAMES for slug in others.pop(name, [])))
    _, mistakes = read_query(others, known=(*_NAMES, "format"))
    if not slugs:
        mistakes.append(Mistake("variant", "required", "Name 1 to 200 variants: ?variant=llama-2-7b&variant=llama-2-70b."))
    if len(slugs) > MOST_VARIANTS:
        mistakes.append(Mistake("variant", "too_many", f"{len(slugs)} variants are named; at most {MOST_VARIANTS} go into one file."))
        slugs = slugs[:MOST_VARIANTS]
    wrong = [slug for slug in slugs if len(slug) > 120 or not SLUG.fullmatch(slug)]
    mistakes += [Mistake("variant", "invalid_value", f"'{shortened(slug)}' is not a slug, such as llama-2-7b.") for slug in wrong]
    if mistakes:
        raise InvalidQuery(mistakes)
    return slugs
