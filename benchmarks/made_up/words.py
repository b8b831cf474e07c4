"""The words and proportions of a made-up catalog."""

from dataclasses import dataclass
from random import Random

_SYLLABLES = (
    "ba", "bel", "bri", "ca", "cor", "da", "del", "dra", "el", "fa", "fen", "ga", "gri", "ha", "il", "jo", "ka", "kel", "la", "lor",
    "ma", "mir", "na", "nor", "o", "pa", "quil", "ra", "ren", "sa", "sol", "ta", "tor", "u", "va", "ven", "wil", "xa", "yor", "zen",
)  # fmt: skip
_PLACES = len(_SYLLABLES) ** 3
# Has no factor in common with 40 ** 3, so that every number below it gets a name of its own.
_STRIDE = 27_817

SIZES = (500_000_000, 1_000_000_000, 3_000_000_000, 7_000_000_000, 8_000_000_000, 13_000_000_000, 14_000_000_000, 32_000_000_000,
         34_000_000_000, 70_000_000_000, 72_000_000_000, 120_000_000_000, 235_000_000_000, 405_000_000_000, 671_000_000_000)  # fmt: skip
SIZE_WEIGHTS = (6, 10, 10, 16, 14, 8, 7, 8, 4, 9, 4, 2, 1, 1, 1)
CONTEXTS = (2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 1_048_576)
CONTEXT_WEIGHTS = (4, 10, 14, 6, 18, 4, 32, 8, 4)
# (inputs, outputs, category, weight), inputs and outputs as the column holds them.
MODALITIES = (
    (",text,", ",text,", "", 62),
    (",text,", ",text,", "code", 9),
    (",text,", ",text,", "math", 3),
    (",text,", ",text,", "safety", 2),
    (",image,text,", ",text,", "vision", 13),
    (",text,", ",image,", "", 4),
    (",text,", ",embedding,", "embedding", 3),
    (",audio,", ",text,", "speech", 2),
    (",audio,image,text,video,", ",text,", "", 2),
)
TUNINGS = ("", "Instruct", "Chat", "Reasoning", "Vision", "Base", "Long", "Mini")
CHANNELS = ("managed_api", "platform", "weights_download", "on_device", "hardware_support")
CHANNEL_WEIGHTS = (64, 14, 12, 7, 3)
MARKS = ("verified", "verified_secondary", "recalled")
MARK_WEIGHTS = (60, 25, 15)
RELATIONS = ("finetune", "adapter", "quantize", "merge", "continued_pretraining", "post_training", "distill")
RELATION_WEIGHTS = (42, 8, 18, 8, 6, 12, 6)
COUNTRIES = ("US", "CN", "FR", "DE", "GB", "KR", "JP", "CA", "AE", "IL", "")
REGIONS = ("us-east", "us-west", "eu-central", "eu-west", "ap-south", "ap-northeast")
BENCHMARKS = ("Reading", "Arithmetic", "Programs", "Recall", "Instructions")
STATUSES = ("released", "announced", "deprecated", "withdrawn")
STATUS_WEIGHTS = (90, 2, 6, 2)


def word(number: int) -> str:
    """A pronounceable name, another for every number."""
    round_, place = divmod(number, _PLACES)
    rest = place * _STRIDE % _PLACES
    first, rest = divmod(rest, 1600)
    second, third = divmod(rest, 40)
    name = (_SYLLABLES[first] + _SYLLABLES[second] + _SYLLABLES[third]).capitalize()
    return f"{name} {round_ + 1}" if round_ else name


@dataclass(frozen=True, kw_only=True)
class LicenseShape:
    """How many licenses of a category there are, how often variants take one, what follows from it, and which terms it has."""

    category: str
    count: int
    weight: int
    commercial_use: str
    terms: tuple[tuple[str, str, dict[str, object]], ...]


_DISTRIBUTE: dict[str, object] = {"trigger": ["distribute_weights", "distribute_derivative"]}
_GRANT = ("grant", "permit", {"acts": ["use", "reproduce", "modify", "distribute"], "purposes": ["any"], "revocable": False})
_OPEN = (
    _GRANT,
    ("license_copy", "oblige", _DISTRIBUTE),
    ("retain_notices", "oblige", _DISTRIBUTE),
    ("state_changes", "oblige", {"trigger": ["distribute_derivative"]}),
    ("patent_grant", "permit", {"granted": True}),
    ("trademark", "inform", {}),
)
_FIELDS = ("field_of_use", "prohibit", {"fields": ["military", "discrimination"]})
_FLOW_DOWN = ("flow_down", "oblige", {**_DISTRIBUTE, "what": "use_restrictions"})
_THRESHOLD = (
    "scale_threshold",
    "need_permission",
    {
        "metric": "monthly_active_users", "operator": "gt", "value": 100_000_000, "measurement": "unspecified_current",
        "includes_affiliates": True, "basis": "all_products_and_services", "remedy": "separate_license",
    },
)  # fmt: skip
_RESEARCH = ("grant", "permit", {"acts": ["use", "modify"], "purposes": ["noncommercial_research"], "revocable": True})
_NOT_COMMERCIAL = ("purpose", "prohibit", {"prohibited": ["commercial"]})
_REGISTER = ("registration", "need_permission", {"trigger": ["commercial_use"], "remedy": "licensor_review"})


def _shape(category: str, count: int, weight: int, commercial_use: str, *terms: tuple[str, str, dict[str, object]]) -> LicenseShape:
    return LicenseShape(category=category, count=count, weight=weight, commercial_use=commercial_use, terms=terms)


# 60 licenses. Most variants take one of the few permissive ones, as on the hubs.
LICENSE_SHAPES = (
    _shape("permissive", 12, 50, "permitted", *_OPEN),
    _shape("permissive_with_scale_attribution", 3, 2, "permitted", *_OPEN),
    _shape("copyleft", 3, 2, "permitted", *_OPEN, ("share_alike", "oblige", {**_DISTRIBUTE, "reach": "derivative"})),
    _shape("rail", 6, 7, "permitted", *_OPEN, _FIELDS, _FLOW_DOWN),
    _shape("use_restricted", 4, 3, "permitted", *_OPEN, _FIELDS),
    _shape("use_restricted_flow_down", 4, 3, "permitted", *_OPEN, _FIELDS, _FLOW_DOWN),
    _shape("community_with_thresholds", 16, 20, "conditional", *_OPEN, _FIELDS, _THRESHOLD),
    _shape("hosting_restricted", 1, 1, "permitted", *_OPEN, ("hosting", "prohibit", {"covers": ["managed_service"]})),
    _shape("registration_required", 3, 2, "not_permitted", *_OPEN, _REGISTER),
    _shape("noncommercial", 4, 6, "not_permitted", *_OPEN, _NOT_COMMERCIAL),
    _shape("research_only", 3, 3, "not_permitted", _RESEARCH, _NOT_COMMERCIAL, ("license_copy", "oblige", _DISTRIBUTE)),
    _shape("none", 1, 1, "not_permitted"),
)


def release_day(chance: Random) -> int:
    """A day from 2019 to October 2026 as a number (see date.fromordinal), the later the likelier."""
    first, last = 737_060, 739_920
    return first + int((last - first) * chance.random() ** 0.5)
