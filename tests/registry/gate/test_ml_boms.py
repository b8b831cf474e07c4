"""A CycloneDX ML-BOM is read for its models, their declared licenses and ancestors; what it is not is refused by line."""

import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from registry.gate.entries import Entry, InvalidEntries, Sought
from registry.gate.reading import read_entries
from tests.registry.gate.boms import Data, ancestors, as_bytes, bom, expression, licensed, model

CARD = {
    "modelParameters": {
        "task": "text-generation",
        "architectureFamily": "llama",
        "inputs": [{"format": "text"}, {"format": "image"}],
        "outputs": [{"format": "string"}],
    }
}


def read(data: Any) -> list[Entry]:
    return read_entries(as_bytes(data), file="bom.json")


def refused(text: str) -> list[tuple[int, str]]:
    with pytest.raises(InvalidEntries) as error:
        read_entries(text.encode(), file="bom.json")
    return [(mistake.place.line, mistake.detail) for mistake in error.value.mistakes]


def valid(data: Data) -> Data:
    """Return the data, shown to be valid by the schema of its own version."""
    version = {"1.5": SchemaVersion.V1_5, "1.6": SchemaVersion.V1_6}[data["specVersion"]]
    assert JsonStrictValidator(version).validate_str(json.dumps(data)) is None
    return data


@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_a_component_is_found_by_its_purl_and_carries_what_is_declared(version: str) -> None:
    base = model("base", group="org", licenses=licensed("Apache-2.0"), pedigree=ancestors(model("root")))
    component = model(
        "assistant",
        version="7",
        purl="pkg:huggingface/acme/assistant@abc123",
        licenses=expression("MIT OR Apache-2.0"),
        pedigree=ancestors(base),
        modelCard=CARD,
    )
    (entry,) = read(valid(bom(component, {"type": "library", "name": "torch"}, version=version)))
    assert (entry.text, entry.sought, entry.revision) == ("acme/assistant", Sought("acme/assistant", None), "abc123")
    declared = entry.declared
    assert declared is not None
    assert [license.text for license in declared.licenses] == ["MIT OR Apache-2.0"]
    assert [[str(id) for id in choice] for choice in declared.licenses[0].alternatives] == [["MIT"], ["Apache-2.0"]]
    assert (declared.inputs, declared.outputs) == (("text", "image"), ("text",))
    (above,) = declared.ancestors
    assert (above.name, above.sought, [ancestor.name for ancestor in above.ancestors]) == (
        "org/base",
        Sought("org/base", "org/base"),
        ["root"],
    )


def test_without_a_purl_of_the_hub_the_name_counts() -> None:
    first, second = read(valid(bom(model("Llama 2 7B"), model("x", group="org", purl="pkg:generic/x@1"))))
    assert (first.sought, second.sought) == (Sought("Llama 2 7B", "Llama 2 7B"), Sought("org/x", "org/x"))


def test_nested_models_and_the_described_one_are_found_in_the_order_of_the_file() -> None:
    app = {"type": "application", "name": "app", "components": [model("inside")]}
    data = bom(app, model("after"), metadata={"component": model("described")})
    data = {"bomFormat": data["bomFormat"], "specVersion": "1.6", "metadata": data["metadata"], "components": data["components"]}
    assert [entry.text for entry in read(valid(data))] == ["described", "inside", "after"]


def test_an_entry_stands_at_the_line_where_its_object_begins() -> None:
    text = '{"bomFormat": "CycloneDX",\n"specVersion": "1.6",\n"components": [\n\n{"type": "machine-learning-model", "name": "a\\"}{b"},\n{"name":\n"c", "type": "machine-learning-model"}]}'
    assert [(entry.text, entry.place.line) for entry in read_entries(text.encode(), file="bom.json")] == [('a"}{b', 5), ("c", 6)]


def test_formats_that_are_not_understood_leave_the_content_unknown() -> None:
    card = {"modelParameters": {"inputs": [{"format": "text"}, {"format": "point cloud"}], "outputs": [{"format": "text"}]}}
    (entry,) = read(valid(bom(model(modelCard=card))))
    assert entry.declared is not None
    assert (entry.declared.inputs, entry.declared.outputs) == ((), ())


