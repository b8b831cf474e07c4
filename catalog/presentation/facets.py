"""The controls and columns of each list."""

from collections.abc import Iterable

from catalog.directory import Directory, Entry
from catalog.presentation.answers import WORDS
from catalog.presentation.lists import Column, Facet, Options, options_from
from registry.models import HostingOffer, ModelDeveloper
from registry.models.vocabulary import Channel, LicenseCategory, Modality, Role, Status

USE_OPTIONS = [(use.value, words) for use, words in WORDS.items()]
_YES_NO = [("true", "Yes"), ("false", "No")]
_BILLIONS = (4, 9, 15, 35, 75, 150)
_CONTEXTS = (8_192, 32_768, 131_072, 1_000_000)
_SEARCH = Facet(name="q", label="Search", first=True)

MODEL_COLUMNS = (
    Column(label="Model", order="name"),
    Column(label="Commercial use", order="commercial_use"),
    Column(label="License"),
    Column(label="Developer"),
    Column(label="Released", order="release_date", newest=True),
    Column(label="Sizes", number=True),
    Column(label="Offers", number=True),
)
LICENSE_COLUMNS = (
    Column(label="License", order="name"),
    Column(label="Commercial use", order="commercial_use"),
    Column(label="Category", order="category"),
    Column(label="Licensor"),
    Column(label="In effect since", order="effective_date", newest=True),
    Column(label="OSI approved"),
    Column(label="Variants", number=True),
)
PARTNER_COLUMNS = (
    Column(label="Organization", order="name"),
    Column(label="Roles"),
    Column(label="Country", order="country"),
    Column(label="Offers", order="offer_count", number=True, newest=True),
    Column(label="Models developed", order="model_count", number=True, newest=True),
)
FAMILY_COLUMNS = (
    Column(label="Family", order="name"),
    Column(label="Developer"),
    Column(label="Releases", order="release_count", number=True, newest=True),
    Column(label="Latest release", order="latest", newest=True),
)
ARTICLE_COLUMNS = (Column(label="Page", order="name"), Column(label="Last change", order="updated_at", newest=True))


def model_facets(directory: Directory) -> list[Facet]:
    """Return the controls of the list of models."""
    developers = set(ModelDeveloper.objects.order_by().values_list("organization_id", flat=True).distinct())
    partners = set(HostingOffer.objects.order_by().values_list("partner_id", flat=True).distinct())
    organizations = directory.organizations.values()
    return [
        _SEARCH,
        Facet(name="commercial_use", label="Commercial use", options=USE_OPTIONS, first=True),
        Facet(name="license_category", label="License category", options=options_from(LicenseCategory), first=True),
        Facet(name="license", label="License", options=_entries(directory.licenses.values())),
        Facet(name="developer", label="Developer", options=_entries(_among(organizations, developers)), first=True),
        Facet(name="family", label="Family", options=_entries(directory.families.values())),
        Facet(name="partner", label="Offered by", options=_entries(_among(organizations, partners)), first=True),
        Facet(name="channel", label="Offered as", options=options_from(Channel)),
        Facet(name="open_weights", label="Open weights", options=_YES_NO),
        Facet(name="modality", label="Handles", options=options_from(Modality)),
        Facet(name="params_total__lte", label="Parameters at most", options=[(str(n * 10**9), f"{n}B") for n in _BILLIONS]),
        Facet(name="context_tokens__gte", label="Context at least", options=[(str(n), f"{n:,} tokens") for n in _CONTEXTS]),
        Facet(name="status", label="Status", options=options_from(Status)),
    ]  # fmt: skip


def license_facets(directory: Directory) -> list[Facet]:
    """Return the controls of the list of licenses."""
    return [
        _SEARCH,
        Facet(name="commercial_use", label="Commercial use", options=USE_OPTIONS, first=True),
        Facet(name="category", label="Category", options=options_from(LicenseCategory), first=True),
        Facet(name="osi_approved", label="OSI approved", options=_YES_NO, first=True),
    ]


def partner_facets(directory: Directory) -> list[Facet]:
    """Return the controls of the list of organizations."""
    return [_SEARCH, Facet(name="role", label="Role", options=options_from(Role), first=True)]


def family_facets(directory: Directory) -> list[Facet]:
    """Return the controls of the list of families."""
    return [_SEARCH]


def article_facets(directory: Directory) -> list[Facet]:
    """Return the controls of the list of articles."""
    return [_SEARCH]


def _among(entries: Iterable[Entry], keys: set[int]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.pk in keys)


def _entries(entries: Iterable[Entry]) -> Options:
    return [(entry.slug, entry.name) for entry in sorted(entries, key=lambda entry: entry.name.casefold()) if entry.published]
