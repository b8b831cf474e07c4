"""Which rows may be used: decided once for each distinct verdict key, then a plain comparison of keys."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from django.db.models import Min, Q
from django.utils import timezone

from catalog.directory import Directory
from catalog.filters.kinds import Choice, Filter, Parameter, RefusedError, shortened
from registry.licensing.decide import quick_verdict
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject, license_subject
from registry.licensing.standard_uses import STANDARD_USES
from registry.licensing.use import InvalidUse, parse_use
from registry.models import HostingOffer, License, ModelVariant, OfferVariant, UseProfile
from registry.models.hosting import whole_model
from registry.subjects import license_facts, subjects_of

ACTIVITIES = tuple(STANDARD_USES)
DEFAULT_ACTIVITY = "product"
FAVOURABLE = ("allowed", "allowed_with_obligations")
MOST_KEPT = 64
MOST_DECIDED = 8
# Whether the variants of a verdict key may be used, by use and day. Each can hold as many keys as the catalog has.
_decided: dict[tuple[IntendedUse, date], dict[str, bool]] = {}


class Usability:
    """What may be used for one use on one day: each part is worked out when it is first asked for."""

    def __init__(self, use: IntendedUse, *, today: date) -> None:
        self._use = use
        self._today = today

    @cached_property
    def verdict_keys(self) -> list[str]:
        """The verdict keys of the variants that may be used: one of each key is decided. A variant without a key is not usable.

        Equal keys get equal verdicts in every edition of the catalog, so after a write only the keys that are new are decided. Drafts
        are not left out: that would read each row, where now the index is enough.
        """
        keyed = ModelVariant.objects.exclude(verdict_key="").order_by()
        one_of_each = dict(keyed.values_list("verdict_key").annotate(Min("pk")))
        known = _decided.get((self._use, self._today), {})
        new = {key: pk for key, pk in one_of_each.items() if key not in known}
        subjects = subjects_of(new.values()) if new else {}
        usable = {key: known[key] if key in known else self._may_be_used(subjects[new[key]]) for key in one_of_each}
        while len(_decided) >= MOST_DECIDED:
            _decided.pop(next(iter(_decided)), None)
        _decided[self._use, self._today] = usable
        return sorted(key for key, may in usable.items() if may)

    @cached_property
    def licenses(self) -> list[int]:
        """Primary keys of the licenses that by themselves allow the use."""
        published = License.objects.published().values_list("pk", flat=True)
        return sorted(pk for pk, facts in license_facts(published).items() if self._may_be_used(license_subject(facts)))

    def _may_be_used(self, subject: Subject) -> bool:
        return quick_verdict(subject=subject, use=self._use, today=self._today)[0] in FAVOURABLE


_kept: WeakKeyDictionary[Directory, dict[tuple[int, int, str, date], Usability]] = WeakKeyDictionary()


def usability(profile: UseProfile, *, activity: str, directory: Directory, today: date) -> Usability:
    """Return what may be used under a profile, kept in the process as long as catalog, profile and day stay the same.

    InvalidUse where the profile states what nobody can read any more.
    """
    kept = _kept.setdefault(directory, {}) if directory.edition.number else {}
    key = (profile.pk, profile.number, activity, today)
    if key not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = Usability(parse_use(use_for(profile, activity=activity)), today=today)
    return kept[key]


def use_for(profile: UseProfile, *, activity: str) -> dict[str, Any]:
    """Return the whole use in plain form: the activity says what is done, the profile by whom, and all else that it states."""
    standard = STANDARD_USES[activity].as_dict()
    stated = {name: value for name, value in profile.use.items() if value is not None}
    return {**standard, **stated, **{name: standard[name] for name in ("acts", "purpose") if name in standard}}


@dataclass(frozen=True, kw_only=True)
class Usable(Filter):
    """What may be used under a saved profile of the organization. `rows` turns the decisions into a condition."""

    rows: Callable[[Usability], Q]

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 120}

    def read(self, text: str, *, given: Mapping[str, str], directory: Directory) -> list[Any]:
        profile = UseProfile.objects.filter(slug=text).first()
        if profile is None:
            known = tuple(UseProfile.objects.order_by("slug").values_list("slug", flat=True)[:100])
            listed = f"there is: {', '.join(known)}" if known else "none is saved yet"
            raise RefusedError(f"there is no use profile '{shortened(text)}'; {listed}", allowed=known)
        activity = given.get("usable_for", DEFAULT_ACTIVITY)
        if activity not in ACTIVITIES:
            activity = DEFAULT_ACTIVITY
        try:
            return [usability(profile, activity=activity, directory=directory, today=timezone.localdate())]
        except InvalidUse as error:
            raise RefusedError(f"the use profile '{profile.slug}' cannot be read: {error}") from error

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return self.rows(values[0])


@dataclass(frozen=True, kw_only=True)
class UsableFor(Choice):
    """The activity that `usable` is asked about."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)

    def parameters(self) -> Iterable[Parameter]:
        yield Parameter(self.name, {"type": "string", "enum": list(self.words), "default": DEFAULT_ACTIVITY}, self.about)

    def read(self, text: str, *, given: Mapping[str, str], directory: Directory) -> list[Any]:
        if "usable" not in given:
            raise RefusedError("belongs to 'usable': name a use profile there", allowed=self.words)
        return [self.value(text)]

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return Q()


def offers_of(found: Usability) -> Q:
    """Return the condition on offers that a variant they cover, or any of the whole model, may be used."""
    usable = ModelVariant.objects.filter(verdict_key__in=found.verdict_keys)
    named = OfferVariant.objects.filter(variant__in=usable.values("pk")).values("offer_id")
    whole = HostingOffer.objects.filter(whole_model(), model__in=usable.values("model_id")).values("pk")
    return Q(pk__in=named) | Q(pk__in=whole)


_ABOUT = "Only what may be used, with or without obligations, under this use profile of the organization. Needs a session or a token."
USABLE_VARIANTS = Usable(name="usable", about=_ABOUT, rows=lambda found: Q(verdict_key__in=found.verdict_keys))
USABLE_OFFERS = Usable(name="usable", about=_ABOUT, rows=offers_of)
USABLE_LICENSES = Usable(name="usable", about=f"{_ABOUT} Licenses are asked by themselves.", rows=lambda found: Q(pk__in=found.licenses))
USABLE_FOR = UsableFor(name="usable_for", words=ACTIVITIES, about="What it is to be usable for.")
