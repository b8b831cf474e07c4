"""The addresses of the API. Slugs keep their dots: no suffix is ever taken for a format."""

from django.urls import URLPattern, URLResolver, path

from catalog.api import documentation, views
from catalog.api.changes import ChangesView, ChangeView
from catalog.api.checks import ChecksView
from catalog.api.comparing import CompareView
from catalog.api.costs import CostsView
from catalog.api.decisions import DecisionsView, DecisionView
from catalog.api.documents import RESOURCES_WITH_DOCUMENTS, DocumentView, PagesView
from catalog.api.mlbom import MlBomView
from catalog.api.profiles import ProfilesView, ProfileView
from catalog.api.proposals import DeclineView, ProposalsView, ProposalView, PublishView, TakeBackView
from catalog.api.resources import RESOURCES
from catalog.api.revisions import RestoreView
from catalog.api.saved_views import SavedViewsView, SavedViewView
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
    path("costs/", CostsView.as_view(), name="costs"),
    path("saved-views/", SavedViewsView.as_view(), name="saved-views"),
    path("saved-views/<str:slug>/", SavedViewView.as_view(), name="saved-view"),
    path("checks/", ChecksView.as_view(), name="checks"),
    path("mlbom/", MlBomView.as_view(), name="mlbom"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("changes/<str:number>/", ChangeView.as_view(), name="change"),
    path("decisions/", DecisionsView.as_view(), name="decisions"),
    path("decisions/<str:number>/", DecisionView.as_view(), name="decision"),
    path("proposals/", ProposalsView.as_view(), name="proposals"),
    path("proposals/<str:number>/", ProposalView.as_view(), name="proposal"),
    path("proposals/<str:number>/publish/", PublishView.as_view(), name="proposal-publish"),
    path("proposals/<str:number>/decline/", DeclineView.as_view(), name="proposal-decline"),
    path("proposals/<str:number>/take-back/", TakeBackView.as_view(), name="proposal-take-back"),
    path("use-profiles/", ProfilesView.as_view(), name="use-profiles"),
    path("use-profiles/<str:name>/", ProfileView.as_view(), name="use-profile"),
]
for _resource in RESOURCES.values():
    _list = PagesView if _resource.name in RESOURCES_WITH_DOCUMENTS else views.ListView
    urlpatterns += [
        path(f"{_resource.name}/", _list.as_view(resource=_resource), name=f"{_resource.name}-list"),
        path(f"{_resource.name}/<str:slug>/", views.DetailView.as_view(resource=_resource), name=f"{_resource.name}-detail"),
    ]
for _resource in RESOURCES_WITH_DOCUMENTS.values():
    _document = f"{_resource.name}/<str:slug>/document/"
    urlpatterns += [
        path(_document, DocumentView.as_view(resource=_resource), name=f"{_resource.name}-document"),
        path(f"{_document}restore/", RestoreView.as_view(resource=_resource), name=f"{_resource.name}-restore"),
    ]
