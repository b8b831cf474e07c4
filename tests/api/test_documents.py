"""Pages are read and written as documents: on top of the revision that was seen, published or proposed, refused with the place named."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from catalog.models import Scope
from registry.editing.merging import merge
from registry.models import AIModel, License, Organization, Page, Proposal, Revision
from tests.api.verdicts.test_described import described, schema_of
from tests.conftest import NOW
from tests.factories import (
    WEB_PAGE,
    article_document,
    license_document,
    make_article,
    make_license,
    make_model,
    make_organization,
    save,
    variant_document,
)  # fmt: skip

__all__ = ["described"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_time")]
META = "/api/v1/organizations/meta/document/"
APACHE = "/api/v1/licenses/apache-2.0/document/"


@pytest.fixture
def meta() -> Organization:
    return make_organization("meta", summary="A company.", website="https://meta.com", sources={"card": WEB_PAGE})


@pytest.fixture
def apache() -> License:
    return make_license("apache-2.0", summary="Permissive.", sources={"card": WEB_PAGE})


@pytest.fixture
def writer(editor: User, api_as: Callable[..., APIClient]) -> APIClient:
    """An editor's token for writing."""
    return api_as(editor, scope=Scope.WRITE)


def tag(page: Page, number: int = 1) -> str:
    return f'"{page.kind}-{page.pk}-{number}"'


def put(client: APIClient, url: str, document: Any, *, match: str | None, **more: Any) -> Any:
    headers = {} if match is None else {"If-Match": match}
    return client.put(url, {"document": document, "reason": "Clearer", **more}, format="json", headers=headers)


def patch(client: APIClient, url: str, document: Any, *, match: str, **more: Any) -> Any:
    return client.patch(url, {"document": document, "reason": "Clearer", **more}, format="json", headers={"If-Match": match})


def pointers(answer: Any) -> list[tuple[str, str]]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_a_document_is_read_as_its_newest_revision_has_it(meta: Organization, anyone: APIClient) -> None:
    answer = anyone.get(META)
    assert (answer.status_code, answer.headers["ETag"], answer.headers["Content-Type"]) == (200, tag(meta), "application/json")
    assert answer.json() == Revision.objects.get(page=meta).document
    assert list(answer.json())[:3] == ["kind", "slug", "name"]
    for known in (tag(meta), f'W/{tag(meta)}, "x"', "*"):
        assert anyone.get(META, headers={"If-None-Match": known}).status_code == 304
    assert anyone.get(META, headers={"If-None-Match": tag(meta, 2)}).status_code == 200
    assert anyone.head(META).headers["ETag"] == tag(meta)


def test_a_long_document_is_compressed_under_a_tag_that_writing_takes(meta: Organization, writer: APIClient) -> None:
    save({**anyone_document(meta), "summary": "Long. " * 300})
    answer = writer.get(META, headers={"Accept-Encoding": "gzip"})
    zipped = tag(meta, 2).replace('2"', '2-gzip"')
    assert (answer.headers["Content-Encoding"], answer.headers["ETag"]) == ("gzip", zipped)
    assert b"Long." in gzip.decompress(answer.content)
    assert writer.get(META, headers={"Accept-Encoding": "gzip", "If-None-Match": zipped}).status_code == 304
    assert patch(writer, META, {"summary": "Short."}, match=zipped).status_code == 200


def anyone_document(page: Page) -> dict[str, Any]:
    return dict(Revision.objects.filter(page=page).order_by("-number")[0].document)


def test_a_replaced_document_is_one_revision_and_comes_back_with_its_tag(
    meta: Organization, writer: APIClient, described: dict[str, Any]
) -> None:
    answer = put(writer, META, {**anyone_document(meta), "summary": "Makes Llama."}, match=tag(meta))
    revision = Revision.objects.get(page=meta, number=2)
    assert (answer.status_code, answer.headers["ETag"], answer.json()) == (200, tag(meta, 2), revision.document)
    assert (revision.document["summary"], revision.reason, revision.origin, revision.by_name) == (
        "Makes Llama.",
        "Clearer",
        "api",
        "editor",
    )
    assert answer.headers["Cache-Control"] == "no-store"
    schema_of(described, "OrganizationDocument").validate(answer.json())
    assert writer.get(META).json() == answer.json()


def test_what_a_replacing_document_leaves_out_is_gone(meta: Organization, writer: APIClient) -> None:
    document = {key: value for key, value in anyone_document(meta).items() if key != "website"}
    assert "website" not in put(writer, META, document, match="*").json()


