"""Thresholds: inclusive or not, whose users, in which month, over which revenue. Expected values follow from the typed terms."""

import pytest

from tests.licensing.asking import ask, cited, duties, outcome, use, users

ALLOWED = ("allowed", "allowed")
OBLIGED = ("allowed_with_obligations", "allowed_with_obligations")
NEEDS = ("needs_permission", "needs_permission")
OPEN = ("unknown", "needs_permission")
LIMIT = 700_000_000


@pytest.mark.parametrize(("number", "expected"), [(LIMIT - 1, OBLIGED), (LIMIT, OBLIGED), (LIMIT + 1, NEEDS)])
def test_more_than_seven_hundred_million_is_not_seven_hundred_million(number, expected):
    assert outcome("llama-2-7b", use("product_that_uses", organization=users("2023-06", number))) == expected


@pytest.mark.parametrize(("revenue", "expected"), [(9_999_999, ALLOWED), (10_000_000, NEEDS), (10_000_001, NEEDS)])
def test_ten_million_or_more_includes_ten_million(revenue, expected):
    assert outcome("lfm2-1.2b", use("use", organization={"revenue_annual_usd": revenue})) == expected


@pytest.mark.parametrize(("revenue", "expected"), [(1_000_000, OBLIGED), (1_000_001, NEEDS)])
def test_stability_catches_more_than_a_million_of_revenue(revenue, expected):
    assert outcome("stable-diffusion-3.5-large", use("host_api", organization={"revenue_annual_usd": revenue})) == expected


def test_stability_research_of_a_rich_company_stays_licensed_with_the_ambiguity_told():
    decision = ask(
        "stable-diffusion-3.5-large", use("use", commercial=False, purpose="research", organization={"revenue_annual_usd": 5_000_000})
    )
    assert decision.verdict == "allowed_with_obligations"
    reason = next(reason for reason in decision.reasons if reason.effect == "not_triggered")
    assert "research rights survive" in reason.summary


def test_growth_after_the_frozen_month_is_not_caught():
    figures = {"mau": {"2023-06": 500_000_000, "2026-10": 900_000_000}, "mau_scope": "with_affiliates", "mau_current": 900_000_000}
    assert outcome("llama-2-70b", use("host_api", organization=figures)) == OBLIGED


def test_the_figure_of_another_month_does_not_answer_for_the_frozen_one():
    assert outcome("llama-2-70b", use("host_api", organization=users("2023-07", 1))) == OPEN


@pytest.mark.parametrize(
    ("model", "month"),
    [
        ("llama-2-70b", "2023-06"),
        ("code-llama-70b", "2023-06"),
        ("llama-3-8b", "2024-03"),
        ("llama-3.1-405b", "2024-06"),
        ("llama-3.2-1b", "2024-08"),
        ("llama-3.3-70b", "2024-11"),
        ("llama-4-scout", "2025-03"),
        ("dbrx-instruct", "2024-02"),
    ],
)
def test_each_release_has_its_own_frozen_month(model, month):
    assert outcome(model, use("host_api", organization=users(month, LIMIT + 1))) == NEEDS
    assert outcome(model, use("host_api", organization=users(month, LIMIT))) == OBLIGED


@pytest.mark.parametrize(("model", "month"), [("hunyuan-a13b", "2025-05"), ("hunyuanvideo", "2024-11")])
def test_a_month_that_the_license_leaves_to_the_model_is_the_one_before_its_release(model, month):
    over = users(month, 100_000_001, scope="licensee_only")
    assert outcome(model, use("host_api", organization=over)) == NEEDS
    assert outcome(model, use("host_api", organization=users(month, 100_000_000, scope="licensee_only"))) == OBLIGED


def test_without_a_release_month_the_threshold_stays_unknown_and_asks_which_model():
    decision = ask({"license": "hyperclova-x-seed"}, use("use", organization={**users("2025-03", 1), "business_types": []}))
    assert (decision.verdict, decision.worst_case) == OPEN
    assert [question.input for question in decision.questions] == ["/subject/variant"]


def test_a_subsidiary_of_a_huge_group_is_caught_by_llama_and_not_by_hunyuan():
    group = {"mau_scope": "licensee_only", "mau": {"2023-06": 10_000_000, "2024-10": 10_000_000}}
    group["affiliates_mau"] = {"2023-06": 900_000_000, "2024-10": 900_000_000}
    decision = ask("llama-2-70b", use("host_api", organization=group))
    assert (decision.verdict, cited(decision, "need_permission")) == ("needs_permission", {("llama-2-community", "scale_threshold")})
    assert outcome("hunyuan-large", use("host_api", organization=group)) == OBLIGED


