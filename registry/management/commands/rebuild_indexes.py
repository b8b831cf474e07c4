"""`manage.py rebuild_indexes`: what follows from pages for search and for links, written anew."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from registry.documents import InvalidDocument
from registry.history import writing
from registry.history.drafts import Draft
from registry.history.linking import refresh_links
from registry.history.reading import document_of_row, rows_of
from registry.models import Page
from registry.searching.indexes import rebuild
from registry.searching.refreshing import refresh_entries

AT_ONCE = 500


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Write the search entries, names and links of all pages anew from the pages themselves, and index them. "
        "Needed once after an upgrade, and whenever check_record says that a search entry is missing or outdated."
    )

    def handle(self, *, verbosity: int, **_: Any) -> None:
        """Bite by bite, so that other writers are not kept waiting."""
        keys = list(Page.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            with writing():
                drafts = list(self._as_they_stand(Page.objects.filter(pk__in=keys[start : start + AT_ONCE])))
                refresh_links(drafts)
                refresh_entries(drafts)
        rebuild(using=DEFAULT_DB_ALIAS)
        if verbosity:
            self.stdout.write(f"Search and links follow {len(keys)} page{'' if len(keys) == 1 else 's'}.")

    def _as_they_stand(self, pages: QuerySet[Page]) -> Iterator[Draft]:
        for row in rows_of(pages):
            try:
                document = document_of_row(row)
            except InvalidDocument as error:
                self.stderr.write(f"{row.kind} {row.slug} is left out, for its rows do not make a page: {error}")
            else:
                yield Draft(document, {}, row, created=False, changed=False)
