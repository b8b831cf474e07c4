"""The document of a license: what identifies it, and its typed terms."""

from datetime import date
from typing import Any

import pytest

from registry.documents import InvalidDocument, parse_document

TODAY = date(2026, 11, 21)


def license_page(**facts: Any) -> dict[str, Any]:
    return {
        "kind": "license",
        "slug": "acme-license",
        "name": "Acme License",
        "license_ref": "LicenseRef-acme",
        "category": "permissive",
        **facts,
    }


def grant(**facts: Any) -> dict[str, Any]:
    return {
        "id": "grant", "type": "grant", "effect": "permit", "section": "§1", "paraphrase": "Any use.", "verification": "verified",
        "acts": ["use"], "purposes": ["any"], **facts,
    }  # fmt: skip


def mistakes(data: dict[str, Any], *, today: date | None = TODAY) -> dict[str, str]:
    with pytest.raises(InvalidDocument) as refused:
        parse_document(data, today=today)
    return {problem.pointer: problem.detail for problem in refused.value.problems}


def test_a_license_has_an_spdx_id_or_a_license_ref() -> None:
    advice = "give either spdx_id, when the license is on the SPDX list, or license_ref (LicenseRef-...)"
    assert mistakes(license_page(spdx_id="MIT")) == {"/spdx_id": advice}
    assert mistakes(license_page(license_ref="")) == {"/spdx_id": advice}


def test_a_license_is_not_its_own_predecessor() -> None:
    assert mistakes(license_page(predecessor="acme-license")) == {"/predecessor": "a license cannot be its own predecessor"}


def test_two_terms_need_two_ids() -> None:
    assert mistakes(license_page(terms=[grant(), grant()])) == {"/terms/1/id": "two terms have the id 'grant': give each its own"}


def test_a_term_type_that_does_not_exist_is_refused_with_those_that_do() -> None:
    found = mistakes(license_page(terms=[grant(type="wish")]))
    assert list(found) == ["/terms/0/type"]
    assert "must be one of: grant, purpose, scale_threshold" in found["/terms/0/type"]


def test_a_wrong_word_in_a_term_is_pointed_at() -> None:
    assert mistakes(license_page(terms=[grant(acts=["use", "fly"])])) == {
        "/terms/0/acts/1": "must be one of: use, reproduce, modify, distribute, host, finetune"
    }


def test_the_parameters_of_a_term_have_one_order_and_nulls_are_kept() -> None:
    term = parse_document(license_page(terms=[grant(sublicensable=None, revocable=False)])).as_data()["terms"][0]
    assert list(term) == ["id", "type", "effect", "section", "paraphrase", "verification", "acts", "purposes", "revocable", "sublicensable"]
    assert term["sublicensable"] is None


def test_a_term_can_be_cited_and_marked_by_its_id() -> None:
    data = license_page(
        terms=[grant(sources=["text"])], sources={"text": {"kind": "memory"}}, evidence={"hub_ids": {"verification": "recalled"}}
    )
    assert parse_document(data).as_data() == data
    contested = data | {"contradictions": [{"fact": "terms/grant", "values": [{"value": "a"}, {"value": "b"}]}]}
    assert parse_document(contested).as_data() == contested
    assert "/terms/0/sources/0" in mistakes(license_page(terms=[grant(sources=["text"])]))