def test_users_of_licensee_and_affiliates_are_added_up():
    half = {"mau": {"2023-06": 350_000_000}, "mau_scope": "licensee_only"}
    assert outcome("llama-2-7b", use("use", organization={**half, "affiliates_mau": {"2023-06": 350_000_000}})) == OBLIGED
    assert outcome("llama-2-7b", use("use", organization={**half, "affiliates_mau": {"2023-06": 350_000_001}})) == NEEDS


def test_the_licensees_own_figure_is_only_a_lower_bound_where_affiliates_count():
    small = ask("llama-2-7b", use("use", organization=users("2023-06", 10, scope="licensee_only")))
    assert (small.verdict, small.worst_case) == OPEN
    assert [question.input for question in small.questions] == ["/organization/affiliates_mau/2023-06"]
    assert outcome("llama-2-7b", use("use", organization=users("2023-06", LIMIT + 1, scope="licensee_only"))) == NEEDS


def test_a_figure_of_unknown_scope_asks_for_the_scope():
    decision = ask("llama-2-7b", use("use", organization=users("2023-06", 10, scope=None)))
    assert (decision.verdict, [question.input for question in decision.questions]) == ("unknown", ["/organization/mau_scope"])
    assert outcome("llama-2-7b", use("use", organization=users("2023-06", LIMIT + 1, scope=None))) == NEEDS


def test_a_figure_of_unknown_scope_may_or_may_not_hold_the_stated_affiliates():
    figures = {**users("2023-06", 400_000_000, scope=None), "affiliates_mau": {"2023-06": 350_000_000}}
    assert outcome("llama-2-7b", use("use", organization=figures)) == OPEN
    figures["affiliates_mau"] = {"2023-06": LIMIT + 1}
    assert outcome("llama-2-7b", use("use", organization=figures)) == NEEDS
    assert outcome("hunyuan-large", use("use", organization=users("2024-10", 150_000_000, scope=None))) == OPEN


@pytest.mark.parametrize(
    ("bound", "expected"),
    [({"max": 9_999_999}, ALLOWED), ({"max": 10_000_000}, OPEN), ({"min": 9_999_999}, OPEN), ({"min": 10_000_000}, NEEDS)],
)
def test_bounds_settle_an_inclusive_threshold_as_far_as_they_reach(bound, expected):
    assert outcome("lfm2-1.2b", use("use", organization={"revenue_annual_usd": bound})) == expected


def test_a_figure_with_affiliates_is_only_an_upper_bound_where_they_do_not_count():
    over = ask("hunyuan-large", use("use", organization=users("2024-10", 150_000_000)))
    assert (over.verdict, [question.input for question in over.questions]) == ("unknown", ["/organization/affiliates_mau/2024-10"])
    assert outcome("hunyuan-large", use("use", organization=users("2024-10", 100_000_000))) == OBLIGED
    parts = {**users("2024-10", 150_000_000), "affiliates_mau": {"2024-10": 50_000_000}}
    assert outcome("hunyuan-large", use("use", organization=parts)) == OBLIGED
    parts["affiliates_mau"] = {"2024-10": 49_999_999}
    assert outcome("hunyuan-large", use("use", organization=parts)) == NEEDS


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"max": LIMIT}, OBLIGED),
        ({"max": LIMIT + 1}, OPEN),
        ({"min": LIMIT}, OPEN),
        ({"min": LIMIT + 1}, NEEDS),
        ({"min": 1, "max": LIMIT}, OBLIGED),
    ],
)
def test_bounds_settle_a_threshold_as_far_as_they_reach(bound, expected):
    assert outcome("llama-2-7b", use("use", organization=users("2023-06", bound))) == expected


def test_a_commercial_threshold_asks_about_commerce_only_where_size_does_not_settle_it():
    big = ask("qwen-72b", use("host_api", commercial=None, organization={"mau_current": 150_000_000}))
    assert (big.verdict, big.worst_case, [question.input for question in big.questions]) == (*OPEN, ["/commercial"])
    assert outcome("qwen-72b", use("host_api", commercial=None, organization={"mau_current": 100_000_000})) == OBLIGED


