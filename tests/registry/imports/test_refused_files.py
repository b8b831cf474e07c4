"""A mistake in one file keeps all of them out, and is named by file, line and field."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.models import ImportRun, Page, Revision
from tests import factories
from tests.factories import Data, family_document, license_document, model_document, offer_document, organization_document, variant_document

pytestmark = pytest.mark.django_db
Put = Callable[[Data], Path]


def mistakes(folder: Path) -> list[str]:
    """The lines that the command prints, without the folder; and nothing may have been written."""
    before = Page.objects.count(), Revision.objects.count(), ImportRun.objects.count()
    err = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("load_catalog", str(folder), stdout=StringIO(), stderr=err)
    assert stopped.value.returncode == 1
    assert (Page.objects.count(), Revision.objects.count(), ImportRun.objects.count()) == before
    return [line.removeprefix(f"{folder}/") for line in err.getvalue().splitlines()]


def replace(path: Path, old: str, new: str) -> int:
    """Change a file's text and return the line of the change."""
    text = path.read_text()
    assert text.count(old) == 1, text
    path.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def test_an_unknown_type_of_term(folder: Path) -> None:
    line = replace(folder / "licenses/apache-2.0.yaml", "type: grant", "type: gift")
    (mistake,) = mistakes(folder)
    assert mistake.startswith(f"licenses/apache-2.0.yaml:{line}: /terms/0/type: must be one of: grant, purpose, ")


def test_a_date_in_the_wrong_form(folder: Path) -> None:
    path = folder / "models/llama/llama-2.yaml"
    line = replace(path, "variants:\n", "release_date: July 2023\nvariants:\n")
    assert mistakes(folder) == [
        f"models/llama/llama-2.yaml:{line}: /release_date: 'July 2023' is not a date: write 2024-07-23, 2024-07 or 2024"
    ]


def test_a_release_in_the_future_that_is_not_only_announced(folder: Path, put_file: Put) -> None:
    put_file(model_document("llama-9", release_date="2999-07-18"))
    (mistake,) = mistakes(folder)
    assert "/release_date: Release date 2999-07-18 lies in the future: is it announced only? Set status to announced" in mistake


def test_a_field_that_does_not_exist(folder: Path) -> None:
    line = replace(folder / "organizations/meta.yaml", "roles:", "rolls:")
    assert mistakes(folder) == [f"organizations/meta.yaml:{line}: /rolls: there is no such field: check its spelling"]


def test_text_that_is_not_yaml(folder: Path) -> None:
    (folder / "articles/about.yaml").write_text("kind: article\nslug: about\nname: [About\n")
    (mistake,) = mistakes(folder)
    assert mistake.startswith("articles/about.yaml:4: /: not valid YAML: ")


def test_a_variant_slug_that_two_models_use(folder: Path, put_file: Put) -> None:
    put_file(model_document("llama-3", variants=[variant_document("llama-3-8b"), variant_document("llama-2-7b")]))
    (mistake,) = mistakes(folder)
    assert mistake.startswith("models/llama/llama-3.yaml:")
    assert mistake.endswith("/variants/1/slug: the variant 'llama-2-7b' already belongs to 'llama-2': it can have one page only")


def test_an_offer_slug_that_two_models_use(folder: Path, put_file: Put) -> None:
    put_file(organization_document("microsoft"))
    put_file(model_document("llama-3", offers=[offer_document("same")]))
    put_file(model_document("llama-4", offers=[offer_document("same")]))
    (mistake,) = mistakes(folder)
    assert "/offers/0/slug: the offer 'same' already belongs to 'llama-3'" in mistake


def test_a_page_in_two_files(folder: Path) -> None:
    text = (folder / "organizations/meta.yaml").read_text()
    (folder / "organizations/meta-again.yaml").write_text(text)
    assert mistakes(folder) == [
        "organizations/meta-again.yaml:2: /slug: the organization 'meta' stands in organizations/meta.yaml already: a page has one file"
    ]


def test_a_file_in_the_wrong_place(folder: Path) -> None:
    (folder / "families/meta.yaml").write_bytes((folder / "organizations/meta.yaml").read_bytes())
    (folder / "organizations/meta.yaml").unlink()
    assert mistakes(folder) == [
        "families/meta.yaml:2: /slug: the file of this page is organizations/meta.yaml: move it there or correct the page"
    ]


def test_a_file_whose_name_ends_otherwise(folder: Path) -> None:
    (folder / "articles/about.yaml").rename(folder / "articles/about.yml")
    assert mistakes(folder) == [
        "articles/about.yml:2: /slug: the file of this page is articles/about.yaml: move it there or correct the page"
    ]


def descends(slug: str, base: str) -> Data:
    return variant_document(slug, lineage={"status": "declared", "bases": [{"base": base, "relation": "finetune"}]})


