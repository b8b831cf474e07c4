"""The controlled words of the record. Documents, columns, filters and forms all take them from here."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """Kinds of page."""

    MODEL = "model"
    FAMILY = "family"
    LICENSE = "license"
    ORGANIZATION = "organization"
    ARTICLE = "article"


class State(TextChoices):
    """Whether readers see a page. Pages are withdrawn, never deleted."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Status(TextChoices):
    """Where a release stands."""

    ANNOUNCED = "announced"
    RELEASED = "released"
    DEPRECATED = "deprecated"
    WITHDRAWN = "withdrawn"


class Precision(TextChoices):
    """How exactly a date is known; empty when there is no date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Mark(TextChoices):
    """How sure we are of a fact."""

    VERIFIED = "verified", "Verified in the primary text"
    SECONDARY = "verified_secondary", "Verified in a secondary source"
    RECALLED = "recalled", "Unconfirmed (recalled)"


class CommercialUse(TextChoices):
    """May an organization of unknown size and place use it in a commercial product? Mildest first."""

    PERMITTED = "permitted"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    NOT_PERMITTED = "not_permitted"


class Role(TextChoices):
    """What an organization does; Microsoft, NVIDIA and Databricks do several at once."""

    DEVELOPER = "developer"
    HOSTING_PARTNER = "hosting_partner"
    LICENSOR = "licensor"
    HARDWARE_VENDOR = "hardware_vendor"


class Channel(TextChoices):
    """How an offer reaches its users."""

    MANAGED_API = "managed_api", "Managed API"
    PLATFORM = "platform", "Platform"
    WEIGHTS_DOWNLOAD = "weights_download", "Weights download"
    ON_DEVICE = "on_device", "On-device"
    HARDWARE_SUPPORT = "hardware_support", "Hardware support"


class OfferStatus(TextChoices):
    """Listed means seen in a source, not tested today."""

    LISTED = "listed"
    ENDED = "ended"


class Modality(TextChoices):
    """What goes in and what comes out."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    EMBEDDING = "embedding"
    THREE_D = "3d", "3D"


class VariantCategory(TextChoices):
    """What a variant specialises in; empty for general models."""

    CODE = "code"
    SAFETY = "safety"
    EMBEDDING = "embedding"
    VISION = "vision"
    SPEECH = "speech"
    MATH = "math"


class LineageStatus(TextChoices):
    """Whether a base is known: none (trained from scratch) differs from not declared (nobody says)."""

    NONE = "none", "No base: trained from scratch"
    DECLARED = "declared", "Bases declared"
    NOT_DECLARED = "not_declared", "Not declared"


class Relation(TextChoices):
    """How a variant came from its base. With the last two only outputs flow, not weights."""

    FINETUNE = "finetune"
    ADAPTER = "adapter"
    QUANTIZE = "quantize"
    MERGE = "merge"
    PRUNE_AND_DISTILL = "prune_and_distill"
    CONTINUED_PRETRAINING = "continued_pretraining"
    POST_TRAINING = "post_training"
    ADAPTER_ADDED = "adapter_added"
    DISTILL = "distill"
    OUTPUT_TRAINING = "output_training"


class ExternalKind(TextChoices):
    """What an ancestor outside the catalog is."""

    CLOSED_MODEL = "closed_model"
    UNRELEASED_MODEL = "unreleased_model"
    UNKNOWN_MODEL = "unknown_model"


class LicenseCategory(TextChoices):
    """The shape of a license, most open first."""

    PERMISSIVE = "permissive"
    PERMISSIVE_WITH_SCALE_ATTRIBUTION = "permissive_with_scale_attribution"
    COPYLEFT = "copyleft"
    RAIL = "rail", "RAIL"
    USE_RESTRICTED = "use_restricted"
    USE_RESTRICTED_FLOW_DOWN = "use_restricted_flow_down"
    COMMUNITY_WITH_THRESHOLDS = "community_with_thresholds"
    HOSTING_RESTRICTED = "hosting_restricted"
    REGISTRATION_REQUIRED = "registration_required"
    NONCOMMERCIAL = "noncommercial", "Non-commercial"
    RESEARCH_ONLY = "research_only"
    NONE = "none", "None found"


class SourceKind(TextChoices):
    """What a source is, and so how it can be found again."""

    REPOSITORY_FILE = "repository_file"
    REPOSITORY_COMMIT = "repository_commit"
    PULL_REQUEST = "pull_request"
    RELEASE_NOTES = "release_notes"
    SCANCODE = "scancode_licensedb_copy", "ScanCode LicenseDB copy"
    WEB_PAGE = "web_page"
    STORED_WEB_PAGE = "stored_web_page"
    STORED_WEB_PAGE_EXCERPT = "stored_web_page_excerpt"
    STORED_PUBLIC_FILE = "stored_public_file", "Archived copy"
    STORED_DISCUSSION = "stored_discussion"
    PACKAGE_DATA = "package_data"
    PUBLIC_DATASET = "public_dataset"
    VENDOR_DOCUMENTATION = "vendor_documentation"
    VENDOR_PAGE = "vendor_page"
    VENDOR_BLOG = "vendor_blog"
    VENDOR_CHANGELOG = "vendor_changelog"
    REGISTRY_RECORD = "registry_record"
    POLICY = "policy"
    MEMORY = "memory"


class Verdict(TextChoices):
    """The answers to "may we use it?", mildest first."""

    ALLOWED = "allowed"
    ALLOWED_WITH_OBLIGATIONS = "allowed_with_obligations"
    UNKNOWN = "unknown"
    NEEDS_PERMISSION = "needs_permission"
    PROHIBITED = "prohibited"


class Outcome(TextChoices):
    """What a person decided."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    REJECTED = "rejected"


class ProposalState(TextChoices):
    """Where a proposal stands."""

    OPEN = "open", "Waiting for review"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn", "Taken back"


class Origin(TextChoices):
    """Which door a change came through."""

    ADMIN = "admin"
    SITE = "site"
    API = "api", "API"
    FILES = "files", "Catalog files"
    IMPORT = "import"


class Matched(TextChoices):
    """How a name of another catalog was matched with what stands here."""

    BY_ID = "id", "By an identifier"
    BY_ALIAS = "alias", "By one of its names"
    BY_NAME = "name", "By its name as the source writes it"
    PERSON = "person", "By a person"
    DOUBTFUL = "doubtful", "In doubt: it may mean several"
    NOTHING = "nothing", "Nothing here goes by that name"


class RecordOutcome(TextChoices):
    """What a run did with a record; those it could not believe are kept apart as rejected."""

    CREATE = "create", "New"
    UPDATE = "update", "Changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict", "Differs from what stands here"


class RunState(TextChoices):
    """Where a run stands. One that was interrupted goes on when the same file is read again."""

    RUNNING = "running"
    DONE = "done"


class Settlement(TextChoices):
    """What became of a conflict."""

    OPEN = "open", "Waits for a person"
    KEPT = "kept", "Ours was kept"
    TAKEN = "taken", "Theirs was taken over"
    NOTED = "noted", "Both were noted"
    AGREED = "agreed", "They agree by now"


def one_of(field: str, vocabulary: type[TextChoices], *, blank: bool = False) -> dict[str, list[str]]:
    """Return the lookup that a CHECK constraint uses to hold a column to its vocabulary."""
    return {f"{field}__in": [*vocabulary.values, *([""] if blank else [])]}
