"""What the page of a license shows."""

from datetime import date
from typing import Any

from catalog.linking import Links
from catalog.presentation.answers import license_answer
from catalog.presentation.evidence import Evidence
from catalog.presentation.matrix import matrix
from catalog.presentation.terms import grouped, term_lines, thresholds
from catalog.reading import MOST_ROWS, variants_formerly_under, variants_under
from registry.licensing.lineage import license_subject
from registry.models import License
from registry.subjects import license_facts


def license_context(license: License, *, today: date) -> dict[str, Any]:
    """Return what the template of a license needs."""
    evidence = Evidence.of(license)
    lines = term_lines(license, on_its_own_page=True)
    under = variants_under(license)
    facts = license_facts([license.pk])[license.pk]
    return {
        "license": license,
        "wiki": Links.of_pages([license]),
        "answers": [license_answer(license, facts=facts, today=today)],
        "matrix": matrix([license_subject(facts)], kind="license", today=today, name=license.name, slug=license.slug),
        "groups": grouped(lines),
        "thresholds": thresholds(lines),
        "variants": under[:MOST_ROWS],
        "variant_count": under.count(),
        "formerly": variants_formerly_under(license)[:MOST_ROWS],
        "most_rows": MOST_ROWS,
        "evidence": evidence,
        "support": {name: evidence.support(name) for name in ("effective_date", "osi_approved", "spdx_id", "predecessor", "category")},
    }
