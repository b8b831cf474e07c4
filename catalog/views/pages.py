"""The page of one model, family, license, organization or article."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.presentation.articles import article_context
from catalog.presentation.families import family_context
from catalog.presentation.licenses import license_context
from catalog.presentation.models import model_context
from catalog.presentation.organizations import organization_context
from catalog.reading import page_rows
from catalog.views.kept import kept
from registry.models import FormerSlug
from registry.models.vocabulary import Kind, State
from registry.roles import Role, has_role

CONTEXTS: dict[str, Callable[..., dict[str, Any]]] = {
    Kind.MODEL: model_context,
    Kind.FAMILY: family_context,
    Kind.LICENSE: license_context,
    Kind.ORGANIZATION: organization_context,
    Kind.ARTICLE: article_context,
}


@kept
@require_safe
def page(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse:
    """A page: 301 from a former address or to what it was merged into, 410 once withdrawn, and a draft only for those who may edit it."""
    row = page_rows(kind).filter(slug=slug).first()
    if row is None:
        target = FormerSlug.objects.target(kind=kind, slug=slug)
        if target is None:
            raise Http404
        return HttpResponsePermanentRedirect(reverse(f"catalog:{kind}", args=[target]))
    if row.merged_into_id and row.merged_into.state != State.DRAFT:
        return HttpResponsePermanentRedirect(row.merged_into.get_absolute_url())
    if row.state == State.DRAFT and not has_role(request.user, Role.EDITOR):
        raise Http404
    context = {"page": row, "kind": kind, **CONTEXTS[kind](row, today=timezone.localdate())}
    return render(request, f"catalog/pages/{kind}.html", context, status=410 if row.state == State.WITHDRAWN else 200)
