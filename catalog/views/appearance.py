"""Light, dark, or as the system says: kept in a cookie, so that it works without scripts and without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_YEAR = 365 * 24 * 3600


@login_not_required
@never_cache
@require_safe
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember the theme that was asked for (any other value means the system's) and lead back to a page of this site."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("catalog:home")
    response = HttpResponseRedirect(back)
    theme = request.GET.get("theme", "")
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=_YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
