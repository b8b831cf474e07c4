"""A page is one typed document: what every kind accepts and refuses, and that a refusal says where and what to do."""

from datetime import date
from typing import Any

import pytest

from registry.documents import InvalidDocument, PageDocument, in_order, parse_document

TODAY = date(2026, 11, 21)


def organization(**facts: Any) -> dict[str, Any]:
    return {"kind": "organization", "slug": "acme", "name": "Acme Corp.", **facts}


def mistakes(data: dict[str, Any], *, today: date | None = TODAY) -> dict[str, str]:
    with pytest.raises(InvalidDocument) as refused:
        parse_document(data, today=today)
    return {problem.pointer: problem.detail for problem in refused.value.problems}


def again(document: PageDocument) -> PageDocument:
    return parse_document(document.as_data(), today=TODAY)


@pytest.mark.parametrize(
    "data",
    [
        organization(),
        {"kind": "family", "slug": "acme", "name": "Acme"},
        {"kind": "license", "slug": "acme-license", "name": "Acme License", "license_ref": "LicenseRef-acme", "category": "permissive"},
        {"kind": "model", "slug": "acme-1", "name": "Acme 1", "family": "acme", "developers": ["acme"]},
        {"kind": "article", "slug": "about", "name": "About"},
    ],
)
def test_a_minimal_page_of_each_kind_is_a_document(data: dict[str, Any]) -> None:
    assert parse_document(data, today=TODAY).as_data() == data


@pytest.mark.parametrize("kind", [None, "modell", 7, ["model"], ""])
def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(kind: object) -> None:
    found = mistakes({"kind": kind, "slug": "a", "name": "A"})
    assert list(found) == ["/kind"]
    assert "organization, family, license, model, article" in found["/kind"]


def test_a_misspelt_field_is_named() -> None:
    assert mistakes(organization(websight="https://acme.example")) == {"/websight": "there is no such field: check its spelling"}


def test_a_field_that_is_missing_is_named() -> None:
    assert mistakes({"kind": "organization", "slug": "acme"}) == {"/name": "this field is missing: it must be given"}


def test_every_mistake_of_a_page_is_named_at_once() -> None:
    found = mistakes(organization(slug="Acme Corp", country="Norway", website="acme.example"))
    assert found == {
        "/slug": "'Acme Corp' is not a slug: use lower-case letters, digits, dots and hyphens, as in llama-3.1-8b",
        "/country": "write the two capital letters of ISO 3166-1, such as FR",
        "/website": "'acme.example' is not a web address: it must begin with https:// or http://",
    }


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://acme.example/", "https://", "https://a b", "//acme.example"]
)
def test_an_address_that_is_not_of_the_web_is_refused(address: str) -> None:
    assert "must begin with https:// or http://" in mistakes(organization(website=address))["/website"]


@pytest.mark.parametrize("slug", ["llama-3.1-8b", "302ai", "flux.1", "a"])
def test_slugs_keep_their_dots(slug: str) -> None:
    assert parse_document(organization(slug=slug)).slug == slug


@pytest.mark.parametrize("slug", ["", "-a", "a-", "a..b", "a_b", "Llama", "a/b", "ä", "a" * 121])
def test_other_spellings_of_a_slug_are_refused(slug: str) -> None:
    assert "/slug" in mistakes(organization(slug=slug))


def test_text_is_trimmed_and_what_equals_the_default_is_left_out() -> None:
    document = parse_document(organization(name="  Acme  ", summary="  ", aliases=[], state="published"))
    assert document.as_data() == {"kind": "organization", "slug": "acme", "name": "Acme"}


def test_an_alias_that_differs_by_case_only_is_refused() -> None:
    assert mistakes(organization(aliases=["ACME", "Acme"])) == {"/aliases/1": "'Acme' is given twice"}


def test_roles_have_one_order_and_one_entry_each() -> None:
    assert parse_document(organization(roles=["licensor", "developer", "licensor"])).as_data()["roles"] == ["developer", "licensor"]


