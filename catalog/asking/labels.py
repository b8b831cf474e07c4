"""Inputs and their values in words: what a person stated, without the words of the machine."""

import re
from collections.abc import Mapping
from typing import Any

from catalog.asking.activities import ACTIVITIES
from catalog.asking.inputs import NONE, input_named, write_inputs
from catalog.presentation.countries import NAMES
from catalog.presentation.figures import month_in_words, whole

_INPUTS = {
    "commercial": "Commercial use",
    "acts": "What is done",
    "fields_of_use": "Field of use",
    "purpose": "Purpose",
    "received": "How it was received",
    "student_imitates_teacher": "The new model is meant to perform like this one",
    "planned.model_name": "Planned name of the model",
    "planned.display_text": "Planned words on display",
    "planned.declared_license": "Planned license of the result",
    "planned.notice_file": "A notice file is planned",
    "planned.license_copy": "A copy of the license is planned",
    "organization.domicile": "Seat",
    "organization.territories": "Used in",
    "organization.mau_scope": "Whose users are counted",
    "organization.business_types": "Kind of business",
    "organization.founded": "Founded",
    "organization.mau_current": "Monthly active users of the product today",
    "organization.dau_current": "Daily active users of the product today",
    "organization.revenue_annual_usd": "Annual revenue, US dollars",
    "organization.revenue_monthly_usd": "Revenue of the last month, US dollars",
    "organization.revenue_12m_usd": "Largest revenue over any 12 months, US dollars",
    "organization.revenue_calendar_year_cny": "Revenue of the last calendar year, Chinese yuan",
    "organization.product_revenue_monthly_usd": "Monthly revenue of the product, US dollars",
    "organization.product_revenue_arr_usd": "Annual recurring revenue of the product, US dollars",
    "about": "Model or license",
    "do": "What you want to do",
    "profile": "Use profile",
    "as_of": "Licenses as of",
}
_WORDS = {
    "use": "use it",
    "internal_only": "only internally",
    "product_that_uses": "a product that calls it",
    "product_that_contains": "a product that contains it",
    "host_api": "offer it as an API",
    "host_modified": "offer a changed version as a service",
    "host_derivative": "offer a derivative as a service",
    "finetune": "fine-tune it",
    "modify": "change it",
    "distribute_weights": "give its weights to others",
    "distribute_derivative": "give a derivative to others",
    "train_other_llm_on_outputs": "train another language model on its outputs",
    "train_foundation_model_on_outputs": "train a foundation model on its outputs",
    "distribute_output_trained_model": "give away a model trained on its outputs",
    "sell_outputs": "sell its outputs",
    "circumvent_guardrail": "get around its safety limits",
    "on_device": "run it on devices",
    "itar": "ITAR-controlled goods",
    "prc_national_security": "national security of China",
    "with_affiliates": "ours and our affiliates'",
    "licensee_only": "ours alone",
    "ai_work_assistant": "AI work assistant",
    "integrated_end_user_product": "inside a finished product for end users",
    "via_third_party_api": "through somebody else's API",
    "via_licensor_or_certified_partner": "through the licensor or a certified partner",
    "via_uncertified_third_party_api": "through an API that is not certified",
    NONE: "none that licenses single out",
}
_MONTHLY = re.compile(r"organization\.(mau|affiliates_mau)\.(\d{4}-\d{2})")


def input_words(name: str) -> str:
    """Return what an input is called: "Monthly active users in June 2024" for organization.mau.2024-06."""
    if found := _MONTHLY.fullmatch(name):
        whose = "Monthly active users of the affiliates alone" if found[1] == "affiliates_mau" else "Monthly active users"
        return f"{whose} in {month_in_words(found[2])}"
    return _INPUTS.get(name, name)


def word(code: str) -> str:
    """Return a word of a vocabulary as a sentence has it."""
    return _WORDS.get(code, code.replace("_", " "))


def value_words(name: str, value: str) -> str:
    """Return a parameter's value in words: figures with their thousands apart, countries by name."""
    made = input_named(name)
    if name == "do" and value in ACTIVITIES:
        return ACTIVITIES[value].label
    if made is None:
        return value
    match made.kind:
        case "word" | "words":
            return word(value)
        case "country" | "countries":
            return NAMES.get(value, value)
        case "amount":
            return re.sub(r"\d+", lambda found: str(whole(int(found[0]))), value).replace("<=", "at most ").replace(">=", "at least ")
    return value


def stated_in_words(use: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return everything that a use states, each input once, in words."""
    found: dict[str, list[str]] = {}
    for name, value in write_inputs(use):
        found.setdefault(input_words(name), []).append(value_words(name, value))
    return [(name, ", ".join(values)) for name, values in found.items()]
