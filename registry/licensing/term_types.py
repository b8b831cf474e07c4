"""What each type of license term may say: its effects, its fields, and the words or values each field takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from registry.licensing.countries import REGIONS
from registry.licensing.vocabulary import (
    ACTS,
    BUSINESS_TYPES,
    EXEMPTIONS,
    FIELDS_OF_USE,
    GRANT_ACTS,
    GRANT_PURPOSES,
    OUTPUT_TRAINING_ACTS,
    PURPOSE_LIMITS,
    TRIGGERS,
)


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field of a term. `kind` is text, word, words, flag, count or record; words and word take `vocabulary` only
    (an empty vocabulary is free text); a record has named `entries`, each a FieldSpec."""

    kind: str
    required: bool = False
    nullable: bool = False
    vocabulary: tuple[str, ...] = ()
    entries: Mapping[str, "FieldSpec"] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TermTypeSpec:
    """One type of term: the effects it may have and its own fields beside the common ones."""

    effects: tuple[str, ...]
    fields: Mapping[str, FieldSpec] = field(default_factory=dict)


def _words(*vocabulary: str, required: bool = False) -> FieldSpec:
    return FieldSpec(kind="words", vocabulary=vocabulary, required=required)


def _word(*vocabulary: str, required: bool = False, nullable: bool = False) -> FieldSpec:
    return FieldSpec(kind="word", vocabulary=vocabulary, required=required, nullable=nullable)


TEXT = FieldSpec(kind="text")
TEXT_OR_NULL = FieldSpec(kind="text", nullable=True)
FLAG = FieldSpec(kind="flag")
FLAG_OR_NULL = FieldSpec(kind="flag", nullable=True)
TRIGGER = _words(*TRIGGERS, required=True)
REMEDY = _word("separate_license", "licensor_review", "none")
ROUTE = _word("separate_license", "licensor_review", required=True)
COMMERCIAL_ONLY = _words("commercial")
APPLIES_IF = FieldSpec(kind="record", entries={"commercial": FLAG})
CONFIDENCE = FieldSpec(kind="record", entries={act: _word("ambiguous", "likely") for act in TRIGGERS})
APPLIES_TO_MODELS = FieldSpec(kind="record", entries={"modality": _word("multimodal"), "family": TEXT})
DISPLAY = FieldSpec(
    kind="record",
    entries={
        "type": _word("attribution", required=True),
        "text": FieldSpec(kind="text", required=True),
        "placement": _word("user_interface", "documentation"),
    },
)


def _duty(**fields: FieldSpec) -> TermTypeSpec:
    return TermTypeSpec(
        effects=("oblige",),
        fields={
            "trigger": TRIGGER,
            "text": TEXT_OR_NULL,
            "not_triggered_by": _words(*ACTS),
            "trigger_confidence": CONFIDENCE,
            "exempt_if": _words(*EXEMPTIONS),
            "applies_to_models": APPLIES_TO_MODELS,
            **fields,
        },
    )


def _notes(*effects: str, **fields: FieldSpec) -> TermTypeSpec:
    return TermTypeSpec(effects=effects, fields=fields)


_TRAINING_ON_OUTPUTS = (
    *OUTPUT_TRAINING_ACTS,
    "improve_other_llm",
    "improve_other_foundation_model",
    "train_any_ai_model_on_outputs",
    "train_competing_model_on_outputs",
    "output_for_aup_conflicting_purpose",
    "any_output_use",
)
_MODEL_SCOPES = (
    "large_language_model",
    "foundational_generative_model",
    "foundational_or_llm_or_general_purpose",
    "any_ai_model",
    "any_model",
    "competitive_model",
    "text_to_image",
)

_SCALE_THRESHOLD = TermTypeSpec(
    effects=("need_permission", "oblige"),
    fields={
        "metric": _word("monthly_active_users", "daily_active_users", "revenue", required=True),
        "operator": _word("gt", "gte", required=True),
        "value": FieldSpec(kind="count", required=True),
        "currency": _word("USD", "CNY"),
        "period": _word("monthly", "annual", "any_consecutive_12_months", "annual_recurring", "preceding_calendar_year"),
        "measurement": _word(
            "calendar_month_before_release_date",
            "preceding_calendar_month_rolling",
            "preceding_month_rolling",
            "preceding_calendar_year",
            "any_time_preceding_calendar_month",
            "any_consecutive_12_months",
            "continuous",
            "unspecified_current",
            required=True,
        ),
        "measurement_month": TEXT_OR_NULL,
        "includes_affiliates": FieldSpec(kind="flag", required=True, nullable=True),
        "basis": _word(
            "all_products_and_services",
            "the_product_or_service",
            "service_or_product",
            "entity_total",
            "group_total",
            "global_consolidated",
            required=True,
        ),
        "business_types": _words(*BUSINESS_TYPES),
        "applies_if": APPLIES_IF,
        "exempt_if": _words(*EXEMPTIONS),
        "remedy": REMEDY,
        "obligation": DISPLAY,
        "covers_employer": FLAG,
        "silence": TEXT,
        "ambiguity": TEXT,
        "confidence": _word("low", "medium", "high"),
    },
)

