"""Names in other catalogs that may mean one of several variants: people say which. For the organization's own people."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.access import role_required
from registry.imports.naming import NotAVariant, NotOpen, open_keys, open_names, say_what_is_meant
from registry.models import ClaimedRecord
from registry.roles import Role, has_role

PER_PAGE = 30
NONE_OF_OURS = "none"


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def claimed_names(request: HttpRequest) -> HttpResponse:
    """The names that wait, each with a form of its own; editors settle them."""
    problem = ""
    if request.method == "POST":
        if not has_role(request.user, Role.EDITOR):
            raise PermissionDenied("Saying what a name means needs an editor.")
        problem = _said(request)
        if not problem:
            return redirect(request.get_full_path())
    page = Paginator(open_keys(), PER_PAGE).get_page(request.GET.get("page"))
    names = open_names(ClaimedRecord.objects.doubtful().filter(asked_as__in=list(page.object_list)))
    context = {
        "rows": page, "names": names, "problem": problem, "tried": request.POST, "none": NONE_OF_OURS,
        "may_settle": has_role(request.user, Role.EDITOR),
    }  # fmt: skip
    return render(request, "catalog/upkeep/names.html", context, status=400 if problem else 200)


def _said(request: HttpRequest) -> str:
    """Settle one name; return what is wrong, nothing where it is settled."""
    key, choice, other = (request.POST.get(name, "").strip()[:500] for name in ("name", "means", "other"))
    if not choice and not other:
        return "Choose what the name means, or write the slug of another variant."
    assert isinstance(request.user, User)
    variant = other or ("" if choice == NONE_OF_OURS else choice)
    try:
        number = say_what_is_meant(key, variant=variant, by=request.user)
    except (NotAVariant, NotOpen) as error:
        return str(error)
    said = f"means {variant}" if variant else "means none of ours"
    messages.success(request, f"“{key}” {said}, for {number} record{'' if number == 1 else 's'} and those to come.")
    return ""
