"""Variants: the artifacts that were published, with their license, lineage and results."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from registry.models.ai_models import AIModel, ModelDeveloper
from registry.models.evidence import PageSource
from registry.models.fields import PageSlugField, WordsField, having_word
from registry.models.licenses import License
from registry.models.pages import folded, newest_first_index, words_match
from registry.models.vocabulary import (
    CommercialUse,
    ExternalKind,
    LineageStatus,
    Mark,
    Modality,
    Precision,
    Relation,
    Status,
    VariantCategory,
    one_of,
)  # fmt: skip


class ModelVariantQuerySet(models.QuerySet):
    """Questions about variants."""

    def published(self) -> "ModelVariantQuerySet":
        """Variants of pages that readers see."""
        return self.filter(published=True)

    def to_count(self) -> "ModelVariantQuerySet":
        """The same, said so that a database counts them in the index of facets, without reading a row."""
        return self.published().filter(commercial_use__gte="")

    def in_order(self) -> "ModelVariantQuerySet":
        """The same, said so that a database reads them along the index of an order and stops at the end of a page.

        The index of facets holds published rows only, and `published > false` does not promise them, so it is not taken for sorting.
        """
        return self.filter(published__gt=False)

    def by_developer(self, slugs: Iterable[str]) -> "ModelVariantQuerySet":
        """Variants of models that one of the organizations developed."""
        return self.filter(model_id__in=ModelDeveloper.objects.filter(organization__slug__in=slugs).values("model_id"))

    def with_modality(self, words: Iterable[str]) -> "ModelVariantQuerySet":
        """Variants that take or give one of the modalities."""
        words = list(words)
        return self.filter(having_word("inputs", words) | having_word("outputs", words))

    def offered(self, **conditions: object) -> "ModelVariantQuerySet":
        """Variants with a hosting offer that meets the conditions: one that names them, or one for the whole model."""
        named = ModelVariant.objects.filter(**{f"covering__offer__{name}": value for name, value in conditions.items()})
        whole = AIModel.objects.filter(
            offers__covered__isnull=True, offers__other_variant="", **{f"offers__{name}": value for name, value in conditions.items()}
        )
        return self.filter(Q(pk__in=named.values("pk")) | Q(model_id__in=whole.values("pk")))

    def matching(self, text: str) -> "ModelVariantQuerySet":
        """Variants whose name, aliases or repositories hold every word of the text."""
        return self.filter(words_match(text))

    def named_like(self, names: Iterable[str]) -> "ModelVariantQuerySet":
        """Variants that already carry one of the names, as name, slug, alias or repository, however it is spelled."""
        condition = Q(pk__in=[])
        for name in filter(None, (folded(name) for name in names)):
            condition |= Q(name_key__contains=f"|{name}|")
        return self.filter(condition)


class ModelVariant(models.Model):
    """A size, tuning or edition with weights or an endpoint of its own."""

    model = models.ForeignKey(AIModel, on_delete=models.CASCADE, related_name="variants")
    position = models.PositiveSmallIntegerField(default=0)
    slug = PageSlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RELEASED)
    release_date = models.DateField(null=True, blank=True)
    release_date_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    open_weights = models.BooleanField(default=True)
    category = models.CharField(max_length=12, choices=VariantCategory, blank=True)
    params_total = models.BigIntegerField("parameters, total", null=True, blank=True)
    params_active = models.BigIntegerField("parameters, active", null=True, blank=True)
    context_tokens = models.BigIntegerField("context window, tokens", null=True, blank=True)
    inputs = WordsField(max_length=80, blank=True, choices=Modality)
    outputs = WordsField(max_length=80, blank=True, choices=Modality)
    knowledge_cutoff = models.DateField(null=True, blank=True)
    knowledge_cutoff_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    languages_count = models.PositiveIntegerField(null=True, blank=True)
    training_tokens = models.CharField(max_length=500, blank=True, help_text='As the developer states it, such as "15T+".')
    gated = models.BooleanField("gated access", null=True, blank=True)
    license = models.ForeignKey(License, on_delete=models.PROTECT, null=True, blank=True, related_name="variants")
    license_since = models.DateField(null=True, blank=True)
    declared_license = models.CharField(max_length=500, blank=True, help_text="As the publisher or the hub labels it.")
    lineage_status = models.CharField(max_length=12, choices=LineageStatus, default=LineageStatus.NOT_DECLARED)
    notes = models.JSONField(default=list, blank=True)
    published = models.BooleanField(default=True, editable=False)
    commercial_use = models.CharField(max_length=13, choices=CommercialUse, default=CommercialUse.UNKNOWN, editable=False)
    verdict_key = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Variants with equal keys get equal verdicts for every use; see verdicts.py."
    )
    search_text = models.TextField(default="", blank=True, editable=False)
    name_key = models.TextField(default="", blank=True, editable=False)

    objects = ModelVariantQuerySet.as_manager()

    class Meta:
        ordering = ("model_id", "position", "pk")
        verbose_name = "variant"
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("status", Status)), name="variant_status_known"),
            models.CheckConstraint(condition=Q(**one_of("category", VariantCategory, blank=True)), name="variant_category_known"),
            models.CheckConstraint(condition=Q(**one_of("commercial_use", CommercialUse)), name="variant_commercial_use_known"),
            models.CheckConstraint(condition=Q(**one_of("lineage_status", LineageStatus)), name="variant_lineage_status_known"),
            models.CheckConstraint(condition=Q(params_total=None) | Q(params_total__gt=0), name="variant_params_total_positive"),
            models.CheckConstraint(condition=Q(context_tokens=None) | Q(context_tokens__gt=0), name="variant_context_tokens_positive"),
            models.CheckConstraint(
                condition=Q(params_active=None)
                | (Q(params_active__gt=0) & (Q(params_total=None) | Q(params_active__lte=F("params_total")))),
                name="variant_params_active_within_total",
            ),
            models.CheckConstraint(
                condition=(Q(release_date=None) & Q(release_date_precision=""))
                | (Q(release_date__isnull=False) & Q(**one_of("release_date_precision", Precision))),
                name="variant_release_date_has_precision",
            ),
            models.CheckConstraint(
                condition=(Q(knowledge_cutoff=None) & Q(knowledge_cutoff_precision=""))
                | (Q(knowledge_cutoff__isnull=False) & Q(**one_of("knowledge_cutoff_precision", Precision))),
                name="variant_knowledge_cutoff_has_precision",
            ),
        ]
        indexes = [
            newest_first_index("id", name="variant_newest"),
            models.Index(fields=["name", "id"], name="variant_by_name"),
            # What lists are filtered by most, for counting without reading rows; see ModelVariantQuerySet.to_count and in_order.
            models.Index(
                fields=["commercial_use", "license", "params_total", "context_tokens", "open_weights", "status", "id"],
                condition=Q(published=True),
                name="variant_facets",
            ),
            models.Index(fields=["verdict_key", "id"], name="variant_by_verdict_key"),
            models.Index(fields=["license", "id"], name="variant_by_license"),
            models.Index(fields=["params_total", "id"], name="variant_by_params_total"),
            models.Index(fields=["context_tokens", "id"], name="variant_by_context_tokens"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the place on the model's page that shows this variant."""
        return f"{reverse('catalog:model', args=[self.model.slug])}#{self.slug}"


