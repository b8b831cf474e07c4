"""Impossible input, forged requests, and what the forms cost."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import Page, Revision
from tests.catalog.editing.browsing import opened, sent
from tests.factories import WEB_PAGE, make_model, make_organization, offer_document, variant_document

URL = "/partners/meta/edit/"


@pytest.mark.parametrize(
    "part", ["x", "variants/", "variants/y", "sources/%00", "contradictions/0", "contradictions/99999999", "%00", "a" * 3000]
)
def test_a_part_that_is_none_is_a_page_that_says_so(part: str, at_work: Client) -> None:
    make_organization("meta")
    response = at_work.get(f"{URL}?part={part}")
    assert response.status_code == 404
    assert "has no part" in response.content.decode()


@pytest.mark.parametrize(
    "value", ["x" * 10_000, "a\x00b", "<script>alert(1)</script>", "\ud83e\udd99".encode("utf-16", "surrogatepass").decode("utf-16")]
)
@pytest.mark.parametrize(
    "name", ["f-name", "f-country", "f-website", "f-checked_on", "f-state", "e-country-sources", "source-url", "reason", "f-roles"]
)
def test_no_value_breaks_a_form_or_is_lost(name: str, value: str, at_work: Client) -> None:
    make_organization("meta")
    response = sent(at_work, URL, opened(at_work, URL), **{name: value})
    assert response.status_code in (302, 422)
    assert "<script>alert" not in response.content.decode()


def test_unknown_fields_and_impossible_numbers_are_ignored(at_work: Client) -> None:
    page = make_organization("meta")
    forged = {"kind": "license", "f-kind": "license", "f-slug": "other", "f-number": "7", "nonsense": "1", "agreed_revision": "²"}
    assert sent(at_work, URL, opened(at_work, URL), **forged).status_code == 302
    assert Revision.objects.filter(page=page).count() == 1
    for expected in ("999999999999", "-1", "x", ""):
        assert sent(at_work, URL, opened(at_work, URL), expected=expected).status_code in (302, 422)
    make_model()
    url = "/models/llama-2/edit/?part=variants/llama-2-7b"
    assert sent(at_work, url, {**opened(at_work, url), "bases-rows": ["99999999"], "benchmarks-rows": ["x"]}).status_code == 302
    assert Page.objects.get(pk=page.pk).slug == "meta"


def test_a_reason_is_required_and_everything_typed_stays(at_work: Client) -> None:
    make_organization("meta")
    words = sent(at_work, URL, opened(at_work, URL), reason=" ", f__summary="Typed.").content.decode()
    assert '<a href="#id_reason">Why this change</a>' in words
    assert 'aria-invalid="true"' in words
    assert "Typed." in words
    too_long = sent(at_work, URL, opened(at_work, URL), reason="x" * 501).content.decode()
    assert '<a href="#id_reason">Why this change</a>' in too_long


def test_a_mistake_leads_to_its_field(at_work: Client) -> None:
    make_model(sources={"card": WEB_PAGE}, evidence={"record": {"sources": ["card"]}})
    url = "/models/llama-2/edit/?part=variants/llama-2-7b"
    typed = {
        "f-params_total": "7B",
        "f-params_active": "8B",
        "f-lineage_status": "declared",
        "bases-0-base": "llama-2-7b",
        "bases-0-relation": "merge",
    }
    response = sent(at_work, url, opened(at_work, url), **typed)
    words = response.content.decode()
    assert '<a href="#id_f-params_active">' in words
    assert '<a href="#id_bases-0-base">' in words
    assert 'id="id_f-params_active_error"' in words
    assert "cannot be its own base" in words


def test_a_mistake_elsewhere_on_the_page_leads_to_its_part(at_work: Client) -> None:
    """A row of the page no longer makes a valid document, such as after a rule became stricter."""
    page = make_organization("meta")
    revision = Revision.objects.latest_of(page)
    assert revision is not None
    from catalog.editing.forms import PartEditor
    from catalog.editing.mistakes import show
    from catalog.editing.shapes import place_at
    from registry.documents import Problem

    document = {**revision.document, "sources": {"card": WEB_PAGE}}
    place = place_at("organization", "")
    assert place is not None
    editor = PartEditor("organization", place, document, 1)
    [mistake] = show([Problem("/sources/card/url", "invalid", "needs its url")], editor=editor, data=document)
    assert (mistake.part, mistake.label, mistake.words) == ("sources/card", "Source “Model card”", "Needs its url.")


def test_anonymous_readers_are_not_offered_to_edit(client: Client, public_read: None, db: None) -> None:
    make_organization("meta")
    assert "/edit/" not in client.get("/partners/meta/").content.decode()
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_forms_cost_the_same_number_of_queries_however_many_parts_there_are(
    at_work: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    make_model("small", variants=[variant_document("s-1")], offers=[offer_document("o-1")])
    variants = [variant_document(f"b-{number}") for number in range(10)]
    make_model("big", variants=variants, offers=[offer_document(f"p-{number}") for number in range(10)])
    for small, big in (
        ("/models/small/edit/", "/models/big/edit/"),
        ("/models/small/edit/?part=variants/s-1", "/models/big/edit/?part=variants/b-1"),
        ("/models/small/edit/?part=offers/o-1", "/models/big/edit/?part=offers/p-1"),
        ("/models/small/edit/?as=yaml", "/models/big/edit/?as=yaml"),
    ):
        assert count_queries(lambda url=small: at_work.get(url)) == count_queries(lambda url=big: at_work.get(url)) <= 16
