"""After a load the database knows how many rows its tables hold."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


@pytest.mark.django_db
def test_a_load_leaves_statistics_of_what_it_wrote() -> None:
    call_command("load_catalog", str(FIXTURES), verbosity=0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'registry_modelvariant' AND idx = 'variant_by_name'")
            counted = int(cursor.fetchone()[0].split()[0])
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'registry_modelvariant'")
            counted = int(cursor.fetchone()[0])
    assert counted == 150
