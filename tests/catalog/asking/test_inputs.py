"""Everything that can be stated has one parameter, and the parameters give the use back."""

from typing import Any

import pytest

from catalog.asking.inputs import INPUTS, InputError, input_at, read_inputs, write_inputs
from registry.licensing.intended_use import Organization, Planned
from registry.licensing.use import parse_use

FULL: dict[str, Any] = {
    "commercial": False,
    "acts": ["host_api", "use"],
    "fields_of_use": [],
    "purpose": "research",
    "received": "via_third_party_api",
    "student_imitates_teacher": True,
    "planned": {"model_name": "Acme 8B", "display_text": "Built with Llama", "notice_file": False, "license_copy": True},
    "organization": {
        "domicile": "NO",
        "territories": ["DE", "US"],
        "mau": {"2023-06": 700_000_000, "2024-06": {"max": 5_000_000}},
        "affiliates_mau": {"2024-06": {"min": 1, "max": 9}},
        "mau_scope": "licensee_only",
        "mau_current": 12,
        "business_types": [],
        "founded": "2024-01",
    },
}


def as_parameters(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_use_survives_the_way_through_an_address() -> None:
    assert read_inputs(as_parameters(write_inputs(FULL))) == FULL


def test_the_full_use_is_one_that_the_licensing_core_takes() -> None:
    assert parse_use(FULL).commercial is False


def test_empty_parameters_state_nothing() -> None:
    assert read_inputs({"commercial": [""], "organization.domicile": ["  "], "acts": []}) == {}


def test_no_and_none_are_statements_not_silence() -> None:
    assert read_inputs({"commercial": ["no"], "fields_of_use": ["none"]}) == {"commercial": False, "fields_of_use": []}


def test_every_fact_of_an_organization_and_a_plan_has_a_parameter() -> None:
    monthly = {"mau", "affiliates_mau"}
    for fields, owner in ((Organization, "organization"), (Planned, "planned")):
        names = {f"{owner}.{name}" for name in fields.__dataclass_fields__ if name not in {*monthly, "stated"}}
        assert names <= set(INPUTS)


def test_a_typed_figure_counts_more_than_the_choice_before_it() -> None:
    assert read_inputs({"organization.mau_current": [">=700000001", "12"]}) == {"organization": {"mau_current": 12}}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("comercial", "yes", "no input called"),
        ("commercial", "maybe", "neither yes nor no"),
        ("acts", "fly", "not one of use"),
        ("fields_of_use", "military,none", "'none' alone"),
        ("purpose", "fun", "not one of research"),
        ("organization.mau.2023-6", "5", "no input called"),
        ("organization.mau_current", "-5", "700000000 or 700M"),
        ("organization.mau", "5", "no input called"),
        ("__class__", "x", "no input called"),
    ],
)
def test_a_mistake_is_named_at_its_parameter(name: str, value: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_inputs({name: [value]})
    assert list(refused.value.errors) == [name]
    assert says in refused.value.errors[name]


def test_pointers_into_the_use_lead_to_their_inputs() -> None:
    assert input_at("/organization/mau/2024-06").name == "organization.mau.2024-06"
    assert input_at("/commercial").name == "commercial"
    assert input_at("/subject/variant") is None
