"""A license's terms as people read them: what it permits, what it asks, what it forbids, and the sizes at which that changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.presentation.evidence import Evidence, Support
from catalog.presentation.figures import listed, month_in_words, whole
from registry.models import License, LicenseTerm
from registry.models.vocabulary import State

_TYPE_WORDS = {
    "aup": "Acceptable use policy",
    "scale_threshold": "Size threshold",
    "purpose": "Purpose limit",
    "field_of_use": "Excluded use",
    "output_use": "Use of outputs",
    "business_model": "Kind of business",
    "own_terms": "Own terms for modifications",
    "no_additional_terms": "No additional terms",
    "litigation_termination": "Ends on litigation",
    "share_alike": "Share alike",
    "network_source": "Source over a network",
    "no_endorsement": "No endorsement",
    "no_reverse_engineering": "No reverse engineering",
    "flow_down": "Pass restrictions on",
    "update_duty": "Duty to update",
    "naming": "Naming rule",
    "notice_file": "Notice file",
    "license_copy": "Copy of the license",
    "state_changes": "State changes",
    "retain_notices": "Keep notices",
    "output_commercial": "Commercial use of outputs",
}
_TRIGGER_WORDS = {
    "any_use": "any use",
    "commercial_use": "commercial use",
    "distribute_weights": "passing on the weights",
    "distribute_derivative": "passing on a derivative",
    "host_api": "hosting it as an API",
    "host_modified": "hosting a modified version",
    "host_derivative": "hosting a derivative",
    "product_that_uses": "a product that uses it",
    "product_that_contains": "a product that contains it",
    "distribute_output_trained_model": "passing on a model trained on its outputs",
    "modify": "modifying it",
    "publish_results": "publishing results",
    "publish_about_derivative": "publishing about a derivative",
}
_METRICS = {"monthly_active_users": "monthly active users", "daily_active_users": "daily active users", "revenue": "revenue"}
_REVENUES = {"monthly": "monthly revenue", "annual": "annual revenue", "annual_recurring": "annual recurring revenue"}
_PERIODS = {"any_consecutive_12_months": "in any 12 consecutive months", "preceding_calendar_year": "in the preceding calendar year"}
_BUSINESSES = {
    "model_as_a_service": "a Model-as-a-Service provider",
    "ai_work_assistant": "a provider of AI work assistants",
    "software_service_provider": "a provider of software as a service",
    "cloud_service_provider": "a cloud provider",
    "competes_with_licensor": "a competitor of the licensor",
    "image_generation": "a provider of image generation",
}
_MEASUREMENTS = {
    "preceding_calendar_month_rolling": "in the preceding calendar month",
    "preceding_month_rolling": "in the preceding month",
    "preceding_calendar_year": "in the preceding calendar year",
    "any_time_preceding_calendar_month": "at any time in the preceding calendar month",
    "any_consecutive_12_months": "in any 12 consecutive months",
    "continuous": "at any time",
    "unspecified_current": "now (the text names no month)",
}
_BASES = {
    "all_products_and_services": "over all products and services",
    "the_product_or_service": "of the product or service that uses it",
    "service_or_product": "of the service or product",
    "entity_total": "of the whole organization",
    "group_total": "of the whole group",
    "global_consolidated": "consolidated worldwide",
}
_EXEMPTIONS = {
    "received_in_integrated_end_user_product": "whoever receives it inside an end-user product",
    "end_user_of_product_incorporating_model": "end users of a product that contains it",
    "internal_use": "internal use",
    "via_licensor_or_certified_partner": "use through the licensor or a certified partner",
    "nonprofit_noncommercial_or_research": "nonprofit, non-commercial or research use",
    "defensive": "defensive action",
}
_REMEDIES = {
    "separate_license": "a separate license from the licensor",
    "licensor_review": "a review by the licensor",
    "none": "no way around it",
}


@dataclass(frozen=True)
class TermGroup:
    """Terms of one effect, under the heading readers know from the usual license summaries."""

    key: str
    title: str
    says: str
    terms: tuple["TermLine", ...]


@dataclass(frozen=True)
class TermLine:
    """One clause with what supports it."""

    term: LicenseTerm
    support: Support

    @property
    def label(self) -> str:
        return type_words(self.term.type)

    @property
    def effect(self) -> str:
        return effect_words(self.term.effect)

    @property
    def anchor(self) -> str:
        return term_anchor(self.term.key)

    @property
    def details(self) -> list[tuple[str, str]]:
        """The parameters that a reader acts on: when it applies, the exact words to show."""
        found = []
        parameters = self.term.parameters
        if triggers := parameters.get("trigger"):
            found.append(("Applies to", listed([_TRIGGER_WORDS.get(word, _plain(word)) for word in triggers], last="or")))
        if text := parameters.get("text"):
            found.append(("Text to show", str(text)))
        if prefix := parameters.get("prefix"):
            found.append(("Name begins with", str(prefix)))
        if exemptions := parameters.get("exempt_if"):
            found.append(("Does not apply to", listed([_EXEMPTIONS.get(word, _plain(word)) for word in exemptions], last="or")))
        if url := parameters.get("mutable_url") or parameters.get("url"):
            found.append(("Address", str(url)))
        return found


@dataclass(frozen=True)
class Threshold:
    """A size at which a license changes what it allows. The text fields are ready words; `asks` says what follows."""

    line: TermLine
    value: str
    metric: str
    when: str
    counted: str
    affiliates: str
    asks: str


_GROUPS = (
    ("permit", "Permissions", "What the license lets you do.", ("permit",)),
    ("condition", "Conditions", "What you must do in return.", ("oblige",)),
    ("limit", "Limitations", "What it forbids, or allows only with the licensor's separate permission.", ("need_permission", "prohibit")),
    ("end", "How it ends", "What makes the rights end.", ("terminate",)),
    ("inform", "Good to know", "Clauses that explain without permitting or forbidding.", ("inform",)),
)  # fmt: skip


def type_words(term_type: str) -> str:
    """Return the name of a type of term, such as "Size threshold" for scale_threshold."""
    return _TYPE_WORDS.get(term_type) or _plain(term_type).capitalize()


def effect_words(effect: str) -> str:
    """Return what a term does, in a word or two."""
    return {
        "permit": "Permits",
        "oblige": "Obliges",
        "need_permission": "Needs permission",
        "prohibit": "Prohibits",
        "terminate": "Ends the rights",
        "inform": "Explains",
    }[effect]


def term_anchor(key: str) -> str:
    """Return the id of a term on its license's page: "term_scale_threshold" for "llama-2-community#scale_threshold"."""
    return f"term_{re.sub(r'[^a-z0-9_.-]+', '-', key.rpartition('#')[2].casefold())}"


