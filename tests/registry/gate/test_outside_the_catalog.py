"""A model outside the catalog is decided on the licenses and ancestors that its bill of materials declares, never milder than unknown
without a base."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.gate.report import EntryResult, GateReport
from registry.licensing.use import parse_use
from tests.registry.gate.boms import Data, ancestors, as_bytes, bom, expression, licensed, model

Check = Callable[..., GateReport]
MIXED = model("mixed", purl="pkg:huggingface/acme/mixed-7b")
LLAMA = model("llama", purl="pkg:huggingface/meta-llama/Llama-2-7b-hf")


@pytest.fixture
def answer(check: Check) -> Callable[..., EntryResult]:
    def run(licenses: list[Data], *bases: Data, **options: Any) -> EntryResult:
        pedigree = {"pedigree": ancestors(*bases)} if bases else {}
        (result,) = check(data=as_bytes(bom(model("acme/new", licenses=licenses, **pedigree))), **options).results
        assert result.matched is None
        return result

    return run


Answer = Callable[..., EntryResult]


def verdict(result: EntryResult) -> tuple[str, str]:
    return result.decision.verdict, result.decision.worst_case


def said(result: EntryResult) -> list[str]:
    return [reason.summary for reason in result.decision.reasons if reason.kind == "declared"]


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        (licensed("MIT"), ("allowed", "allowed")),
        (licensed("mit"), ("allowed", "allowed")),
        (licensed("LicenseRef-showing"), ("allowed_with_obligations", "allowed_with_obligations")),
        (licensed("research-only"), ("prohibited", "prohibited")),
        ([{"license": {"name": "Showing License 1.0"}}], ("allowed_with_obligations", "allowed_with_obligations")),
        (licensed("Apache-2.0"), ("allowed", "allowed")),
        (licensed("LicenseRef-nobody-knows"), ("unknown", "prohibited")),
        ([], ("unknown", "prohibited")),
        (expression("MIT OR LicenseRef-research"), ("allowed", "allowed")),
        (expression("MIT AND LicenseRef-research"), ("prohibited", "prohibited")),
        (expression("(MIT OR LicenseRef-research) AND LicenseRef-showing"), ("allowed_with_obligations", "allowed_with_obligations")),
        (expression("LicenseRef-unheard OR LicenseRef-research"), ("unknown", "prohibited")),
        (expression("MIT AND LicenseRef-unheard"), ("unknown", "prohibited")),
        (expression("Apache-2.0 WITH LLVM-exception"), ("allowed", "allowed")),
        (expression("Apache-2.0 WITH Commons-Clause"), ("unknown", "prohibited")),
        (expression("MIT-or-later"), ("allowed", "allowed")),
        (expression("MIT+"), ("allowed", "allowed")),
        (licensed("MIT", "LicenseRef-research"), ("prohibited", "prohibited")),
        (expression("NOASSERTION"), ("unknown", "prohibited")),
    ],
)
def test_declared_licenses_over_a_known_base_decide(answer: Answer, licenses: list[Data], expected: tuple[str, str]) -> None:
    assert verdict(answer(licenses, MIXED)) == expected


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        (licensed("MIT"), ("unknown", "prohibited")),
        (expression("MIT OR Apache-2.0"), ("unknown", "prohibited")),
        (licensed("LicenseRef-research"), ("prohibited", "prohibited")),
    ],
)
def test_no_label_makes_an_undeclared_base_milder_than_unknown(answer: Answer, licenses: list[Data], expected: tuple[str, str]) -> None:
    assert verdict(answer(licenses)) == expected


def test_an_empty_list_of_ancestors_declares_no_base(check: Check) -> None:
    (result,) = check(data=as_bytes(bom(model("acme/new", licenses=licensed("MIT"), pedigree=ancestors())))).results
    assert verdict(result) == ("unknown", "prohibited")


def test_a_component_that_declares_nothing_is_unknown(check: Check) -> None:
    (result,) = check(data=as_bytes(bom(model("acme/new")))).results
    assert verdict(result) == ("unknown", "prohibited")
    assert result.notes == (
        "Not in the catalog, so nothing is known of its license. Add it to the catalog, or name it as the catalog does.",
    )


@pytest.mark.parametrize(("number", "expected"), [(700_000_000, "allowed"), (700_000_001, "needs_permission")])
def test_the_license_of_a_base_in_the_catalog_reaches_it(answer: Answer, number: int, expected: str) -> None:
    use = parse_use(
        {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": [], "purpose": "production",
         "organization": {"mau": {"2023-06": number}, "mau_scope": "with_affiliates"}}
    )  # fmt: skip
    result = answer(licensed("MIT"), LLAMA, use=use)
    assert result.decision.verdict == expected
    assert result.revisions == {"license/llama-2-community": 1, "license/mit": 1, "model/llama-2": 1}
    assert result.notes[0].startswith("Not in the catalog: decided on what the bill of materials declares.")


def test_the_whole_lineage_of_a_base_in_the_catalog_reaches_it(answer: Answer) -> None:
    tuned = model("tuned", purl="pkg:huggingface/acme/tuned")
    assert verdict(answer(licensed("MIT"), tuned)) == ("unknown", "needs_permission")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (model("x/base", licenses=licensed("MIT")), ("allowed", "allowed")),
        (model("x/base", licenses=licensed("LicenseRef-research")), ("prohibited", "prohibited")),
        (model("x/base", licenses=expression("LicenseRef-research OR MIT")), ("allowed", "allowed")),
        (model("x/base", licenses=expression("LicenseRef-research AND MIT")), ("prohibited", "prohibited")),
        (model("x/base"), ("unknown", "prohibited")),
        (model("x/base", licenses=licensed("MIT"), pedigree=ancestors(LLAMA)), ("unknown", "needs_permission")),
        (model("x/base", licenses=licensed("MIT"), pedigree=ancestors(model("x/root"))), ("unknown", "prohibited")),
        (model("mixed"), ("prohibited", "prohibited")),
        (model("Twin", licenses=licensed("MIT")), ("unknown", "prohibited")),
        (model("empty", licenses=licensed("MIT")), ("unknown", "prohibited")),
    ],
)
def test_a_base_counts_by_the_catalog_else_by_its_own_declaration(answer: Answer, base: Data, expected: tuple[str, str]) -> None:
    assert verdict(answer(licensed("MIT"), base)) == expected


def test_the_most_severe_of_several_ancestors_decides(answer: Answer) -> None:
    assert verdict(answer(licensed("MIT"), MIXED, LLAMA)) == ("unknown", "needs_permission")


def test_duties_of_licenses_that_apply_together_are_joined(answer: Answer) -> None:
    result = answer(expression("LicenseRef-showing AND MIT"), MIXED)
    assert [(duty.type, duty.licenses) for duty in result.decision.obligations] == [("attribution", ("showing",))]


def test_a_choice_is_said_with_what_was_chosen(answer: Answer) -> None:
    assert (
        "acme/new is declared under “LicenseRef-research OR MIT”: the user may choose (OR), and MIT is the mildest for this use."
        in said(answer(expression("LicenseRef-research OR MIT"), MIXED))
    )


def test_a_conjunction_is_said_to_apply_together(answer: Answer) -> None:
    assert "acme/new: MIT AND LicenseRef-research apply together (AND), so the most severe decides." in said(
        answer(expression("MIT AND LicenseRef-research"), MIXED)
    )


def test_a_reference_that_several_licenses_share_is_met_by_all(answer: Answer) -> None:
    result = answer(licensed("LicenseRef-llama-2"), MIXED)
    assert verdict(result) == ("prohibited", "prohibited")
    assert "“LicenseRef-llama-2” may mean llama-2-community or code-llama: all of them are met." in said(result)


def test_how_the_declaration_was_read_is_said(answer: Answer) -> None:
    result = answer(expression("Apache-2.0 WITH Commons-Clause"), model("x/base", licenses=licensed("LicenseRef-unheard")))
    assert said(result) == [
        "“Commons-Clause” is not an exception on the SPDX list, so what it changes is not known.",
        "“LicenseRef-unheard” is no license of the catalog.",
        "Each declared ancestor counts as one whose weights are in the model: a bill of materials does not say more.",
        "x/base is outside the catalog and declares no ancestors of its own: it is taken as where its line begins.",
    ]
    assert {reason.verification for reason in result.decision.reasons if reason.kind == "declared"} == {"recalled"}


def test_too_many_combinations_over_the_lineage_count_as_unidentified(answer: Answer) -> None:
    many = expression(" OR ".join(f"LicenseRef-{n}" for n in range(9)))
    result = answer(many, model("x/base", licenses=many))
    assert verdict(result) == ("unknown", "prohibited")
    assert "The declared licenses leave more than 64 combinations, so they count as unidentified." in said(result)


def test_an_ambiguous_name_is_unknown_whatever_is_declared(check: Check) -> None:
    component = model("Twin", licenses=licensed("MIT"), pedigree=ancestors(MIXED))
    (result,) = check(data=as_bytes(bom(component))).results
    assert (result.status, [row.slug for row in result.candidates]) == ("unknown", ["mixed-7b", "open-1b"])


def test_declared_content_settles_a_clause_about_multimodal_models(check: Check, answer: Answer) -> None:
    from tests.factories import GRANT, make_license

    region = {"id": "eu", "type": "region", "effect": "prohibit", "section": "AUP", "paraphrase": "Not for multimodal models in the EU.",
              "verification": "verified", "regions": ["EU"], "basis": "licensee_domicile", "applies_to_models": {"modality": "multimodal"},
              "remedy": "none"}  # fmt: skip
    make_license("eu-limited", license_ref="LicenseRef-eu-limited", terms=[GRANT, region])
    use = parse_use({"commercial": True, "acts": ["product_that_uses"], "fields_of_use": [], "organization": {"domicile": "DE"}})

    def status(inputs: list[str]) -> str:
        card = {"modelParameters": {"inputs": [{"format": word} for word in inputs], "outputs": [{"format": "text"}]}}
        component = model("acme/new", licenses=licensed("LicenseRef-eu-limited"), pedigree=ancestors(MIXED), modelCard=card)
        return check(data=as_bytes(bom(component)), use=use).status

    assert [status(inputs) for inputs in (["text"], ["text", "image"], ["text", "runes"])] == ["pass", "fail", "unknown"]
