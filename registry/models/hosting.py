"""Who offers a model, by which channel, since when, at what price."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from registry.models.ai_models import AIModel
from registry.models.evidence import PageSource
from registry.models.fields import MicrosField, PageSlugField
from registry.models.organizations import Organization
from registry.models.pages import words_match
from registry.models.variants import ModelVariant
from registry.models.vocabulary import Channel, Mark, OfferStatus, Precision, State, one_of


def whole_model(*, through: str = "") -> Q:
    """Return the condition that an offer names no variant: it is for the model as a whole. `through` is the way to the offer."""
    return Q(**{f"{through}covered__isnull": True, f"{through}other_variant": ""})


class HostingOfferQuerySet(models.QuerySet):
    """Questions about offers."""

    def published(self) -> "HostingOfferQuerySet":
        """Offers of models that readers see."""
        return self.filter(model__state=State.PUBLISHED)

    def for_variant(self, slugs: Iterable[str]) -> "HostingOfferQuerySet":
        """Offers that cover one of the variants, by name or through the whole model."""
        variants = ModelVariant.objects.filter(slug__in=slugs)
        named = OfferVariant.objects.filter(variant__in=variants).values("offer_id")
        return self.filter(Q(pk__in=named) | (Q(model__in=variants.values("model_id")) & whole_model()))

    def matching(self, text: str) -> "HostingOfferQuerySet":
        """Offers whose partner, model, service or identifier hold every word of the text."""
        return self.filter(words_match(text))


class HostingOffer(models.Model):
    """An organization offers a model, or some of its variants, through one channel. No variants = the whole model."""

    slug = PageSlugField(max_length=120, unique=True)
    model = models.ForeignKey(AIModel, on_delete=models.CASCADE, related_name="offers")
    partner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offers")
    variants = models.ManyToManyField(ModelVariant, through="OfferVariant", related_name="offers", blank=True)
    other_variant = models.CharField(
        max_length=500, blank=True, help_text="A size without a row here that the offer is for, such as Qwen2-7B."
    )
    channel = models.CharField(max_length=16, choices=Channel)
    service = models.CharField(max_length=500)
    identifier = models.CharField("identifier at the host", max_length=500, blank=True)
    other_identifiers = models.JSONField(default=list, blank=True)
    role = models.CharField("partner role", max_length=500, blank=True)
    status = models.CharField(max_length=6, choices=OfferStatus, default=OfferStatus.LISTED)
    announced_on = models.DateField(null=True, blank=True)
    announced_on_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_from_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    retires_on = models.DateField(null=True, blank=True)
    retires_on_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    regions = models.JSONField(default=list, blank=True)
    regions_note = models.TextField(blank=True, max_length=20_000)
    verification = models.CharField(max_length=18, choices=Mark)
    sources = models.ManyToManyField(PageSource, blank=True, related_name="offers")
    note = models.TextField(blank=True, max_length=20_000)
    search_text = models.TextField(default="", blank=True, editable=False)

    objects = HostingOfferQuerySet.as_manager()

    class Meta:
        ordering = ("model_id", "slug")
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("channel", Channel)), name="offer_channel_known"),
            models.CheckConstraint(condition=Q(**one_of("status", OfferStatus)), name="offer_status_known"),
            models.CheckConstraint(condition=Q(**one_of("verification", Mark)), name="offer_verification_known"),
            *(
                models.CheckConstraint(
                    condition=(Q(**{name: None}) & Q(**{f"{name}_precision": ""}))
                    | (Q(**{f"{name}__isnull": False}) & Q(**one_of(f"{name}_precision", Precision))),
                    name=f"offer_{name}_has_precision",
                )
                for name in ("announced_on", "available_from", "retires_on")
            ),
            models.CheckConstraint(
                condition=Q(available_from=None)
                | Q(retires_on=None)
                | Q(available_from__lte=F("retires_on"))
                | ~Q(retires_on_precision="day"),
                name="offer_retires_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "model"], name="offer_by_partner"),
            models.Index(fields=["channel", "model"], name="offer_by_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.identifier}" if self.identifier else self.service

    def get_absolute_url(self) -> str:
        """Return the place on the model's page that shows this offer."""
        return f"{self.model.get_absolute_url()}#offer-{self.slug}"


class OfferVariant(models.Model):
    """A variant that an offer covers by name."""

    offer = models.ForeignKey(HostingOffer, on_delete=models.CASCADE, related_name="covered")
    variant = models.ForeignKey(ModelVariant, on_delete=models.CASCADE, related_name="covering")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("offer_id", "position")
        constraints = [models.UniqueConstraint(fields=["offer", "variant"], name="offer_variant_unique")]
        indexes = [models.Index(fields=["variant", "offer"], name="offer_variant_by_variant")]

    def __str__(self) -> str:
        return str(self.variant)


class OfferPrice(models.Model):
    """A list price per million tokens, with its own date and source: a price list is a history."""

    offer = models.ForeignKey(HostingOffer, on_delete=models.CASCADE, related_name="prices")
    position = models.PositiveSmallIntegerField(default=0)
    input_per_million = MicrosField("input, per million tokens", null=True, blank=True)
    output_per_million = MicrosField("output, per million tokens", null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    as_of = models.DateField(null=True, blank=True)
    as_of_not_before = models.DateField(null=True, blank=True)
    identifier = models.CharField(max_length=500, blank=True)
    source = models.ForeignKey(PageSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, max_length=20_000)

    class Meta:
        ordering = ("offer_id", "position")
        constraints = [
            models.CheckConstraint(
                condition=Q(input_per_million__isnull=False) | Q(output_per_million__isnull=False), name="offer_price_has_an_amount"
            ),
            models.CheckConstraint(
                condition=(Q(input_per_million=None) | Q(input_per_million__gte=0))
                & (Q(output_per_million=None) | Q(output_per_million__gte=0)),
                name="offer_price_not_negative",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="offer_price_currency_code"),
        ]

    def __str__(self) -> str:
        return f"{self.input_per_million} / {self.output_per_million} {self.currency}"
