"""Llama 1, Llama 2 and Llama 3.1 as the catalog records them: what differs, on the page and in the API, each with its source.

The expected values are those of fixtures/licenses/llama-1-research.yaml, llama-2-community.yaml and llama-3.1-community.yaml, and of the
offers in fixtures/models/llama/.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.catalog.conftest import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
QUERY = "?m=llama-1&m=llama-2&m=llama-3.1"
LLAMA_2_TEXT = "https://github.com/meta-llama/llama-models/blob/a9c89c471f793423afd4cc3ca8671d6e56fe64cb/models/llama2/LICENSE"
LLAMA_31_TEXT = "https://github.com/meta-llama/llama-models/blob/a9c89c471f793423afd4cc3ca8671d6e56fe64cb/models/llama3_1/LICENSE"
LLAMA_1_CARD = "https://github.com/meta-llama/llama/blob/57b0eb62de0636e75af471e49e2f1862d908d9d8/MODEL_CARD.md"
SILENT = "Says nothing about it"


def test_the_page_and_the_api_name_what_differs_each_with_its_source(reader: Client) -> None:
    call_command("load_catalog", str(FIXTURES), verbosity=0)
    answer = reader.get(f"/api/v1/compare/{QUERY}").json()
    assert [column["slug"] for column in answer["columns"]] == ["llama-1", "llama-2", "llama-3.1"]
    rows = {row["name"]: row for section in answer["sections"] for row in section["rows"]}

    assert _said(rows["commercial_use"]) == ["Not permitted", "Depends on who you are", "Depends on who you are"]
    assert _clauses(rows["commercial_use"]) == [
        (
            "LLaMA License Agreement (non-commercial, research), §2.a(i)",
            "/licenses/llama-1-research/#term_purpose",
            "verified",
            LLAMA_1_CARD,
        ),
        ("Llama 2 Community License Agreement, §2", "/licenses/llama-2-community/#term_scale_threshold", "verified", LLAMA_2_TEXT),
        ("Llama 3.1 Community License Agreement, §2", "/licenses/llama-3.1-community/#term_scale_threshold", "verified", LLAMA_31_TEXT),
    ]

    size = _said(rows["first-scale_threshold"])
    assert size[0] == SILENT
    assert size[1].startswith("More than 700,000,000 monthly active users in June 2023, ")
    assert size[2].startswith("More than 700,000,000 monthly active users in June 2024, ")
    assert _clauses(rows["first-scale_threshold"]) == [
        ("§2", "/licenses/llama-2-community/#term_scale_threshold", "verified", LLAMA_2_TEXT),
        ("§2", "/licenses/llama-3.1-community/#term_scale_threshold", "verified", LLAMA_31_TEXT),
    ]

    assert _said(rows["first-output_use"]) == [
        "Commercial or production use of the software, derivatives or any data it produces is not allowed.",
        "Neither the materials nor their outputs may be used to improve any other large language model; Llama 2 and its derivatives are excepted.",
        "Training other models on outputs is contemplated; the naming rule attaches if that model is distributed.",
    ]
    assert [cell["items"][0]["note"] for cell in rows["first-output_use"]["cells"]] == ["prohibits", "prohibits", "permits"]
    assert _clauses(rows["first-output_use"]) == [
        ("§2.a(i)", "/licenses/llama-1-research/#term_purpose", "verified", LLAMA_1_CARD),
        ("§1.b.v", "/licenses/llama-2-community/#term_output_use", "verified", LLAMA_2_TEXT),
        ("§1.b.i", "/licenses/llama-3.1-community/#term_output_use", "verified", LLAMA_31_TEXT),
    ]

    naming = _said(rows["first-naming"])
    assert naming[:2] == [SILENT, SILENT]
    assert 'must have a name beginning with "Llama".' in naming[2]
    assert _clauses(rows["first-naming"]) == [
        ("§1.b.i last sentence", "/licenses/llama-3.1-community/#term_naming", "verified", LLAMA_31_TEXT)
    ]

    partners = [{item["words"] for item in cell["items"]} for cell in rows["first-partners"]["cells"]]
    assert partners[0] == set()
    assert rows["first-partners"]["cells"][0]["unknown"] == "No current offer is known; one has ended"
    assert {"Microsoft Corporation", "Amazon Web Services", "Hugging Face, Inc."} <= partners[1]
    assert {"Amazon Web Services", "Databricks, Inc.", "Groq, Inc."} <= partners[2]
    assert all(item["sources"] for cell in rows["first-partners"]["cells"] for item in cell["items"])

    first = ("commercial_use", "first-scale_threshold", "first-output_use", "first-naming", "first-partners")
    assert [rows[name]["differs"] for name in first] == [True] * 5

    page = reader.get(f"/compare/{QUERY}").content.decode()
    words = words_of(page)
    for said in (
        *size[1:],
        *_said(rows["first-output_use"]),
        "Not permitted",
        "Databricks, Inc.",
        "No current offer is known; one has ended",
    ):
        assert said in words, said
    for _, place, _, _ in (*_clauses(rows["commercial_use"]), *_clauses(rows["first-output_use"]), *_clauses(rows["first-naming"])):
        assert f'href="{place}"' in page, place


def _said(row: dict[str, Any]) -> list[str]:
    return [cell["items"][0]["words"] if cell["items"] else cell["unknown"] for cell in row["cells"]]


def _clauses(row: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Section, place on the site, mark and the address of the first source that can be opened, of each item of a row."""
    items = [item for cell in row["cells"] for item in cell["items"]]
    return [
        (
            item["section"],
            item["url"].removeprefix("http://testserver"),
            item["verification"],
            next(source["url"] for source in item["sources"] if source["url"]),
        )
        for item in items
    ]
