"""Licenses and what they say, as typed terms."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from registry.models.evidence import PageSource
from registry.models.organizations import Organization
from registry.models.pages import Page, PageQuerySet
from registry.models.vocabulary import CommercialUse, Kind, LicenseCategory, Mark, Precision, one_of


class LicenseQuerySet(PageQuerySet):
    """Questions about licenses."""

    def from_licensor(self, slugs: Iterable[str]) -> "LicenseQuerySet":
        """Licenses that one of the organizations grants."""
        return self.filter(pk__in=License.licensors.through.objects.filter(organization__slug__in=slugs).values("license_id"))

    def with_term(self, types: Iterable[str]) -> "LicenseQuerySet":
        """Licenses that have a term of one of the types."""
        return self.filter(pk__in=LicenseTerm.objects.filter(type__in=types).values("license_id"))


class License(Page):
    """A license text: what identifies it and where it stands in its history."""

    KIND: ClassVar[str] = Kind.LICENSE

    version = models.CharField(max_length=500, blank=True)
    spdx_id = models.CharField("SPDX id", max_length=500, blank=True)
    license_ref = models.CharField("LicenseRef", max_length=500, blank=True, help_text="LicenseRef-... when SPDX does not list it.")
    scancode_key = models.CharField("ScanCode key", max_length=500, blank=True)
    scancode_category = models.CharField("ScanCode category", max_length=500, blank=True)
    hub_ids = models.JSONField("Hugging Face ids", default=list, blank=True)
    licensor = models.CharField(max_length=500, blank=True, help_text="As the text names it.")
    licensors = models.ManyToManyField(Organization, blank=True, related_name="licenses_granted")
    effective_date = models.DateField(null=True, blank=True)
    effective_date_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    osi_approved = models.BooleanField("OSI approved", null=True, blank=True)
    category = models.CharField(max_length=40, choices=LicenseCategory)
    applies_to = models.JSONField(default=list, blank=True)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    versions = models.JSONField(default=list, blank=True)
    commercial_use = models.CharField(max_length=13, choices=CommercialUse, default=CommercialUse.UNKNOWN, editable=False)

    objects = LicenseQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(spdx_id="") & ~Q(license_ref="")) | (~Q(spdx_id="") & Q(license_ref="")), name="license_spdx_or_license_ref"
            ),
            models.CheckConstraint(
                condition=Q(license_ref="") | Q(license_ref__startswith="LicenseRef-"), name="license_ref_begins_with_licenseref"
            ),
            models.CheckConstraint(condition=Q(**one_of("category", LicenseCategory)), name="license_category_known"),
            models.CheckConstraint(condition=Q(**one_of("commercial_use", CommercialUse)), name="license_commercial_use_known"),
            models.CheckConstraint(
                condition=(Q(effective_date=None) & Q(effective_date_precision=""))
                | (Q(effective_date__isnull=False) & Q(**one_of("effective_date_precision", Precision))),
                name="license_effective_date_has_precision",
            ),
            models.CheckConstraint(condition=~Q(predecessor=models.F("page_ptr")), name="license_not_its_own_predecessor"),
        ]
        indexes = [models.Index(fields=["commercial_use"], name="license_by_commercial_use")]


class LicenseTerm(models.Model):
    """One clause as a typed term: where it stands, what it does, in our own words."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="terms")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=500)
    type = models.CharField(max_length=40)
    effect = models.CharField(max_length=20)
    section = models.CharField(max_length=500)
    paraphrase = models.TextField(max_length=20_000)
    verification = models.CharField(max_length=18, choices=Mark)
    parameters = models.JSONField(default=dict, blank=True)
    sources = models.ManyToManyField(PageSource, blank=True, related_name="terms")

    class Meta:
        ordering = ("license_id", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["license", "key"], name="license_term_key_unique"),
            models.CheckConstraint(condition=Q(**one_of("verification", Mark)), name="license_term_verification_known"),
            models.CheckConstraint(
                condition=Q(effect__in=["permit", "oblige", "need_permission", "prohibit", "terminate", "inform"]),
                name="license_term_effect_known",
            ),
        ]
        indexes = [models.Index(fields=["type", "license"], name="license_term_by_type")]

    def __str__(self) -> str:
        return self.key