def test_a_merge_patch_changes_what_it_names(meta: Organization, writer: APIClient) -> None:
    answer = patch(writer, META, {"website": None, "sources": {"card": {"note": "Read whole."}}, "aliases": ["Facebook"]}, match=tag(meta))
    document = answer.json()
    assert answer.status_code == 200
    assert ("website" in document, document["aliases"], document["summary"]) == (False, ["Facebook"], "A company.")
    assert document["sources"] == {"card": {**anyone_document(meta)["sources"]["card"], "note": "Read whole."}}
    named = writer.patch(
        META, b'{"document": {"summary": "Again."}, "reason": "Why"}', content_type="application/merge-patch+json",
        headers={"If-Match": tag(meta, 2)},
    )  # fmt: skip
    assert (named.status_code, named.json()["summary"]) == (200, "Again.")
    assert writer.put(META, b"{}", content_type="application/merge-patch+json", headers={"If-Match": "*"}).status_code == 415


def test_nothing_new_is_no_revision(meta: Organization, writer: APIClient) -> None:
    answer = put(writer, META, anyone_document(meta), match=tag(meta))
    assert (answer.status_code, answer.headers["ETag"], Revision.objects.count()) == (200, tag(meta), 1)


def test_writing_needs_to_say_what_it_is_written_on(meta: Organization, writer: APIClient) -> None:
    answer = put(writer, META, anyone_document(meta), match=None)
    assert (answer.status_code, answer.headers["Content-Type"]) == (428, "application/problem+json")


@pytest.mark.parametrize("other", ['"organization-{pk}-2"', '"organization-0-1"', '"model-{pk}-1"', '"x"', "", '"organization-{pk}-99"'])
def test_a_tag_of_something_else_is_refused(other: str, meta: Organization, writer: APIClient) -> None:
    answer = put(writer, META, {**anyone_document(meta), "summary": "New."}, match=other.format(pk=meta.pk))
    assert (answer.status_code, answer.json()["revision"], answer.json()["changes"]) == (412, 1, None)
    assert Revision.objects.count() == 1


def test_who_comes_second_is_told_what_changed_since(meta: Organization, writer: APIClient, described: dict[str, Any]) -> None:
    save({**anyone_document(meta), "summary": "Makes Llama.", "aliases": ["Facebook"]})
    answer = put(writer, META, {**anyone_document(meta), "summary": "Mine."}, match=tag(meta))
    body = answer.json()
    assert (answer.status_code, body["revision"], body["etag"]) == (412, 2, tag(meta, 2))
    assert {"path": "summary", "before": "A company.", "after": "Makes Llama."} in body["changes"]
    assert {change["path"] for change in body["changes"]} == {"summary", "aliases"}
    schema_of(described, "StaleDocumentProblem").validate(body)
    assert anyone_document(meta)["summary"] == "Makes Llama."


def test_a_change_to_a_license_becomes_a_proposal(apache: License, writer: APIClient, described: dict[str, Any]) -> None:
    answer = patch(writer, APACHE, {"summary": "Very permissive."}, match=tag(apache))
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (202, f"http://testserver/api/v1/proposals/{proposal.pk}/")
    schema_of(described, "ProposalDetail").validate(answer.json())
    assert answer.json()["changes"] == [{"path": "summary", "before": "Permissive.", "after": "Very permissive."}]
    assert (proposal.by_name, proposal.origin, proposal.base_number, Page.objects.get(pk=apache.pk).number) == ("editor", "api", 1, 1)


def test_reviewers_publish_licenses_and_may_ask_for_review(apache: License, reviewer: User, api_as: Callable[..., APIClient]) -> None:
    client = api_as(reviewer, scope=Scope.WRITE)
    assert patch(client, APACHE, {"summary": "Waits."}, match=tag(apache), propose=True).status_code == 202
    assert patch(client, APACHE, {"summary": "Stands."}, match=tag(apache)).status_code == 200


def test_viewers_propose_in_their_own_session_and_strangers_nothing(
    meta: Organization, viewer: User, editor: User, anyone: APIClient, api_as: Callable[..., APIClient]
) -> None:
    browser = APIClient()
    browser.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert patch(browser, META, {"summary": "Seen."}, match=tag(meta)).status_code == 202
    assert patch(anyone, META, {"summary": "Seen."}, match=tag(meta)).status_code == 401
    assert patch(api_as(editor), META, {"summary": "Seen."}, match=tag(meta)).status_code == 403
    assert Page.objects.get(pk=meta.pk).number == 1


def test_a_page_is_made_at_its_list(writer: APIClient, described: dict[str, Any]) -> None:
    answer = writer.post("/api/v1/articles/", {"document": article_document("new"), "reason": "Wanted"}, format="json")
    page = Page.objects.get(slug="new")
    assert (answer.status_code, answer.headers["ETag"]) == (201, tag(page))
    assert answer.headers["Location"] == "http://testserver/api/v1/articles/new/document/"
    assert writer.get(answer.headers["Location"]).json() == answer.json()
    again = writer.post("/api/v1/articles/", {"document": article_document("new"), "reason": "Wanted"}, format="json")
    assert (again.status_code, pointers(again)) == (409, [("/document/slug", "duplicate_slug")])
    schema_of(described, "TakenDocumentProblem").validate(again.json())


