"""The web addresses that pages name, and what each said when it was visited last."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from registry.models.evidence import PageSource
from registry.models.pages import Page
from registry.models.vocabulary import State, one_of

DAYS_UNTIL_DEAD = 3


def address_key(url: str) -> str:
    """Return what an address is found by, whatever its length. What follows # is never sent and does not count."""
    return hashlib.sha256(url.partition("#")[0].encode()).hexdigest()


class Outcome(models.TextChoices):
    """What came of a visit."""

    OK = "ok", "answered"
    MOVED = "moved", "moved for good"
    GONE = "gone", "answered that there is nothing (404 or 410)"
    SERVER_ERROR = "server_error", "answered with an error of its own"
    TIMEOUT = "timeout", "did not answer in time"
    NO_HOST = "no_host", "its host is not known"
    CERTIFICATE = "certificate", "its certificate is not valid"
    UNREACHABLE = "unreachable", "could not be reached"
    REFUSED = "refused", "could not be checked: it turned the check away"
    NOT_VISITED = "not_visited", "could not be checked"


# Failures that may pass: they count as dead only when they last.
PASSING = (Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.NO_HOST, Outcome.CERTIFICATE, Outcome.UNREACHABLE)
FAILURES = (Outcome.GONE, *PASSING)
NOT_CHECKED = (Outcome.REFUSED, Outcome.NOT_VISITED)
_DEAD = Q(outcome=Outcome.GONE) | Q(outcome__in=PASSING, failed_days__gte=DAYS_UNTIL_DEAD)


class Standing(models.TextChoices):
    """What an address counts as, by its last visits."""

    DEAD = "dead", "Dead"
    MOVED = "moved", "Moved for good"
    FAILING = "failing", "Failing, not yet dead"
    NOT_CHECKED = "not_checked", "Could not be checked"
    FINE = "fine", "Answers"


STANDINGS = {
    Standing.DEAD: _DEAD,
    Standing.MOVED: Q(outcome=Outcome.MOVED),
    Standing.FAILING: Q(outcome__in=PASSING, failed_days__lt=DAYS_UNTIL_DEAD),
    Standing.NOT_CHECKED: Q(outcome__in=NOT_CHECKED),
    Standing.FINE: Q(outcome=Outcome.OK),
}


class PageAddressQuerySet(models.QuerySet["PageAddress"]):
    """Questions about the addresses that pages name."""

    def published(self) -> "PageAddressQuerySet":
        """Addresses on pages that readers see."""
        return self.filter(page__state=State.PUBLISHED)

    def are_missing(self) -> bool:
        """Whether sources have web addresses and none is known here: the database was filled before they were kept."""
        return not self.exists() and PageSource.objects.exclude(source__url="").exists()

    def number(self) -> int:
        """How many addresses published pages name, each counted once."""
        return self.published().values("key").distinct().count()

    def to_visit(self, *, checked_before: datetime | None = None, host: str = "") -> list[str]:
        """Return each address of a published page once, those never visited first, then the longest ago.

        With `checked_before` only those not visited since; with `host` only those on it.
        """
        last = AddressCheck.objects.filter(key=OuterRef("key")).values("checked_at")[:1]
        rows = self.published().alias(checked_at=models.Subquery(last))
        if checked_before is not None:
            rows = rows.filter(Q(checked_at=None) | Q(checked_at__lt=checked_before))
        if host:
            rows = rows.filter(host=host)
        return list(rows.order_by(F("checked_at").asc(nulls_first=True), "url").values_list("url", flat=True).distinct())


class PageAddress(models.Model):
    """A web address that a page names: in which part, by which field or fact. Written with the page, from its document."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="addresses")
    key = models.CharField(max_length=64)
    url = models.CharField(max_length=1000)
    host = models.CharField(max_length=255)
    part = models.CharField(max_length=520, blank=True, help_text="Such as sources/model-card; empty for the page itself.")
    fact = models.CharField(max_length=200, blank=True)

    objects = PageAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "part", "key"], name="page_address_once_per_part"),
            models.CheckConstraint(condition=~Q(url=""), name="page_address_is_not_empty"),
        ]
        indexes = [models.Index(fields=["key", "page"], name="page_address_by_key")]

    def __str__(self) -> str:
        return self.url


class AddressCheckQuerySet(models.QuerySet["AddressCheck"]):
    """Questions about visits."""

    def named(self) -> "AddressCheckQuerySet":
        """Those of addresses that a published page still names."""
        return self.filter(Exists(PageAddress.objects.published().filter(key=OuterRef("key"))))

    def dead(self) -> "AddressCheckQuerySet":
        """Those that count as dead: nothing is there, or they failed on three days in a row."""
        return self.filter(_DEAD)

    def to_mend(self) -> "AddressCheckQuerySet":
        """Those dead or moved that a published page names."""
        return self.named().filter(STANDINGS[Standing.DEAD] | STANDINGS[Standing.MOVED])

    def longest_failing_first(self) -> "AddressCheckQuerySet":
        """The order of lists: what failed first is first, what did not fail is last."""
        return self.order_by(F("failing_since").asc(nulls_last=True), "url", "pk")

    def dead_among(self, urls: Iterable[str]) -> dict[str, "AddressCheck"]:
        """Return the checks of those addresses that count as dead, by key; no query where there is no address."""
        keys = {address_key(url) for url in urls if url}
        return {check.key: check for check in self.dead().filter(key__in=keys)} if keys else {}

    def tally(self) -> dict[str, Any]:
        """Return when addresses that pages name were visited `last`, None for never, and how many have each standing: one query."""
        counts = {standing.value: Count("pk", filter=condition) for standing, condition in STANDINGS.items()}
        return self.named().aggregate(last=Max("checked_at"), **counts)


class AddressCheck(models.Model):
    """The last visit to an address, and for how long it has failed. It stays when no page names the address any more."""

    key = models.CharField(max_length=64)
    url = models.CharField(max_length=1000)
    host = models.CharField(max_length=255)
    outcome = models.CharField(max_length=12, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of HTTP; empty where nothing answered.")
    final_url = models.CharField(max_length=2000, blank=True, help_text="Where redirects led; of one that moved, where it is now.")
    detail = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True, help_text="The first failure of those in a row.")
    failed_days = models.PositiveIntegerField(default=0, help_text="Days in a row on which a check failed.")
    last_failed_on = models.DateField(null=True, blank=True)

    objects = AddressCheckQuerySet.as_manager()

    class Meta:
        ordering = ("url", "pk")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="address_check_once"),
            models.CheckConstraint(condition=Q(**one_of("outcome", Outcome)), name="address_check_outcome_known"),
            models.CheckConstraint(
                condition=Q(failed_days=0, failing_since=None, last_failed_on=None)
                | Q(failed_days__gt=0, failing_since__isnull=False, last_failed_on__isnull=False),
                name="address_check_failures_have_a_first",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[outcome.value for outcome in FAILURES]) | Q(failed_days__gt=0),
                name="address_check_failure_is_counted",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "failing_since"], name="address_check_by_outcome")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        """Whether it counts as dead: nothing is there, or it failed on three days in a row."""
        return self.outcome == Outcome.GONE or (self.outcome in PASSING and self.failed_days >= DAYS_UNTIL_DEAD)

    @property
    def is_failing(self) -> bool:
        """Whether the last visit was a failure, be it one that may pass."""
        return self.outcome in FAILURES
