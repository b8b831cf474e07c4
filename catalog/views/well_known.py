"""Files that browsers and crawlers ask for at the root of every site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

# An internal tool: what is public here is public for people, not for indexes.
ROBOTS = "User-agent: *\nDisallow: /\n"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask crawlers to stay away."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead programs that know only the old address to the icon."""
    return HttpResponsePermanentRedirect(static("catalog/icon.svg"))
