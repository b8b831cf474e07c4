"""The form of a use profile: an organization's standing answers, as text that people can read over, in both directions."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst

from catalog.asking.amounts import ADVICE, read_amount, write_amount
from catalog.asking.inputs import InputError, read_inputs
from registry.documents.fields import SLUG
from registry.licensing.use import AMOUNT_FIELDS, BUSINESS_TYPES, InvalidUse, parse_use

UNKNOWN = ""
MONTHS = ("mau", "affiliates_mau")
_LABELS = {
    "mau_current": "Monthly active users today, of the product that would use the model",
    "dau_current": "Daily active users today, of that product",
    "revenue_annual_usd": "Annual revenue, US dollars",
    "revenue_monthly_usd": "Revenue of the last month, US dollars",
    "revenue_12m_usd": "Largest revenue over any 12 consecutive months, US dollars",
    "revenue_calendar_year_cny": "Revenue of the last calendar year, Chinese yuan",
    "product_revenue_monthly_usd": "Monthly revenue of the product, US dollars",
    "product_revenue_arr_usd": "Annual recurring revenue of the product, US dollars",
}
_BUSINESS = {"ai_work_assistant": "AI work assistant", "competes_with_licensor": "Competes with the licensor"}
_MONTH_LINE = re.compile(r"(\d{4}-\d{2})\s*[:=]\s*(.+)")
_MONTHS_HELP = "One line a month: 2023-06: 5M. The month before a model's release is what most licenses ask for."


class ProfileForm(forms.Form):
    """What is left empty stays unknown; it never counts as no."""

    name = forms.CharField(max_length=200, help_text="Such as: Acme group.")
    slug = forms.CharField(max_length=120, required=False, help_text="Part of the address. Made from the name when left empty.")
    description = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    domicile = forms.CharField(max_length=2, required=False, label="Seat", help_text="Two-letter country code, such as DE.")
    territories = forms.CharField(
        max_length=2_000, required=False, label="Countries where it is used", help_text="Codes, such as DE FR US."
    )
    mau = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Monthly active users of all products",
        help_text=_MONTHS_HELP,
    )
    mau_scope = forms.ChoiceField(
        required=False, label="Whose users these are",
        choices=((UNKNOWN, "Not stated"), ("with_affiliates", "Ours and our affiliates'"), ("licensee_only", "Ours alone")),
    )  # fmt: skip
    affiliates_mau = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}), label="Monthly active users of the affiliates alone",
        help_text="The same way, where you count them apart.",
    )  # fmt: skip
    business = forms.ChoiceField(
        required=False, label="Kinds of business", choices=((UNKNOWN, "Not stated"), ("none", "None of these"), ("some", "These:")),
        help_text="None of these is an answer; not stated is not.",
    )  # fmt: skip
    business_types = forms.MultipleChoiceField(
        required=False, label="", choices=[(word, _BUSINESS.get(word) or word.replace("_", " ").capitalize()) for word in BUSINESS_TYPES],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    founded = forms.CharField(
        max_length=10, required=False, help_text="2021, 2021-05 or 2021-05-17. Settles tests of months before it existed."
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in AMOUNT_FIELDS:
            self.fields[field] = forms.CharField(required=False, max_length=100, label=_LABELS[field], help_text=f"{capfirst(ADVICE)}.")

    def clean_slug(self) -> str:
        """Return the slug, made from the name when it was left empty."""
        slug = self.cleaned_data["slug"].strip() or re.sub(r"[^a-z0-9]+", "-", str(self.data.get("name", "")).lower()).strip("-")
        if not SLUG.fullmatch(slug):
            raise forms.ValidationError("Use lower-case letters, digits, dots and hyphens, as in acme-group.")
        return slug

    def clean(self) -> dict[str, Any]:
        """Put the fields together as an intended use; a mistake stands at its field."""
        cleaned = super().clean() or {}
        parameters: dict[str, list[str]] = {}
        for name in ("domicile", "territories", "mau_scope", "founded", *AMOUNT_FIELDS):
            parameters[f"organization.{name}"] = [cleaned.get(name) or ""]
        if cleaned.get("business"):
            types = cleaned.get("business_types") or []
            if cleaned["business"] == "some" and not types:
                self.add_error("business_types", "Tick at least one, or say none of these.")
            parameters["organization.business_types"] = types if cleaned["business"] == "some" else ["none"]
        for name in MONTHS:
            parameters |= self._months(name, cleaned.get(name) or "")
        try:
            cleaned["use"] = read_inputs(parameters)
            parse_use(cleaned["use"])
        except InputError as error:
            self._blame({f"/{name.replace('.', '/')}": message for name, message in error.errors.items()})
        except InvalidUse as error:
            self._blame({pointer: detail for pointer, _, detail in error.errors})
        return cleaned

    def _months(self, name: str, text: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in filter(None, (line.strip() for line in text.splitlines())):
            match = _MONTH_LINE.fullmatch(line)
            try:
                if match is None:
                    raise ValueError(f"'{line[:60]}': write a month and a figure, as in 2023-06: 5M")
                read_amount(match[2])
                found[f"organization.{name}.{match[1]}"] = [match[2]]
            except ValueError as error:
                self.add_error(name, str(error))
        return found

    def _blame(self, errors: Mapping[str, str]) -> None:
        for pointer, message in errors.items():
            _, _, name, *_ = [*pointer.split("/"), "", ""]
            self.add_error(name if name in self.fields else None, message)


def initial_for(use: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows for a profile's use."""
    organization = use.get("organization", {})
    shown: dict[str, Any] = {name: organization.get(name, "") for name in ("domicile", "mau_scope", "founded")}
    shown["territories"] = " ".join(organization.get("territories") or [])
    for name in AMOUNT_FIELDS:
        shown[name] = write_amount(organization[name]) if organization.get(name) is not None else ""
    for name in MONTHS:
        shown[name] = "\n".join(f"{month}: {write_amount(value)}" for month, value in sorted((organization.get(name) or {}).items()))
    types = organization.get("business_types")
    shown["business"] = UNKNOWN if types is None else "some" if types else "none"
    shown["business_types"] = types or []
    return shown