def test_the_kind_follows_from_the_address(writer: APIClient) -> None:
    document = article_document("new")
    del document["kind"]
    assert writer.post("/api/v1/articles/", {"document": document, "reason": "Wanted"}, format="json").status_code == 201
    other = writer.post("/api/v1/articles/", {"document": license_document("mit"), "reason": "Wanted"}, format="json")
    assert pointers(other) == [("/document/kind", "read_only")]


def test_a_new_page_that_needs_review_waits(writer: APIClient) -> None:
    answer = writer.post("/api/v1/licenses/", {"document": license_document("mit", state="draft"), "reason": "Wanted"}, format="json")
    assert (answer.status_code, answer.json()["page"]) == (202, {"kind": "license", "slug": "mit", "name": "Mit", "url": None})
    assert (answer.json()["base_revision"], answer.json()["current_revision"]) == (0, 0)


def test_the_same_key_makes_a_page_once(writer: APIClient) -> None:
    sent = {"document": article_document("new"), "reason": "Wanted"}
    first, second = (writer.post("/api/v1/articles/", sent, format="json", headers={"Idempotency-Key": "one"}) for _ in range(2))
    assert (first.status_code, second.status_code, second.headers["ETag"]) == (201, 201, first.headers["ETag"])
    assert (second.headers["Idempotency-Replayed"], Page.objects.count()) == ("true", 1)


def test_near_duplicates_are_listed_and_saved_once_agreed_to(writer: APIClient, described: dict[str, Any]) -> None:
    make_article("how-we-choose")
    sent = {"document": article_document("choosing", name="How We Choose"), "reason": "Wanted"}
    asked = writer.post("/api/v1/articles/", sent, format="json")
    body = asked.json()
    assert asked.status_code == 409
    assert body["duplicates"] == [
        {
            "label": "How We Choose (article, published)", "why": "the same name or alias", "kind": "article", "slug": "how-we-choose",
            "url": "http://testserver/api/v1/articles/how-we-choose/document/",
        }
    ]  # fmt: skip
    schema_of(described, "TakenDocumentProblem").validate(body)
    assert writer.post("/api/v1/articles/", {**sent, "agreed_duplicates": "other"}, format="json").status_code == 409
    assert writer.post("/api/v1/articles/", {**sent, "agreed_duplicates": body["agreed_duplicates"]}, format="json").status_code == 201


def test_every_mistake_is_told_with_its_place(meta: Organization, writer: APIClient) -> None:
    wrong = {"nmae": "X", "country": "Germany", "roles": ["chef"], "sources": {"card": {"read_on": "yesterday"}}}
    answer = patch(writer, META, wrong, match=tag(meta))
    assert answer.status_code == 400
    assert {pointer for pointer, _ in pointers(answer)} == {
        "/document/nmae", "/document/country", "/document/roles/0", "/document/sources/card/read_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"document": {}, "reason": " "}, "/reason", "required"),
        ({"document": {}, "reason": "x" * 501}, "/reason", "too_long"),
        ({"document": {}}, "/reason", "required"),
        ({"reason": "Why"}, "/document", "required"),
        ({"document": [], "reason": "Why"}, "/document", "invalid_type"),
        ({"document": {}, "reason": "Why", "propose": "yes"}, "/propose", "invalid_type"),
        ({"document": {}, "reason": "Why", "expected": 1}, "/expected", "unknown_field"),
        ({"document": {"slug": "other"}, "reason": "Why"}, "/document/slug", "read_only"),
        ({"document": {"kind": "article"}, "reason": "Why"}, "/document/kind", "read_only"),
        ({"document": {"name": None}, "reason": "Why"}, "/document/name", "missing"),
        ({"document": {"name": "a\x00b"}, "reason": "Why"}, "/document/name", "invalid_text"),
        ({"document": {"aliases": ["a", "A"]}, "reason": "Why"}, "/document/aliases/1", "invalid"),
    ],
)
def test_a_mistaken_request_is_refused(body: Any, pointer: str, code: str, meta: Organization, writer: APIClient) -> None:
    answer = writer.patch(META, body, format="json", headers={"If-Match": tag(meta)})
    assert (answer.status_code, pointers(answer)) == (400, [(pointer, code)])
    assert Revision.objects.count() == 1


