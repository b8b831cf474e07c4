"""The closed vocabularies of license terms and intended uses, as tuples for forms, schemas and messages."""

VERIFICATIONS = ("verified", "verified_secondary", "recalled")
EFFECTS = ("permit", "oblige", "need_permission", "prohibit", "terminate", "inform")
REASON_EFFECTS = (*EFFECTS, "not_triggered", "exempts", "ambiguous", "undetermined")

VERDICTS = ("allowed", "allowed_with_obligations", "unknown", "needs_permission", "prohibited")
COMMERCIAL_USE_VALUES = ("permitted", "conditional", "unknown", "not_permitted")
CAUSES = ("missing_input", "unidentified_license", "undeclared_lineage", "conflicting_or_ambiguous")

LICENSE_CATEGORIES = (
    "permissive",
    "permissive_with_scale_attribution",
    "copyleft",
    "rail",
    "use_restricted",
    "use_restricted_flow_down",
    "community_with_thresholds",
    "hosting_restricted",
    "registration_required",
    "noncommercial",
    "research_only",
    "none",
)

HOST_ACTS = ("host_api", "host_modified", "host_derivative")
DISTRIBUTION_ACTS = ("distribute_weights", "distribute_derivative")
PRODUCT_ACTS = ("product_that_uses", "product_that_contains")
OUTPUT_TRAINING_ACTS = ("train_other_llm_on_outputs", "train_foundation_model_on_outputs")
OUTPUT_ACTS = (*OUTPUT_TRAINING_ACTS, "distribute_output_trained_model", "sell_outputs")
ACTS = (
    "use",
    "internal_only",
    *PRODUCT_ACTS,
    *HOST_ACTS,
    "finetune",
    "modify",
    *DISTRIBUTION_ACTS,
    *OUTPUT_ACTS,
    "circumvent_guardrail",
    "on_device",
    "publish_results",
    "publish_about_derivative",
)

TRIGGERS = (
    "any_use",
    "commercial_use",
    *DISTRIBUTION_ACTS,
    *HOST_ACTS,
    *PRODUCT_ACTS,
    "distribute_output_trained_model",
    "modify",
    "publish_results",
    "publish_about_derivative",
)

FIELDS_OF_USE = (
    "automated_decision_legal_rights",
    "automated_decision_material_rights",
    "biometric",
    "circumvent_guardrail",
    "critical_infrastructure_operation",
    "deceptive_human_impersonation",
    "discrimination",
    "disinformation",
    "espionage",
    "exploit_minors",
    "harassment",
    "illegal_activity",
    "immigration",
    "itar",
    "justice",
    "law_enforcement",
    "law_enforcement_automated",
    "malware",
    "medical_advice",
    "medical_advice_as_substitute",
    "military",
    "nuclear",
    "personal_data_abuse",
    "prc_national_security",
    "sexual_content",
    "surveillance",
    "surveillance_without_consent",
    "undisclosed_machine_generated",
    "unlicensed_professional_practice",
)
# A narrow field lies inside the wide one: who does the first also does the second, never the other way round.
WIDER_FIELD = {
    "automated_decision_legal_rights": "automated_decision_material_rights",
    "law_enforcement_automated": "law_enforcement",
    "medical_advice_as_substitute": "medical_advice",
    "surveillance_without_consent": "surveillance",
}

PURPOSES = (
    "research",
    "academic",
    "education",
    "evaluation",
    "testing",
    "personal",
    "proof_of_concept",
    "proof_of_concept_for_revenue",
    "product_development",
    "internal_business_use",
    "production",
)
RECEIVED = (
    "integrated_end_user_product",
    "via_third_party_api",
    "via_licensor_or_certified_partner",
    "via_uncertified_third_party_api",
)
MAU_SCOPES = ("licensee_only", "with_affiliates")
BUSINESS_TYPES = (
    "model_as_a_service",
    "ai_work_assistant",
    "software_service_provider",
    "cloud_service_provider",
    "competes_with_licensor",
    "image_generation",
)

GRANT_ACTS = ("use", "reproduce", "modify", "distribute", "host", "finetune")
GRANT_PURPOSES = (
    "any",
    "commercial",
    "noncommercial",
    "noncommercial_research",
    "personal_research",
    "research",
    "evaluation",
    "evaluation_in_non_production",
    "testing",
    "personal",
    "academic",
)
PURPOSE_LIMITS = (
    "commercial",
    "production",
    "internal_business_use",
    "proof_of_concept_for_revenue",
    "hosting_by_commercial_entity",
    "distribution_by_commercial_entity",
    "hosting",
    "product_development",
    "end_user_facing",
)
EXEMPTIONS = (
    "received_in_integrated_end_user_product",
    "end_user_of_product_incorporating_model",
    "internal_use",
    "via_licensor_or_certified_partner",
    "nonprofit_noncommercial_or_research",
)

WEIGHT_RELATIONS = (
    "finetune",
    "adapter",
    "quantize",
    "merge",
    "prune_and_distill",
    "continued_pretraining",
    "post_training",
    "adapter_added",
)
OUTPUT_RELATIONS = ("distill", "output_training")
RELATIONS = (*WEIGHT_RELATIONS, *OUTPUT_RELATIONS)
LINEAGE_STATUSES = ("none", "declared", "not_declared")
