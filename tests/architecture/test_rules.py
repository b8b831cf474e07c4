"""The rules of the source itself: who imports whom, how big files are, what they are called, and that nothing comes from other hosts."""

import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "catalog", "registry")
SOURCES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
OUR_TEMPLATES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.html")]
OUR_STATIC = [
    path
    for package in PACKAGES
    for path in (ROOT / package).glob("static/**/*")
    if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
]
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "services", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.slow
def test_the_import_rules_hold(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    result = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert result == 0, capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("module", ["registry.licensing", "registry.documents"])
def test_plain_python_stays_plain(module: str):
    code = f"""
import importlib, pkgutil, sys
package = importlib.import_module({module!r})
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(found.name)
print([name for name in sys.modules if name.split(".")[0] in ("django", "rest_framework") or name.startswith("registry.models")])
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout == "[]\n", result.stdout + result.stderr


def test_no_module_has_a_name_that_says_nothing():
    assert [named(path) for path in SOURCES if path.stem in EMPTY_NAMES] == []


def test_files_are_short():
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES if path.name != "__init__.py"}
    assert {name: length for name, length in lengths.items() if length > 500} == {}
    assert median(lengths.values()) < 120


def test_nothing_unfinished_is_left_in_the_source():
    marks = re.compile(r"\b(TODO|FIXME|XXX|coming soon|lorem ipsum)\b", re.IGNORECASE)
    found = [named(path) for path in [*SOURCES, *OUR_TEMPLATES, *OUR_STATIC] if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("path", [*OUR_TEMPLATES, *OUR_STATIC], ids=named)
def test_pages_load_nothing_from_other_hosts(path: Path):
    text = path.read_text(encoding="utf-8")
    loading = re.findall(
        r"""(?:<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc=|<link\b[^>]*\bhref=|url\(|@import\s*|\bimport\s*\(?|fetch\(|from\s+)"""
        r"""\s*['"]?\s*(?:https?:)?//[^'"\s)>]+""",
        text,
        flags=re.IGNORECASE,
    )
    assert loading == []


@pytest.mark.parametrize("path", [path for path in OUR_TEMPLATES if "admin" not in path.parts], ids=named)
def test_pages_of_the_site_have_nothing_inline_that_the_policy_refuses(path: Path):
    text = path.read_text(encoding="utf-8")
    inline_script = re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/(?:json|ld\+json)\"))[^>]*>", text)
    handlers = re.findall(r"<[^>]*\son[a-z]+\s*=", text)
    styles = re.findall(r"<style\b|<[^>{]*\sstyle\s*=", text)
    assert (inline_script, handlers, styles) == ([], [], [])


def test_every_constraint_and_index_of_ours_has_a_name_of_its_own():
    names = [
        constraint.name
        for label in ("registry", "catalog")
        for model in apps.get_app_config(label).get_models()
        for constraint in [*model._meta.constraints, *model._meta.indexes]
    ]
    assert len(names) == len(set(names))
    assert all(names)


def test_no_model_overrides_save():
    overriding = [
        model._meta.label for label in ("registry", "catalog") for model in apps.get_app_config(label).get_models() if "save" in vars(model)
    ]
    assert overriding == []
