"""Which filters each resource has."""

from django.db.models import Q

from catalog.filters.evidence import has_mark, variant_has_mark
from catalog.filters.kinds import Choice, Code, Dates, Flag, Named, Number, Slugs, Words
from catalog.filters.queries import FilterSet
from catalog.filters.usable import USABLE_FOR, USABLE_LICENSES, USABLE_OFFERS, USABLE_VARIANTS
from registry.licensing.terms import TERM_TYPES
from registry.models import (
    AIModel,
    FamilyDeveloper,
    HostingOffer,
    HubRepository,
    License,
    LicenseTerm,
    ModelDeveloper,
    ModelVariant,
    OfferPrice,
    OfferVariant,
)  # fmt: skip
from registry.models.fields import having_word
from registry.models.hosting import whole_model
from registry.models.vocabulary import (
    Channel,
    CommercialUse,
    LicenseCategory,
    LineageStatus,
    Mark,
    Modality,
    OfferStatus,
    Role,
    Status,
    VariantCategory,
)  # fmt: skip

COMMERCIAL_USE = Choice(
    name="commercial_use", words=tuple(CommercialUse.values),
    about="May an organization of unknown size and place use it in a commercial product?",
)  # fmt: skip
STATUS = Choice(name="status", words=tuple(Status.values), about="Where the release stands.")
RELEASE_DATE = Dates(name="release_date", about="When it was released: a day, a month or a year.")
PAGE_MARK = Choice(
    name="verification", words=tuple(Mark.values), where=has_mark, about="A fact of the page carries this verification mark.",
)  # fmt: skip
Q_NAMES = Words(name="q", about="Words in a name, an alias or an identifier; all of them have to occur.")

LICENSE = Named(name="license", kind="license", field="license_id", about="License of a variant, by slug.")
LICENSE_CATEGORY = Choice(
    name="license_category",
    words=tuple(LicenseCategory.values),
    about="Category of a variant's license.",
    where=lambda words: Q(license_id__in=License.objects.filter(category__in=words).values("pk")),
)
MODALITY = Choice(
    name="modality", words=tuple(Modality.values), about="What goes in or comes out.",
    where=lambda words: having_word("inputs", words) | having_word("outputs", words),
)  # fmt: skip
OPEN_WEIGHTS = Flag(name="open_weights", about="Whether the weights are published.")
CONTEXT_TOKENS = Number(name="context_tokens", about="Context window in tokens.")
PARAMS_TOTAL = Number(name="params_total", about="Parameters in total, as a plain number.")
OF_VARIANTS = (LICENSE, LICENSE_CATEGORY, MODALITY, CONTEXT_TOKENS, PARAMS_TOTAL, OPEN_WEIGHTS)

PARTNER = Named(name="partner", kind="organization", field="partner_id", about="Organization that offers it, by slug.")
CHANNEL = Choice(name="channel", words=tuple(Channel.values), about="How the offer reaches its users.")
OF_OFFERS = (PARTNER, CHANNEL)


class FamilyFilters(FilterSet):
    """Filters of families."""

    own = (
        Named(
            name="developer", kind="organization", about="Organization that develops the family, by slug.",
            where=lambda keys: Q(pk__in=FamilyDeveloper.objects.filter(organization_id__in=keys).values("family_id")),
        ),
        PAGE_MARK,
        Q_NAMES,
    )  # fmt: skip


class ModelFilters(FilterSet):
    """Filters of models. Those of variants are met by one and the same variant, partner and channel by one and the same offer."""

    own = (
        Named(
            name="developer", kind="organization", about="Organization that developed the model, by slug.",
            where=lambda keys: Q(pk__in=ModelDeveloper.objects.filter(organization_id__in=keys).values("model_id")),
        ),
        Named(name="family", kind="family", field="family_id", about="Family, by slug."),
        COMMERCIAL_USE,
        RELEASE_DATE,
        STATUS,
        PAGE_MARK,
        USABLE_FOR,
        Q_NAMES,
    )  # fmt: skip
    of_variants = (*OF_VARIANTS, USABLE_VARIANTS)
    of_offers = OF_OFFERS

    def having_variant(self, condition: Q) -> Q:
        return Q(pk__in=ModelVariant.objects.filter(condition).values("model_id"))

    def having_offer(self, condition: Q) -> Q:
        return Q(pk__in=HostingOffer.objects.filter(condition).values("model_id"))