def test_all_products_together_bound_the_one_product_that_counts():
    small = {"mau": {"2026-10": 90_000_000}, "mau_scope": "with_affiliates"}
    assert outcome("qwen-72b", use("host_api", organization=small)) == OBLIGED
    assert outcome("qwen-72b", use("host_api", organization={**small, "mau": {"2026-10": 150_000_000}})) == OPEN


@pytest.mark.parametrize(("model", "brand"), [("kimi-k2", "Kimi K2"), ("kimi-k2.5", "Kimi K2.5"), ("minimax-m2", "MiniMax M2")])
def test_a_large_product_must_show_the_brand_and_a_small_one_need_not(model, brand):
    modest = {"mau_current": 100_000_000, "product_revenue_monthly_usd": 20_000_000, "product_revenue_arr_usd": 30_000_000}
    assert outcome(model, use("host_api", organization=modest)) == ALLOWED
    decision = ask(model, use("host_api", organization={**modest, "mau_current": 100_000_001}))
    assert decision.verdict == "allowed_with_obligations"
    assert [(duty.type, duty.text, duty.placement) for duty in decision.obligations] == [("attribution", brand, "user_interface")]


def test_revenue_of_the_product_alone_brings_the_display_duty():
    rich = {"mau_current": 0, "product_revenue_monthly_usd": 20_000_001}
    assert outcome("kimi-k2", use("host_api", organization=rich)) == OBLIGED
    rich = {"mau_current": 0, "product_revenue_arr_usd": 30_000_001}
    assert outcome("minimax-m2", use("host_api", organization=rich)) == OBLIGED


def test_a_duty_that_may_arise_is_pending_and_asked_for():
    decision = ask("kimi-k2", use("host_api", organization={"product_revenue_monthly_usd": 0}))
    assert (decision.verdict, decision.worst_case) == ("allowed", "allowed_with_obligations")
    assert [duty.text for duty in decision.pending_obligations] == ["Kimi K2"]
    assert [question.input for question in decision.questions] == ["/organization/mau_current"]


def test_a_duty_that_changes_nothing_is_not_asked_for():
    decision = ask("kimi-k2", use("host_api", "distribute_weights", organization={}))
    assert (decision.verdict, duties(decision), decision.questions) == ("allowed_with_obligations", {"license_copy"}, ())


@pytest.mark.parametrize(
    ("types", "revenue", "expected"),
    [
        (["model_as_a_service"], 20_000_001, NEEDS),
        (["model_as_a_service"], 20_000_000, ALLOWED),
        ([], 20_000_001, ALLOWED),
        (["cloud_service_provider"], 20_000_001, ALLOWED),
    ],
)
def test_kimi_k3_catches_the_conjunction_of_business_and_revenue(types, revenue, expected):
    rest = {"mau_current": 0, "product_revenue_monthly_usd": 0}
    facts = {**rest, "business_types": types, "revenue_12m_usd": revenue}
    assert outcome("kimi-k3", use("host_api", organization=facts)) == expected


def test_a_year_is_twelve_consecutive_months_but_not_the_largest_twelve():
    rest = {"mau_current": 0, "product_revenue_monthly_usd": 0, "business_types": ["model_as_a_service"]}
    assert outcome("kimi-k3", use("host_api", organization={**rest, "revenue_annual_usd": 20_000_001})) == NEEDS
    assert outcome("kimi-k3", use("host_api", organization={**rest, "revenue_annual_usd": 5})) == OPEN


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (None, NEEDS),
        ("via_third_party_api", OPEN),
        ("via_licensor_or_certified_partner", ALLOWED),
        ("via_uncertified_third_party_api", NEEDS),
    ],
)
def test_kimi_k3_exempts_certified_partners_and_no_other_third_party(received, expected):
    facts = {
        "mau_current": 0,
        "product_revenue_monthly_usd": 0,
        "business_types": ["model_as_a_service"],
        "revenue_12m_usd": 30_000_000,
    }
    assert outcome("kimi-k3", use("host_api", organization=facts, received=received)) == expected


def test_internal_use_is_exempt_only_while_nothing_goes_out():
    facts = {"business_types": ["model_as_a_service"], "revenue_12m_usd": 30_000_000, "mau_current": 0, "product_revenue_monthly_usd": 0}
    assert outcome("kimi-k3", use("use", "internal_only", organization=facts)) == ALLOWED
    assert outcome("kimi-k3", use("use", "internal_only", "product_that_uses", organization=facts)) == NEEDS
    assert outcome("kimi-k3", use("use", organization=facts)) == NEEDS


