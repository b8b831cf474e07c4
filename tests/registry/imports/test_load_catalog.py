"""`manage.py load_catalog`: everything or nothing, once is enough, and a person's word counts more than a file's."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry import history
from registry.models import AIModel, Article, CatalogRevision, ImportRun, ModelVariant, Organization, Page, Revision
from tests.factories import Data, article_document, model_document, organization_document, variant_document

pytestmark = pytest.mark.django_db


def load(folder: Path, **options) -> str:
    out = StringIO()
    call_command("load_catalog", str(folder), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(folder: Path, **options) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("load_catalog", str(folder), stdout=out, stderr=err, **options)
    return stopped.value.returncode, out.getvalue() + err.getvalue()


def test_an_empty_catalog_takes_every_file_in_one_move(folder: Path) -> None:
    before = CatalogRevision.current()
    assert load(folder) == "5 pages: 5 create. Written: 5 pages.\n"
    assert set(Page.objects.values_list("kind", "slug")) == {
        ("organization", "meta"),
        ("family", "llama"),
        ("license", "apache-2.0"),
        ("model", "llama-2"),
        ("article", "about"),
    }
    assert ModelVariant.objects.get().license.slug == "apache-2.0"
    assert CatalogRevision.current() == before + 1


def test_what_is_loaded_says_where_it_came_from(folder: Path) -> None:
    load(folder)
    revision = Revision.objects.get(page__slug="about")
    assert (revision.origin, revision.by, revision.by_name, revision.reason) == (
        "files",
        None,
        "catalog files",
        "Loaded from the catalog files",
    )
    run = ImportRun.objects.get()
    assert (run.source, run.created, run.updated, run.unchanged, run.kept, run.conflicts) == ("catalog files", 5, 0, 0, 0, 0)


def test_the_same_files_again_are_up_to_date_without_reading_them(folder: Path, count_queries, monkeypatch) -> None:
    load(folder)
    monkeypatch.setattr("registry.documents.files.yaml.compose", lambda *_, **__: pytest.fail("the files were parsed"))
    assert load(folder) == "The catalog is up to date with its files.\n"
    assert count_queries(lambda: load(folder)) == 1
    assert Revision.objects.count() == 5


def test_loading_is_idempotent_even_when_the_last_load_is_forgotten(folder: Path) -> None:
    load(folder)
    ImportRun.objects.all().delete()
    before = CatalogRevision.current()
    assert load(folder) == "5 pages: 5 unchanged. Nothing was written.\n"
    assert CatalogRevision.current() == before
    assert Revision.objects.count() == 5


def test_a_changed_file_changes_its_page_and_no_other(folder: Path, put_file: Callable[[Data], Path]) -> None:
    load(folder)
    put_file(article_document("about", body="New"))
    assert load(folder) == "5 pages: 1 update, 4 unchanged. Written: 1 page.\n"
    assert Article.objects.get().body == "New"
    assert list(Page.objects.exclude(number=1).values_list("slug", "number")) == [("about", 2)]


def test_a_new_file_adds_its_page(folder: Path, put_file: Callable[[Data], Path]) -> None:
    load(folder)
    put_file(organization_document("microsoft"))
    assert load(folder) == "6 pages: 1 create, 5 unchanged. Written: 1 page.\n"


def test_a_page_without_a_file_stays(folder: Path, put_file: Callable[[Data], Path]) -> None:
    path = put_file(organization_document("microsoft"))
    load(folder)
    path.unlink()
    assert load(folder) == "5 pages: 5 unchanged. Nothing was written.\n"
    assert Organization.objects.filter(slug="microsoft", state="published").exists()


def test_a_dry_run_shows_the_plan_and_writes_nothing(folder: Path) -> None:
    assert load(folder, dry_run=True).splitlines() == [
        "create    article about",
        "create    family llama",
        "create    license apache-2.0",
        "create    model llama-2",
        "create    organization meta",
        "5 pages: 5 create. Nothing was written.",
    ]
    assert not Page.objects.exists()
    assert not ImportRun.objects.exists()
    assert CatalogRevision.current() == 0


def test_a_dry_run_names_the_facts_that_would_change(folder: Path, put_file: Callable[[Data], Path]) -> None:
    load(folder)
    variant = variant_document("llama-2-7b", license="apache-2.0", context_tokens=4096)
    put_file(model_document("llama-2", summary="New", variants=[variant]))
    assert load(folder, dry_run=True).splitlines()[0] == "update    model llama-2: summary, variants/llama-2-7b/context_tokens"


def test_what_a_person_changed_since_is_kept(folder: Path, person_changes: Callable[[Data], None], put_file) -> None:
    load(folder)
    person_changes(article_document("about", body="By a person"))
    put_file(organization_document("microsoft"))
    output = load(folder)
    assert f"kept      article about: changed here since {folder}/articles/about.yaml was loaded" in output
    assert "6 pages: 1 create, 4 unchanged, 1 kept. Written: 1 page." in output
    assert Article.objects.get().body == "By a person"
    assert load(folder) == "The catalog is up to date with its files.\n"


def test_what_changed_on_both_sides_is_a_conflict_that_stops_nothing_else(folder: Path, person_changes, put_file) -> None:
    load(folder)
    person_changes(article_document("about", body="By a person"))
    put_file(article_document("about", body="By the file", summary="New"))
    put_file(organization_document("meta", country="US"))
    code, output = refused(folder)
    assert code == 3
    assert "conflict  article about: changed here and in" in output
    assert "they differ in summary, body" in output
    assert "5 pages: 1 update, 3 unchanged, 1 conflict. Written: 1 page." in output
    assert Article.objects.get().body == "By a person"
    assert Organization.objects.get().country == "US"
    assert ImportRun.objects.latest("pk").conflicts == 1


def test_a_conflict_is_reported_again_until_it_is_settled(folder: Path, person_changes, put_file) -> None:
    load(folder)
    person_changes(article_document("about", body="By a person"))
    put_file(article_document("about", body="By the file"))
    assert refused(folder)[0] == 3
    runs = ImportRun.objects.count()
    assert refused(folder)[0] == 3
    assert ImportRun.objects.count() == runs
    person_changes(article_document("about", body="By the file"))
    assert load(folder) == "5 pages: 5 unchanged. Nothing was written.\n"
    assert load(folder) == "The catalog is up to date with its files.\n"


def test_a_page_that_a_person_made_is_never_overwritten(folder: Path, person_changes) -> None:
    person_changes(article_document("about", body="By a person"))
    code, output = refused(folder)
    assert code == 3
    assert "conflict  article about" in output
    assert Article.objects.get().body == "By a person"
    assert AIModel.objects.exists()


def test_a_file_that_says_what_the_page_said_before_a_person_changed_it_is_no_conflict(folder: Path, person_changes, put_file) -> None:
    load(folder)
    person_changes(article_document("about", body="First word"))
    put_file(article_document("about", body="First word"))
    load(folder)
    person_changes(article_document("about", body="Second word"))
    ImportRun.objects.all().delete()
    assert "4 unchanged, 1 kept" in load(folder)
    assert Article.objects.get().body == "Second word"


def test_a_file_put_back_to_an_older_text_is_an_update(folder: Path, put_file) -> None:
    load(folder)
    put_file(article_document("about", body="Newer"))
    load(folder)
    put_file(article_document("about"))
    assert "1 update" in load(folder)
    assert Article.objects.get().body == article_document()["body"]


def test_a_variant_may_move_from_one_file_to_another(folder: Path, put_file) -> None:
    load(folder)
    before = ModelVariant.objects.get().pk
    put_file(model_document("llama-2", variants=[]))
    put_file(model_document("llama-2-small", variants=[variant_document("llama-2-7b", license="apache-2.0")]))
    assert "1 create, 1 update" in load(folder)
    moved = ModelVariant.objects.get()
    assert (moved.pk, moved.model.slug) == (before, "llama-2-small")


def test_a_page_that_was_renamed_here_is_not_made_again(folder: Path, put_file) -> None:
    load(folder)
    Page.objects.filter(kind="article").update(slug="renamed")
    history.record(Page.objects.get(kind="article"), by=None, reason="A better name", origin="admin")
    put_file(organization_document("microsoft"))
    assert "6 pages: 1 create, 4 unchanged, 1 kept" in load(folder)
    assert Article.objects.get().slug == "renamed"
    put_file(article_document("about", body="New"))
    code, output = refused(folder)
    assert code == 3
    assert "conflict  article about" in output
    assert Article.objects.count() == 1


def test_a_folder_without_page_files_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path)[0] == 1
    assert refused(tmp_path / "missing")[0] == 1


def test_other_files_and_hidden_ones_are_left_alone(folder: Path) -> None:
    (folder / "README.md").write_text("About this folder")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "old.yaml").write_text("kind: nonsense")
    assert "5 pages: 5 create" in load(folder)
