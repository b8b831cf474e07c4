"""For load balancers and monitors: is the process alive, and can it serve?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.readiness import why_not_ready

RETRY_AFTER_SECONDS = 5


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all; asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database is reachable and migrated, 503 with the reason otherwise."""
    reason = why_not_ready()
    if reason:
        return JsonResponse({"status": "not ready", "reason": reason}, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return JsonResponse({"status": "ready"})