class VariantFilters(FilterSet):
    """Filters of variants. Partner and channel are met by one and the same offer, for the variant or for its whole model."""

    own = (
        Named(
            name="developer", kind="organization", about="Organization that developed the model, by slug.",
            where=lambda keys: Q(model_id__in=ModelDeveloper.objects.filter(organization_id__in=keys).values("model_id")),
        ),
        Named(
            name="family", kind="family", about="Family, by slug.",
            where=lambda keys: Q(model_id__in=AIModel.objects.filter(family_id__in=keys).values("pk")),
        ),
        Slugs(name="model", table=AIModel, noun="model", field="model__slug", about="Model that it is a variant of, by slug."),
        *OF_VARIANTS,
        COMMERCIAL_USE,
        RELEASE_DATE,
        STATUS,
        Choice(name="category", words=tuple(filter(None, VariantCategory.values)), about="What it specialises in."),
        Choice(name="lineage", words=tuple(LineageStatus.values), field="lineage_status", about="Whether its bases are known."),
        Code(
            name="huggingface", pattern=r"[\w.-]+/[\w.-]+", example="meta-llama/Llama-2-7b", about="Hugging Face repository.",
            where=lambda names: Q(pk__in=HubRepository.objects.named(names).values("variant_id")),
        ),
        Choice(
            name="verification", words=tuple(Mark.values), where=variant_has_mark,
            about="A fact of the variant carries this verification mark.",
        ),
        USABLE_VARIANTS,
        USABLE_FOR,
        Q_NAMES,
    )  # fmt: skip
    of_offers = OF_OFFERS

    def having_offer(self, condition: Q) -> Q:
        offers = HostingOffer.objects.filter(condition)
        named = OfferVariant.objects.filter(offer__in=offers).values("variant_id")
        return Q(pk__in=named) | Q(model_id__in=offers.filter(whole_model()).values("model_id"))


class LicenseFilters(FilterSet):
    """Filters of licenses."""

    own = (
        Choice(name="category", words=tuple(LicenseCategory.values), about="The shape of the license."),
        COMMERCIAL_USE,
        Flag(name="osi_approved", about="Whether the Open Source Initiative approved it."),
        Named(
            name="licensor", kind="organization", about="Organization that grants it, by slug.",
            where=lambda keys: Q(pk__in=License.licensors.through.objects.filter(organization_id__in=keys).values("license_id")),
        ),
        Choice(
            name="term", words=tuple(sorted(TERM_TYPES)), about="A term of this type is in it.",
            where=lambda types: Q(pk__in=LicenseTerm.objects.filter(type__in=types).values("license_id")),
        ),
        Dates(name="effective_date", about="When it took effect: a day, a month or a year."),
        PAGE_MARK,
        USABLE_LICENSES,
        USABLE_FOR,
        Q_NAMES,
    )  # fmt: skip


class OrganizationFilters(FilterSet):
    """Filters of organizations."""

    own = (
        Choice(name="role", words=tuple(Role.values), about="What it does.", where=lambda roles: having_word("roles", roles)),
        Code(name="country", pattern="[A-Z]{2}", example="US", about="Seat of the headquarters, ISO 3166-1 alpha-2."),
        PAGE_MARK,
        Q_NAMES,
    )  # fmt: skip


class OfferFilters(FilterSet):
    """Filters of hosting offers."""

    own = (
        PARTNER,
        CHANNEL,
        Slugs(name="model", table=AIModel, noun="model", field="model__slug", about="Model that is offered, by slug."),
        Slugs(
            name="variant", table=ModelVariant, noun="variant", about="Variant that is covered, by name or with its whole model, by slug.",
            where=lambda slugs: Q(pk__in=HostingOffer.objects.for_variant(slugs).values("pk")),
        ),
        Choice(name="status", words=tuple(OfferStatus.values), about="Listed means seen in a source, not tested today."),
        Choice(name="verification", words=tuple(Mark.values), about="Verification mark of the offer's existence and identifier."),
        Code(
            name="currency", pattern="[A-Z]{3}", example="USD", about="A price in this currency is known.",
            where=lambda codes: Q(pk__in=OfferPrice.objects.filter(currency__in=codes).values("offer_id")),
        ),
        Dates(name="announced_on", about="When it was announced."),
        Dates(name="available_from", about="Since when it is available."),
        Dates(name="retires_on", about="When it ends."),
        USABLE_OFFERS,
        USABLE_FOR,
        Words(name="q", about="Words in the partner, the model, the service or the identifier; all of them have to occur."),
    )  # fmt: skip


class ArticleFilters(FilterSet):
    """Filters of articles."""

    own = (PAGE_MARK, Q_NAMES)