def test_evidence_has_one_order_whatever_order_it_was_written_in() -> None:
    document = parse_document(organization(evidence={"website": {"verification": "recalled"}, "country": {"verification": "recalled"}}))
    assert list(document.as_data()["evidence"]) == ["country", "website"]


def test_evidence_for_a_fact_that_the_page_has_not_is_refused_with_the_facts_it_has() -> None:
    found = mistakes(organization(evidence={"turnover": {"verification": "recalled"}}))
    assert found == {"/evidence/turnover": "there is no fact 'turnover' here; there is record, name, roles, country, website, summary"}


def test_a_citation_without_its_source_is_refused() -> None:
    sources = {"annual-report": {"kind": "web_page", "url": "https://acme.example/report"}}
    found = mistakes(organization(sources=sources, evidence={"country": {"sources": ["anual-report"]}}))
    assert found == {
        "/evidence/country/sources/0": "'anual-report' is not in this page's sources (annual-report): add it there or correct the key"
    }


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ({"kind": "web_page"}, "a source of kind web_page needs its url"),
        ({"kind": "repository_file", "repo": "acme/one"}, "a source of kind repository_file needs its url"),
        ({"kind": "stored_public_file"}, "a source of kind stored_public_file needs archive_id"),
        ({"kind": "scancode_licensedb_copy", "package": "scancode-toolkit"}, "a source of kind scancode_licensedb_copy needs path"),
        ({"kind": "stored_public_file", "archive_id": "7", "url": "https://a.example"}, "an archived copy has an archive_id, not a url"),
    ],
)
def test_a_source_that_cannot_be_found_again_is_refused(source: dict[str, str], missing: str) -> None:
    assert missing in mistakes(organization(sources={"a": source}))["/sources/a"]


@pytest.mark.parametrize(
    "source", [{"kind": "memory"}, {"kind": "policy"}, {"kind": "repository_file", "repo": "acme/one", "path": "README.md"}]
)
def test_a_source_that_is_complete_is_accepted(source: dict[str, str]) -> None:
    assert parse_document(organization(sources={"a": source})).as_data()["sources"] == {"a": source}


def test_a_day_of_checking_must_be_a_full_date() -> None:
    assert mistakes(organization(checked_on="2024-07")) == {"/checked_on": "'2024-07' must be a full date such as 2024-07-23"}


@pytest.mark.parametrize("value", ["2024-12-06", "mit", 131072, 68.9, 74.0, "74.0", True])
def test_a_contested_value_keeps_its_type(value: object) -> None:
    data = organization(contradictions=[{"fact": "record", "values": [{"value": value}, {"value": "other"}]}])
    kept = again(parse_document(data)).as_data()["contradictions"][0]["values"][0]["value"]
    assert (kept, type(kept)) == (value, type(value))


def test_text_with_a_nul_character_is_refused_everywhere() -> None:
    for field in ("name", "summary"):
        assert "NUL" in mistakes(organization(**{field: "a\x00b"}))[f"/{field}"]


def test_text_over_the_limit_is_refused() -> None:
    assert list(mistakes(organization(summary="a" * 20_001))) == ["/summary"]
    assert parse_document(organization(summary="a" * 20_000)).summary == "a" * 20_000


def test_a_pointer_escapes_what_json_pointers_escape() -> None:
    assert list(mistakes(organization(evidence={"a/b~c": {}}))) == ["/evidence/a~1b~0c"]
    assert list(mistakes(organization(**{"a/b~c": 1}))) == ["/a~1b~0c"]


def test_a_stored_document_gets_the_order_of_its_names_back() -> None:
    stored = {"name": "Acme Corp.", "kind": "organization", "slug": "acme", "roles": ["developer"], "aliases": ["Acme"]}
    assert list(in_order(stored)) == ["kind", "slug", "name", "aliases", "roles"]
    assert in_order({"of": "an older program"}) == {"of": "an older program"}