class HubRepositoryQuerySet(models.QuerySet):
    """Questions about repositories."""

    def named(self, names: Iterable[str]) -> "HubRepositoryQuerySet":
        """Repositories with one of the names; the hub ignores case, so do we."""
        return self.alias(lower_name=Lower("name")).filter(lower_name__in=[name.lower() for name in names])


class HubRepository(models.Model):
    """A Hugging Face repository that holds a variant."""

    variant = models.ForeignKey(ModelVariant, on_delete=models.CASCADE, related_name="repositories")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200, help_text="owner/name")

    objects = HubRepositoryQuerySet.as_manager()

    class Meta:
        ordering = ("variant_id", "position")
        verbose_name = "Hugging Face repository"
        verbose_name_plural = "Hugging Face repositories"
        constraints = [models.UniqueConstraint("variant", Lower("name"), name="hub_repository_unique_in_variant")]
        indexes = [models.Index(Lower("name"), "variant", name="hub_repository_by_name")]

    def __str__(self) -> str:
        return self.name


class VariantLicense(models.Model):
    """A license that a variant had before today's. Who obtained the weights then may still hold it."""

    variant = models.ForeignKey(ModelVariant, on_delete=models.CASCADE, related_name="earlier_licenses")
    license = models.ForeignKey(License, on_delete=models.PROTECT, null=True, blank=True, related_name="earlier_variants")
    label = models.CharField(max_length=500, blank=True, help_text="As it was titled, where the text is not in the catalog.")
    valid_from = models.DateField()
    valid_until = models.DateField()
    source = models.ForeignKey(PageSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("variant_id", "valid_from")
        verbose_name = "earlier license"
        constraints = [
            models.UniqueConstraint(fields=["variant", "valid_from"], name="variant_license_starts_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_until")), name="variant_license_is_a_period"),
            models.CheckConstraint(condition=Q(license__isnull=False) | ~Q(label=""), name="variant_license_is_named"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.license)


