"""The app of the record."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    """Keeps the groups of people, and what they may do with the record, equal to `registry/roles.py` after every migration."""

    name = "registry"
    verbose_name = "Record"

    def ready(self) -> None:
        """Called by Django once all apps are loaded."""
        from registry.append_only import check_installed, install
        from registry.roles import grant_after_migrate
        from registry.searching import indexes

        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="registry.roles")
        post_migrate.connect(install, sender=self, dispatch_uid="registry.append_only")
        post_migrate.connect(indexes.install, sender=self, dispatch_uid="registry.searching")
        register(check_installed, Tags.database)
        register(indexes.check_installed, Tags.database)
