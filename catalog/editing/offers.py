"""An offer on a model's page: who offers it, by which channel, since when, at what price."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from catalog.editing.fields import KeyField, KeysField, PageField, choice
from catalog.editing.parts import PartForm
from registry.forms.naming import slug_from
from registry.forms.values import DayField, LineField, LinesField, PartialDateField, ProseField, SlugField
from registry.forms.widgets import line
from registry.models.vocabulary import Channel, Mark, OfferStatus


class OfferForm(PartForm):
    """One offer. It carries its own sources; single facts of it may have others."""

    partner = PageField(kind="organization", required=True, help_text="By name or address.")
    channel = choice(Channel, blank="Choose a channel", required=True, help_text="How it reaches its users.")
    service = LineField(required=True, help_text="As the partner calls it, such as Amazon Bedrock.")
    variants = KeysField(of="variants", help_text="Which it covers; none chosen means the model as a whole.")
    other_variant = LineField(label="A size that is not on this page", help_text="By its name, where the offer is for that alone.")
    status = choice(OfferStatus, initial=OfferStatus.LISTED, help_text="Listed means seen in a source, not tested today.")
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    sources = KeysField(help_text="Where the offer was seen.")
    identifier = LineField(label="Identifier at the host", help_text="What goes into an API call, such as meta.llama3-1-8b-instruct-v1:0.")
    other_identifiers = LinesField()
    announced_on = PartialDateField(label="Announced")
    available_from = PartialDateField()
    retires_on = PartialDateField(label="Ends")
    regions = LinesField()
    regions_note = ProseField(rows=2, label="Note on regions")
    role = LineField(label="Partner's role")
    note = ProseField(rows=2)
    slug = SlugField(source="", label="Address", help_text="Left empty, it is made from partner, model and service.")

    GROUPS = (
        ("", ("partner", "channel", "service", "variants", "other_variant", "status", "verification", "sources")),
        ("Identifiers, dates and regions", (
            "identifier", "other_identifiers", "announced_on", "available_from", "retires_on", "regions", "regions_note",
        )),
        ("Further details", ("role", "note", "slug")),
    )  # fmt: skip

    def add_fields(self) -> None:
        if self.part:
            del self.fields["slug"]

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        made = slug_from(part.get("partner", ""), "-".join(part.get("variants", [])) or self.around.page_slug, part.get("service", ""))
        return part | {"slug": self.part.get("slug") or part.get("slug") or made}


class PriceForm(PartForm):
    """A list price per million tokens with its own date."""

    input_per_million = forms.DecimalField(
        required=False, min_value=0, max_digits=16, decimal_places=6, label="Per million tokens in", widget=line(inputmode="decimal")
    )
    output_per_million = forms.DecimalField(
        required=False, min_value=0, max_digits=16, decimal_places=6, label="Per million tokens out", widget=line(inputmode="decimal")
    )
    currency = LineField(required=True, max_length=3, initial="USD", help_text="Three letters, such as USD.")
    as_of = DayField(label="Seen on")
    as_of_not_before = DayField(label="Not before", help_text="Where the day is not known exactly.")
    identifier = LineField(help_text="Which of the host's models, where the offer has several.")
    source = KeyField()
    note = ProseField(rows=2)

    def clean_currency(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["currency"]).upper()

    def to_part(self) -> dict[str, Any]:
        return dict(_plain(super().to_part()))


def _plain(part: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Write amounts as the document does."""
    for name, value in part.items():
        yield name, f"{value.normalize():f}" if isinstance(value, Decimal) else value
