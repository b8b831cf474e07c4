"""Models that the licensee trains on outputs: when the license counts them, and when it bans them."""

import pytest

from tests.licensing.asking import ask, outcome, use
from tests.licensing.made_up import GRANT, made

IMITATION = {"type": "derivative_definition", "effect": "inform", "reaches": ["finetune", "output_trained_model_to_imitate"]}
EVERY_STUDENT = {"type": "derivative_definition", "effect": "inform", "reaches": ["output_trained_model"]}
NO_DERIVATIVES = {"type": "redistribution", "effect": "prohibit", "acts": ["distribute_derivative"], "remedy": "none"}
NO_CLOUD = {
    "type": "business_model",
    "effect": "need_permission",
    "business_types": ["cloud_service_provider"],
    "remedy": "separate_license",
}
NOT_BY_COMPANIES = {"type": "purpose", "effect": "prohibit", "prohibited": ["distribution_by_commercial_entity"], "remedy": "none"}
REGISTERED_HOSTS = {"type": "registration", "effect": "need_permission", "trigger": ["host_derivative"], "remedy": "separate_license"}


def inputs_asked(*terms, plan):
    return {question.input for question in ask(made(*terms), plan).questions}


def test_whether_a_student_imitates_is_asked_where_only_a_yes_would_decide():
    """A yes makes the ban bite; a no leaves the verdict to the business, which is not stated either."""
    terms, plan = (GRANT, IMITATION, NO_DERIVATIVES, NO_CLOUD), use("distribute_output_trained_model")
    assert outcome(made(*terms), plan) == ("unknown", "prohibited")
    assert outcome(made(*terms), {**plan, "student_imitates_teacher": True})[0] == "prohibited"
    assert outcome(made(*terms), {**plan, "student_imitates_teacher": False})[0] == "unknown"
    assert inputs_asked(*terms, plan=plan) == {"/student_imitates_teacher", "/organization/business_types"}


def test_whether_a_student_imitates_is_asked_where_only_a_no_would_decide():
    """A no means that no derivative is passed on. A yes leaves it to what a commercial entity is, which no answer of the
    form settles: a use that is not commercial may still be a company's."""
    terms, plan = (GRANT, IMITATION, NOT_BY_COMPANIES), use("distribute_output_trained_model", commercial=None)
    assert outcome(made(*terms), plan) == ("unknown", "prohibited")
    assert outcome(made(*terms), {**plan, "student_imitates_teacher": True})[0] == "unknown"
    assert outcome(made(*terms), {**plan, "student_imitates_teacher": False})[0] == "allowed"
    assert inputs_asked(*terms, plan=plan) == {"/student_imitates_teacher"}


@pytest.mark.parametrize(
    ("definition", "acts", "verdict"),
    [
        (EVERY_STUDENT, ["host_api"], "allowed"),
        (IMITATION, ["host_api", "distribute_output_trained_model"], "allowed"),
        (EVERY_STUDENT, ["host_api", "distribute_output_trained_model"], "needs_permission"),
    ],
)
def test_only_a_student_that_is_made_and_counts_is_hosted_as_a_derivative(definition, acts, verdict):
    plan = use(*acts, student_imitates_teacher=False)
    assert outcome(made(GRANT, definition, REGISTERED_HOSTS), plan)[0] == verdict


@pytest.mark.parametrize(
    "ban",
    [
        {"acts": ["train_other_llm_on_outputs"], "model_scope": "any_ai_model"},
        {"acts": ["train_other_llm_on_outputs"], "model_scope": "any_model"},
        {"acts": ["train_any_ai_model_on_outputs"]},
        {"acts": ["train_any_ai_model_on_outputs"], "model_scope": "large_language_model"},
    ],
)
def test_a_ban_on_training_any_model_is_plain_however_it_is_worded(ban):
    term = {"type": "output_use", "effect": "prohibit", **ban}
    assert outcome(made(GRANT, term), use("train_foundation_model_on_outputs")) == ("prohibited", "prohibited")
    assert outcome(made(GRANT, term), use("use")) == ("allowed", "allowed")


def test_a_student_whose_kind_is_stated_is_in_no_doubt_when_it_is_passed_on():
    """The ban protects image models. That a language model is trained settles what it is that is passed on."""
    ban = {"type": "output_use", "effect": "prohibit", "acts": ["train_competing_model_on_outputs"], "model_scope": "text_to_image"}
    subject = made(GRANT, ban)
    assert outcome(subject, use("train_other_llm_on_outputs", "distribute_output_trained_model")) == ("allowed", "allowed")
    assert outcome(subject, use("distribute_output_trained_model")) == ("unknown", "prohibited")
