"""A small catalog for the gate: a line with a threshold, a tuned model under a looser label, a mixed release, a forbidden one."""

from collections.abc import Callable
from datetime import date

import pytest

from registry import history
from registry.documents import parse_document
from registry.gate.reading import read_entries
from registry.gate.report import GateReport
from registry.gate.verdict import check_entries
from tests.factories import (
    GRANT,
    MANY_USERS,
    NOT_COMMERCIAL,
    family_document,
    license_document,
    model_document,
    organization_document,
    variant_document,
)  # fmt: skip

TODAY = date(2026, 11, 21)
SHOW = {
    "id": "show",
    "type": "attribution",
    "effect": "oblige",
    "section": "3",
    "paraphrase": "Say what the product is built with.",
    "verification": "recalled",
    "trigger": ["product_that_uses"],
    "text": "Built with Acme",
}


NO_BASE = {"status": "none"}
TUNED = {"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "finetune"}]}
PAGES = [
    organization_document("meta"),
    family_document("llama"),
    license_document("mit", spdx_id="MIT", hub_ids=["mit"]),
    license_document("apache-2.0", spdx_id="Apache-2.0", hub_ids=["apache-2.0"]),
    license_document("apache-with-policy", spdx_id="Apache-2.0", terms=[GRANT, NOT_COMMERCIAL]),
    license_document("showing", license_ref="LicenseRef-showing", name="Showing License 1.0", terms=[GRANT, SHOW]),
    license_document("research", license_ref="LicenseRef-research", hub_ids=["research-only"], terms=[GRANT, NOT_COMMERCIAL]),
    license_document("llama-2-community", license_ref="LicenseRef-llama-2", hub_ids=["llama2"], terms=[GRANT, MANY_USERS]),
    license_document("code-llama", license_ref="LicenseRef-llama-2", terms=[GRANT, NOT_COMMERCIAL]),
    model_document(
        "llama-2",
        aliases=["Llama II"],
        variants=[
            variant_document("llama-2-7b", license="llama-2-community", huggingface=["meta-llama/Llama-2-7b-hf"], lineage=NO_BASE),
            variant_document("llama-2-70b", license="llama-2-community", huggingface=["meta-llama/Llama-2-70b-hf"], lineage=NO_BASE),
        ],
    ),
    model_document("tuned", variants=[variant_document("tuned-7b", license="mit", lineage=TUNED, huggingface=["acme/tuned"])]),
    model_document(
        "mixed",
        variants=[
            variant_document("mixed-3b", name="Mixed 3B", license="research", lineage=NO_BASE, huggingface=["acme/mixed-3b"]),
            variant_document(
                "mixed-7b", name="Mixed 7B", license="mit", lineage=NO_BASE, aliases=["Twin", "hub/mixed"], huggingface=["acme/mixed-7b"]
            ),
        ],
    ),
    model_document(
        "open", variants=[variant_document("open-1b", license="showing", lineage=NO_BASE, aliases=["Twin"], huggingface=["acme/open"])]
    ),
    model_document("command", variants=[variant_document("command-r", name="Command R", license="mit", lineage=NO_BASE)]),
    model_document("empty", variants=[]),
]


@pytest.fixture
def catalog(db: None) -> None:
    history.save_all([parse_document(page) for page in PAGES], by=None, reason="Made for a test", origin="files")


@pytest.fixture
def check(catalog: None) -> Callable[..., GateReport]:
    """A function that checks a list of lines, or the bytes of a file, for a product or another use."""

    def run(*lines: str, data: bytes | None = None, **options: object) -> GateReport:
        entries = read_entries("\n".join(lines).encode() if data is None else data, file="models.txt")
        return check_entries(entries, today=TODAY, **options)  # type: ignore[arg-type]

    return run
