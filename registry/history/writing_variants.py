"""The variants of models into rows that keep their identity by slug, even where a variant moves to another model."""

from collections.abc import Sequence
from typing import Any

from django.db.models import ProtectedError

from registry.documents import InvalidDocument, Problem
from registry.documents.models import ModelDocument
from registry.history.batch import IN_ONE_INSERT, check_columns
from registry.history.columns import variant_columns
from registry.history.drafts import Draft, found
from registry.history.lookups import Lookups
from registry.models import Lineage, ModelVariant

Rows = dict[str, ModelVariant]


def write_variants(models: Sequence[Draft], lookups: Lookups) -> Rows:
    """Make the variants of the models equal to their documents and return them by slug. Their lineage and the rest come later."""
    wanted = [variant.slug for draft in models for variant in _document(draft).variants]
    standing = found(ModelVariant.objects.all(), "model_id", [draft.page.pk for draft in models if not draft.created])
    rows: Rows = {row.slug: row for row in standing}
    kept = set(wanted)
    for draft in models:
        _remove([row for row in standing if row.model_id == draft.page.pk and row.slug not in kept], draft)
    new = []
    for draft in models:
        document = _document(draft)
        for position, variant in enumerate(document.variants):
            row: Any = rows.setdefault(variant.slug, ModelVariant(slug=variant.slug))
            row.model = draft.page
            row.position = position
            row.license_id = lookups.id("license", variant.license)
            for name, value in variant_columns(variant, document).items():
                setattr(row, name, value)
            check_columns(row, document=document, at=f"/variants/{position}")
            if row.pk:
                row.save()
            else:
                new.append(row)
    ModelVariant.objects.bulk_create(new, batch_size=IN_ONE_INSERT)
    return {slug: rows[slug] for slug in wanted}


def _remove(rows: list[ModelVariant], draft: Draft) -> None:
    if not rows:
        return
    edges = Lineage.objects.filter(base__in=rows).order_by("base__slug", "variant__slug").values_list("base__slug", "variant__slug")
    # The edges of pages that are being written are gone by now: these are of others.
    problems = [_still_used(base, f"'{variant}' names it as its base") for base, variant in edges]
    if problems:
        raise InvalidDocument(problems, document=draft.document)
    for row in rows:
        try:
            row.delete()
        except ProtectedError as error:
            uses = ", ".join(sorted(f"{used._meta.verbose_name} {used}" for used in error.protected_objects))
            raise InvalidDocument([_still_used(row.slug, f"it is named by {uses}")], document=draft.document) from error


def _still_used(slug: str, why: str) -> Problem:
    return Problem("/variants", "still_referenced", f"'{slug}' cannot be removed: {why}. Keep it and set its status to withdrawn")


def _document(draft: Draft) -> ModelDocument:
    assert isinstance(draft.document, ModelDocument)
    return draft.document
