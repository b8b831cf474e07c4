"""The addresses of the site."""

from django.urls import path

from catalog.views import account, health

app_name = "catalog"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", account.overview, name="account"),
    path("account/tokens/", account.token_list, name="token-list"),
    path("account/tokens/<slug:token_key>/revoke/", account.token_revoke, name="token-revoke"),
]