def term_lines(license: License, *, on_its_own_page: bool) -> list[TermLine]:
    """Return all terms of a license in the order of its text. Its terms and evidence must be prefetched."""
    evidence = Evidence.of(license)
    address = "" if license.state == State.DRAFT else license.get_absolute_url()
    return [
        TermLine(
            term,
            evidence.given(
                fact=f"terms/{term.key}", mark=term.verification, uses=term.sources.all(), record_stands_in=True,
                elsewhere="" if on_its_own_page else f"{address}#{term_anchor(term.key)}" if address else "#license_",
            ),
        )
        for term in license.terms.all()
    ]  # fmt: skip


def grouped(lines: Iterable[TermLine]) -> list[TermGroup]:
    """Return the terms by what they do; a group without terms is kept, so that silence can be said in words."""
    lines = list(lines)
    return [
        TermGroup(key, title, says, tuple(line for line in lines if line.term.effect in effects)) for key, title, says, effects in _GROUPS
    ]


def thresholds(lines: Iterable[TermLine]) -> list[Threshold]:
    """Return the size thresholds among the terms, in words."""
    return [_threshold(line) for line in lines if line.term.type == "scale_threshold"]


def size_in_words(parameters: dict[str, Any]) -> str:
    """Return the test of a threshold: "more than 700,000,000 monthly active users in June 2023"."""
    bound = "more than" if parameters["operator"] == "gt" else "at least"
    return " ".join(filter(None, (bound, _amount(parameters), _metric(parameters), _when(parameters))))


def business_words(kind: str) -> str:
    """Return a kind of business as a sentence names it, such as "a cloud provider"."""
    return _BUSINESSES.get(kind) or _plain(kind)


def _threshold(line: TermLine) -> Threshold:
    parameters = line.term.parameters
    affiliates = {True: "affiliates included", False: "affiliates not included"}.get(parameters.get("includes_affiliates"))
    remedy = parameters.get("remedy")
    return Threshold(
        line=line,
        value=f"{'more than' if parameters['operator'] == 'gt' else 'at least'} {_amount(parameters)}",
        metric=_metric(parameters),
        when=_when(parameters) or "in the period that the metric names",
        counted=_BASES[parameters["basis"]],
        affiliates=affiliates or "the text does not say whether affiliates count",
        asks=_REMEDIES[remedy] if remedy else "a further obligation",
    )


def _amount(parameters: dict[str, Any]) -> str:
    figure = whole(parameters["value"]) or ""
    return f"{parameters['currency']} {figure}" if parameters.get("currency") else figure


def _metric(parameters: dict[str, Any]) -> str:
    if parameters["metric"] == "revenue":
        return _REVENUES.get(parameters.get("period", ""), "revenue")
    return _METRICS[parameters["metric"]]


def _when(parameters: dict[str, Any]) -> str:
    if month := parameters.get("measurement_month"):
        words = month_in_words(month)
        return f"in {words}" if words != month else f"in the month that the text sets ({month})"
    if parameters["metric"] == "revenue" and (period := parameters.get("period")):
        return _PERIODS.get(period, "")
    return _MEASUREMENTS.get(parameters["measurement"], "in the calendar month before the release")


def _plain(word: str) -> str:
    return word.replace("_", " ")
