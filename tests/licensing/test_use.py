"""Reading an intended use: what is left out stays unknown, what is wrong is refused with a pointer."""

import json
from pathlib import Path

import pytest

from registry.licensing.amounts import Amount
from registry.licensing.use import MOST_ERRORS, IntendedUse, InvalidUse, Organization, parse_use, substitute

SCENARIOS = json.loads((Path(__file__).parent / "scenarios.json").read_text())["scenarios"]


def refused(data: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidUse) as caught:
        parse_use(data)
    return [(pointer, code) for pointer, code, _ in caught.value.errors]


@pytest.mark.parametrize(
    ("data", "pointer", "code"),
    [
        ([], "", "invalid_type"),
        (None, "", "invalid_type"),
        ({"colour": 1}, "/colour", "unknown_field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown_field"),
        ({"commercial": "yes"}, "/commercial", "invalid_type"),
        ({"commercial": 1}, "/commercial", "invalid_type"),
        ({"acts": "use"}, "/acts", "invalid_type"),
        ({"acts": ["use", "fly"]}, "/acts/1", "invalid_choice"),
        ({"acts": [None]}, "/acts/0", "invalid_choice"),
        ({"acts": [["use"]]}, "/acts/0", "invalid_choice"),
        ({"fields_of_use": ["gardening"]}, "/fields_of_use/0", "invalid_choice"),
        ({"purpose": "fun"}, "/purpose", "invalid_choice"),
        ({"received": "by_post"}, "/received", "invalid_choice"),
        ({"student_imitates_teacher": 0}, "/student_imitates_teacher", "invalid_type"),
        ({"organization": []}, "/organization", "invalid_type"),
        ({"organization": {"size": 1}}, "/organization/size", "unknown_field"),
        ({"organization": {"domicile": "XX"}}, "/organization/domicile", "unknown_country"),
        ({"organization": {"domicile": "us"}}, "/organization/domicile", "unknown_country"),
        ({"organization": {"domicile": "EU"}}, "/organization/domicile", "unknown_country"),
        ({"organization": {"domicile": "UK"}}, "/organization/domicile", "unknown_country"),
        ({"organization": {"territories": ["US", "ZZ"]}}, "/organization/territories/1", "unknown_country"),
        ({"organization": {"territories": [None]}}, "/organization/territories/0", "unknown_country"),
        ({"organization": {"territories": "US"}}, "/organization/territories", "invalid_type"),
        ({"organization": {"mau": 5}}, "/organization/mau", "invalid_type"),
        ({"organization": {"mau": {"2023-6": 5}}}, "/organization/mau/2023-6", "invalid_month"),
        ({"organization": {"mau": {"2023-13": 5}}}, "/organization/mau/2023-13", "invalid_month"),
        ({"organization": {"mau": {"2023-00": 5}}}, "/organization/mau/2023-00", "invalid_month"),
        ({"organization": {"mau": {"٢٠٢٣-٠٦": 5}}}, "/organization/mau/٢٠٢٣-٠٦", "invalid_month"),
        ({"organization": {"mau": {"2023-06\n": 5}}}, "/organization/mau/2023-06\n", "invalid_month"),
        ({"organization": {"mau": {"2023/06": 5}}}, "/organization/mau/2023~106", "invalid_month"),
        ({"organization": {"mau": {"2023-06": -1}}}, "/organization/mau/2023-06", "negative"),
        ({"organization": {"mau": {"2023-06": True}}}, "/organization/mau/2023-06", "invalid_type"),
        ({"organization": {"mau": {"2023-06": "5"}}}, "/organization/mau/2023-06", "invalid_type"),
        ({"organization": {"mau": {"2023-06": 1.5}}}, "/organization/mau/2023-06", "invalid_type"),
        ({"organization": {"mau": {"2023-06": float("nan")}}}, "/organization/mau/2023-06", "not_finite"),
        ({"organization": {"mau": {"2023-06": float("inf")}}}, "/organization/mau/2023-06", "not_finite"),
        ({"organization": {"mau": {"2023-06": 10**400}}}, "/organization/mau/2023-06", "too_large"),
        ({"organization": {"mau": {"2023-06": {"min": 2, "max": 1}}}}, "/organization/mau/2023-06", "out_of_order"),
        ({"organization": {"mau": {"2023-06": {"min": -2}}}}, "/organization/mau/2023-06/min", "negative"),
        ({"organization": {"mau": {"2023-06": {"about": 2}}}}, "/organization/mau/2023-06/about", "unknown_field"),
        ({"organization": {"mau_scope": "all"}}, "/organization/mau_scope", "invalid_choice"),
        ({"organization": {"revenue_annual_usd": -0.01}}, "/organization/revenue_annual_usd", "negative"),
        ({"organization": {"mau_current": 0.5}}, "/organization/mau_current", "invalid_type"),
        ({"organization": {"business_types": ["bank"]}}, "/organization/business_types/0", "invalid_choice"),
        ({"organization": {"founded": "2024-02-30"}}, "/organization/founded", "invalid_date"),
        ({"organization": {"founded": 2024}}, "/organization/founded", "invalid_date"),
        ({"planned": []}, "/planned", "invalid_type"),
        ({"planned": {"model_name": 5}}, "/planned/model_name", "invalid_type"),
        ({"planned": {"notice_file": "yes"}}, "/planned/notice_file", "invalid_type"),
        ({"planned": {"colour": "red"}}, "/planned/colour", "unknown_field"),
    ],
)
def test_wrong_input_is_refused_where_it_stands(data, pointer, code):
    assert (pointer, code) in refused(data)


