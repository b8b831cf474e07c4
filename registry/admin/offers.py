"""Offers on a model's page: who offers it, by which channel, at what price."""

from django import forms

from registry.admin.evidence import choice
from registry.admin.parts import PartForm, PartInline
from registry.admin.values import KeyField, KeysField, PageField
from registry.forms.values import DayField, LineField, LinesField, PartialDateField, ProseField, SlugField
from registry.forms.widgets import line
from registry.models import HostingOffer, OfferPrice
from registry.models.vocabulary import Channel, Mark, OfferStatus


class OfferForm(PartForm):
    """One offer."""

    TITLE = ("partner", "service", "variants")
    partner = PageField(kind="organization", help_text="Type part of the name.")
    channel = choice(Channel, blank="Choose a channel", required=True, help_text="How it reaches its users.")
    service = LineField(required=True, help_text="As the partner calls it, such as Amazon Bedrock.")
    variants = KeysField(of="variants", help_text="Which variants it covers; none chosen means the model as a whole.")
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    sources = KeysField(help_text="From this page's sources.")
    identifier = LineField(label="Identifier at the host", help_text="What goes into an API call, such as meta.llama3-1-8b-instruct-v1:0.")
    status = choice(OfferStatus, initial=OfferStatus.LISTED, help_text="Listed means seen in a source, not tested today.")
    announced_on = PartialDateField()
    available_from = PartialDateField()
    retires_on = PartialDateField()
    regions = LinesField()
    regions_note = ProseField(rows=2)
    other_identifiers = LinesField()
    other_variant = LineField(
        label="A size that is not on this page", help_text="By its name, such as Qwen2-7B, where the offer is for that alone."
    )
    role = LineField(label="Partner's role")
    note = ProseField(rows=2)
    slug = SlugField(source="", help_text="Left empty, it is made from partner, model and service.")

    class Meta:
        model = HostingOffer
        fields = ()


class PriceForm(PartForm):
    """A list price per million tokens with its own date."""

    TITLE = ("as_of", "input_per_million", "output_per_million", "currency")
    input_per_million = forms.DecimalField(
        required=False, min_value=0, max_digits=16, decimal_places=6, label="Input, per million tokens", widget=line(inputmode="decimal")
    )
    output_per_million = forms.DecimalField(
        required=False, min_value=0, max_digits=16, decimal_places=6, label="Output, per million tokens", widget=line(inputmode="decimal")
    )
    currency = LineField(required=True, max_length=3, initial="USD", help_text="Three letters, such as USD.")
    as_of = DayField(label="As of")
    as_of_not_before = DayField(label="Not before", help_text="Where the day is not known exactly.")
    identifier = LineField(help_text="Which of the host's models, where the offer has several.")
    source = KeyField()
    note = ProseField(rows=2)

    class Meta:
        model = OfferPrice
        fields = ()


class PriceInline(PartInline):
    """Prices below an offer."""

    model = OfferPrice
    form = PriceForm
    path = "prices"
    verbose_name = "price"
    verbose_name_plural = "Prices"


class OfferInline(PartInline):
    """Offers below their model."""

    model = HostingOffer
    form = OfferForm
    path = "offers"
    extra = 1
    inlines = (PriceInline,)
    verbose_name = "offer"
    verbose_name_plural = "Offers by partners"
    explanation = "One for each partner, channel and service."
    groups = (
        (None, {"fields": ("partner", "channel", "service", "variants", "verification", "sources")}),
        ("Identifier, dates, regions", {
            "fields": ("identifier", "status", "announced_on", "available_from", "retires_on", "regions", "regions_note"),
        }),
        ("Further details", {"fields": ("other_identifiers", "other_variant", "role", "slug", "note")}),
    )  # fmt: skip
