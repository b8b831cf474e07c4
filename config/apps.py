"""Puts the site's own admin in the place of Django's `admin.site`."""

from django.contrib.admin.apps import AdminConfig


class CatalogAdminConfig(AdminConfig):
    """`admin.site` is a CatalogAdminSite, for every app that registers something there."""

    default_site = "config.admin_site.CatalogAdminSite"
