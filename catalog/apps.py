"""The app of the reading side."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    """Gives administrators the tables of people and tokens after every migration."""

    name = "catalog"
    verbose_name = "People and tokens"

    def ready(self) -> None:
        """Called by Django once all apps are loaded."""
        from catalog.access import grant_after_migrate

        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="catalog.access")
