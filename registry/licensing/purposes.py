"""For what a license may be used: the scope of its grants and its limits of purpose."""

from collections.abc import Callable, Mapping

from registry.licensing.countries import REGIONS, members
from registry.licensing.gaps import Gap
from registry.licensing.kleene import FALSE, TRUE, Truth, all_of, any_of
from registry.licensing.situation import Situation
from registry.licensing.terms import Term
from registry.licensing.vocabulary import DISTRIBUTION_ACTS, PRODUCT_ACTS

NOT_PRODUCTION = ("research", "academic", "education", "evaluation", "testing", "personal")


def outside_grants(situation: Situation) -> Truth:
    """Whether the plan does something, or serves a purpose, that no grant of the license covers. Grants that together
    cover commercial and non-commercial use cover both, whichever it turns out to be."""
    commercial = situation.commercial_with_materials
    outcome = _outside(situation, commercial=commercial)
    if outcome.is_unknown and commercial.is_unknown:
        either = [_outside(situation, commercial=truth) for truth in (TRUE, FALSE)]
        if all(truth.is_false for truth in either):
            return FALSE
    return outcome


def purpose_is_limited(term: Term, *, situation: Situation) -> Truth:
    """Whether the use is one that a purpose clause excludes."""
    return any_of(_LIMITS[word](situation) for word in term.words("prohibited"))


def _outside(situation: Situation, *, commercial: Truth) -> Truth:
    grants = situation.license.terms_of("grant")
    return all_of(
        any_of(
            (
                _act_outside(term, situation=situation),
                ~any_of(_serves(word, situation=situation, commercial=commercial) for word in term.words("purposes")),
                _territory_outside(term, situation=situation),
            )
        )
        for term in grants
    )


def _act_outside(term: Term, *, situation: Situation) -> Truth:
    granted = set(term.words("acts"))
    needed = {
        "use": TRUE,
        "distribute": any_of(situation.does(act) for act in DISTRIBUTION_ACTS),
        "host": situation.does("host_api"),
        "modify": situation.stated("modify"),
    }
    if "modify" not in granted:
        needed["finetune"] = situation.stated("finetune")
    return any_of(truth for act, truth in needed.items() if act not in granted)


def _serves(word: str, *, situation: Situation, commercial: Truth) -> Truth:
    if word == "any":
        return TRUE
    if word == "commercial":
        return commercial
    if word == "noncommercial":
        return ~commercial
    if word in ("noncommercial_research", "personal_research"):
        return ~commercial & situation.purpose_is("research", "academic")
    if word == "research":
        return situation.purpose_is("research", "academic")
    if word == "academic":
        return situation.purpose_is("academic", "education")
    if word == "personal":
        return situation.purpose_is("personal")
    return situation.purpose_is("evaluation", "testing", "proof_of_concept")


def _territory_outside(term: Term, *, situation: Situation) -> Truth:
    """A territory in words decides only where the license has no region clause that says the same in codes."""
    territory = term.text("territory")
    if territory is None or territory == "worldwide" or situation.license.terms_of("region"):
        return FALSE
    excluded = [name.strip() for name in territory.removeprefix("worldwide except ").split(",")]
    if not territory.startswith("worldwide except ") or not all(name in REGIONS for name in excluded):
        return situation.missing(Gap(cause="conflicting_or_ambiguous", key=f"territory:{term.id}", text=f"The grant is for: {territory}"))
    return in_regions(tuple(excluded), basis="territory_of_use", situation=situation)


def in_regions(regions: tuple[str, ...], *, basis: str, situation: Situation) -> Truth:
    """Whether the licensee's domicile, or any territory of use, lies in the named regions."""
    inside = frozenset().union(*(members(name) for name in regions))
    organization = situation.use.organization
    a_member = next(code for code in (*PREFERRED, *sorted(inside)) if code in inside)
    elsewhere = next(code for code in PREFERRED if code not in inside)
    named = ", ".join(regions)
    if basis == "licensee_domicile":
        if organization.domicile is not None:
            return Truth(organization.domicile in inside)
        at = "/organization/domicile"
        return situation.missing(
            Gap(
                cause="missing_input",
                key=f"{at}:{named}",
                text=f"In which country is the licensee domiciled or has its principal place of business (in {named}?)",
                input=at,
                answers=(((at, a_member),), ((at, elsewhere),)),
            )
        )
    if organization.territories is not None:
        return Truth(not inside.isdisjoint(organization.territories))
    at = "/organization/territories"
    return situation.missing(
        Gap(
            cause="missing_input",
            key=f"{at}:{named}",
            text=f"In which countries will the model or its outputs be used, distributed or displayed (any in {named}?)",
            input=at,
            answers=(((at, (a_member,)),), ((at, (elsewhere,)),)),
        )
    )


PREFERRED = ("US", "DE", "GB", "KR", "BR", "NO", "JP")


def _in_production(situation: Situation) -> Truth:
    if situation.sells_only_outputs.is_true and situation.use.purpose is None:
        return FALSE
    in_product = any_of(situation.stated(act) for act in PRODUCT_ACTS)
    return in_product | ~situation.purpose_is(*NOT_PRODUCTION, "proof_of_concept", "proof_of_concept_for_revenue")


def _for_business(situation: Situation) -> Truth:
    business = ("internal_business_use", "production", "product_development")
    return situation.purpose_is(*business) | (situation.commercial_with_materials & situation.stated("internal_only"))


def _for_a_product(situation: Situation) -> Truth:
    in_product = any_of(situation.stated(act) for act in PRODUCT_ACTS)
    return in_product | situation.purpose_is("product_development", "production", "proof_of_concept_for_revenue")


def _proof_of_concept(situation: Situation) -> Truth:
    return situation.purpose_is("proof_of_concept", "proof_of_concept_for_revenue")


def _by_commercial_entity(situation: Situation) -> Truth:
    """Who makes commercial use, or runs a business of a named type, is a commercial entity; who else is, is not stated."""
    entity = situation.commercial | Truth(bool(situation.use.organization.business_types))
    return entity | situation.missing(_COMMERCIAL_ENTITY)


_COMMERCIAL_ENTITY = Gap(cause="missing_input", key="commercial_entity", text="Is the licensee a commercial entity?")


def _facing_end_users(situation: Situation) -> Truth:
    return any_of(situation.stated(act) for act in (*PRODUCT_ACTS, "host_api"))


def _distributes(situation: Situation) -> Truth:
    return any_of(situation.does(act) for act in DISTRIBUTION_ACTS)


_LIMITS: Mapping[str, Callable[[Situation], Truth]] = {
    "commercial": lambda situation: situation.commercial_with_materials,
    "production": _in_production,
    "internal_business_use": _for_business,
    "proof_of_concept_for_revenue": _proof_of_concept,
    "hosting_by_commercial_entity": lambda situation: situation.does("host_api") & _by_commercial_entity(situation),
    "distribution_by_commercial_entity": lambda situation: _distributes(situation) & _by_commercial_entity(situation),
    "hosting": lambda situation: situation.does("host_api"),
    "product_development": _for_a_product,
    "end_user_facing": _facing_end_users,
}
