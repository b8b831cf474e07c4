"""The addresses of the site."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path

from catalog.presentation.charts import CHARTS
from catalog.views import (
    account,
    appearance,
    can_we_use_it,
    changes,
    charts,
    claimed_names,
    claims,
    comparing,
    dead_links,
    decisions,
    exploring,
    feeds,
    health,
    history,
    home,
    hosting,
    journal,
    links,
    lists,
    pages,
    proposals,
    restoring,
    saving,
    search,
    takeaway,
    talk,
    upkeep,
    use_profiles,
    watchlist,
    well_known,
)
from catalog.views.editing import edit, new, verbs
from registry.models.vocabulary import Kind

app_name = "catalog"

# Where the pages of each kind stand, and the name of their list. Slugs keep their dots.
PLACES = {
    Kind.MODEL: ("models", "models"),
    Kind.FAMILY: ("families", "families"),
    Kind.LICENSE: ("licenses", "licenses"),
    Kind.ORGANIZATION: ("partners", "partners"),
    Kind.ARTICLE: ("pages", "articles"),
}

# What stands below each page's own address, named `<kind>-<name>`: (path, view, name).
BELOW_A_PAGE: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
    ("history/", history.history, "history"),
    ("history/<int:number>/", history.revision, "revision"),
    ("history/<int:number>/restore/", restoring.restore_revision, "restore"),
    ("diff/<int:first>..<int:second>/", history.diff, "diff"),
    ("feed/", feeds.page_feed, "feed"),
    ("links/", links.page_links, "links"),
    ("talk/", talk.talk, "talk"),
    ("talk/<int:number>/", talk.comment, "talk-comment"),
    ("journal/", journal.journal, "journal"),
    ("journal/<int:number>/", journal.journal_note, "journal-note"),
    ("edit/", edit.edit, "edit"),
    ("rename/", verbs.rename, "rename"),
    ("withdraw/", verbs.withdraw, "withdraw"),
    ("merge/", verbs.merge, "merge"),
    ("merge/undo/", verbs.undo_merge, "undo-merge"),
    ("confirm/", verbs.confirm, "confirm"),
    ("review/", verbs.review, "review"),
    ("watch/", watchlist.watching, "watch"),
]

urlpatterns = [
    path("", home.home, name="home"),
    *(path(f"{folder}/", lists.listing, {"name": name}, name=name) for folder, name in PLACES.values()),
    *(
        path(f"{folder}/feed/", feeds.list_feed, {"kind": kind.value, "name": name}, name=f"{name}-feed")
        for kind, (folder, name) in PLACES.items()
    ),
    path("models/releases/feed/", feeds.releases_feed, name="releases-feed"),
    *(path(f"{folder}/<str:slug>/", pages.page, {"kind": kind.value}, name=kind.value) for kind, (folder, _) in PLACES.items()),
    *(
        path(f"{folder}/<str:slug>/{below}", view, {"kind": kind.value}, name=f"{kind.value}-{name}")
        for kind, (folder, _) in PLACES.items()
        for below, view, name in BELOW_A_PAGE
    ),
    path("new/", new.new, name="new"),
    path("new/<slug:kind>/", new.new_page, name="new-page"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("missing/", links.missing, name="missing"),
    path("upkeep/", upkeep.upkeep, name="upkeep"),
    path("upkeep/dead-links/", dead_links.dead_link_list, name="dead-links"),
    path("upkeep/claims/", claims.claims, name="claims"),
    path("upkeep/claims/names/", claimed_names.claimed_names, name="claimed-names"),
    path("upkeep/<slug:key>/", upkeep.upkeep_list, name="upkeep-list"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", feeds.changes_feed, name="changes-feed"),
    path("can-we-use-it/", can_we_use_it.can_we_use_it, name="can-we-use-it"),
    path("can-we-use-it/evidence/", can_we_use_it.evidence, name="evidence"),
    path("can-we-use-it/evidence.md", can_we_use_it.evidence_markdown, name="evidence-markdown"),
    path("compare/", comparing.compare_page, name="compare"),
    path("charts/", charts.charts, name="charts"),
    *(path(f"charts/{name}/", charts.chart, {"name": name}, name=f"chart-{name}") for name in CHARTS),
    path("explore/", exploring.explore, name="explore"),
    path("hosting/", hosting.hosting_matrix, name="hosting"),
    path("hosting/cheapest/", hosting.hosting_cheapest, name="hosting-cheapest"),
    path("hosting/on-device/", hosting.hosting_on_device, name="hosting-on-device"),
    path("hosting/offers/<str:slug>/", hosting.hosting_offer, name="hosting-offer"),
    path("saved/", saving.saved_list, name="saved-views"),
    path("saved/new/", saving.saved_new, name="saved-new"),
    path("saved/<str:slug>/", saving.saved_view, name="saved"),
    path("saved/<str:slug>/edit/", saving.saved_edit, name="saved-edit"),
    path("saved/<str:slug>/delete/", saving.saved_delete, name="saved-delete"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/new/", decisions.decision_new, name="decision-new"),
    path("decisions/<int:number>/", decisions.decision_detail, name="decision"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/<int:number>/", proposals.proposal_detail, name="proposal"),
    path("proposals/<int:number>/publish/", proposals.proposal_publish, name="proposal-publish"),
    path("proposals/<int:number>/edit/", proposals.proposal_edit, name="proposal-edit"),
    path("proposals/<int:number>/decline/", proposals.proposal_decline, name="proposal-decline"),
    path("proposals/<int:number>/take-back/", proposals.proposal_take_back, name="proposal-take-back"),
    path("proposals/<int:number>/again/", proposals.proposal_again, name="proposal-again"),
    path("use-profiles/", use_profiles.profile_list, name="profiles"),
    path("use-profiles/new/", use_profiles.profile_new, name="profile-new"),
    path("use-profiles/<str:slug>/edit/", use_profiles.profile_edit, name="profile-edit"),
    path("watchlist/", watchlist.watchlist, name="watchlist"),
    path("watchlist/seen/", watchlist.seen, name="watchlist-seen"),
    path("watchlist/mail/", watchlist.watch_mail, name="watchlist-mail"),
    path("appearance/", appearance.appearance, name="appearance"),
    path("take-away/ml-bom/", takeaway.ml_bom, name="ml-bom"),
    path("calendar.ics", takeaway.calendar_file, name="calendar"),
    path("robots.txt", well_known.robots, name="robots"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", account.overview, name="account"),
    path("account/tokens/", account.token_list, name="token-list"),
    path("account/tokens/<slug:token_key>/revoke/", account.token_revoke, name="token-revoke"),
]
