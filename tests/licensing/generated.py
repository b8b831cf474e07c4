"""Generated uses and subjects. Whatever is generated is consistent: no two figures contradict each other."""

from typing import Any

from hypothesis import strategies as st

from registry.licensing.lineage import Edge, LicensePeriod, Subject, license_subject, own_work
from registry.licensing.use import ACTS, BUSINESS_TYPES, FIELDS_OF_USE, PURPOSES
from registry.licensing.vocabulary import RELATIONS, WEIGHT_RELATIONS
from tests.licensing import facts

MONTHS = ("2023-06", "2024-03", "2024-06", "2024-10", "2024-11", "2025-03", "2025-05", "2026-10")
FIGURES = (0, 1_000_000, 1_000_001, 10_000_000, 20_000_001, 100_000_001, 700_000_000, 700_000_001, 2_000_000_000)
REVENUES = ("revenue_annual_usd", "revenue_monthly_usd", "product_revenue_arr_usd", "revenue_calendar_year_cny")
PLACES = ("US", "FR", "GB", "KR", "NO")
LICENSES = sorted(facts.licenses())
REAL_LICENSES = [slug for slug in LICENSES if slug != "no-license"]

figures = st.sampled_from(FIGURES)


def some(words: tuple[str, ...], *, at_least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), unique=True, min_size=at_least, max_size=4)


@st.composite
def full_uses(draw: st.DrawFn) -> dict[str, Any]:
    """A use in which everything that a rule may ask is stated exactly (how the model was received is a claim, not an input)."""
    acts = draw(some(ACTS, at_least=1))
    organization = {
        "domicile": draw(st.sampled_from(PLACES)),
        "territories": draw(some(PLACES, at_least=1)),
        "mau": {month: draw(figures) for month in MONTHS},
        "mau_scope": "licensee_only",
        "affiliates_mau": {month: draw(figures) for month in MONTHS},
        "mau_current": 0,
        "dau_current": draw(figures),
        "business_types": draw(some(BUSINESS_TYPES)),
        **{name: draw(figures) for name in REVENUES},
    }
    organization["mau_current"] = organization["mau"]["2026-10"]
    organization["revenue_12m_usd"] = max(organization["revenue_annual_usd"], draw(figures))
    organization["product_revenue_monthly_usd"] = min(organization["revenue_monthly_usd"], draw(figures))
    return {
        "commercial": "sell_outputs" in acts or draw(st.booleans()),
        "acts": acts,
        "fields_of_use": draw(some(FIELDS_OF_USE)),
        "organization": organization,
        "purpose": draw(st.sampled_from(PURPOSES)),
        "student_imitates_teacher": draw(st.booleans()),
    }


@st.composite
def less_known(draw: st.DrawFn, use: dict[str, Any]) -> dict[str, Any]:
    """The same use with some inputs forgotten and some figures known only as bounds."""
    known = {key: value for key, value in use.items() if key == "organization" or draw(st.booleans())}
    organization = {}
    for key, value in use["organization"].items():
        if not draw(st.booleans()):
            continue
        if isinstance(value, dict):
            organization[key] = {month: draw(bounded(number)) for month, number in value.items() if draw(st.booleans())}
        else:
            organization[key] = draw(bounded(value)) if isinstance(value, int) else value
    return {**known, "organization": organization}


def bounded(number: int) -> st.SearchStrategy[Any]:
    bounds = [number, {"min": number}, {"max": number}, {"min": number // 2, "max": number * 2}, {"min": 0}]
    return st.sampled_from(bounds)


@st.composite
def uses(draw: st.DrawFn) -> dict[str, Any]:
    """A use of which anything may be known or not."""
    use = draw(less_known(draw(full_uses())))
    return {**use, "received": draw(st.sampled_from([None, None, "integrated_end_user_product", "via_third_party_api"]))}


@st.composite
def nearly_full_uses(draw: st.DrawFn) -> dict[str, Any]:
    """A use with one to three inputs missing: where questions matter most."""
    use = draw(full_uses())
    flat = [("", key) for key in use if key != "organization"] + [("organization", key) for key in use["organization"]]
    for place, key in draw(st.lists(st.sampled_from(flat), min_size=1, max_size=3, unique=True)):
        use = {**use, "organization": dict(use["organization"])}
        (use["organization"] if place else use).pop(key)
    return use


def edges() -> st.SearchStrategy[Edge]:
    bases = st.sampled_from(LICENSES).map(lambda slug: license_subject(facts.licenses()[slug]))
    known = st.sampled_from(facts.variants()).map(facts.variant)
    return st.builds(
        lambda relation, base, same: Edge(relation=relation, base=base, same_licensor=same),
        st.sampled_from(RELATIONS),
        bases | known,
        st.sampled_from([False, False, None, True]),
    )


def weight_edges() -> st.SearchStrategy[Edge]:
    return st.builds(
        lambda relation, slug: Edge(relation=relation, base=license_subject(facts.licenses()[slug]), same_licensor=False),
        st.sampled_from(WEIGHT_RELATIONS),
        st.sampled_from(LICENSES),
    )


def derived_models() -> st.SearchStrategy[Subject]:
    return st.builds(
        lambda slug, bases, name: Subject(
            slug="derived", name=name, periods=(LicensePeriod(facts.licenses()[slug]),), lineage="declared", bases=tuple(bases)
        ),
        st.sampled_from(LICENSES),
        st.lists(edges(), min_size=1, max_size=3),
        st.sampled_from(["Acme-7B", "Llama-Acme-7B", "EXAONE-Acme"]),
    )


def subjects() -> st.SearchStrategy[Subject]:
    """A catalog model, a bare or unidentified license, an undeclared base, a derived model, or a description by lineage."""
    return st.one_of(
        st.sampled_from(facts.variants()).map(facts.variant),
        st.sampled_from(LICENSES).map(lambda slug: license_subject(facts.licenses()[slug])),
        st.sampled_from(LICENSES).map(lambda slug: license_subject(facts.licenses()[slug], lineage="not_declared")),
        st.just(license_subject(None)),
        derived_models(),
        st.lists(edges(), min_size=1, max_size=3).map(lambda bases: own_work(tuple(bases))),
    )
