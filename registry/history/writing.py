"""Documents into rows: pages first, then what hangs on them, so that documents may name each other."""

from collections.abc import Callable, Sequence
from typing import Any

from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.documents.organizations import FamilyDocument
from registry.history.batch import Batch, check_columns
from registry.history.citing import Sources, write_evidence
from registry.history.clearing import clear, forget_unused
from registry.history.columns import page_columns
from registry.history.drafts import Draft
from registry.history.lookups import Lookups, refuse_cycles, refuse_license_cycles
from registry.history.renaming import forget_former_slugs
from registry.history.taken import refuse_taken
from registry.history.writing_models import keys_of_offers, write_model
from registry.history.writing_variants import write_variants
from registry.models import FamilyDeveloper, License, LicenseTerm, Page

NAMED_BY_PAGES = ("organization", "family", "license")


def write(drafts: Sequence[Draft], *, progress: Callable[[int], None]) -> None:
    """Make the rows of all the pages equal to their documents; InvalidDocument where that cannot be. Each page counts one revision more."""
    refuse_taken(drafts)
    models = [draft for draft in drafts if isinstance(draft.document, ModelDocument)]
    known = [draft.page for draft in drafts if not draft.created]
    offers = keys_of_offers(known)
    cited = clear(known)
    lookups = Lookups()
    for draft in drafts:
        if not isinstance(draft.document, ModelDocument):
            _write_page(draft)
    lookups.learn([draft.document for draft in drafts], kinds=NAMED_BY_PAGES)
    for draft in models:
        draft.page.family_id = lookups.id("family", draft.document.family)  # type: ignore[attr-defined]
        _write_page(draft)
    forget_former_slugs([draft.page for draft in drafts if draft.created])
    variants = write_variants(models, lookups)
    lookups.learn([draft.document for draft in drafts], kinds=("variant",))
    batch = Batch()
    for done, draft in enumerate(drafts, start=1):
        sources = write_evidence(draft.page, draft.document, batch)
        match draft.document:
            case FamilyDocument():
                _write_family(draft.page, draft.document, lookups, batch)
            case LicenseDocument():
                _write_license(draft.page, draft.document, lookups, sources, batch)
            case ModelDocument():
                write_model(draft.page, draft.document, variants, offers, lookups, sources, batch)
        progress(done)
    batch.write()
    forget_unused(cited)
    refuse_cycles([(draft.page, draft.document) for draft in models])  # type: ignore[misc]
    refuse_license_cycles([(draft.page, draft.document) for draft in drafts if isinstance(draft.document, LicenseDocument)])


def _write_page(draft: Draft) -> None:
    page: Any = draft.page
    for name, value in page_columns(draft.document).items():
        setattr(page, name, value)
    check_columns(page, document=draft.document, at="")
    page.number += 1
    page.save()


def _write_family(page: Page, document: FamilyDocument, lookups: Lookups, batch: Batch) -> None:
    for position, slug in enumerate(document.developers):
        row = FamilyDeveloper(family_id=page.pk, organization_id=lookups.id("organization", slug), position=position)
        batch.add(row, document=document, at=f"/developers/{position}")


def _write_license(page: Any, document: LicenseDocument, lookups: Lookups, sources: Sources, batch: Batch) -> None:
    predecessor = lookups.id("license", document.predecessor)
    if page.predecessor_id != predecessor:
        page.predecessor_id = predecessor
        License.objects.filter(pk=page.pk).update(predecessor=predecessor)
    link = License.licensors.through
    batch.link(link(license_id=page.pk, organization_id=lookups.id("organization", slug)) for slug in document.licensors)
    for position, term in enumerate(document.terms):
        row = LicenseTerm(
            license_id=page.pk, position=position, key=term.id, type=term.type, effect=term.effect, section=term.section,
            paraphrase=term.paraphrase, verification=term.verification, parameters=term.parameters,
        )  # fmt: skip
        batch.add(row, document=document, at=f"/terms/{position}")
        batch.link(LicenseTerm.sources.through(licenseterm=row, pagesource=sources[key]) for key in term.sources)
