"""What somebody intends to do with a model, and what is known about them. None means not stated, never "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from registry.licensing.amounts import Amount

MonthlyAmounts = tuple[tuple[str, Amount], ...]

AMOUNT_FIELDS = (
    "mau_current",
    "dau_current",
    "revenue_annual_usd",
    "revenue_monthly_usd",
    "revenue_12m_usd",
    "revenue_calendar_year_cny",
    "product_revenue_monthly_usd",
    "product_revenue_arr_usd",
)
HEAD_COUNTS = ("mau_current", "dau_current")
PLANNED_FIELDS = ("model_name", "display_text", "notice_file", "license_copy", "declared_license")


@dataclass(frozen=True, kw_only=True)
class Organization:
    """Facts about the licensee. Revenue in US dollars (CNY where the name says so), counted as the license counts it;
    `mau_scope` says whether `mau` holds the affiliates' users. `territories`: where the model will be used."""

    domicile: str | None = None
    territories: tuple[str, ...] | None = None
    mau: MonthlyAmounts = ()
    mau_scope: str | None = None
    affiliates_mau: MonthlyAmounts = ()
    mau_current: Amount | None = None
    dau_current: Amount | None = None
    revenue_annual_usd: Amount | None = None
    revenue_monthly_usd: Amount | None = None
    revenue_12m_usd: Amount | None = None
    revenue_calendar_year_cny: Amount | None = None
    product_revenue_monthly_usd: Amount | None = None
    product_revenue_arr_usd: Amount | None = None
    business_types: tuple[str, ...] | None = None
    founded: str | None = None

    def mau_in(self, month: str) -> Amount | None:
        """Monthly active users stated for one month, in the scope of `mau_scope`."""
        return dict(self.mau).get(month)

    def affiliates_mau_in(self, month: str) -> Amount | None:
        """Monthly active users of the affiliates alone."""
        return dict(self.affiliates_mau).get(month)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """How the result will be named and labelled. `stated` names what was said: a null display text means that nothing
    is displayed, a display text that is not among the stated is not known."""

    stated: frozenset[str] = frozenset()
    model_name: str | None = None
    display_text: str | None = None
    notice_file: bool | None = None
    license_copy: bool | None = None
    declared_license: str | None = None


@dataclass(frozen=True, kw_only=True)
class IntendedUse:
    """One intended use. A stated list of acts, fields or business types is the whole list; None is not stated.
    `received` not stated means taken under the license itself: an exemption for those who got the model inside
    somebody else's product has to be claimed."""

    commercial: bool | None = None
    acts: tuple[str, ...] | None = None
    fields_of_use: tuple[str, ...] | None = None
    organization: Organization = Organization()
    purpose: str | None = None
    received: str | None = None
    student_imitates_teacher: bool | None = None
    planned: Planned | None = None

    def as_dict(self) -> dict[str, object]:
        """The plain form, `use` of facts/SCHEMA.md, without what is not stated."""
        plain = _stated(self, skip=("organization", "planned"))
        organization = _stated(self.organization, skip=())
        if organization:
            plain["organization"] = organization
        if self.planned is not None:
            plain["planned"] = {name: getattr(self.planned, name) for name in PLANNED_FIELDS if name in self.planned.stated}
        return plain


def _stated(record: IntendedUse | Organization, *, skip: tuple[str, ...]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for entry in fields(record):
        value = getattr(record, entry.name)
        if entry.name in skip or value is None:
            continue
        if entry.name in ("mau", "affiliates_mau"):
            if value:
                plain[entry.name] = {month: _plain_amount(amount) for month, amount in value}
        elif isinstance(value, Amount):
            plain[entry.name] = _plain_amount(value)
        else:
            plain[entry.name] = list(value) if isinstance(value, tuple) else value
    return plain


def _plain_amount(amount: Amount) -> float | Mapping[str, float]:
    if amount.low == amount.high:
        return amount.low
    bounds = {"min": amount.low}
    if amount.high is not None:
        bounds["max"] = amount.high
    return bounds
