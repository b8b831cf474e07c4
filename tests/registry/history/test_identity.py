"""What is written comes back: a document and its rows say the same, on every database."""

import json

import pytest

from registry import history
from registry.documents import DOCUMENTS, PageDocument, parse_document
from registry.documents.models import ModelDocument
from registry.models import Page, Revision
from tests.registry.history.documents import ALL, ARTICLE, FAMILY, LICENSE, MODEL, ORGANIZATION, VARIANT

RICH = (ORGANIZATION, FAMILY, LICENSE, MODEL, ARTICLE)


@pytest.fixture
def saved(db: None) -> list[PageDocument]:
    documents = [parse_document(data) for data in ALL]
    history.save_all(documents, by=None, reason="Made for a test", origin="files")
    return documents


def as_text(document: PageDocument) -> str:
    return json.dumps(document.as_data(), ensure_ascii=False)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_rows_give_back_the_document_they_were_written_from(saved: list[PageDocument], kind: str) -> None:
    (document,) = [parse_document(data) for data in RICH if data["kind"] == kind]
    page = Page.objects.get(kind=kind, slug=document.slug)
    assert as_text(history.document_of(page)) == as_text(document)


def test_many_pages_are_read_at_once_by_kind_and_slug(saved: list[PageDocument]) -> None:
    read = list(history.documents_of(Page.objects.all()))
    assert [document.slug for document in read] == ["acme", "other", "acme-line", "acme-0.9", "acme-1.0", "acme-0", "acme-1", "about"]
    assert {as_text(document) for document in read} == {as_text(document) for document in saved}


def test_a_revision_holds_the_whole_document(saved: list[PageDocument]) -> None:
    revision = Revision.objects.get(page__slug="acme-1")
    assert revision.number == 1
    assert as_text(parse_document(revision.document)) == as_text(parse_document(MODEL))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_rich_documents_leave_no_field_out(kind: str) -> None:
    (data,) = [data for data in RICH if data["kind"] == kind]
    # A license has an SPDX id or a LicenseRef, never both; organization and model show that the state is kept.
    assert set(DOCUMENTS[kind].model_fields) - {"state", "spdx_id"} <= set(data)


def test_the_rich_variant_and_offer_leave_no_field_out() -> None:
    model = parse_document(MODEL)
    assert isinstance(model, ModelDocument)
    assert set(type(model.variants[0]).model_fields) == set(VARIANT)
    # An offer is for variants of the page or for another size, never for both: the second offer keeps that.
    assert set(type(model.offers[0]).model_fields) == {*MODEL["offers"][0], *MODEL["offers"][1]}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_page_that_loses_everything_optional_is_written_empty(saved: list[PageDocument], kind: str) -> None:
    needed = {
        "organization": {},
        "family": {},
        "license": {"category": "none", "license_ref": "LicenseRef-acme-1.0"},
        "model": {"family": "acme-line", "developers": ["acme"]},
        "article": {},
    }[kind]
    (rich,) = [data for data in RICH if data["kind"] == kind]
    bare = parse_document({"kind": kind, "slug": rich["slug"], "name": "Bare", **needed})
    if kind == "license":
        history.save(parse_document({**MODEL, "variants": [], "offers": [], "contradictions": []}), by=None, reason="x", origin="files")
    history.save(bare, by=None, reason="Nothing is known any more", origin="site")
    assert as_text(history.document_of(Page.objects.get(kind=kind, slug=bare.slug))) == as_text(bare)


def test_reading_costs_the_same_for_one_page_and_for_ten(db: None, count_queries) -> None:
    def counted() -> int:
        return count_queries(lambda: list(history.documents_of(Page.objects.all())))

    history.save_all([parse_document(data) for data in ALL], by=None, reason="x", origin="files")
    few = counted()
    more = [
        parse_document({**MODEL, "slug": f"more-{n}", "variants": [{**VARIANT, "slug": f"more-{n}"}], "offers": [], "contradictions": []})
        for n in range(10)
    ]
    history.save_all(more, by=None, reason="x", origin="files")
    assert counted() == few
