"""ML-BOMs: valid CycloneDX, with both licenses and the whole lineage, and nothing that the registry does not know."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.test import Client

from catalog import directory
from catalog.api import freshness
from catalog.mlbom import components
from registry.gate.located import read_json
from registry.gate.mlbom import read_bom
from registry.models import CatalogRevision
from tests import factories
from tests.factories import variant_document

MLBOM = "/api/v1/mlbom/"
Bom = Callable[..., dict[str, Any]]


@pytest.fixture
def reader(db: None, public_read: None) -> Client:
    return Client()


@pytest.fixture
def bom(reader: Client) -> Bom:
    """`bom("llama-2-7b")` is the bill of materials of the variants, which has to be valid."""

    def ask(*slugs: str) -> dict[str, Any]:
        answer = reader.get(MLBOM, {"variant": slugs})
        assert answer.status_code == 200, answer.content
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(answer.content.decode()) is None
        found: dict[str, Any] = answer.json()
        return found

    return ask


def properties(component: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in component["properties"]}


def llamas() -> None:
    factories.make_license("mit", spdx_id="MIT", name="MIT License")
    factories.make_license(
        "llama-3", license_ref="LicenseRef-llama-3", name="Llama 3 License", terms=[factories.GRANT, factories.MANY_USERS]
    )
    factories.make_model(
        "llama-3",
        variants=[variant_document("llama-3-70b", license="llama-3", declared_license="llama3", huggingface=["meta-llama/Llama-3"])],
    )
    bases = [
        {"base": "llama-3-70b", "relation": "finetune"},
        {"external": {"name": "Teacher", "kind": "closed_model", "terms": "Not told."}, "relation": "distill"},
    ]
    factories.make_model(
        "distill", family="distills", developers=["deepseek"],
        variants=[
            variant_document(
                "distill-70b", license="mit", declared_license="mit", huggingface=["deepseek/Distill", "deepseek/Distill-2"],
                inputs=["text"], outputs=["text"], params_total=70_000_000_000, lineage={"status": "declared", "bases": bases},
                evidence={"license": {"verification": "verified", "sources": ["card"]}, "context_tokens": {"verification": "recalled"}},
            )
        ],
        sources={"card": factories.WEB_PAGE},
    )  # fmt: skip


def test_a_component_says_what_is_known_of_a_variant(bom: Bom) -> None:
    llamas()
    made = bom("distill-70b")
    (component,) = made["components"]
    assert {name: component[name] for name in ("type", "bom-ref", "name", "publisher", "manufacturer", "purl", "modelCard")} == {
        "type": "machine-learning-model", "bom-ref": "distill-70b", "name": "Distill 70B".title(), "publisher": "Deepseek",
        "manufacturer": {"name": "Deepseek"}, "purl": "pkg:huggingface/deepseek/Distill",
        "modelCard": {"modelParameters": {"inputs": [{"format": "text"}], "outputs": [{"format": "text"}]}},
    }  # fmt: skip
    assert component["externalReferences"] == [
        {"type": "documentation", "url": "http://testserver/models/distill/#distill-70b", "comment": "Its page in the registry"},
        {"type": "distribution", "url": "https://huggingface.co/deepseek/Distill", "comment": "Hugging Face"},
        {"type": "distribution", "url": "https://huggingface.co/deepseek/Distill-2", "comment": "Hugging Face"},
        {"type": "evidence", "url": "https://example.org/card", "comment": "Model card"},
    ]
    assert properties(component) == {
        "omr:catalog_slug": "distill-70b", "omr:page_revision": "1", "omr:commercial_use": "conditional",
        "omr:verification": "verified=1 verified_secondary=0 recalled=1", "omr:lineage": "declared", "omr:open_weights": "true",
        "omr:parameters_total": "70000000000",
    }  # fmt: skip
    assert properties(made["metadata"])["omr:note"].startswith("Information, not legal advice.")
    assert properties(made["metadata"])["omr:catalog_revision"] == str(CatalogRevision.current())


def test_licenses_are_declared_and_concluded(bom: Bom) -> None:
    llamas()
    distilled, llama = bom("distill-70b", "llama-3-70b")["components"]
    title = [{"name": "omr:license_title", "value": "MIT License"}]
    page = "http://testserver/licenses/mit/"
    assert [choice["license"] for choice in distilled["licenses"]] == [
        {"id": "MIT", "acknowledgement": "declared"},
        {"id": "MIT", "acknowledgement": "concluded", "url": page, "properties": title},
    ]
    assert [choice["license"] for choice in llama["licenses"]] == [
        {"name": "llama3", "acknowledgement": "declared"},
        {
            "name": "LicenseRef-llama-3", "acknowledgement": "concluded", "url": "http://testserver/licenses/llama-3/",
            "properties": [{"name": "omr:license_title", "value": "Llama 3 License"}],
        },
    ]  # fmt: skip


def test_the_pedigree_names_ancestors_with_their_licenses(bom: Bom) -> None:
    llamas()
    (component,) = bom("distill-70b")["components"]
    llama, teacher = component["pedigree"]["ancestors"]
    assert llama["purl"] == "pkg:huggingface/meta-llama/Llama-3"
    assert [choice["license"]["name"] for choice in llama["licenses"]] == ["llama3", "LicenseRef-llama-3"]
    assert properties(llama) == {
        "omr:relation": "finetune", "omr:same_licensor": "false", "omr:catalog_slug": "llama-3-70b", "omr:commercial_use": "conditional",
    }  # fmt: skip
    assert teacher == {
        "type": "machine-learning-model", "name": "Teacher",
        "properties": [
            {"name": "omr:relation", "value": "distill"}, {"name": "omr:same_licensor", "value": "false"},
            {"name": "omr:outside_the_catalog", "value": "closed_model"}, {"name": "omr:terms", "value": "Not told."},
        ],
    }  # fmt: skip


def test_what_is_not_known_is_left_out(bom: Bom) -> None:
    factories.make_model("plain", variants=[variant_document("plain-7b")])
    (component,) = bom("plain-7b")["components"]
    assert component.keys() == {"type", "bom-ref", "name", "manufacturer", "publisher", "externalReferences", "properties"}
    assert properties(component)["omr:license"] == "none identified"
    assert "omr:context_tokens" not in properties(component)


def test_an_ancestor_that_is_not_published_is_a_name_only(bom: Bom) -> None:
    factories.make_license("mit", spdx_id="MIT")
    factories.make_model("draft", variants=[variant_document("draft-7b", license="mit")], state="draft")
    bases = {"status": "declared", "bases": [{"base": "draft-7b", "relation": "finetune"}]}
    factories.make_model("tuned", variants=[variant_document("tuned-7b", lineage=bases)])
    (component,) = bom("tuned-7b")["components"]
    (ancestor,) = component["pedigree"]["ancestors"]
    assert ancestor.keys() == {"type", "name", "properties"}


def test_a_line_that_comes_together_again_is_written_out_once(bom: Bom, monkeypatch: pytest.MonkeyPatch) -> None:
    def on(*bases: str) -> dict[str, Any]:
        return {"status": "declared", "bases": [{"base": base, "relation": "merge"} for base in bases]}

    def count(components: list[dict[str, Any]]) -> int:
        return sum(1 + count(each.get("pedigree", {}).get("ancestors", [])) for each in components)

    chain = [variant_document("v-0"), variant_document("v-1", lineage=on("v-0"))]
    chain += [variant_document(f"v-{n}", lineage=on(f"v-{n - 1}", f"v-{n - 2}")) for n in range(2, 8)]
    factories.make_model("merges", variants=chain)
    (component,) = bom("v-7")["components"]
    # Each edge once: two each of v-7 to v-2, one of v-1.
    assert count(component["pedigree"]["ancestors"]) == 6 * 2 + 1
    monkeypatch.setattr(components, "MOST_ANCESTORS", 5)
    (component,) = bom("v-7", "v-0")["components"][:1]
    assert count(component["pedigree"]["ancestors"]) == 5
    assert properties(component)["omr:ancestors"] == "some are left out"


def test_hostile_names_stay_text(bom: Bom) -> None:
    name = '"}]<script>alert(1)</script>=1+1'
    variant = variant_document("evil", name=name, declared_license="../../x y|z")
    factories.make_model("evil", name=name, variants=[variant])
    (component,) = bom("evil")["components"]
    assert component["name"] == name
    assert component["licenses"] == [{"license": {"name": "../../x y|z", "acknowledgement": "declared"}}]


def test_the_gate_reads_what_is_written(bom: Bom) -> None:
    llamas()
    (entry,) = read_bom(read_json(json.dumps(bom("distill-70b"), indent=2), file="bom"), file="bom")
    assert entry.sought.repository == "deepseek/Distill"
    assert [ancestor.name for ancestor in entry.declared.ancestors] == ["Llama 3 70B", "Teacher"]


def test_the_same_catalog_makes_the_same_bytes_and_another_another_number(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    llamas()
    address = f"{MLBOM}?variant=distill-70b"
    first = reader.get(address)
    monkeypatch.setattr(freshness, "_kept", None)
    monkeypatch.setattr(directory, "_kept", None)
    assert reader.get(address).content == first.content
    assert reader.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    factories.save(factories.organization_document("deepseek", name="DeepSeek"), expected=1)
    assert reader.get(address).json()["serialNumber"] != first.json()["serialNumber"]


def test_variants_come_in_the_order_of_the_request_each_once(reader: Client) -> None:
    llamas()
    answer = reader.get(f"{MLBOM}?variant=llama-3-70b&m=distill-70b&variant=llama-3-70b")
    assert [component["bom-ref"] for component in answer.json()["components"]] == ["llama-3-70b", "distill-70b"]
    assert answer.headers["Content-Type"] == "application/vnd.cyclonedx+json; version=1.6"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ml-bom-2-variants.cdx.json"'
    plain = reader.get(f"{MLBOM}?variant=llama-3-70b", headers={"Accept": "application/json"})
    assert plain.headers["Content-Type"] == "application/json"
    assert plain.headers["Content-Disposition"] == 'attachment; filename="ml-bom-llama-3-70b.cdx.json"'


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", [("/query/variant", "required")]),
        ("?variant=llama-3-70b&variant=nobody&m=nothing", [("/query/variant", "unknown_value")] * 2),
        ("?variant=Not+a+slug", [("/query/variant", "invalid_value")]),
        ("?variant=llama-3-70b&model=x", [("/query/model", "unknown_parameter")]),
        ("?" + "&".join(f"variant=v-{n}" for n in range(201)), [("/query/variant", "too_many")]),
        ("?variant=llama-3-70b&format=csv", [("/query/format", "invalid_value")]),
    ],
)
def test_what_cannot_be_answered_is_named(query: str, said: list[tuple[str, str]], reader: Client) -> None:
    llamas()
    answer = reader.get(MLBOM + query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == said


def test_ten_variants_cost_what_one_costs(reader: Client, count_queries: Callable[[Callable[[], object]], int]) -> None:
    llamas()
    bases = {"status": "declared", "bases": [{"base": "llama-3-70b", "relation": "finetune"}]}
    factories.make_model("many", variants=[variant_document(f"many-{n}", license="mit", lineage=bases) for n in range(10)])
    one = count_queries(lambda: reader.get(MLBOM, {"variant": ["many-0"]}))
    assert count_queries(lambda: reader.get(MLBOM, {"variant": [f"many-{n}" for n in range(10)]})) == one
    # The edition twice; for each of two generations variants, repositories, bases and developers; citations.
    assert one == 2 + 2 * 4 + 1


def test_a_variant_that_is_not_published_is_in_no_bill(reader: Client) -> None:
    factories.make_model("draft", variants=[variant_document("draft-7b")], state="draft")
    assert reader.get(f"{MLBOM}?variant=draft-7b").status_code == 400


def test_a_package_url_escapes_what_has_a_meaning_in_it() -> None:
    assert components.purl("a b/c@d?e#f%") == "pkg:huggingface/a%20b/c%40d%3Fe%23f%25"