TERM_TYPE_SPECS: Mapping[str, TermTypeSpec] = MappingProxyType(
    {
        "grant": _notes(
            "permit",
            acts=_words(*GRANT_ACTS, required=True),
            purposes=_words(*GRANT_PURPOSES, required=True),
            revocable=FieldSpec(kind="flag", nullable=True, vocabulary=("conditional",)),
            sublicensable=FLAG_OR_NULL,
            transferable=FLAG_OR_NULL,
            territory=TEXT,
        ),
        "purpose": _notes(
            "prohibit",
            "need_permission",
            prohibited=_words(*PURPOSE_LIMITS, required=True),
            covers_outputs=FLAG,
            remedy=REMEDY,
        ),
        "scale_threshold": _SCALE_THRESHOLD,
        "business_model": _notes(
            "need_permission",
            "prohibit",
            business_types=_words(*BUSINESS_TYPES, required=True),
            applies_if=APPLIES_IF,
            remedy=REMEDY,
        ),
        "registration": _notes("oblige", "need_permission", trigger=TRIGGER, url=TEXT, prohibited=COMMERCIAL_ONLY, remedy=REMEDY),
        "royalty": _notes("need_permission", prohibited=_words("commercial", required=True), remedy=ROUTE),
        "hosting": _notes("permit", "need_permission", "prohibit", covers=_words("host_api", "managed_service"), remedy=REMEDY),
        "redistribution": _notes(
            "prohibit",
            acts=_words("distribute_weights", "distribute_derivative", required=True),
            remedy=_word("none"),
        ),
        "region": _notes(
            "prohibit",
            "need_permission",
            regions=_words(*REGIONS, required=True),
            basis=_word("licensee_domicile", "territory_of_use", required=True),
            applies_to_models=APPLIES_TO_MODELS,
            covers_outputs=FLAG,
            exempt_if=_words(*EXEMPTIONS),
            remedy=REMEDY,
        ),
        "field_of_use": _notes("prohibit", fields=_words(*FIELDS_OF_USE, required=True)),
        "guardrail": _notes("terminate", acts=_words("circumvent_guardrail", required=True)),
        "output_use": _notes(
            "prohibit",
            "permit",
            acts=_words(*_TRAINING_ON_OUTPUTS, required=True),
            model_scope=_word(*_MODEL_SCOPES),
            except_family=TEXT_OR_NULL,
        ),
        "output_commercial": _notes("prohibit", conflicts_with=TEXT, ambiguity=TEXT),
        "output_ownership": _notes("inform", "permit", owner=_word("licensor", "licensee"), conflicts_with=TEXT),
        "derivative_definition": _notes(
            "inform",
            reaches=_words(
                "finetune",
                "adapter",
                "quantize",
                "merge",
                "distill",
                "output_trained_model_to_imitate",
                "output_trained_model",
                required=True,
            ),
        ),
        "distribution_definition": _notes("inform", hosting_is_distribution=FieldSpec(kind="flag", required=True)),
        "aup": TermTypeSpec(
            effects=("oblige",),
            fields={
                "trigger": TRIGGER,
                "policy": FieldSpec(kind="text", required=True),
                "mutable_url": TEXT,
                "mutable": FLAG,
            },
        ),
        "attribution": TermTypeSpec(
            effects=("oblige", "inform"),
            fields={**_duty().fields, "trigger": _words(*TRIGGERS)},
        ),
        "naming": _duty(prefix=FieldSpec(kind="text", required=True)),
        "notice_file": _duty(),
        "license_copy": _duty(),
        "state_changes": _duty(),
        "retain_notices": _duty(),
        "documentation": _duty(),
        "content_filter": _duty(),
        "update_duty": _duty(),
        "reporting": _duty(),
        "indemnity": _duty(),
        "export": _duty(),
        "no_endorsement": _duty(),
        "flow_down": _duty(what=_word("use_restrictions", required=True)),
        "share_alike": _duty(reach=_word("derivative", "whole_work", required=True)),
        "network_source": _duty(reach=_word("derivative", "whole_work")),
        "own_terms": _notes("permit"),
        "no_additional_terms": _notes("prohibit", meaning=TEXT),
        "no_reverse_engineering": _notes("prohibit"),
        "derivative_ownership": _notes("inform", owner=_word("licensor", "licensee")),
        "trademark": _notes("inform"),
        "patent_grant": _notes("permit", "inform", granted=FLAG_OR_NULL),
        "litigation_termination": _notes(
            "terminate",
            scope=_word("patent", "copyright_or_patent", "any_ip", required=True),
            defendants=_word("anyone", "licensor", required=True),
            ends=_word("patent_license_only", "all_rights"),
            exempt_if=_words("defensive"),
        ),
        "termination": _notes(
            "terminate",
            "inform",
            mode=_word("automatic", "licensor_on_breach", "at_will", "automatic_and_at_will"),
            cure_days=FieldSpec(kind="count"),
        ),
        "remote_restriction": _notes("inform"),
        "unilateral_amendment": _notes("inform"),
        "separate_components": _notes("inform"),
        "downstream_exemption": _notes("inform"),
    }
)
