"""What a page of each kind says of itself, apart from its parts."""

from typing import Any

from catalog.editing.fields import PageField, PagesField, choice, flag, words
from catalog.editing.parts import PartForm
from registry.forms.naming import slug_from
from registry.forms.values import DayField, LineField, LinesField, ParagraphsField, PartialDateField, ProseField, SlugField
from registry.forms.widgets import line
from registry.models.vocabulary import LicenseCategory, Role, State, Status

ABOUT = ("aliases", "notes")
CARE = ("state", "review_due", "checked_on", "checked_by")
LINKS = "Markdown; [[Name of a page]] makes a link to it."


class PageForm(PartForm):
    """What every page has: its name, its words, its standing."""

    name = LineField(required=True, max_length=200)
    slug = SlugField(label="Address", help_text="The last part of the page's address. Left empty, it is made from the name.")
    summary = ProseField(rows=5, help_text=f"What a reader must know, in the first sentence. {LINKS}")
    aliases = LinesField(label="Also called", help_text="Other names people search for.")
    notes = ParagraphsField()
    state = choice(State, initial=State.PUBLISHED, label="Who sees it", help_text="Readers see published pages, editors see drafts too.")
    review_due = DayField(label="Next review due", help_text="When someone should look at the facts again.")
    checked_on = DayField(label="Facts checked on")
    checked_by = LineField(max_length=200, label="Checked by")

    def __init__(self, data: Any = None, *, is_new: bool, **options: Any) -> None:
        self.is_new = is_new
        super().__init__(data, **options)

    def add_fields(self) -> None:
        if not self.is_new:
            del self.fields["slug"]

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        slug = part.get("slug") or slug_from(part.get("name", "")) if self.is_new else self.part["slug"]
        return part | {"slug": slug}


class OrganizationForm(PageForm):
    """A company, laboratory or foundation."""

    roles = words(Role, help_text="All that it does.")
    country = LineField(max_length=2, help_text="Seat of the headquarters as two letters, such as US; empty means not known.")
    website = LineField(max_length=1000, widget=line(type="url", placeholder="https://…"))

    GROUPS = (
        ("", ("name", "slug", "roles", "country", "website", "summary")),
        ("Other names and notes", ABOUT),
        ("Standing of the page", CARE),
    )

    def clean_country(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["country"]).upper()


class FamilyForm(PageForm):
    """The line above releases."""

    developers = PagesField(kind="organization", help_text="The main developer first. By name or address; empty ones are left out.")

    GROUPS = (("", ("name", "slug", "developers", "summary")), ("Other names and notes", ABOUT), ("Standing of the page", CARE))


class ArticleForm(PageForm):
    """A free page of the wiki."""

    body = ProseField(rows=22, label="Text", help_text=LINKS)

    GROUPS = (("", ("name", "slug", "body")), ("Summary, other names and notes", ("summary", *ABOUT)), ("Standing of the page", CARE))


class ModelForm(PageForm):
    """A release."""

    family = PageField(kind="family", required=True, help_text="The line it belongs to, such as Llama. By name or address.")
    developers = PagesField(
        kind="organization", required=True, help_text="The main developer first. By name or address; empty ones are left out."
    )
    status = choice(Status, initial=Status.RELEASED)
    release_date = PartialDateField(label="Released")

    GROUPS = (
        ("", ("name", "slug", "family", "developers", "release_date", "status", "summary")),
        ("Other names and notes", ABOUT),
        ("Standing of the page", CARE),
    )


class LicenseForm(PageForm):
    """A license text: what identifies it."""

    spdx_id = LineField(label="SPDX id", help_text="If it is on the SPDX list, such as Apache-2.0.")
    license_ref = LineField(label="LicenseRef", help_text="Otherwise, such as LicenseRef-scancode-llama-2-license-2023.")
    category = choice(LicenseCategory, blank="Choose a category", required=True)
    version = LineField()
    effective_date = PartialDateField(label="In force since")
    predecessor = PageField(kind="license", help_text="The license text before this one, by name or address.")
    osi_approved = flag(label="OSI approved")
    licensor = LineField(help_text="As the text names it.")
    licensors = PagesField(kind="organization", label="Organizations behind it", help_text="The organizations that stand behind that name.")
    hub_ids = LinesField(label="Hugging Face ids", help_text="As its license tag there.")
    applies_to = LinesField(label="Applies to")
    scancode_key = LineField(label="ScanCode key")
    scancode_category = LineField(label="ScanCode category")

    GROUPS = (
        ("", ("name", "slug", "spdx_id", "license_ref", "category", "version", "effective_date", "predecessor", "osi_approved", "summary")),
        ("Who grants it, for what", ("licensor", "licensors", "applies_to")),
        ("Identifiers elsewhere", ("hub_ids", "scancode_key", "scancode_category")),
        ("Other names and notes", ABOUT),
        ("Standing of the page", CARE),
    )

    def clean_licensors(self) -> list[str]:
        """The record keeps them sorted."""
        return sorted(self.cleaned_data["licensors"])


FORMS: dict[str, type[PageForm]] = {
    "organization": OrganizationForm, "family": FamilyForm, "license": LicenseForm, "model": ModelForm, "article": ArticleForm,
}  # fmt: skip
