"""Nested ModelSerializers with links, as the framework's documentation shows them, with the facts that the product's answers have."""

from rest_framework import serializers

from registry.models import (
    AIModel,
    BenchmarkResult,
    Citation,
    HostingOffer,
    HubRepository,
    License,
    Lineage,
    ModelFamily,
    ModelVariant,
    OfferPrice,
    Organization,
    PageSource,
    Source,
    VariantLicense,
)  # fmt: skip


def link(resource: str) -> serializers.HyperlinkedIdentityField:
    """The address of the record itself."""
    return serializers.HyperlinkedIdentityField(view_name=f"{resource}-detail", lookup_field="slug")


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    url = link("organization")

    class Meta:
        model = Organization
        fields = ("slug", "name", "url")


class FamilySerializer(serializers.ModelSerializer[ModelFamily]):
    url = link("family")

    class Meta:
        model = ModelFamily
        fields = ("slug", "name", "url")


class LicenseSerializer(serializers.ModelSerializer[License]):
    url = link("license")

    class Meta:
        model = License
        fields = ("slug", "name", "url", "category", "commercial_use")


class OfferSerializer(serializers.ModelSerializer[HostingOffer]):
    """An offer in a list."""

    url = link("offer")
    partner = OrganizationSerializer()

    class Meta:
        model = HostingOffer
        fields = ("slug", "url", "partner", "channel", "service", "identifier", "status")


class RepositorySerializer(serializers.ModelSerializer[HubRepository]):
    class Meta:
        model = HubRepository
        fields = ("name",)


class ReleaseSerializer(serializers.ModelSerializer[AIModel]):
    """The model that a variant belongs to."""

    url = link("model")
    family = FamilySerializer()
    developers = OrganizationSerializer(many=True)

    class Meta:
        model = AIModel
        fields = ("slug", "name", "url", "family", "developers")


VARIANT_FIELDS = (
    "slug", "name", "url", "aliases", "status", "release_date", "release_date_precision", "open_weights", "category", "params_total",
    "params_active", "context_tokens", "inputs", "outputs", "knowledge_cutoff", "knowledge_cutoff_precision", "gated", "repositories",
    "license", "declared_license", "commercial_use",
)  # fmt: skip


class VariantSerializer(serializers.ModelSerializer[ModelVariant]):
    """A variant in a list, with all that it names."""

    url = link("variant")
    model = ReleaseSerializer()
    license = LicenseSerializer()
    repositories = RepositorySerializer(many=True)
    offers = OfferSerializer(many=True)

    class Meta:
        model = ModelVariant
        fields = (*VARIANT_FIELDS, "model", "offers")


class SourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ("kind", "title", "url")


class PageSourceSerializer(serializers.ModelSerializer[PageSource]):
    source = SourceSerializer()

    class Meta:
        model = PageSource
        fields = ("key", "read_on", "source")


class CitationSerializer(serializers.ModelSerializer[Citation]):
    sources = serializers.SlugRelatedField[PageSource](slug_field="key", many=True, read_only=True)

    class Meta:
        model = Citation
        fields = ("fact", "verification", "sources", "checked_on", "checked_by", "note")


class PriceSerializer(serializers.ModelSerializer[OfferPrice]):
    input_per_million = serializers.DecimalField(max_digits=16, decimal_places=6)
    output_per_million = serializers.DecimalField(max_digits=16, decimal_places=6)
    source = PageSourceSerializer()

    class Meta:
        model = OfferPrice
        fields = ("input_per_million", "output_per_million", "currency", "as_of", "as_of_not_before", "identifier", "source", "note")


class OfferDetailSerializer(OfferSerializer):
    """An offer on the page of its model or variant."""

    prices = PriceSerializer(many=True)
    sources = PageSourceSerializer(many=True)

    class Meta(OfferSerializer.Meta):
        fields = (
            *OfferSerializer.Meta.fields, "other_identifiers", "role", "announced_on", "announced_on_precision", "available_from",
            "available_from_precision", "retires_on", "retires_on_precision", "regions", "regions_note", "prices", "verification",
            "sources", "note",
        )  # fmt: skip


class BaseSerializer(serializers.ModelSerializer[Lineage]):
    base = serializers.SlugRelatedField[ModelVariant](slug_field="slug", read_only=True)

    class Meta:
        model = Lineage
        fields = ("base", "external_name", "external_kind", "relation", "same_licensor")


class ResultSerializer(serializers.ModelSerializer[BenchmarkResult]):
    class Meta:
        model = BenchmarkResult
        fields = ("benchmark", "metric", "shots", "score", "tuning", "harness")


class EarlierLicenseSerializer(serializers.ModelSerializer[VariantLicense]):
    license = LicenseSerializer()

    class Meta:
        model = VariantLicense
        fields = ("license", "label", "valid_from", "valid_until")


FURTHER_FIELDS = (
    "languages_count", "training_tokens", "license_since", "earlier_licenses", "lineage_status", "bases", "benchmarks", "notes",
)  # fmt: skip


class ReleaseDetailSerializer(ReleaseSerializer):
    """The model of a variant that is shown on its own, with the evidence that its page has."""

    page_sources = PageSourceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "page_sources", "citations")


class VariantDetailSerializer(VariantSerializer):
    """One variant in full."""

    model = ReleaseDetailSerializer()
    offers = OfferDetailSerializer(many=True)
    bases = BaseSerializer(many=True)
    benchmarks = ResultSerializer(many=True)
    earlier_licenses = EarlierLicenseSerializer(many=True)

    class Meta(VariantSerializer.Meta):
        fields = (*VariantSerializer.Meta.fields, *FURTHER_FIELDS)


class VariantOfModelSerializer(VariantDetailSerializer):
    """A variant on its model's page, which shows the model and the offers itself."""

    model = None
    offers = None

    class Meta(VariantDetailSerializer.Meta):
        fields = (*VARIANT_FIELDS, *FURTHER_FIELDS)


class ModelSerializer(serializers.ModelSerializer[AIModel]):
    """A model in a list."""

    url = link("model")
    family = FamilySerializer()
    developers = OrganizationSerializer(many=True)

    class Meta:
        model = AIModel
        fields = (
            "slug", "name", "url", "aliases", "summary", "updated_at", "family", "developers", "status", "release_date",
            "release_date_precision", "commercial_use", "commercial_use_differs",
        )  # fmt: skip


class ModelDetailSerializer(ModelSerializer):
    """One model with everything on its page."""

    variants = VariantOfModelSerializer(many=True)
    offers = OfferDetailSerializer(many=True)
    page_sources = PageSourceSerializer(many=True)
    citations = CitationSerializer(many=True)

    class Meta(ModelSerializer.Meta):
        fields = (*ModelSerializer.Meta.fields, "notes", "checked_on", "number", "variants", "offers", "page_sources", "citations")