def test_every_mistake_is_named_up_to_a_bound():
    assert refused({"acts": ["fly"], "organization": {"domicile": "XX"}}) == [
        ("/acts/0", "invalid_choice"),
        ("/organization/domicile", "unknown_country"),
    ]
    assert len(refused({"acts": ["fly"] * 1000})) == MOST_ERRORS


def test_what_is_left_out_is_unknown():
    assert parse_use({}) == IntendedUse()
    nothing = {
        "commercial": None,
        "acts": [],
        "fields_of_use": None,
        "organization": {"domicile": None, "territories": [], "mau": {"2023-06": None}},
    }
    assert parse_use(nothing) == IntendedUse()
    assert parse_use({"organization": None, "planned": None}) == IntendedUse()


def test_an_empty_list_of_fields_or_businesses_is_a_statement():
    use = parse_use({"fields_of_use": [], "organization": {"business_types": []}})
    assert (use.fields_of_use, use.organization.business_types) == ((), ())


def test_amounts_are_exact_or_bounded():
    use = parse_use(
        {"organization": {"mau": {"2023-06": 5, "2023-05": {"max": 9}}, "revenue_annual_usd": {"min": 0.5}, "mau_current": 7.0}}
    )
    assert use.organization.mau == (("2023-05", Amount(0, 9)), ("2023-06", Amount(5, 5)))
    assert (use.organization.revenue_annual_usd, use.organization.mau_current) == (Amount(0.5, None), Amount(7, 7))
    assert parse_use({"organization": {"mau_current": {"min": 3, "max": 3}}}).organization.mau_current == Amount(3, 3)


def test_partial_founding_dates_are_read():
    for founded in ("2024", "2024-02", "2024-02-29"):
        assert parse_use({"organization": {"founded": founded}}).organization == Organization(founded=founded)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_a_use_comes_back_from_its_plain_form(scenario):
    use = parse_use(scenario["use"])
    assert parse_use(use.as_dict()) == use
    assert hash(use) == hash(parse_use(use.as_dict()))


def test_what_a_plan_leaves_out_differs_from_what_it_leaves_empty():
    use = parse_use({"planned": {"display_text": None}})
    assert use.planned is not None
    assert use.planned.stated == {"display_text"}
    assert use.as_dict() == {"planned": {"display_text": None}}


def test_an_answer_is_put_where_its_pointer_says():
    use = parse_use({"commercial": True, "organization": {"mau": {"2024-01": 5}}})
    answered = substitute(use, (("/commercial", False), ("/organization/mau/2024-06", 7), ("/organization/domicile", "FR")))
    assert answered.as_dict() == {"commercial": False, "organization": {"domicile": "FR", "mau": {"2024-01": 5, "2024-06": 7}}}
    assert use.as_dict() == {"commercial": True, "organization": {"mau": {"2024-01": 5}}}