def test_what_the_record_does_not_have_is_named(writer: APIClient) -> None:
    model = make_model("llama-2", sources={"card": WEB_PAGE})
    url = "/api/v1/models/llama-2/document/"
    answer = patch(writer, url, {"variants": [variant_document("llama-2-7b", license="nope")]}, match=tag(model))
    assert (answer.status_code, [pointer for pointer, _ in pointers(answer)]) == (400, ["/document/variants/0/license"])
    assert AIModel.objects.get().number == 1


def test_drafts_are_for_editors_and_withdrawn_pages_can_be_brought_back(writer: APIClient, api: APIClient) -> None:
    make_article("idea", state="draft")
    gone = make_article("gone", state="withdrawn")
    assert (api.get("/api/v1/articles/idea/document/").status_code, writer.get("/api/v1/articles/idea/document/").status_code) == (404, 200)
    assert api.get("/api/v1/articles/gone/document/").status_code == 200
    assert patch(writer, "/api/v1/articles/gone/document/", {"state": None}, match=tag(gone)).status_code == 200
    assert Page.objects.get(slug="gone").state == "published"


def test_an_earlier_revision_is_brought_back(meta: Organization, writer: APIClient) -> None:
    first = anyone_document(meta)
    save({**first, "summary": "Other."})
    url = f"{META}restore/"
    sent = {"revision": 1, "reason": "Back"}
    assert writer.post(url, sent, format="json").status_code == 428
    assert writer.post(url, sent, format="json", headers={"If-Match": tag(meta)}).status_code == 412
    answer = writer.post(url, sent, format="json", headers={"If-Match": tag(meta, 2)})
    assert (answer.status_code, answer.json(), answer.headers["ETag"]) == (200, first, tag(meta, 3))
    for number, code in ((4, "not_found"), (0, "invalid_type"), ("1", "invalid_type"), (True, "invalid_type")):
        wrong = writer.post(url, {"revision": number, "reason": "Back"}, format="json", headers={"If-Match": "*"})
        assert (wrong.status_code, pointers(wrong)) == (400, [("/revision", code)])


def test_an_address_that_was_given_up_leads_on_for_reading_only(meta: Organization, writer: APIClient) -> None:
    from registry import history

    with history.writing():
        Page.objects.filter(pk=meta.pk).update(slug="meta-platforms")
        history.record(meta, by=None, reason="Renamed", origin="admin")
    moved = writer.get(META)
    assert (moved.status_code, moved.headers["Location"]) == (301, "/api/v1/organizations/meta-platforms/document/")
    assert patch(writer, META, {"summary": "New."}, match="*").status_code == 404


@pytest.mark.parametrize("url", [META.replace("meta", "nobody"), META.replace("meta", "Meta"), "/api/v1/models/meta/document/"])
def test_where_there_is_no_page_there_is_no_document(url: str, meta: Organization, writer: APIClient) -> None:
    assert (writer.get(url).status_code, patch(writer, url, {}, match="*").status_code) == (404, 404)


def test_offers_and_variants_are_written_with_their_model(writer: APIClient) -> None:
    make_model("llama-2")
    for url in ("/api/v1/variants/", "/api/v1/offers/"):
        assert writer.post(url, {}, format="json").status_code == 405
    assert writer.get("/api/v1/variants/llama-2-7b/document/").status_code == 404


def test_reading_takes_few_queries_however_much_the_page_holds(
    api: APIClient, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    make_model("llama-2")
    one = count_queries(lambda: api.get("/api/v1/models/llama-2/document/"))
    make_model("llama-2", variants=[variant_document(f"llama-2-{number}b") for number in range(10)])
    assert count_queries(lambda: api.get("/api/v1/models/llama-2/document/")) == one


def test_the_described_documents_are_those_of_the_catalog(described: dict[str, Any]) -> None:
    from pathlib import Path

    from registry.documents import DOCUMENTS
    from registry.documents.files import read

    for kind, table in DOCUMENTS.items():
        schema = Draft202012Validator({"$ref": f"#/components/schemas/{table.__name__}Change", "components": described["components"]})
        folder = Path(__file__).parents[2] / "fixtures" / {"family": "families"}.get(kind, f"{kind}s")
        for file in sorted(folder.rglob("*.yaml"))[:40]:
            document = read(file).document
            assert document is not None
            errors = [
                f"{list(error.absolute_path)}: {error.message[:200]}"
                for error in schema.iter_errors({"document": document.as_data(), "reason": "x"})
            ]
            assert not errors, (file, errors[:3])


def test_a_page_that_became_part_of_another_is_not_written(meta: Organization, writer: APIClient, reviewer: User) -> None:
    other = make_organization("meta-platforms", name="Meta Platforms")
    merge(meta, other, by=reviewer, reason="The same", origin="site", today=NOW.date(), expected=1)
    answer = patch(writer, META, {"summary": "Mine."}, match="*")
    assert (answer.status_code, pointers(answer)) == (409, [("/document", "merged")])
