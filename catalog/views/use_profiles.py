"""Use profiles: what the organization says of itself once. For its own people; editors write them."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.access import role_required
from catalog.asking.labels import stated_in_words
from catalog.asking.profiles import ProfileForm, initial_for
from registry.decisions import StaleProfile, save_profile
from registry.models import UseProfile
from registry.roles import Role, has_role


@never_cache
@role_required(Role.VIEWER)
@require_safe
def profile_list(request: HttpRequest) -> HttpResponse:
    """All profiles with what each states."""
    profiles = [(profile, stated_in_words(profile.use)) for profile in UseProfile.objects.select_related("by").order_by("name", "pk")]
    return render(request, "catalog/asking/profiles.html", {"profiles": profiles, "may_edit": has_role(request.user, Role.EDITOR)})


@never_cache
@role_required(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def profile_new(request: HttpRequest) -> HttpResponse:
    """A form for a new profile."""
    form = ProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _save(request, form, profile=None):
        return redirect("catalog:profiles")
    return render(request, "catalog/asking/profile_form.html", {"form": form, "profile": None})


@never_cache
@role_required(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a profile that is there; a second person's save says what happened and keeps their text."""
    profile = get_object_or_404(UseProfile, slug=slug)
    plain = {"name": profile.name, "slug": profile.slug, "description": profile.description, "number": profile.number}
    form = ProfileForm(request.POST or None, initial={**plain, **initial_for(profile.use)})
    if request.method == "POST" and form.is_valid() and _save(request, form, profile=profile):
        return redirect("catalog:profiles")
    return render(request, "catalog/asking/profile_form.html", {"form": form, "profile": profile})


def _save(request: HttpRequest, form: ProfileForm, *, profile: UseProfile | None) -> bool:
    wish = form.cleaned_data
    fields = {"name": wish["name"], "slug": wish["slug"], "description": wish["description"], "use": wish["use"]}
    try:
        with transaction.atomic():
            save_profile(profile, by=request.user, expected=wish["number"] or 0, **fields)  # type: ignore[arg-type]
    except StaleProfile as stale:
        form.add_error(None, f"{stale} Your text is kept below; save again to replace theirs.")
        form.data = {**form.data.dict(), "number": str(stale.current)}  # type: ignore[attr-defined]
        return False
    except IntegrityError:
        form.add_error("slug", "Another profile has this address already.")
        return False
    return True
