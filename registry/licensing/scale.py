"""Size tests: how many users or how much revenue a clause counts, in which month, for whom."""

from dataclasses import dataclass

from registry.licensing.amounts import ANY_AMOUNT, NOTHING, Amount, both, no_less_than, up_to
from registry.licensing.gaps import Answer, Gap
from registry.licensing.intended_use import Organization
from registry.licensing.kleene import Truth
from registry.licensing.months import begins_after, in_words, is_month, month_before
from registry.licensing.situation import Situation
from registry.licensing.terms import Term

PRODUCT_BASES = ("the_product_or_service", "service_or_product")

# What a clause counts, by currency, period and whether it counts one product alone.
REVENUE_INPUTS = {
    ("USD", "monthly", False): "revenue_monthly_usd",
    ("USD", "annual", False): "revenue_annual_usd",
    ("USD", "any_consecutive_12_months", False): "revenue_12m_usd",
    ("CNY", "preceding_calendar_year", False): "revenue_calendar_year_cny",
    ("USD", "monthly", True): "product_revenue_monthly_usd",
    ("USD", "annual_recurring", True): "product_revenue_arr_usd",
}
REVENUE_NAMES = {
    "revenue_monthly_usd": "Revenue of the preceding month, group-wide where the license counts affiliates (US dollars)",
    "revenue_annual_usd": "Annual revenue from all sources, with affiliates where the license counts them (US dollars)",
    "revenue_12m_usd": "Largest revenue over any 12 consecutive months, affiliates included (US dollars)",
    "revenue_calendar_year_cny": "Revenue of the preceding calendar year, affiliates included (Chinese yuan)",
    "product_revenue_monthly_usd": "Monthly revenue of the products or services that use the model (US dollars)",
    "product_revenue_arr_usd": "Annual recurring revenue of the products or services that use the model (US dollars)",
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The amount that a clause counts as far as it is known, and the input that would tell more."""

    amount: Amount
    what: str
    asks: str | None = None
    input: str | None = None
    month: str | None = None
    answers: tuple[Answer, ...] = ()
    options: tuple[str, ...] = ()


def size_test(term: Term, *, situation: Situation) -> tuple[Truth, str]:
    """Whether the size that the term counts passes its threshold, and a sentence that says what was compared."""
    operator, limit = str(term.params["operator"]), _limit(term)
    measured = measure(term, situation=situation)
    reached = measured.amount.reaches(operator=operator, value=limit)
    bound = f"{'more than' if operator == 'gt' else 'at least'} {limit:,}"
    if reached is not None:
        return Truth(reached), f"{measured.what}: {in_figures(measured.amount)}; the clause catches {bound}."
    asks = f"{measured.asks or measured.what} ({bound}?)" if not measured.options else f"{measured.asks}?"
    gap = Gap(
        cause="missing_input",
        key=f"size:{measured.input or measured.what}:{operator}:{limit}",
        text=asks,
        input=measured.input,
        answers=measured.answers,
        options=measured.options,
        threshold=limit,
        month=measured.month,
    )
    return situation.missing(gap), f"{measured.what}: not known well enough; the clause catches {bound}."


def measure(term: Term, *, situation: Situation) -> Measured:
    """What the organization's figures say about the amount that the term counts."""
    if term.params["metric"] == "revenue":
        return _revenue(term, situation=situation)
    if term.params["metric"] == "daily_active_users":
        return _figure("dau_current", situation.use.organization.dau_current, term=term, what="Daily active users today")
    if term.params["measurement"] == "calendar_month_before_release_date":
        month = frozen_month(term, situation=situation)
        if month is None:
            return _month_unknown(situation)
        return _users_in(month, term=term, situation=situation, current=None)
    return _users_now(term, situation=situation)


def frozen_month(term: Term, *, situation: Situation) -> str | None:
    """The month that the term names; where it names none that is one month, the month before its own model's release."""
    named = term.text("measurement_month")
    if named is not None and is_month(named):
        return named
    return month_before(situation.carrier.release_date)


def in_figures(amount: Amount) -> str:
    """The interval in words, with thousands separated."""
    if amount.low == amount.high:
        return f"{amount.low:,}"
    if amount.high is None:
        return f"at least {amount.low:,}"
    return f"between {amount.low:,} and {amount.high:,}" if amount.low else f"at most {amount.high:,}"


def _limit(term: Term) -> int:
    value = term.params["value"]
    assert isinstance(value, int)
    return value


def _month_unknown(situation: Situation) -> Measured:
    bare = not situation.carrier.slug
    name = "the model" if situation.reaching.is_own else situation.reaching.via[-1].name
    return Measured(
        amount=ANY_AMOUNT,
        what=f"Monthly active users in the calendar month before {name} was released",
        asks="Which model is it? The users of the calendar month before its release count, and that month is not known",
        input="/subject/variant" if bare else None,
    )


def _users_now(term: Term, *, situation: Situation) -> Measured:
    month = month_before(situation.day.isoformat())
    assert month is not None
    organization = situation.use.organization
    if term.params["basis"] in PRODUCT_BASES:
        total = organization.mau_in(month)
        figure = both(organization.mau_current, None if total is None else up_to(total))
        what = "Monthly active users, today, of the product or service that uses the model"
        return _figure("mau_current", figure, term=term, what=what)
    measured = _users_in(month, term=term, situation=situation, current=organization.mau_current)
    if term.params["measurement"] != "any_time_preceding_calendar_month":
        return measured
    peak = measured.amount
    for _, amount in organization.mau:
        peak = peak.at_least(no_less_than(amount))
    return Measured(**{**vars(measured), "amount": peak})


def _users_in(month: str, *, term: Term, situation: Situation, current: Amount | None) -> Measured:
    """Users of all products in one month. `current` stands in for the month where the clause looks at the last one."""
    organization = situation.use.organization
    with_affiliates = term.params["includes_affiliates"]
    stated = both(organization.mau_in(month), current)
    amount = _counted(organization, month=month, stated=stated, with_affiliates=True)
    alone = _counted(organization, month=month, stated=stated, with_affiliates=False)
    if with_affiliates is None:
        amount = amount.or_else(alone)
    elif not with_affiliates:
        amount = alone
    whose = "the licensee alone" if with_affiliates is False else "licensee plus affiliates"
    what = f"Monthly active users of all products of {whose} in {in_words(month)}"
    pointer, answers, options = _asks_users(organization, month=month, stated=stated, limit=_limit(term), alone=with_affiliates is False)
    asks = "Does the stated figure of monthly active users include the affiliates" if options else None
    if pointer.startswith("/organization/affiliates_mau"):
        asks = f"Monthly active users of the affiliates in {in_words(month)}, beside the stated figure"
    return Measured(amount=amount, what=what, asks=asks, input=pointer, month=month, answers=answers, options=options)


def _counted(organization: Organization, *, month: str, stated: Amount | None, with_affiliates: bool) -> Amount:
    """The users of the licensee, with or without affiliates, from a figure whose scope may be either."""
    affiliates = organization.affiliates_mau_in(month)
    others = ANY_AMOUNT if affiliates is None else affiliates
    nobody_yet = organization.founded is not None and begins_after(organization.founded, month=month)
    if nobody_yet and (stated is None or stated.low == 0):
        stated, others = NOTHING, affiliates or NOTHING
    if stated is None:
        return no_less_than(others) if with_affiliates else ANY_AMOUNT
    if with_affiliates:
        alone, together = stated.plus(others), stated.at_least(others)
    else:
        alone, together = stated, stated.without(others)
    if organization.mau_scope is None:
        return alone.or_else(together)
    return alone if organization.mau_scope == "licensee_only" else together


def _asks_users(
    organization: Organization, *, month: str, stated: Amount | None, limit: int, alone: bool
) -> tuple[str, tuple[Answer, ...], tuple[str, ...]]:
    """The pointer to ask for, its representative answers, and options where the answer is a word."""
    scope_at, mau_at = "/organization/mau_scope", f"/organization/mau/{month}"
    affiliates_at = f"/organization/affiliates_mau/{month}"
    small_and_large = (0, limit + 1)
    if stated is None:
        scope: Answer = ()
        if organization.mau_scope is None:
            scope = ((scope_at, "licensee_only" if alone else "with_affiliates"),)
        return mau_at, tuple(((mau_at, number), *scope) for number in small_and_large), ()
    if organization.mau_scope is None:
        return scope_at, (((scope_at, "licensee_only"),), ((scope_at, "with_affiliates"),)), ("licensee_only", "with_affiliates")
    counted = organization.mau_scope == "with_affiliates"
    if counted == (not alone):
        return mau_at, tuple(((mau_at, number),) for number in small_and_large), ()
    return affiliates_at, tuple(((affiliates_at, number),) for number in (0, *_parts(stated, limit))), ()


def _parts(stated: Amount, limit: int) -> tuple[float, ...]:
    return (stated.high if stated.high is not None else stated.low, limit + 1)


def _figure(name: str, figure: Amount | None, *, term: Term, what: str) -> Measured:
    pointer = f"/organization/{name}"
    answers: tuple[Answer, ...] = tuple(((pointer, number),) for number in (0, _limit(term) + 1))
    return Measured(amount=figure or ANY_AMOUNT, what=what, input=pointer, answers=answers)


def _revenue(term: Term, *, situation: Situation) -> Measured:
    organization = situation.use.organization
    of_product = term.params["basis"] in PRODUCT_BASES
    currency, period = str(term.params["currency"]), str(term.params["period"])
    name = REVENUE_INPUTS.get((currency, period, of_product))
    if name is None:
        what = f"Revenue ({currency}, {period.replace('_', ' ')})"
        return Measured(amount=ANY_AMOUNT, what=what)
    figure: Amount | None = getattr(organization, name)
    return _figure(name, both(figure, _inferred_revenue(name, situation=situation)), term=term, what=REVENUE_NAMES[name])


def _inferred_revenue(name: str, *, situation: Situation) -> Amount | None:
    """What other figures imply: a part is no larger than its whole, twelve months of one kind no larger than the largest
    twelve, and a company founded since had no revenue in an earlier year. No currency is converted."""
    organization = situation.use.organization
    if name == "product_revenue_monthly_usd" and organization.revenue_monthly_usd is not None:
        return up_to(organization.revenue_monthly_usd)
    if name == "revenue_12m_usd" and organization.revenue_annual_usd is not None:
        return no_less_than(organization.revenue_annual_usd)
    year_over = f"{situation.day.year - 1}-12"
    founded_since = organization.founded is not None and begins_after(organization.founded, month=year_over)
    return NOTHING if name == "revenue_calendar_year_cny" and founded_since else None