def test_a_license_by_name_is_never_taken_apart() -> None:
    (entry,) = read(valid(bom(model(licenses=[{"license": {"name": "Custom license with policy and fee"}}]))))
    assert entry.declared is not None
    assert [[str(id) for id in choice] for choice in entry.declared.licenses[0].alternatives] == [["Custom license with policy and fee"]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], 'says "bomFormat": "CycloneDX"'),
        ({"spdxVersion": "SPDX-2.3"}, 'says "bomFormat": "CycloneDX"'),
        (bom(model(), version="1.4"), "specVersion must be 1.5 or 1.6"),
        (bom(model(), version=1.6), "specVersion must be 1.5 or 1.6"),  # type: ignore[arg-type]
        (bom({"type": "library", "name": "torch"}), "lists no component of type machine-learning-model"),
        ({**bom(), "components": {}}, "components must be a list of objects"),
        ({**bom(), "components": ["x"]}, "components must be a list of objects"),
        ({**bom(), "metadata": []}, "metadata must be an object"),
        ({**bom(), "metadata": {"component": 7}}, "a component must be an object with a type"),
        (bom({"name": "typeless"}), "a component must be an object with a type"),
        (bom({"type": "machine-learning-model"}), "the model has no name"),
        (bom(model("")), "name must be a text that is not empty"),
        (bom(model("a\nb")), "invisible character U+000A"),
        (bom(model("a\ud800")), "invisible character U+D800"),
        (bom(model("a" * 301)), "name is longer than 300 characters"),
        (bom(model(purl="huggingface/org/name")), "purl must begin with pkg:"),
        (bom(model(purl="pkg:huggingface/")), "a purl of a model is"),
        (bom(model(purl=7)), "purl must be a text"),
        (bom(model(licenses={})), "licenses must be a list of objects"),
        (bom(model(licenses=[{}])), "each of licenses is"),
        (bom(model(licenses=[{"license": {}}])), "each of licenses is"),
        (bom(model(licenses=[{"license": {"id": 7}}])), "id must be a text"),
        (bom(model(licenses=expression("MIT AND"))), "“MIT AND” is not an SPDX license expression"),
        (bom(model(licenses=expression("(" * 400))), "is not an SPDX license expression"),
        (bom(model(licenses=expression("a" * 1_001))), "longer than 1000 characters"),
        (bom(model(licenses=expression(" AND ".join(f"(a{n} OR b{n})" for n in range(7))))), "more than 64 combinations"),
        (bom(model(pedigree=[])), "pedigree must be an object"),
        (bom(model(pedigree={"ancestors": [7]})), "ancestors must be a list of objects"),
        (bom(model(pedigree=ancestors({"type": "machine-learning-model"}))), "the model has no name"),
        (bom(model(pedigree=ancestors(*[model(f"a{n}") for n in range(51)]))), "51 ancestors are declared; at most 50"),
        (bom(model(modelCard=[])), "modelCard must be an object"),
    ],
)
def test_what_is_no_bill_of_materials_is_refused_with_advice(data: Any, says: str) -> None:
    assert says in refused(json.dumps(data))[0][1]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{\n"a": }', 2, "not valid JSON (Expecting value, column 6)"),
        ('{"a": 1\n', 2, "not valid JSON"),
        ('{"a": NaN}', 1, "NaN is not JSON"),
        ('{\n"a": {\n"b": 1, "b": 2}}', 2, "says 'b' twice"),
        ('{"a": ' + "9" * 5_000 + "}", 1, "not JSON that can be read"),
        ('{"a":\n' + "[" * 10_000, 2, "nests more than 100 levels deep"),
        ('{"a":' * 10_000, 1, "nests more than 100 levels deep"),
        ("{" + '"' * 100_001, 1, "not valid JSON"),
        ('{"a": [\n' + "{}," * 300_001 + "{}]}", 2, "holds more than 300,000 objects"),
        ('{"a": ' + '"\\' * 1_000_000, 1, "not valid JSON"),
    ],
)
def test_broken_or_hostile_json_is_refused_by_line(text: str, line: int, says: str) -> None:
    ((at, detail),) = refused(text)
    assert at == line
    assert says in detail


def test_several_mistakes_are_named_at_once_each_at_its_own_component() -> None:
    text = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [\n{"type": "machine-learning-model"},\n{"type": "machine-learning-model", "name": "b", "licenses": 7}]}'
    assert [line for line, _ in refused(text)] == [2, 3]
