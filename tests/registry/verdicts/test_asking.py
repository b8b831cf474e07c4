"""A question is asked of a variant, a model, a license or a lineage outside the catalog; what names nothing is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from registry.asking import InvalidSubject, ask, ask_all, find_subject, find_subjects
from registry.licensing.use import parse_use
from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, make_license, make_model, variant_document

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PRODUCT = {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": []}


def verdict(subject: Any, *, as_of: date | None = None, **organization: Any) -> str:
    use = {**PRODUCT, **({"organization": organization} if organization else {})}
    return ask(find_subject(subject), use=parse_use(use), today=TODAY, as_of=as_of).in_sum.verdict


@pytest.fixture
def catalog() -> None:
    make_license("mit")
    make_license("llama-2-community", license_ref="LicenseRef-llama-2", terms=[GRANT, MANY_USERS])
    make_license("research", license_ref="LicenseRef-research", terms=[GRANT, NOT_COMMERCIAL])
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="llama-2-community")])
    lineage = {"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "finetune"}]}
    make_model("tuned", variants=[variant_document("tuned-7b", license="mit", lineage=lineage)])
    make_model("mixed", variants=[variant_document("mixed-3b", license="research"), variant_document("mixed-7b", license="mit")])
    make_model("empty", variants=[])


@pytest.mark.usefixtures("catalog")
def test_a_variant_answers_through_its_lineage() -> None:
    assert verdict({"variant": "tuned-7b"}, mau={"2023-06": 800_000_000}, mau_scope="with_affiliates") == "needs_permission"


@pytest.mark.usefixtures("catalog")
def test_a_model_answers_for_each_variant_and_in_sum() -> None:
    answer = ask(find_subject({"model": "mixed"}), use=parse_use(PRODUCT), today=TODAY)
    assert [decision.verdict for decision in answer.decisions] == ["prohibited", "allowed"]
    assert answer.in_sum.verdict == "prohibited"


@pytest.mark.usefixtures("catalog")
def test_a_model_without_variants_is_unknown() -> None:
    assert verdict({"model": "empty"}) == "unknown"


@pytest.mark.usefixtures("catalog")
def test_a_license_answers_by_itself() -> None:
    assert verdict({"license": "mit"}) == "allowed"
    assert verdict({"license": "research"}) == "prohibited"


@pytest.mark.usefixtures("catalog")
def test_a_permissive_license_over_an_undeclared_base_is_unknown() -> None:
    assert verdict({"license": "mit", "lineage": "unknown"}) == "unknown"


def test_an_unidentified_license_is_unknown_and_may_be_prohibited() -> None:
    answer = ask(find_subject({"license": None}), use=parse_use(PRODUCT), today=TODAY)
    assert (answer.in_sum.verdict, answer.in_sum.worst_case) == ("unknown", "prohibited")


@pytest.mark.usefixtures("catalog")
def test_a_lineage_outside_the_catalog_answers_by_its_licenses() -> None:
    steps = [{"license": "llama-2-community", "relation": "finetune"}]
    few = {"mau": {"2023-06": 5_000}, "mau_scope": "with_affiliates"}
    many = {"mau": {"2023-06": 900_000_000}, "mau_scope": "with_affiliates"}
    assert verdict({"lineage": steps}, **few).startswith("allowed")
    assert verdict({"lineage": steps}, **many) == "needs_permission"
    assert verdict({"license": "mit", "lineage": steps}, **many) == "needs_permission"


def test_before_its_release_a_model_was_licensed_to_nobody() -> None:
    make_license("mit")
    make_model("dated", variants=[variant_document("dated-7b", license="mit", release_date="2023-07")])
    assert verdict({"variant": "dated-7b"}, as_of=date(2023, 6, 30)) == "unknown"
    assert verdict({"variant": "dated-7b"}, as_of=date(2023, 7, 1)) == "allowed"
    (answer,) = ask_all([find_subject({"variant": "dated-7b"})], use=parse_use(PRODUCT), today=TODAY, as_of=date(2023, 6, 30))
    assert answer.in_sum.verdict == "unknown"


@pytest.mark.usefixtures("catalog")
def test_an_answer_names_the_revisions_of_all_pages_it_rests_on() -> None:
    answer = ask(find_subject({"variant": "tuned-7b"}), use=parse_use(PRODUCT), today=TODAY)
    assert answer.revisions == {"license/llama-2-community": 1, "license/mit": 1, "model/llama-2": 1, "model/tuned": 1}


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize(
    ("subject", "pointer", "code"),
    [
        ([], "/subject", "invalid"),
        ("llama-2-7b", "/subject", "invalid"),
        ({}, "/subject", "invalid"),
        ({"variant": "llama-2-7b", "model": "llama-2"}, "/subject", "invalid"),
        ({"varient": "llama-2-7b"}, "/subject/varient", "unknown_field"),
        ({"variant": "nope"}, "/subject/variant", "not_found"),
        ({"variant": 7}, "/subject/variant", "invalid"),
        ({"variant": None}, "/subject/variant", "invalid"),
        ({"variant": "a\x00b"}, "/subject/variant", "invalid"),
        ({"variant": "llama-2-7b", "lineage": "unknown"}, "/subject/lineage", "invalid"),
        ({"model": "nope"}, "/subject/model", "not_found"),
        ({"license": "nope"}, "/subject/license", "not_found"),
        ({"license": "mit", "lineage": "perhaps"}, "/subject/lineage", "invalid_choice"),
        ({"lineage": []}, "/subject/lineage", "invalid"),
        ({"lineage": [{"license": "mit"}]}, "/subject/lineage/0", "invalid"),
        ({"lineage": [{"license": "mit", "relation": "cousin"}]}, "/subject/lineage/0/relation", "invalid_choice"),
        ({"lineage": [{"license": "nope", "relation": "merge"}]}, "/subject/lineage/0/license", "not_found"),
        ({"lineage": [{"license": "mit", "relation": "merge", "same_licensor": "no"}]}, "/subject/lineage/0/same_licensor", "invalid"),
        ({"lineage": [{"license": "mit", "relation": ["merge"]}]}, "/subject/lineage/0/relation", "invalid_choice"),
    ],
)
def test_a_subject_that_names_nothing_is_refused_at_its_field(subject: Any, pointer: str, code: str) -> None:
    with pytest.raises(InvalidSubject) as refused:
        find_subject(subject)
    assert [(at, what) for at, what, _ in refused.value.errors] == [(pointer, code)]


SEVERAL = [{"model": "mixed"}, {"license": "mit"}, {"variant": "tuned-7b"}, {"lineage": [{"license": "research", "relation": "merge"}]}]


@pytest.mark.usefixtures("catalog")
def test_several_subjects_are_found_in_their_order() -> None:
    answers = ask_all(find_subjects(SEVERAL), use=parse_use(PRODUCT), today=TODAY)
    assert [(answer.asked.kind, answer.in_sum.verdict) for answer in answers] == [
        ("model", "prohibited"), ("license", "allowed"), ("variant", "unknown"), ("lineage", "prohibited"),
    ]  # fmt: skip
    assert answers[1].revisions == {"license/mit": 1}
    assert answers[2].revisions == {"license/llama-2-community": 1, "license/mit": 1, "model/llama-2": 1, "model/tuned": 1}


@pytest.mark.usefixtures("catalog")
def test_every_subject_of_a_list_that_names_nothing_is_told_at_its_place() -> None:
    with pytest.raises(InvalidSubject) as refused:
        find_subjects([{"license": "mit"}, {"variant": "nope"}, 7, {"license": "nope"}])
    assert {(at, code) for at, code, _ in refused.value.errors} == {
        ("/subjects/1/variant", "not_found"), ("/subjects/2", "invalid"), ("/subjects/3/license", "not_found"),
    }  # fmt: skip


@pytest.mark.usefixtures("catalog")
def test_many_subjects_take_as_many_queries_as_one_of_each_kind(count_queries: Callable[[Callable[[], object]], int]) -> None:
    for number in range(10):
        make_model(f"more-{number}", variants=[variant_document(f"more-{number}-7b", license="mit")])
    more = [{"model": f"more-{number}"} for number in range(10)]
    few = count_queries(lambda: ask_all(find_subjects(SEVERAL), use=parse_use(PRODUCT), today=TODAY))
    many = count_queries(lambda: ask_all(find_subjects([*SEVERAL, *more]), use=parse_use(PRODUCT), today=TODAY))
    assert few == many
