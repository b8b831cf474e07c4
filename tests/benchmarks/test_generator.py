from itertools import islice

import pytest
from django.db.models import Count, F

from benchmarks.generator import TODAY, NotEmptyError, fill
from benchmarks.made_up.releases import catalog_rows
from benchmarks.made_up.tables import TABLES
from benchmarks.made_up.words import word
from registry.history import documents_of
from registry.models import (
    AIModel,
    CatalogRevision,
    HostingOffer,
    HubRepository,
    License,
    Lineage,
    ModelFamily,
    ModelVariant,
    Organization,
    Page,
)  # fmt: skip
from registry.verdicts import stale

SEED = 7


def rows(*, variants, seed):
    return [(table.name, row) for table, row in catalog_rows(variants=variants, seed=seed)]


def test_the_same_seed_gives_the_same_rows():
    assert rows(variants=40, seed=SEED) == rows(variants=40, seed=SEED)


def test_another_seed_gives_other_rows():
    assert rows(variants=40, seed=SEED) != rows(variants=40, seed=SEED + 1)


def test_a_larger_catalog_begins_with_the_same_families():
    def families(variants):
        return [row[3] for name, row in rows(variants=variants, seed=SEED) if name == "registry_page" and row[1] == "family"]

    assert families(200)[: len(families(40))] == families(40)


def test_names_do_not_repeat():
    assert len({word(number) for number in range(130_000)}) == 130_000


@pytest.mark.django_db
def test_a_filled_catalog_has_the_promised_numbers():
    fill(variants=300, seed=SEED, show=False)

    assert ModelVariant.objects.count() == 300
    assert License.objects.count() == 60
    assert Organization.objects.in_role(["developer"]).count() == 200
    # About three offers for each variant, three and a half variants to a model, five models to a family.
    assert 750 < HostingOffer.objects.count() < 1_050
    assert 55 < AIModel.objects.count() < 110
    assert 10 < ModelFamily.objects.count() < 23
    assert 0 < ModelVariant.objects.filter(release_date=None).count() < 60
    assert ModelVariant.objects.filter(open_weights=False).exists()
    assert HubRepository.objects.count() > 250
    # One write for the rows, one for the statuses.
    assert CatalogRevision.current() == 2


@pytest.mark.django_db
def test_every_page_of_a_filled_catalog_is_a_valid_document():
    fill(variants=300, seed=SEED, show=False)

    assert sum(1 for _ in documents_of(Page.objects.all())) == Page.objects.count() > 370


@pytest.mark.django_db
def test_the_stored_statuses_of_a_filled_catalog_are_the_decided_ones():
    fill(variants=120, seed=SEED, show=False)

    assert stale(today=TODAY) == []
    assert ModelVariant.objects.values("commercial_use").annotate(n=Count("pk")).count() == 4


@pytest.mark.django_db
def test_a_base_is_always_made_before_what_derives_from_it():
    fill(variants=300, seed=SEED, show=False)

    assert Lineage.objects.exclude(base=None).count() > 30
    assert not Lineage.objects.filter(base__gte=F("variant")).exists()


@pytest.mark.django_db
def test_a_database_with_pages_is_not_filled():
    fill(variants=1, seed=SEED, show=False)

    with pytest.raises(NotEmptyError, match="Name an empty one"):
        fill(variants=1, seed=SEED, show=False)


@pytest.mark.django_db
def test_rows_added_later_get_ids_of_their_own():
    from django.core.management.color import no_style
    from django.db import connection

    fill(variants=3, seed=SEED, show=False)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in TABLES]):
            cursor.execute(statement)

    article = Page.objects.create(kind="article", slug="after", name="After")

    assert article.pk > max(pk for name, (pk, *_) in islice(rows(variants=3, seed=SEED), 10_000) if name == "registry_page")
