"""A plan held against the duties: prescribed words and declared labels."""

import pytest

from tests.licensing.asking import ask, use, users


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        ("AcmeLM is built using Falcon LLM technology from the Technology Innovation Institute", "met"),
        ("AcmeLM is built using Falcon LLM technology", "breached"),
        ("AcmeLM is made with care", "breached"),
        ("", "breached"),
    ],
)
def test_a_prescribed_sentence_has_to_be_there_whole_beside_its_blank(shown, status):
    made = ask("falcon-2-11b", use("finetune", "distribute_derivative", planned={"display_text": shown})).compliance_checks
    assert {check.duty: check.status for check in made}["attribution"] == status


def test_a_label_is_held_against_each_license_once():
    planned = {"declared_license": "mit"}
    organization = users("2024-06", 1)
    made = ask("llama-3.1-8b", use("finetune", "distribute_derivative", organization=organization, planned=planned)).compliance_checks
    labels = [(check.license, check.status) for check in made if check.duty == "declared_license"]
    assert labels == [("llama-3.1-community", "breached")]


def test_a_plan_that_declares_no_license_is_not_held_to_one():
    made = ask({"license": "agpl-3.0"}, use("distribute_derivative", planned={})).compliance_checks
    assert {check.duty: check.status for check in made} == {"license_copy": "undetermined"}
