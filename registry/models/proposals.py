"""Proposals: documents that wait for somebody else to look at them."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from registry.models.pages import Page
from registry.models.revisions import Revision
from registry.models.vocabulary import Kind, Origin, ProposalState, one_of


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def open(self) -> "ProposalQuerySet":
        """Proposals that nobody has settled."""
        return self.filter(state=ProposalState.OPEN)

    def listed(self) -> "ProposalQuerySet":
        """Newest first, with their pages, without the documents, which are long."""
        return self.defer("document").select_related("page", "by", "settled_by", "revision__page").order_by("-created_at", "-pk")

    def to_review_by(self, person: AbstractBaseUser) -> "ProposalQuerySet":
        """What waits and is somebody else's: nobody settles their own."""
        return self.open().exclude(by=person.pk)

    def of(self, person: AbstractBaseUser) -> "ProposalQuerySet":
        """What a person has proposed."""
        return self.filter(by=person)


class Proposal(models.Model):
    """A change to a page, or a new page, as the whole document that the page would become. Nobody publishes their own."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, null=True, related_name="proposals", help_text="Empty for a new page.")
    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    base_number = models.PositiveIntegerField(help_text="The revision its author saw; 0 for a new page.")
    document = models.JSONField()
    reason = models.CharField(max_length=500)
    origin = models.CharField(max_length=6, choices=Origin)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    state = models.CharField(max_length=9, choices=ProposalState, default=ProposalState.OPEN)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="settled_proposals")
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.CharField(max_length=500, blank=True)
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("kind", Kind)), name="proposal_kind_known"),
            models.CheckConstraint(condition=Q(**one_of("origin", Origin)), name="proposal_origin_known"),
            models.CheckConstraint(condition=Q(**one_of("state", ProposalState)), name="proposal_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="proposal_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.PUBLISHED, ProposalState.DECLINED]) | ~Q(settled_by=F("by")),
                name="proposal_not_settled_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PUBLISHED, revision__isnull=False)
                | (~Q(state=ProposalState.PUBLISHED) & Q(revision__isnull=True)),
                name="proposal_published_has_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(settled_reason=""), name="proposal_declined_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="proposal_by_state")]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"

    def get_absolute_url(self) -> str:
        """Return where people look at it."""
        return reverse("catalog:proposal", args=[self.pk])