class LineageQuerySet(models.QuerySet):
    """Questions about edges of the lineage."""

    def seen_from_base(self) -> "LineageQuerySet":
        """Edges to variants of published pages, with the variant, its model and its license; by name."""
        return self.filter(variant__published=True).select_related("variant__model", "variant__license").order_by("variant__name", "pk")


class Lineage(models.Model):
    """An edge from a variant to what it was made from; an ancestor outside the catalog is kept by name."""

    variant = models.ForeignKey(ModelVariant, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField(default=0)
    base = models.ForeignKey(ModelVariant, on_delete=models.PROTECT, null=True, blank=True, related_name="derivatives")
    external_name = models.CharField(max_length=200, blank=True)
    external_kind = models.CharField(max_length=20, choices=ExternalKind, blank=True)
    external_terms = models.TextField(blank=True, max_length=20_000)
    external_verification = models.CharField(max_length=18, choices=Mark, blank=True)
    external_note = models.TextField(blank=True, max_length=20_000)
    relation = models.CharField(max_length=24, choices=Relation)
    same_licensor = models.BooleanField(default=False)
    source = models.ForeignKey(PageSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LineageQuerySet.as_manager()

    class Meta:
        ordering = ("variant_id", "position")
        verbose_name = "base"
        constraints = [
            models.CheckConstraint(
                condition=(Q(base__isnull=False) & Q(external_name="") & Q(external_kind=""))
                | (Q(base=None) & ~Q(external_name="") & Q(**one_of("external_kind", ExternalKind))),
                name="lineage_names_one_ancestor",
            ),
            models.CheckConstraint(condition=Q(base=None) | ~Q(base=F("variant")), name="lineage_not_its_own_base"),
            models.CheckConstraint(condition=Q(**one_of("relation", Relation)), name="lineage_relation_known"),
            models.UniqueConstraint(fields=["variant", "base", "relation"], name="lineage_edge_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.relation} of {self.base or self.external_name}"


class BenchmarkResult(models.Model):
    """A score with what it needs to be compared: harness, shots, tuning and source."""

    variant = models.ForeignKey(ModelVariant, on_delete=models.CASCADE, related_name="benchmarks")
    position = models.PositiveSmallIntegerField(default=0)
    benchmark = models.CharField(max_length=200)
    metric = models.CharField(max_length=500, blank=True)
    shots = models.IntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=14, decimal_places=4)
    tuning = models.CharField(max_length=500, blank=True, help_text="base, instruct, ...")
    harness = models.CharField(max_length=500, blank=True)
    source = models.ForeignKey(PageSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("variant_id", "position")

    def __str__(self) -> str:
        return f"{self.benchmark} {self.score:f}"
