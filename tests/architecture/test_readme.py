"""What the README shows works: its addresses answer, its requests give what it says, its commands exist."""

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.test import Client

from catalog.models import Scope

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
REQUESTS = [shlex.split(command) for block in BLOCKS for command in re.split(r"\n(?=curl)", block.strip()) if command.startswith("curl")]
WRITING = [command for command in REQUESTS if any("/document/" in word for word in command)]
CURLS = [command for command in REQUESTS if command not in WRITING]


@pytest.fixture
def catalog(db: None, settings) -> None:
    settings.PUBLIC_READ = True
    call_command("load_catalog", str(ROOT / "fixtures"), verbosity=0)


def path_of(command: list[str]) -> str:
    return next(word for word in command if word.startswith("http")).removeprefix("http://127.0.0.1:8000")


def answer(client: Client, command: list[str]) -> dict:
    address = path_of(command)
    if "-d" in command:
        body = command[command.index("-d") + 1]
        response = client.post(address, body, content_type="application/json")
    else:
        response = client.get(address)
    assert response.status_code == 200, (address, response.content[:500])
    return response.json()


@pytest.mark.usefixtures("catalog")
def test_every_request_of_the_readme_is_answered_as_it_says(client: Client) -> None:
    model, refused, databricks, variants, license, verdict = (answer(client, command) for command in CURLS)
    assert model["commercial_use"] == "conditional"
    assert {"microsoft", "amazon-web-services", "hugging-face"} <= {offer["partner"]["slug"] for offer in model["offers"]}
    assert all(offer["channel"] and offer["sources"] for offer in model["offers"])
    assert "llama-1" in [row["slug"] for row in refused["results"]]
    assert "llama-3.1" in [row["slug"] for row in databricks["results"]]
    assert set(databricks["results"][0]) == {"slug", "name", "license"}
    assert variants["results"]
    assert "scale_threshold" in json.dumps(license["terms"])
    assert verdict["verdict"] == "needs_permission"
    assert [reason["section"] for reason in verdict["reasons"] if reason["term_type"] == "scale_threshold"] == ["§2"]


@pytest.mark.usefixtures("catalog")
def test_the_page_of_the_readme_is_written_as_it_says(client: Client, editor, token_for) -> None:
    reading, writing = WRITING
    document = client.get(path_of(reading))
    assert document.status_code == 200
    known = {"$TOKEN": token_for(editor, scope=Scope.WRITE), "$ETAG": document.headers["ETag"]}
    headers = dict(line.split(": ", 1) for word, line in pairwise(writing) if word == "-H")
    for name, value in known.items():
        headers = {field: text.replace(name, value) for field, text in headers.items()}
    body = writing[writing.index("-d") + 1]
    written = client.patch(path_of(writing), body, content_type=headers.pop("Content-Type"), headers=headers)
    assert (written.status_code, written.json()) == (200, {**document.json(), "review_due": "2027-06-01"})


@pytest.mark.usefixtures("catalog")
def test_every_address_of_the_readme_leads_somewhere(client: Client, administrator_client: Client) -> None:
    rows = re.findall(r"^\| `(/[^`]*)` \| (.*) \|$", README, re.MULTILINE)
    assert len(rows) >= 9
    for address, says in rows:
        reader = administrator_client if says.endswith("(sign in)") else client
        assert reader.get(address).status_code == 200, address


@pytest.fixture
def administrator_client(client: Client, administrator, signed_in) -> Client:
    return signed_in(administrator)


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert named == {
        "check_models", "load_catalog", "export_catalog", "check_record", "rebuild_indexes", "mail_watchers", "check_links", "import_catalog",
    }  # fmt: skip
    assert named <= set(get_commands())


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)\b", README)) - {"it"} <= targets


def test_every_file_that_the_readme_links_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