def test_an_end_user_of_an_integrated_product_is_exempt_from_the_llama_threshold():
    huge = users("2023-06", LIMIT + 1)
    decision = ask("llama-2-7b", use("use", organization=huge, received="integrated_end_user_product"))
    assert decision.verdict == "allowed_with_obligations"
    assert ("llama-2-community", "downstream_exemption") in cited(decision, "exempts")
    assert outcome("llama-2-7b", use("use", organization=huge, received="via_third_party_api")) == NEEDS


def test_no_currency_is_converted():
    small = {"mau": {"2026-10": 1}, "mau_scope": "with_affiliates"}
    subject = {"license": "bilibili-model-2025"}
    assert outcome(subject, use("use", organization={**small, "revenue_annual_usd": 1})) == OPEN
    assert outcome(subject, use("use", organization={**small, "revenue_calendar_year_cny": 1_000_000_000})) == ALLOWED
    assert outcome(subject, use("use", organization={**small, "revenue_calendar_year_cny": 1_000_000_001})) == NEEDS
    assert outcome(subject, use("use", organization={**small, "founded": "2026-01-01"})) == ALLOWED
    assert outcome(subject, use("use", organization={**small, "founded": "2025-12-31"})) == OPEN


def test_a_rolling_test_looks_at_the_month_before_today():
    subject = {"license": "bilibili-model-2025"}
    rest = {"revenue_calendar_year_cny": 0, "mau_scope": "with_affiliates"}
    assert outcome(subject, use("use", organization={**rest, "mau": {"2026-10": 100_000_001}})) == NEEDS
    assert outcome(subject, use("use", organization={**rest, "mau": {"2026-09": 100_000_001}})) == OPEN
    assert outcome(subject, use("use", organization={**rest, "mau_current": 100_000_000})) == ALLOWED


def test_playground_catches_image_businesses_that_ever_passed_a_million():
    subject = {"license": "playground-v2-community"}
    imaging = {"business_types": ["image_generation"], "mau_scope": "with_affiliates"}
    assert outcome(subject, use("use", organization={**imaging, "mau": {"2025-01": 1_000_001}, "mau_current": 5})) == NEEDS
    assert outcome(subject, use("use", organization={**imaging, "mau": {"2026-10": 1_000_000}})) == ALLOWED
    assert outcome(subject, use("use", organization={"business_types": [], "mau": {"2026-10": 9_000_000}})) == ALLOWED


@pytest.mark.parametrize(("revenue", "expected"), [(20_000_000, ALLOWED), (20_000_001, NEEDS)])
def test_the_cut_off_of_devstral_binds_whatever_the_purpose(revenue, expected):
    assert outcome("devstral-2-123b", use(commercial=False, organization={"revenue_monthly_usd": revenue})) == expected


def test_glm_sends_the_largest_services_to_a_review():
    facts = {"business_types": ["model_as_a_service"], "revenue_12m_usd": 10_000_000_001}
    assert outcome({"license": "glm-5.3-license"}, use("host_api", organization=facts)) == NEEDS
    assert outcome({"license": "glm-5.3-license"}, use("host_api", organization={**facts, "revenue_12m_usd": 10_000_000_000})) == ALLOWED


def test_qwen_catches_services_from_fifty_million_on_inclusive():
    facts = {"business_types": ["ai_work_assistant"], "mau_current": 0, "revenue_12m_usd": 50_000_000}
    assert outcome({"license": "qwen3.8-max-2026"}, use("host_api", organization=facts)) == NEEDS
    assert outcome({"license": "qwen3.8-max-2026"}, use("host_api", organization={**facts, "revenue_12m_usd": 49_999_999})) == ALLOWED


@pytest.mark.parametrize(("revenue", "expected"), [(20_000_000, OBLIGED), (20_000_001, NEEDS)])
def test_minimax_m3_needs_authorisation_above_twenty_million_a_year(revenue, expected):
    assert outcome({"license": "minimax-community-2026"}, use("host_api", organization={"revenue_annual_usd": revenue})) == expected


def test_a_threshold_read_from_memory_is_said_to_be():
    decision = ask("jamba-1.5-large", use("host_api", organization={"revenue_annual_usd": 60_000_000}))
    assert (decision.verdict, decision.rests_on_recalled) == ("needs_permission", True)
    assert not ask("qwen-72b", use("host_api", organization={"mau_current": 150_000_000})).rests_on_recalled