def test_a_lineage_over_three_files_that_leads_back_to_its_start(folder: Path, put_file: Put) -> None:
    put_file(model_document("a", variants=[descends("a-1", "c-1")]))
    put_file(model_document("b", variants=[descends("b-1", "a-1")]))
    put_file(model_document("c", variants=[descends("c-1", "b-1")]))
    (mistake,) = mistakes(folder)
    assert mistake.startswith("models/llama/a.yaml:11: /variants/0/lineage: the lineage leads back to its start: a-1 → c-1 → b-1 → a-1")


def test_a_lineage_that_leads_back_through_a_page_without_a_file(folder: Path, put_file: Put) -> None:
    call_command("load_catalog", str(folder), stdout=StringIO())
    factories.make_model("b", variants=[descends("b-1", "llama-2-7b")])
    put_file(model_document("llama-2", variants=[descends("llama-2-7b", "b-1")]))
    (mistake,) = mistakes(folder)
    assert "/variants/0/lineage: the lineage leads back to its start" in mistake


def test_licenses_that_precede_each_other(folder: Path, put_file: Put) -> None:
    put_file(license_document("a", predecessor="b"))
    put_file(license_document("b", predecessor="a"))
    (mistake,) = mistakes(folder)
    assert "licenses/a.yaml:" in mistake
    assert "/predecessor: the lineage leads back to its start: a → b → a" in mistake


def test_everything_that_does_not_exist_is_named_at_once(folder: Path, put_file: Put) -> None:
    put_file(family_document("lost", developers=["nobody"]))
    put_file(license_document("child", predecessor="parent", licensors=["nobody"]))
    earlier = [{"license": "older", "valid_from": "2023-01-01", "valid_until": "2023-02-01"}]
    variant = {**descends("x-1", "y-1"), "license": "unwritten", "license_since": "2023-02-01", "earlier_licenses": earlier}
    put_file(model_document("x", family="unheard", developers=["nobody"], variants=[variant], offers=[offer_document(partner="noone")]))
    places = [mistake.split(": ")[1:3] for mistake in mistakes(folder)]
    assert places == [
        ["/developers/0", "there is no organization 'nobody', neither in the files nor in the catalog"],
        ["/licensors/0", "there is no organization 'nobody', neither in the files nor in the catalog"],
        ["/predecessor", "there is no license 'parent', neither in the files nor in the catalog"],
        ["/family", "there is no family 'unheard', neither in the files nor in the catalog"],
        ["/developers/0", "there is no organization 'nobody', neither in the files nor in the catalog"],
        ["/variants/0/license", "there is no license 'unwritten', neither in the files nor in the catalog"],
        ["/variants/0/earlier_licenses/0/license", "there is no license 'older', neither in the files nor in the catalog"],
        ["/variants/0/lineage/bases/0/base", "there is no variant 'y-1', neither in the files nor in the catalog"],
        ["/offers/0/partner", "there is no organization 'noone', neither in the files nor in the catalog"],
    ]


def test_a_name_may_lead_to_a_page_that_has_no_file(folder: Path, put_file: Put) -> None:
    factories.make_organization("nvidia")
    put_file(family_document("nemotron", developers=["nvidia"]))
    call_command("load_catalog", str(folder), stdout=StringIO())
    assert Page.objects.filter(kind="family", slug="nemotron").exists()


def test_a_file_with_a_mistake_does_not_make_others_that_name_it_wrong(folder: Path, put_file: Put) -> None:
    put_file(organization_document("microsoft"))
    put_file(model_document("llama-3", variants=[descends("llama-3-8b", "llama-2-7b")], offers=[offer_document(partner="noone")]))
    replace(folder / "organizations/meta.yaml", "roles:", "rolls:")
    replace(folder / "models/llama/llama-2.yaml", "open_weights:", "open_wait:")
    assert [mistake.split(": ")[1] for mistake in mistakes(folder)] == [
        "/variants/0/open_weights",
        "/variants/0/open_wait",
        "/offers/0/partner",
        "/rolls",
    ]


def test_a_variant_that_a_page_without_a_file_derives_from_cannot_go(folder: Path, put_file: Put) -> None:
    call_command("load_catalog", str(folder), stdout=StringIO())
    factories.make_model("b", variants=[descends("b-1", "llama-2-7b")])
    put_file(model_document("llama-2", variants=[variant_document("llama-2-13b")]))
    (mistake,) = mistakes(folder)
    assert "/variants: 'llama-2-7b' cannot be removed: 'b-1' names it as its base" in mistake


def test_a_value_that_only_the_column_refuses_is_named_by_line_too(folder: Path, put_file: Put) -> None:
    put_file(organization_document("microsoft", website="https://no_such_host_/"))
    (mistake,) = mistakes(folder)
    assert mistake.startswith("organizations/microsoft.yaml:6: /website: ")


def test_a_dry_run_refuses_the_same_mistakes(folder: Path) -> None:
    replace(folder / "organizations/meta.yaml", "roles:", "rolls:")
    with pytest.raises(CommandError) as stopped:
        call_command("load_catalog", str(folder), "--dry-run", stdout=StringIO(), stderr=StringIO())
    assert stopped.value.returncode == 1
    assert str(stopped.value) == f"1 mistake in 1 file of {folder}; nothing was written."
