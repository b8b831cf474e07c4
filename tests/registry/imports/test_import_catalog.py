"""`manage.py import_catalog`: what it prints, how it ends, what it refuses."""

import gzip
import json
import os
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.models import AIModel, ClaimConflict, ClaimedRecord, ImportRun, Revision
from tests.factories import make_model, make_organization, variant_document

pytestmark = pytest.mark.django_db
SNAPSHOTS = Path(os.environ.get("SNAPSHOTS", Path(__file__).parents[4] / "shared" / "snapshots"))
needs_snapshots = pytest.mark.skipif(not SNAPSHOTS.is_dir(), reason="no snapshots of real catalogs at ../shared/snapshots or SNAPSHOTS")


def listed(identifier: str, *, context: int = 4096, **fields: Any) -> dict[str, Any]:
    """A model as models.dev writes it."""
    return {
        "id": identifier, "name": identifier, "attachment": False, "reasoning": False, "tool_call": False, "open_weights": True,
        "release_date": "2023-07-18", "last_updated": "2023-07-18", "modalities": {"input": ["text"], "output": ["text"]},
        "limit": {"context": context, "output": 2048}, "cost": {"input": 0.5, "output": 1.5}, **fields,
    }  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    azure = {
        "id": "azure",
        "name": "Azure",
        "env": [],
        "npm": "x",
        "doc": "https://example.org/",
        "models": {"llama-2-7b": listed("llama-2-7b")},
    }
    path = tmp_path / "api-2026-05-21.json"
    path.write_text(json.dumps({"azure": azure}), encoding="utf-8")
    return path


def imported(*words: str | Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_catalog", *map(str, words), stdout=out, stderr=out, **options)
    return out.getvalue()


def llama(**variant: Any) -> AIModel:
    make_organization("microsoft", aliases=["Azure"])
    return make_model("llama-2", variants=[variant_document("llama-2-7b", **variant)])


def test_a_dry_run_says_what_would_happen_and_writes_nothing(file: Path) -> None:
    llama()
    said = imported("models-dev", file, "--dry-run", verbosity=2)
    assert "create    azure/llama-2-7b" in said
    assert "1 records: 1 create, 0 update, 0 unchanged, 0 conflict, 0 rejected. 0 gone. 1 pages would change." in said
    assert not ClaimedRecord.objects.exists()


def test_the_day_stands_in_the_name_of_the_file_or_is_given(file: Path) -> None:
    imported("models-dev", file)
    imported("models-dev", file, "--as-of", "2026-06-01")
    assert [str(run.as_of) for run in ImportRun.objects.order_by("pk")] == ["2026-05-21", "2026-06-01"]


def test_conflicts_end_with_a_code_of_their_own(file: Path) -> None:
    llama(context_tokens=2048)
    with pytest.raises(CommandError, match="1 claims differ") as ended:
        imported("models-dev", file)
    assert ended.value.returncode == 3
    assert ClaimConflict.objects.count() == 1


def test_records_can_be_chosen_by_the_beginning_of_their_keys(file: Path) -> None:
    assert imported("models-dev", file, "--only", "openai/").startswith("0 records")
    assert imported("models-dev", file, "--only", "openai/", "azure/").startswith("1 records")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "is not"), (b"[]", "not an object"), (gzip.compress(b"{}")[:-6], "")],
    ids=["broken off", "a list", "gzip without its end"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "api.json"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        imported("models-dev", path)
    assert (refused.value.returncode, said in str(refused.value)) == (1, True)
    assert not ImportRun.objects.exists()


def test_a_file_that_is_not_there_and_a_day_that_is_none_are_told(file: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        imported("models-dev", file.with_name("nothing.json"))
    with pytest.raises(CommandError, match="write 2026-05-21"):
        imported("models-dev", file, "--as-of", "yesterday")


def test_a_folder_of_model_cards_and_a_table_of_ones_own_are_received(tmp_path: Path) -> None:
    card = tmp_path / "cards" / "meta-llama" / "Llama-2-7b" / "README.md"
    card.parent.mkdir(parents=True)
    card.write_text("---\nlicense: llama2\n---\n# Llama 2\n", encoding="utf-8")
    imported("huggingface", tmp_path / "cards")
    table = tmp_path / "own.csv"
    table.write_text("identifier,host,input_per_million,currency\nllama-2-7b,azure,0.5,USD\n", encoding="utf-8")
    imported("csv", table)
    assert sorted(ClaimedRecord.objects.values_list("source", "identifier")) == [
        ("csv", "llama-2-7b"),
        ("huggingface", "meta-llama/Llama-2-7b"),
    ]
    assert len(set(ImportRun.objects.values_list("digest", flat=True))) == 2


@needs_snapshots
@pytest.mark.parametrize(
    ("source", "name", "records", "rejected"),
    [("models-dev", "models_dev_2026-05-21.json.gz", 4803, 3), ("litellm", "litellm_1.109.1.json.gz", 4552, 1)],
)
def test_every_record_of_a_real_catalog_is_accounted_for_and_a_second_run_changes_nothing(
    source: str, name: str, records: int, rejected: int
) -> None:
    llama(context_tokens=4096)
    said = [imported_with_conflicts(source, SNAPSHOTS / name) for _ in range(2)]
    first, second = ImportRun.objects.order_by("pk")
    ends = [[run.created, run.updated, run.unchanged, run.conflicts, run.rejected] for run in (first, second)]
    assert [sum(numbers) for numbers in ends] == [records, records]
    assert ends[0][4] == ends[1][4] == rejected
    assert (ends[1][0], ends[1][1], second.pages) == (0, 0, 0)
    assert ClaimedRecord.objects.listed().count() == records - rejected
    assert Revision.objects.filter(page__slug="llama-2", origin="import").count() <= 1
    assert all(f"{records:,} records" in text for text in said)


def imported_with_conflicts(source: str, path: Path) -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("import_catalog", source, str(path), "--as-of", "2026-05-21", stdout=out, stderr=out)
    return out.getvalue()
