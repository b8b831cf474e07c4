"""The form of a page: every save goes through history, with a reason, once the page as a whole holds together."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.forms import Fieldset

from registry.admin.assembling import draft_of
from registry.admin.choosing import ChoosableAdmin
from registry.admin.evidence import EVIDENCE, choice
from registry.admin.parts import PartForm
from registry.admin.submitting import Refused, submit
from registry.admin.surroundings import surroundings_of
from registry.admin.withdrawing import WithdrawableAdmin
from registry.editing import Submission
from registry.forms.naming import slug_from
from registry.forms.values import DayField, LineField, LinesField, ParagraphsField, ProseField, SlugField
from registry.history import document_of
from registry.models import Page
from registry.models.vocabulary import Origin, State

IDENTITY = ("name", "slug")
ABOUT = ("summary", "aliases", "notes")
CARE = ("state", "review_due", "checked_on", "checked_by")
CONFIRMATIONS = ("agreed_revision", "agreed_duplicates")


class PageForm(PartForm):
    """What every page has: identity, state, standing. `reason` and `expected` are about the save, not about the page."""

    name = LineField(required=True, max_length=200)
    slug = SlugField(help_text="The page's address. Left empty, it is made from the name.")
    state = choice(State, initial=State.PUBLISHED, help_text="Readers see published pages. Withdraw a page rather than empty it.")
    summary = ProseField(rows=4, help_text="Markdown. What a reader must know, in the first sentence.")
    aliases = LinesField(help_text="Other names people search for.")
    notes = ParagraphsField()
    review_due = DayField(help_text="When someone should look at the facts again.")
    checked_on = DayField()
    checked_by = LineField(max_length=200)
    reason = LineField(
        required=True, label="Why this change", help_text="Readers see it in the page's history.",
        error_messages={"required": "Say in a few words why the page changes, such as “Meta released it today”."},
    )  # fmt: skip
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    ABOUT_THE_SAVE: ClassVar[frozenset[str]] = frozenset({"reason", "expected"})

    class Meta:
        model = Page
        fields = ()

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, part=getattr(instance, "part", {}), **kwargs)
        self.initial["expected"] = self.instance.number
        if self.instance.pk:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = "The address stays what it is, so that links keep leading here."

    def to_part(self) -> dict[str, Any]:
        return {name: value for name, value in super().to_part().items() if name not in self.ABOUT_THE_SAVE}


class PageAdmin(WithdrawableAdmin, ChoosableAdmin, ModelAdmin):
    """Lists and edits pages of one kind. The kind follows from the table; nothing is deleted, pages are withdrawn."""

    form = PageForm
    inlines: ClassVar[Any] = EVIDENCE
    change_form_template = "admin/registry/page_form.html"
    list_per_page = 25
    show_full_result_count = False
    list_filter_submit = True
    search_fields = ("name", "slug", "search_text")
    search_help_text = "Names, aliases and identifiers; every word must occur."
    compressed_fields = True
    warn_unsaved_form = True
    groups: ClassVar[tuple[Any, ...]] = ()
    facts: ClassVar[Sequence[str]] = ()

    # ------------------------------------------------------------------------------------------------- what is shown
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the pages with what lists and drop-downs show of them."""
        return super().get_queryset(request).defer("summary", "notes", "search_text", "name_key")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Find pages by the folded text that the record keeps for it."""
        return queryset.filter(pk__in=Page.objects.matching(search_term).values("pk")) if search_term.strip() else queryset, False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        page = super().get_object(request, object_id, from_field)
        if page is not None and request.resolver_match and str(request.resolver_match.url_name).endswith("_change"):
            page.part = document_of(page).as_data()
        return page

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404(f"There is no {opts.verbose_name} {object_id}.")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return list(self.groups)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        around = surroundings_of(request)
        return type(self.form.__name__, (self.form,), {"surroundings": around})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        form = context["adminform"].form
        refusal: Refused | None = getattr(request, "refusal", None)
        asked = {
            "agreed_revision": bool(refusal and refusal.conflict),
            "agreed_duplicates": bool(refusal and refusal.duplicates),
        }
        context |= {
            "refusal": refusal,
            "reason_fieldset": Fieldset(form, "Why this change", fields=("reason",), model_admin=self),
            "confirmed": {name: request.POST[name] for name in CONFIRMATIONS if name in request.POST and not asked[name]},
            "facts": {"page": list(self.facts), **self.facts_below()},
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def facts_below(self) -> dict[str, list[str]]:
        """Return the facts that citations may name below the page: those of a variant, those of an offer."""
        return {}

    # ------------------------------------------------------------------------------------------------------- saving
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show or save; a save that is refused has written nothing, and the form comes back with everything typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            request.surroundings.refusals = refusal.refusals  # type: ignore[attr-defined]
            if refusal.conflict or refusal.duplicates:
                refusal.refusals[""].append((None, "Not saved yet: please confirm below."))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: page and parts are written together, by save_related."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the page with all its parts as one revision."""
        page = form.instance
        agreed = request.POST.get("agreed_revision", "")
        draft = draft_of(form, formsets, kind=self.model.KIND.value, complete=self.complete)
        done = submit(
            draft,
            Submission(
                data=draft.data,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                origin=Origin.ADMIN,
                today=timezone.localdate(),
                expected=form.cleaned_data["expected"],
                agreed_revision=int(agreed) if agreed.isdecimal() and len(agreed) < 10 else None,
                agreed_duplicates=request.POST.get("agreed_duplicates", ""),
            ),
        )
        page.proposal = done.proposal
        if done.change is None:
            return
        page.pk, page.name, page.slug, page.kind, page.number = (
            done.change.page.pk,
            done.change.page.name,
            done.change.page.slug,
            done.change.page.kind,
            done.change.page.number,
        )
        page.nothing_changed = done.change.revision is None

    def complete(self, data: dict[str, Any]) -> None:
        """Fill in the names that were left empty."""
        if not data.get("slug"):
            data["slug"] = slug_from(data.get("name", ""))

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        return []

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """The revision is the log."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """The revision is the log."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._response_proposed(request, obj) if obj.proposal else super().response_add(request, obj, post_url_continue)

    def _response_proposed(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say that the change waits: there is nothing new to show yet."""
        words = 'Your change to <a href="{}">{}</a> waits for a reviewer: somebody else looks at it before readers see it.'
        messages.success(request, format_html(words, obj.proposal.get_absolute_url(), obj.proposal.name))
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if obj.proposal:
            return self._response_proposed(request, obj)
        if obj.nothing_changed and "_popup" not in request.POST:
            messages.info(request, "Nothing differs from what was there, so nothing was recorded.")
            if "_continue" in request.POST:
                return HttpResponseRedirect(request.path)
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Choosers hold slugs, so a page that is added from one comes back as its slug."""
        return to_field == "slug" or super().to_field_allowed(request, to_field)

    # --------------------------------------------------------------------------------------------------- permissions
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Reading needs no admin: whoever may not change a kind of page sees it on the site."""
        return bool(self.has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Pages are withdrawn, never deleted."""
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the page's revisions."""
        page = self.get_object(request, unquote(object_id))
        if page is None:
            raise Http404("There is no such page.")
        if not request.user.has_perm("registry.view_revision"):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:registry_revision_changelist") + f"?page__id__exact={quote(page.pk)}")
