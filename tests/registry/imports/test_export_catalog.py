"""`manage.py export_catalog`: what was loaded comes out again, byte for byte, and nothing else in the folder is touched."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry import history
from registry.documents import parse_document
from registry.documents.files import file_name, write
from registry.models import Page, Revision
from tests import factories
from tests.registry.history.documents import ALL
from tests.registry.imports.conftest import texts

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


def export(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_catalog", str(folder), *options, stdout=out)
    return out.getvalue()


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_catalog", str(folder), stdout=out)
    return out.getvalue()


def test_the_curated_catalog_comes_out_as_it_went_in(tmp_path: Path) -> None:
    load(FIXTURES)
    export(tmp_path / "out")
    assert texts(tmp_path / "out") == texts(FIXTURES)
    assert load(tmp_path / "out") == "The catalog is up to date with its files.\n"
    assert not Page.objects.exclude(number=1).exists()


def test_the_rows_of_the_curated_catalog_make_its_files(tmp_path: Path) -> None:
    load(FIXTURES)
    from_rows = {file_name(document).as_posix(): write(document).encode() for document in history.documents_of(Page.objects.all())}
    assert from_rows == texts(FIXTURES)


def test_drafts_and_withdrawn_pages_are_exported_too(tmp_path: Path) -> None:
    history.save_all([parse_document(data) for data in ALL], by=None, reason="For a test", origin="api")
    assert {document.state for document in history.documents_of(Page.objects.all())} == {"draft", "published", "withdrawn"}
    export(tmp_path)
    assert set(texts(tmp_path)) == {
        "articles/about.yaml",
        "families/acme-line.yaml",
        "licenses/acme-0.9.yaml",
        "licenses/acme-1.0.yaml",
        "models/acme-line/acme-0.yaml",
        "models/acme-line/acme-1.yaml",
        "organizations/acme.yaml",
        "organizations/other.yaml",
    }
    assert load(tmp_path) == "8 pages: 8 unchanged. Nothing was written.\n"


def test_an_exported_catalog_fills_an_empty_one_with_the_same_pages(tmp_path: Path, put_file) -> None:
    for data in ALL:
        put_file(data)
    load(tmp_path / "catalog")
    export(tmp_path / "out")
    assert texts(tmp_path / "out") == texts(tmp_path / "catalog")


def test_an_edit_on_the_site_is_in_the_next_export(folder: Path, person_changes) -> None:
    load(folder)
    person_changes(factories.article_document("about", body="By a person"))
    assert export(folder) == f"Files written: 1, unchanged: 4, in {folder}.\n"
    assert "By a person" in (folder / "articles/about.yaml").read_text()
    assert load(folder) == "5 pages: 5 unchanged. Nothing was written.\n"


@pytest.mark.parametrize("name", ["notes.txt", "models/picture.png", "drafts/idea.yaml", ".git/config", "organizations/meta.yml"])
def test_a_folder_that_holds_other_things_is_refused(tmp_path: Path, name: str) -> None:
    factories.make_article()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(CommandError, match=f"holds other things .*{Path(name).name}"):
        export(tmp_path)
    assert list(texts(tmp_path)) == [name]


def test_force_writes_beside_other_things_and_leaves_them(tmp_path: Path) -> None:
    factories.make_article()
    (tmp_path / "notes.txt").write_text("mine")
    export(tmp_path, "--force", "--prune")
    assert set(texts(tmp_path)) == {"notes.txt", "articles/how-we-choose.yaml"}
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_files_of_pages_that_are_not_in_the_catalog_stay_unless_asked(folder: Path) -> None:
    factories.make_article("about")
    assert f"{folder}/models/llama/llama-2.yaml left: its page is not in the catalog." in export(folder)
    assert (folder / "models/llama/llama-2.yaml").exists()
    assert f"{folder}/models/llama/llama-2.yaml removed: its page is not in the catalog." in export(folder, "--prune")
    assert set(texts(folder)) == {"articles/about.yaml"}
    assert not (folder / "models").exists()


def test_an_export_that_was_killed_does_not_stand_in_the_way_of_the_next(folder: Path) -> None:
    load(folder)
    (folder / "articles/.about.yaml.unfinished").write_text("kind: art")
    export(folder)
    assert "unchanged: 5" in export(folder)


def test_a_file_is_replaced_whole_or_not_at_all(folder: Path, person_changes, monkeypatch) -> None:
    load(folder)
    person_changes(factories.article_document("about", body="By a person"))
    before = texts(folder)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device", "about.yaml")

    monkeypatch.setattr("registry.imports.export.os.replace", no_room)
    with pytest.raises(CommandError, match=r"Cannot write about\.yaml: No space left on device"):
        export(folder)
    assert {name: text for name, text in texts(folder).items() if not name.endswith(".unfinished")} == before


def test_exporting_takes_one_query(folder: Path, tmp_path: Path, count_queries) -> None:
    load(folder)
    assert count_queries(lambda: export(tmp_path / "out")) == 1
    assert Revision.objects.count() == 5
