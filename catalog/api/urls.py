"""The addresses of the API. Slugs keep their dots: no suffix is ever taken for a format."""

from django.urls import URLPattern, URLResolver, path

from catalog.api import documentation, views
from catalog.api.checks import ChecksView
from catalog.api.comparing import CompareView
from catalog.api.decisions import DecisionsView, DecisionView
from catalog.api.profiles import ProfilesView, ProfileView
from catalog.api.resources import RESOURCES
from catalog.api.search import SearchView
from catalog.api.verdicts.views import VerdictsView

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.RootView.as_view(), name="root"),
    path("openapi.json", documentation.OpenApiView.as_view(), name="openapi"),
    path("docs/", documentation.DocsView.as_view(), name="docs"),
    path("search/", SearchView.as_view(), name="search"),
    path("verdicts/", VerdictsView.as_view(), name="verdicts"),
    path("compare/", CompareView.as_view(), name="compare"),
    path("checks/", ChecksView.as_view(), name="checks"),
    path("decisions/", DecisionsView.as_view(), name="decisions"),
    path("decisions/<str:number>/", DecisionView.as_view(), name="decision"),
    path("use-profiles/", ProfilesView.as_view(), name="use-profiles"),
    path("use-profiles/<str:name>/", ProfileView.as_view(), name="use-profile"),
]
for _resource in RESOURCES.values():
    urlpatterns += [
        path(f"{_resource.name}/", views.ListView.as_view(resource=_resource), name=f"{_resource.name}-list"),
        path(f"{_resource.name}/<str:slug>/", views.DetailView.as_view(resource=_resource), name=f"{_resource.name}-detail"),
    ]
