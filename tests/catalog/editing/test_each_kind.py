"""One page of each kind is changed end to end, and the parts that it has are changed, added and removed."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.test import Client

from registry.history import document_of
from registry.models import AIModel, Article, License, ModelFamily, Organization, Page, Revision
from tests.catalog.editing.browsing import fields_of, opened, sent
from tests.factories import WEB_PAGE, make_article, make_family, make_license, make_model, make_organization, offer_document

SOURCE = {"source-title": "The announcement", "source-url": "https://example.org/news", "source-read_on": "2026-11-20"}


def _data(page: Page) -> dict[str, object]:
    return document_of(Page.objects.get(pk=page.pk)).as_data()


def test_an_organization_is_changed_with_a_source_for_what_changed(at_work: Client, editor: User) -> None:
    meta = make_organization("meta", country="US", website="https://meta.com")
    url = "/partners/meta/edit/"
    response = sent(at_work, url, opened(at_work, url), reason="It moved", f__country="fr", **SOURCE)
    assert response["Location"] == "/partners/meta/"
    data = _data(meta)
    assert data["country"] == "FR"
    assert data["sources"] == {
        "the-announcement": {
            "kind": "web_page", "title": "The announcement", "url": "https://example.org/news", "read_on": "2026-11-20",
        }
    }  # fmt: skip
    assert data["evidence"] == {"country": {"sources": ["the-announcement"]}}
    last = Revision.objects.latest_of(meta)
    assert last is not None
    assert (last.number, last.by, last.reason, last.origin) == (2, editor, "It moved", "site")


def test_a_family_takes_developers_by_name(at_work: Client) -> None:
    make_organization("mistral", name="Mistral AI")
    family = make_family("llama")
    url = "/families/llama/edit/"
    sent(at_work, url, opened(at_work, url), f__developers=["mistral  ai", "", "meta"], no_source="on")
    assert [link.organization.slug for link in ModelFamily.objects.get(pk=family.pk).developer_links.order_by("position")] == [
        "mistral", "meta",
    ]  # fmt: skip


def test_an_article_needs_no_source(at_work: Client) -> None:
    article = make_article()
    url = "/pages/how-we-choose/edit/"
    assert sent(at_work, url, opened(at_work, url), f__body="One\r\n\r\nTwo [[Llama]]").status_code == 302
    assert Article.objects.get(pk=article.pk).body == "One\n\nTwo [[Llama]]"


def test_a_reviewer_changes_a_license_and_one_of_its_terms(reviewing: Client) -> None:
    license = make_license(sources={"text": WEB_PAGE})
    url = "/licenses/apache-2.0/edit/"
    sent(reviewing, url, opened(reviewing, url), f__osi_approved="true", no_source="on")
    url = "/licenses/apache-2.0/edit/?part=terms/grant"
    fields = opened(reviewing, url)
    assert fields["f-own-purposes"] == ["any"]
    sent(reviewing, url, fields, f__paraphrase="Do what you want.", f__sources=["text"], **{"f-own-revocable": "null"})
    data = _data(license)
    assert data["osi_approved"] is True
    [term] = data["terms"]  # type: ignore[misc]
    assert term["paraphrase"] == "Do what you want."
    assert term["sources"] == ["text"]
    assert term["revocable"] is None


def test_a_term_of_another_type_shows_its_own_fields_before_it_is_saved(reviewing: Client) -> None:
    license = make_license(sources={"text": WEB_PAGE})
    url = "/licenses/apache-2.0/edit/?part=terms/new"
    fields = opened(reviewing, url)
    assert "f-own-regions" not in fields
    shown = reviewing.post(url, {**fields, "f-type": "region", "show": "type"}).content.decode()
    assert 'name="f-own-regions"' in shown
    assert "is-invalid" not in shown
    typed = {
        "f-type": "region", "f-effect": "prohibit", "f-section": "§9", "f-paraphrase": "Not in the Union.", "f-verification": "verified",
        "f-own-regions": ["EU"], "f-own-basis": "licensee_domicile", "f-sources": ["text"],
    }  # fmt: skip
    assert sent(reviewing, url, fields, **typed).status_code == 302
    term = _data(license)["terms"][-1]  # type: ignore[index]
    assert (term["id"], term["regions"], term["basis"]) == ("apache-2.0#region", ["EU"], "licensee_domicile")


def test_a_model_is_changed_and_gains_a_variant_and_an_offer(at_work: Client) -> None:
    make_license()
    make_organization("microsoft", roles=["hosting_partner"])
    model = make_model(sources={"card": WEB_PAGE})
    url = "/models/llama-2/edit/"
    sent(at_work, url, opened(at_work, url), f__release_date="2023-07", **SOURCE)
    url = "/models/llama-2/edit/?part=variants/new"
    fields = opened(at_work, url)
    typed = {
        "f-name": "Llama 2 70B", "f-params_total": "70B", "f-context_tokens": "4096", "f-license": "Apache 2.0",
        "f-huggingface": "meta-llama/Llama-2-70b", "benchmarks-0-benchmark": "MMLU", "benchmarks-0-score": "68.9",
        "benchmarks-0-source": "card", "e-record-sources": ["card"],
    }  # fmt: skip
    assert sent(at_work, url, fields, **typed).status_code == 302
    url = "/models/llama-2/edit/?part=offers/new"
    fields = opened(at_work, url)
    typed = {
        "f-partner": "Microsoft", "f-channel": "managed_api", "f-service": "Azure AI Foundry", "f-variants": ["llama-2-70b"],
        "f-verification": "verified", "f-sources": ["card"], "prices-0-input_per_million": "1.50", "prices-0-currency": "usd",
        "prices-0-as_of": "2026-11-01",
    }  # fmt: skip
    assert sent(at_work, url, fields, **typed).status_code == 302
    row = AIModel.objects.get(pk=model.pk)
    assert (str(row.release_date), row.release_date_precision) == ("2023-07-01", "month")
    big = row.variants.get(slug="llama-2-70b")
    assert (big.params_total, big.context_tokens, big.license.slug) == (70_000_000_000, 4096, "apache-2.0")
    assert big.benchmarks.get().source.key == "card"
    offer = row.offers.get(slug="microsoft-llama-2-70b-azure-ai-foundry")
    assert [link.variant.slug for link in offer.covered.all()] == ["llama-2-70b"]
    assert offer.prices.get().input_per_million == Decimal("1.5")
    assert row.variants.count() == 2


def test_a_part_is_removed_once_the_box_is_ticked(at_work: Client) -> None:
    model = make_model(offers=[offer_document()])
    url = "/models/llama-2/edit/?part=offers/llama-2-azure"
    assert sent(at_work, url, opened(at_work, url), remove="1", do="preview").status_code == 200
    assert AIModel.objects.get(pk=model.pk).offers.count() == 1
    assert sent(at_work, url, opened(at_work, url), remove="1").status_code == 302
    assert AIModel.objects.get(pk=model.pk).offers.count() == 0


def test_a_source_that_is_cited_elsewhere_is_not_removed_and_the_place_is_named(at_work: Client) -> None:
    meta = make_organization("meta", sources={"card": WEB_PAGE}, evidence={"roles": {"sources": ["card"]}})
    url = "/partners/meta/edit/?part=sources/card"
    response = sent(at_work, url, opened(at_work, url), remove="1")
    assert response.status_code == 422
    assert "is not in this page" in response.content.decode()
    assert "card" in _data(meta)["sources"]  # type: ignore[operator]


def test_sources_contradictions_and_versions_are_added(reviewing: Client) -> None:
    license = make_license(sources={"text": WEB_PAGE})
    base = "/licenses/apache-2.0/edit/?part="
    source = {"f-title": "The blog", "f-url": "https://example.org/blog", "f-read_on": "2026-11-02"}
    sent(reviewing, f"{base}sources/new", opened(reviewing, f"{base}sources/new"), **source)
    values = {"values-0-value": "2004", "values-0-source": "text", "values-1-value": '"2005"', "values-1-source": "the-blog"}
    sent(reviewing, f"{base}contradictions/new", opened(reviewing, f"{base}contradictions/new"), f__fact="effective_date", **values)
    version = {"f-version": "2.0", "f-verification": "verified"}
    sent(reviewing, f"{base}versions/new", opened(reviewing, f"{base}versions/new"), **version)
    data = _data(license)
    assert data["sources"]["the-blog"]["url"] == "https://example.org/blog"  # type: ignore[index]
    assert data["contradictions"] == [
        {"fact": "effective_date", "values": [{"value": 2004, "source": "text"}, {"value": "2005", "source": "the-blog"}]}
    ]
    assert data["versions"] == [{"version": "2.0", "verification": "verified"}]


def test_rows_are_added_emptied_and_removed(at_work: Client) -> None:
    model = make_model(sources={"card": WEB_PAGE}, variants=[{
        "slug": "llama-2-7b", "name": "Llama 2 7B", "open_weights": True, "evidence": {"record": {"sources": ["card"]}},
        "benchmarks": [{"benchmark": "A", "score": "1"}, {"benchmark": "B", "score": "2"}, {"benchmark": "C", "score": "3"}],
    }])  # fmt: skip
    url = "/models/llama-2/edit/?part=variants/llama-2-7b"
    fields = opened(at_work, url)
    more = at_work.post(url, {**fields, "more": "benchmarks", "benchmarks-4-benchmark": "D", "benchmarks-4-score": "x"}).content.decode()
    assert 'name="benchmarks-6-benchmark"' in more
    assert 'value="D"' in more
    assert "is-invalid" not in more
    emptied = {"benchmarks-0-benchmark": "", "benchmarks-0-score": "", "benchmarks-1-remove": "1", "benchmarks-4-benchmark": "D"}
    sent(at_work, url, fields, **emptied, **{"benchmarks-4-score": "4.5"})
    results = AIModel.objects.get(pk=model.pk).variants.get().benchmarks
    assert sorted(results.values_list("benchmark", flat=True)) == ["C", "D"]


def test_rows_that_were_only_shown_stay_empty(at_work: Client) -> None:
    model = make_model(offers=[offer_document()])
    url = "/models/llama-2/edit/?part=offers/llama-2-azure"
    shown = fields_of(at_work.post(url, {**opened(at_work, url), "more": "prices"}).content.decode())
    assert shown["prices-3-currency"] == ["USD"]
    assert sent(at_work, url, shown, **{"prices-0-currency": "", "f-note": "Seen."}).status_code == 302
    assert AIModel.objects.get(pk=model.pk).offers.get().prices.count() == 0


def test_the_organizations_of_a_license_are_kept(reviewing: Client) -> None:
    make_organization("meta")
    make_organization("google")
    license = make_license(licensors=["meta"])
    url = "/licenses/apache-2.0/edit/"
    sent(reviewing, url, opened(reviewing, url), f__licensors=["meta", "google"], no_source="on")
    assert sorted(row.slug for row in License.objects.get(pk=license.pk).licensors.all()) == ["google", "meta"]
    assert Organization.objects.count() == 2
