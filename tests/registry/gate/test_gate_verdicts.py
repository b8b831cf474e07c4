"""Each entry passes, fails or is unknown, with what the verdict rests on; all together open or close the gate."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.gate.entries import Entry, Place, Sought
from registry.gate.report import GateReport
from registry.gate.verdict import check_entries
from registry.licensing.standard_uses import INTERNAL_USE, PRODUCT
from registry.licensing.use import parse_use
from tests.factories import make_license, make_model, variant_document
from tests.registry.gate.boms import ancestors, as_bytes, bom, licensed, model

Check = Callable[..., GateReport]
PLAIN_PRODUCT = {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": [], "purpose": "production"}


def users(number: int) -> dict[str, object]:
    return {"use": parse_use({**PLAIN_PRODUCT, "organization": {"mau": {"2023-06": number}, "mau_scope": "with_affiliates"}})}


@pytest.mark.parametrize(
    ("line", "verdict", "worst", "status"),
    [
        ("acme/mixed-7b", "allowed", "allowed", "pass"),
        ("acme/open", "allowed_with_obligations", "allowed_with_obligations", "pass"),
        ("meta-llama/Llama-2-7b-hf", "unknown", "needs_permission", "unknown"),
        ("acme/mixed-3b", "prohibited", "prohibited", "fail"),
        ("acme/absent", "unknown", "prohibited", "unknown"),
        ("empty", "unknown", "prohibited", "unknown"),
    ],
)
def test_an_entry_has_its_verdict_and_its_status(check: Check, line: str, verdict: str, worst: str, status: str) -> None:
    (result,) = check(line).results
    assert (result.decision.verdict, result.decision.worst_case, result.status) == (verdict, worst, status)


def test_the_lineage_decides_under_a_looser_label(check: Check) -> None:
    assert [check("acme/tuned", **users(number)).status for number in (700_000_000, 700_000_001)] == ["pass", "fail"]


def test_reasons_obligations_and_revisions_of_the_facts_are_kept(check: Check) -> None:
    (result,) = check("acme/open").results
    (duty,) = result.decision.obligations
    assert (duty.type, duty.text, duty.demands[0].verification) == ("attribution", "Built with Acme", "recalled")
    assert result.decision.rests_on_recalled
    assert result.revisions == {"license/showing": 1, "model/open": 1}
    assert result.matched is not None
    assert result.matched.path == "/models/open/#open-1b"


def test_a_model_answers_for_each_variant_and_in_sum(check: Check) -> None:
    (result,) = check("mixed").results
    assert [(variant.row.slug, variant.status) for variant in result.variants] == [("mixed-3b", "fail"), ("mixed-7b", "pass")]
    assert (result.status, result.decision.verdict) == ("fail", "prohibited")
    assert {reason.license for reason in result.decision.reasons} == {"research"}


def test_the_standard_product_is_the_default_use_and_is_named(check: Check) -> None:
    report = check("acme/mixed-7b")
    assert (report.use, report.use_name) == (PRODUCT, "product")
    assert check("acme/mixed-7b", use=INTERNAL_USE).use_name == "internal_use"
    assert check("acme/mixed-7b", **users(1)).use_name == "as given"
    assert check("acme/mixed-7b", use_name="profile acme").use_name == "profile acme"


def test_a_purpose_on_the_line_holds_for_that_line_alone(catalog: None, check: Check) -> None:
    terms = [{"id": "grant", "type": "grant", "effect": "permit", "section": "1", "paraphrase": "For research.", "verification": "verified",
              "acts": ["use", "reproduce"], "purposes": ["research"]}]  # fmt: skip
    make_license("lab", license_ref="LicenseRef-lab", terms=terms)
    make_model("lab-model", variants=[variant_document("lab-1b", license="lab", lineage={"status": "none"}, huggingface=["acme/lab"])])
    use = parse_use({"commercial": False, "acts": ["use"], "fields_of_use": [], "purpose": "production"})
    report = check("acme/lab", "acme/lab ; purpose=research", use=use)
    assert [result.status for result in report.results] == ["fail", "pass"]


def test_a_day_picks_the_license_of_that_day(check: Check) -> None:
    earlier = [{"license": "research", "valid_from": "2023-11-01", "valid_until": "2024-05-31"}]
    fields = {"license": "mit", "license_since": "2024-06-01", "lineage": {"status": "none"}, "earlier_licenses": earlier}
    make_model("yi", variants=[variant_document("yi-34b", **fields)])
    report = check("yi-34b", as_of=date(2024, 1, 15))
    assert (report.status, report.decided_for) == ("fail", date(2024, 1, 15))
    assert check("yi-34b").status == "pass"


def test_a_revision_is_reported_and_not_claimed_to_be_known(check: Check) -> None:
    (result,) = check("acme/mixed-7b@abc").results
    assert result.status == "pass"
    assert result.notes == ("The catalog does not tell revisions apart: decided on the license of 2026-11-21, not of revision abc.",)


def test_a_label_that_differs_from_the_record_is_pointed_out_and_not_believed(check: Check) -> None:
    component = model(
        purl="pkg:huggingface/acme/mixed-3b", licenses=licensed("MIT"), pedigree=ancestors(model("x", licenses=licensed("MIT")))
    )
    (result,) = check(data=as_bytes(bom(component))).results
    assert result.status == "fail"
    assert result.notes == ("Declared under MIT; the catalog records research, and that is what was decided on.",)


def test_a_label_that_agrees_with_the_record_is_not_worth_a_note(check: Check) -> None:
    (result,) = check(data=as_bytes(bom(model(purl="pkg:huggingface/acme/mixed-7b", licenses=licensed("MIT"))))).results
    assert (result.status, result.notes) == ("pass", ())


@pytest.mark.parametrize(
    ("lines", "allow", "status", "code"),
    [
        (["acme/mixed-7b", "acme/open"], False, "pass", 0),
        (["acme/mixed-7b", "acme/absent"], False, "unknown", 1),
        (["acme/mixed-7b", "acme/absent"], True, "unknown", 0),
        (["acme/mixed-3b", "acme/absent"], True, "fail", 1),
        (["acme/mixed-3b"], False, "fail", 1),
    ],
)
def test_the_gate_closes_for_a_failure_and_for_unknown_unless_allowed(
    check: Check, lines: list[str], allow: bool, status: str, code: int
) -> None:
    report = check(*lines, allow_unknown=allow)
    assert (report.status, report.exit_code, report.passed) == (status, code, code == 0)


def test_the_order_is_that_of_the_input_and_an_entry_that_stands_twice_is_decided_once(check: Check) -> None:
    report = check("acme/open", "acme/mixed-3b", "acme/open", "acme/absent")
    assert [(result.entry.place.line, result.status) for result in report.results] == [
        (1, "pass"),
        (2, "fail"),
        (3, "pass"),
        (4, "unknown"),
    ]
    assert report.results[0].decision is report.results[2].decision
    assert [report.count(status) for status in ("pass", "fail", "unknown")] == [2, 1, 1]


@pytest.mark.usefixtures("catalog")
def test_fifty_entries_take_as_many_queries_as_one(count_queries: Callable[[Callable[[], object]], int]) -> None:
    none = {"status": "none"}
    many = [variant_document(f"many-{n}", license="mit", lineage=none, huggingface=[f"acme/many-{n}"]) for n in range(50)]
    make_model("many", variants=many)

    def entries(number: int, *, named: bool) -> list[Entry]:
        names = [f"many {n}" if named else f"acme/many-{n}" for n in range(number)]
        return [Entry(text=name, place=Place("f", n + 1), sought=Sought(name, name)) for n, name in enumerate(names)]

    def taken(number: int, *, named: bool) -> int:
        return count_queries(lambda: check_entries(entries(number, named=named), today=date(2026, 11, 21)))

    assert taken(1, named=False) == taken(50, named=False)
    assert taken(1, named=True) == taken(50, named=True)
    report = check_entries(entries(50, named=True), today=date(2026, 11, 21))
    assert {result.matched_by for result in report.results} == {"name"}


@pytest.mark.usefixtures("catalog")
def test_fifty_declared_models_take_as_many_queries_as_one(check: Check, count_queries: Callable[[Callable[[], object]], int]) -> None:
    def data(number: int) -> bytes:
        base = model("base", purl="pkg:huggingface/acme/mixed-7b")
        return as_bytes(bom(*[model(f"acme/new-{n}", licenses=licensed("MIT"), pedigree=ancestors(base)) for n in range(number)]))

    assert count_queries(lambda: check(data=data(1))) == count_queries(lambda: check(data=data(50)))


def test_hundreds_of_names_are_looked_up_like_one(check: Check) -> None:
    report = check(*[f"nothing {n}" for n in range(300)], "Mixed 7B", "acme/mixed-3b", "Command R+")
    assert [result.status for result in report.results[300:]] == ["pass", "fail", "unknown"]
    assert {result.status for result in report.results[:300]} == {"unknown"}


def test_nothing_to_check_is_an_open_gate_for_callers_of_the_function(catalog: None) -> None:
    assert check_entries([], today=date(2026, 11, 21)).passed
