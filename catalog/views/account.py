"""A person's own account: an overview, and their API tokens to make, see and revoke."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import ApiToken, Scope
from catalog.tokens import TokenRefusedError, issue, revoke
from registry.roles import Role, has_role

_LIFETIMES = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "one year")]


class TokenForm(forms.Form):
    """What a person says about a new token."""

    name = forms.CharField(max_length=80, help_text="What it is for, so that you know it again when you revoke it.")
    scope = forms.ChoiceField(choices=Scope.choices, initial=Scope.READ)
    days = forms.TypedChoiceField(choices=_LIFETIMES, coerce=int, initial=90, label="Valid for")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not has_role(user, Role.EDITOR):
            self.fields["scope"].choices = [(Scope.READ.value, Scope.READ.label)]  # type: ignore[attr-defined]


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who is signed in, in which role, and where to change what."""
    return render(request, "catalog/account/overview.html")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The person's tokens and a form for a new one; the answer to the form is the only page that ever shows a secret."""
    assert isinstance(request.user, User)
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        # The token and the page that shows it stand or fall together: nobody could use a token whose secret was never shown.
        with transaction.atomic():
            secret = _issue_as_wished(request.user, form)
            return _token_page(request, form=TokenForm(user=request.user) if secret else form, secret=secret)
    return _token_page(request, form=form, secret="")


def _issue_as_wished(user: User, form: TokenForm) -> str:
    """The new token's secret; empty, with the reason among the form's errors, when it is refused."""
    wish = form.cleaned_data
    lifetime = timedelta(days=wish["days"])
    try:
        return issue(user=user, name=wish["name"], scope=Scope(wish["scope"]), lifetime=lifetime, now=timezone.now()).secret
    except TokenRefusedError as refusal:
        form.add_error(None, str(refusal))
        return ""


def _token_page(request: HttpRequest, *, form: TokenForm, secret: str) -> HttpResponse:
    context = {"form": form, "secret": secret, "tokens": ApiToken.objects.filter(user=request.user).newest_first(), "now": timezone.now()}
    return render(request, "catalog/account/tokens.html", context)


@login_required
@never_cache
@require_POST
def token_revoke(request: HttpRequest, token_key: str) -> HttpResponse:
    """Revoke one of the person's own tokens; 404 for any other."""
    assert isinstance(request.user, User)
    if not revoke(user=request.user, token_key=token_key):
        raise Http404
    messages.success(request, "The token is revoked. Programs that use it are refused from now on.")
    return redirect("catalog:token-list")
