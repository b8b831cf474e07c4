"""manage.py check_models: files in, a report out, and an exit code that closes the gate."""

import io
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.models import UseProfile
from tests.registry.gate.boms import as_bytes, bom, model

pytestmark = pytest.mark.usefixtures("catalog", "frozen_time")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """A function that runs the command in an empty folder: returns its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        try:
            call_command("check_models", *arguments, stdout=out)
        except SystemExit as ended:
            return int(str(ended.code)), out.getvalue()
        return 0, out.getvalue()

    return call


Run = Callable[..., tuple[int, str]]


def refused(run: Run, *arguments: str) -> list[str]:
    """The lines of the refusal; the exit code of wrong input is 2 and nothing is reported."""
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert error.value.returncode == 2
    return str(error.value).splitlines()


def write(name: str, text: str | bytes) -> str:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("acme/mixed-7b\nacme/open\n", (), 0),
        ("acme/mixed-7b\nacme/mixed-3b\n", (), 1),
        ("acme/absent\n", (), 1),
        ("acme/absent\n", ("--allow-unknown",), 0),
        ("acme/mixed-3b\n", ("--allow-unknown",), 1),
    ],
)
def test_the_exit_code_opens_or_closes_the_gate(run: Run, text: str, options: tuple[str, ...], code: int) -> None:
    assert run(write("models.txt", text), *options)[0] == code


def test_the_use_that_was_applied_is_said(run: Run) -> None:
    _, out = run(write("models.txt", "acme/open"))
    assert out.splitlines()[0] == "Use: product (the standard use, as none was given). Licenses as of 2026-11-21, catalog revision 1."


def test_several_files_are_checked_as_one_in_their_order(run: Run) -> None:
    list_file, bom_file = write("a.txt", "acme/open\n"), write("b.json", as_bytes(bom(model("x", purl="pkg:huggingface/acme/mixed-7b"))))
    code, out = run(bom_file, list_file, "--format", "json")
    assert code == 0
    assert [(entry["file"], entry["matched"]["slug"]) for entry in json.loads(out)["entries"]] == [
        ("b.json", "mixed-7b"),
        ("a.txt", "open-1b"),
    ]


def test_standard_input_is_read_where_the_file_is_a_hyphen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"acme/open\n")))
    code, out = run("-")
    assert code == 0
    assert "PASS  stdin:1  acme/open" in out
    assert refused(run, "-", "-") == ["standard input (-) can be read only once"]


def test_wrong_input_in_one_file_reports_nothing_of_any(run: Run) -> None:
    fine, bad = write("fine.txt", "acme/open\n"), write("bad.txt", "acme/open\n-r more.txt\n")
    first, *lines = refused(run, fine, bad, "absent.txt", "--output", "report.txt")
    assert first == "Nothing was checked."
    assert lines[0].startswith("bad.txt:2: options of pip such as '-r more.txt' mean nothing here")
    assert lines[1] == "absent.txt: cannot be read: No such file or directory"
    assert not Path("report.txt").exists()


def test_a_file_larger_than_ten_megabytes_is_refused(run: Run) -> None:
    assert refused(run, write("big.txt", b"#" * (10 * 1024 * 1024 + 1)))[1] == "big.txt:1: the file is larger than 10 MB: split it"


def test_a_use_is_read_from_its_file_and_named_after_it(run: Run) -> None:
    use = {"commercial": False, "acts": ["use"], "fields_of_use": [], "purpose": "research"}
    code, out = run(write("m.txt", "acme/mixed-3b"), "--use", write("use.json", json.dumps(use)), "--format", "json")
    assert code == 0
    assert json.loads(out)["use"] == {"name": "use.json", "use": use}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '{"organization": {"mau": {"2023-6": 1}}}',
            "use.json: /organization/mau/2023-6: must be a month in the form YYYY-MM, as in 2023-06",
        ),
        ('{"acts": ["fly"]}', "use.json: /acts/0: must be one of: use,"),
        ('{"organization": {"domicile": "UK"}}', "use.json: /organization/domicile: must be a country code"),
        ("[]", "use.json: /: must be an object"),
        ("{", "use.json:1: this is not valid JSON"),
        ('{"commercial": true,\n"commercial": false}', "use.json:1: the object that begins here says 'commercial' twice"),
    ],
)
def test_a_wrong_use_is_refused_at_its_field(run: Run, text: str, line: str) -> None:
    first, *lines = refused(run, write("m.txt", "acme/open"), "--use", write("use.json", text))
    assert (first, lines[0][: len(line)]) == ("Nothing was checked.", line)


def test_a_use_file_that_is_not_there_is_refused(run: Run) -> None:
    assert refused(run, write("m.txt", "acme/open"), "--use", "no.json")[1] == "no.json: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("stated", "name", "status"),
    [
        (
            {"organization": {"mau": {"2023-06": 900_000_000}, "mau_scope": "with_affiliates"}},
            "profile acme with the standard use product",
            "fail",
        ),
        ({"organization": {"mau": {"2023-06": 5}, "mau_scope": "with_affiliates"}}, "profile acme with the standard use product", "pass"),
        (
            {"commercial": True, "acts": ["product_that_uses"], "organization": {"mau": {"2023-06": 5}, "mau_scope": "with_affiliates"}},
            "profile acme",
            "pass",
        ),
    ],
)
def test_a_profile_answers_for_its_organization(run: Run, stated: dict[str, Any], name: str, status: str) -> None:
    UseProfile.objects.create(slug="acme", name="Acme", use=stated)
    _, out = run(write("m.txt", "llama-2-7b"), "--profile", "acme", "--format", "json")
    plain = json.loads(out)
    assert (plain["use"]["name"], plain["status"]) == (name, status)
    assert plain["use"]["use"]["organization"] == stated["organization"]


def test_an_unknown_profile_is_refused_and_the_known_are_named(run: Run) -> None:
    UseProfile.objects.create(slug="acme", name="Acme", use={})
    assert refused(run, write("m.txt", "acme/open"), "--profile", "acne") == ["--profile: there is no use profile 'acne'; profiles: acme"]


def test_a_use_and_a_profile_exclude_each_other(run: Run) -> None:
    with pytest.raises(CommandError, match="not allowed with argument"):
        run(write("m.txt", "acme/open"), "--use", "use.json", "--profile", "acme")


def test_a_day_must_be_a_day(run: Run) -> None:
    assert refused(run, write("m.txt", "acme/open"), "--as-of", "2026-13-01") == ["--as-of: '2026-13-01' is not a day, as in 2026-11-21"]
    _, out = run("m.txt", "--as-of", "2024-01-15", "--format", "json")
    assert json.loads(out)["decided_for"] == "2024-01-15"


def test_the_report_goes_to_a_file_and_a_summary_to_the_screen(run: Run) -> None:
    code, out = run(write("m.txt", "acme/open\nacme/absent"), "--format", "sarif", "--output", "gate.sarif")
    assert (code, out) == (1, "gate.sarif: 0 fail, 1 unknown of 2; the gate is closed.\n")
    assert json.loads(Path("gate.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_report_that_cannot_be_written_is_an_error(run: Run) -> None:
    assert refused(run, write("m.txt", "acme/open"), "--output", "no/such/folder") == [
        "no/such/folder: cannot be written: No such file or directory"
    ]


def test_a_terminal_gets_the_table_unless_colour_is_off(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    write("m.txt", "acme/open")
    styled, plain = Terminal(), Terminal()
    call_command("check_models", "m.txt", stdout=styled, force_color=True)
    call_command("check_models", "m.txt", stdout=plain, no_color=True)
    assert "\x1b[" in styled.getvalue()
    assert "\x1b[" not in plain.getvalue()


def test_today_is_the_day_unless_another_is_given(run: Run, frozen_time: Any) -> None:
    frozen_time.shift(timedelta(days=10))
    _, out = run(write("m.txt", "acme/open"), "--format", "json")
    assert json.loads(out)["decided_for"] == "2026-12-01"
