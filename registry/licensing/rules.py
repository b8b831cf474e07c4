"""One function per type of term that can decide: when the clause bites, and a sentence that says why."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from registry.licensing.gaps import Gap
from registry.licensing.kleene import FALSE, Truth, any_of
from registry.licensing.purposes import in_regions, purpose_is_limited
from registry.licensing.scale import size_test
from registry.licensing.situation import Situation
from registry.licensing.terms import Term
from registry.licensing.vocabulary import DISTRIBUTION_ACTS, HOST_ACTS, OUTPUT_TRAINING_ACTS, WIDER_FIELD

Ruling = tuple[Truth, str]
"""Whether the clause bites, exemptions and reach left aside, and what was compared (may be empty)."""

Rule = Callable[[Term, Situation], Ruling]

# What a ban on training with outputs reaches beside the acts that it names, by the kind of model it protects against.
_ANY_MODEL = ("any_ai_model", "any_model")
_LLM = ("large_language_model", "foundational_or_llm_or_general_purpose")
_FOUNDATION = ("foundational_generative_model", "foundational_or_llm_or_general_purpose")


def scale_threshold(term: Term, situation: Situation) -> Ruling:
    """The size test, for the businesses and the kind of use that the clause is about."""
    reached, compared = size_test(term, situation=situation)
    return situation.applies_if(term) & situation.has_business_type(term) & reached, compared


def business_model(term: Term, situation: Situation) -> Ruling:
    """Whether the licensee runs a business of an excluded type."""
    return situation.applies_if(term) & situation.has_business_type(term), ""


def purpose(term: Term, situation: Situation) -> Ruling:
    """Whether the use is one that the clause excludes."""
    return purpose_is_limited(term, situation=situation), ""


def royalty(term: Term, situation: Situation) -> Ruling:
    """Commercial use is only to be had against a separate agreement."""
    return situation.commercial_with_materials, ""


def triggered_duty(term: Term, situation: Situation) -> Ruling:
    """A duty arises when one of its triggers occurs, for the models it is about."""
    return situation.triggered(term) & situation.concerns_model(term), ""


def attribution(term: Term, situation: Situation) -> Ruling:
    """A display duty; an encouraged one (effect inform) never bites."""
    return (FALSE, "") if term.effect == "inform" else triggered_duty(term, situation)


def hosting(term: Term, situation: Situation) -> Ruling:
    """Offering the model to third parties as a service."""
    return any_of(situation.does(act) for act in HOST_ACTS), ""


def redistribution(term: Term, situation: Situation) -> Ruling:
    """Passing on the weights in the form that the clause names."""
    truths = [situation.does(act) for act in DISTRIBUTION_ACTS if act in term.words("acts")]
    if situation.hosting_is_distribution:
        truths.append(situation.does("host_api"))
    return any_of(truths), ""


def region(term: Term, situation: Situation) -> Ruling:
    """Whether domicile or place of use lies in an excluded region, for the models that the clause is about."""
    basis, regions = str(term.params["basis"]), term.words("regions")
    tested = "the licensee's domicile" if basis == "licensee_domicile" else "the places where the model is used"
    concerns = situation.concerns_model(term)
    compared = f"The test is {tested}, against {', '.join(regions)}."
    if concerns.is_false:
        compared = "The clause is about other models than this one."
    return concerns & in_regions(regions, basis=basis, situation=situation), compared


def field_of_use(term: Term, situation: Situation) -> Ruling:
    """Whether the model is used in a field that the clause excludes; a narrow field lies inside the wide one."""
    truths = [_in_field(field, situation) for field in term.words("fields")]
    if "circumvent_guardrail" in term.words("fields"):
        truths.append(situation.does("circumvent_guardrail"))
    return any_of(truths), ""


def _in_field(field: str, situation: Situation) -> Truth:
    stated = situation.use.fields_of_use
    if stated is not None:
        return Truth(field in stated or any(WIDER_FIELD.get(narrow) == field for narrow in stated))
    at = "/fields_of_use"
    return situation.missing(
        Gap(
            cause="missing_input",
            key=f"{at}:{field}",
            text="Is the model used in any of these fields",
            input=at,
            answers=(((at, ()),), ((at, (field,)),)),
            options=(field,),
        )
    )


def guardrail(term: Term, situation: Situation) -> Ruling:
    """Rights end when a safety limit is circumvented."""
    return any_of(situation.does(act) for act in term.words("acts")), ""


def output_use(term: Term, situation: Situation) -> Ruling:
    """Training on outputs. A kind of model that may or may not be the protected one leaves the clause undetermined."""
    named, scope = term.words("acts"), term.text("model_scope")
    truths = [situation.does(act) for act in OUTPUT_TRAINING_ACTS if act in named]
    trains = any_of(situation.does(act) for act in (*OUTPUT_TRAINING_ACTS, "distribute_output_trained_model"))
    if "any_output_use" in named:
        truths.append(trains | situation.does("sell_outputs"))
    if scope in _ANY_MODEL or "train_any_ai_model_on_outputs" in named:
        truths.append(trains)
    elif "output_for_aup_conflicting_purpose" in named:
        truths.append(_may_conflict_with_policy(term, situation))
    elif term.effect == "prohibit":
        truths.append(_may_be_protected_kind(term, scope=scope, situation=situation))
    return any_of(truths), ""


def _may_be_protected_kind(term: Term, *, scope: str | None, situation: Situation) -> Truth:
    """Acts that the clause does not name but that may fall under it, for want of a word on what kind is trained."""
    doubtful = {"train_foundation_model_on_outputs", "distribute_output_trained_model", "train_other_llm_on_outputs"}
    doubtful -= set(term.words("acts"))
    settled = situation.use.acts or ()
    if scope == "text_to_image":
        doubtful.discard("train_other_llm_on_outputs")
    if any(act in settled for act in OUTPUT_TRAINING_ACTS):
        doubtful.discard("distribute_output_trained_model")
    return any_of(situation.does(act) for act in sorted(doubtful)) & situation.missing(
        Gap(
            cause="missing_input",
            key=f"kind_of_student:{scope}",
            text="Is the model that is trained on the outputs of the kind that the clause protects against?",
        )
    )


def _may_conflict_with_policy(term: Term, situation: Situation) -> Truth:
    """Whether the stated fields conflict with a policy whose own fields are not recorded cannot be told."""
    if situation.use.fields_of_use == ():
        return FALSE
    at = "/fields_of_use"
    return situation.missing(
        Gap(
            cause="missing_input",
            key=f"policy_conflict:{term.id}",
            text="In which fields that need care is the model used, if any",
            input=at if situation.use.fields_of_use is None else None,
            answers=(((at, ()),),),
        )
    )


def output_commercial(term: Term, situation: Situation) -> Ruling:
    """Selling outputs."""
    return situation.does("sell_outputs"), ""


def not_about_an_act(term: Term, situation: Situation) -> Ruling:
    """A clause about what a person's plan does not contain (reverse engineering, terms added downstream)."""
    return FALSE, ""


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "scale_threshold": scale_threshold,
        "business_model": business_model,
        "purpose": purpose,
        "royalty": royalty,
        "registration": triggered_duty,
        "hosting": hosting,
        "redistribution": redistribution,
        "region": region,
        "field_of_use": field_of_use,
        "guardrail": guardrail,
        "output_use": output_use,
        "output_commercial": output_commercial,
        "attribution": attribution,
        "no_additional_terms": not_about_an_act,
        "no_reverse_engineering": not_about_an_act,
        **dict.fromkeys(
            (
                "aup",
                "naming",
                "notice_file",
                "license_copy",
                "state_changes",
                "retain_notices",
                "documentation",
                "content_filter",
                "update_duty",
                "reporting",
                "indemnity",
                "export",
                "no_endorsement",
                "flow_down",
                "share_alike",
                "network_source",
            ),
            triggered_duty,
        ),
    }
)
# Types that only tell: they grant, define, end or explain, and never decide alone.
TELLING_TYPES = frozenset(
    {
        "grant",
        "output_ownership",
        "derivative_definition",
        "distribution_definition",
        "own_terms",
        "derivative_ownership",
        "trademark",
        "patent_grant",
        "litigation_termination",
        "termination",
        "remote_restriction",
        "unilateral_amendment",
        "separate_components",
        "downstream_exemption",
    }
)


def rule_for(term: Term) -> Rule | None:
    """The rule of a term's type; None for one that only tells. A type that is neither leaves its clause undetermined."""
    if term.type in TELLING_TYPES:
        return None
    return RULES.get(term.type, _not_understood)


def _not_understood(term: Term, situation: Situation) -> Ruling:
    gap = Gap(
        cause="conflicting_or_ambiguous",
        key=f"term:{term.id}",
        text=f"The clause {term.section} is of a type that no rule reads: {term.type}",
    )
    return situation.missing(gap), ""
