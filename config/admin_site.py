"""The admin: who may enter it, and how they sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from registry.roles import Role, has_role

# More digits than the largest key has; a longer number is too large by its length.
_DIGITS = 20


class CatalogAdminSite(UnfoldAdminSite):
    """Open to editors and above. People sign in as on the rest of the site, so that throttling and the second factor hold here too."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only admin classes made with the theme are shown: what packages register for their own tables is left out."""
        if admin_class is not None and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Wrap a view of the admin; an address that no row can have is 404, where SQLite would fail on the number."""

        @wraps(view)
        def of_possible_row(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            number = str(kwargs.get("object_id", ""))
            if number.isdecimal() and int(number[:_DIGITS]) > BigIntegerField.MAX_BIGINT:
                raise Http404("There is no such row.")
            return view(request, *args, **kwargs)

        return super().admin_view(of_possible_row, cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may see any page of the admin; what they may do there is their group's permissions."""
        return has_role(request.user, Role.EDITOR)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the site's sign-in, or on to where the person was going; 403 for a person who may not enter."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        if request.user.is_authenticated:
            raise PermissionDenied("The admin is for editors, reviewers and administrators. Ask an administrator for the role.")
        return redirect_to_login(wanted)

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the site's sign-out, which asks before it signs out."""
        return HttpResponseRedirect(reverse("account_logout"))
