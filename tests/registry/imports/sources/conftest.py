"""The snapshots of other catalogs, which stand beside the checkout or where SNAPSHOTS says."""

import gzip
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

SNAPSHOTS = Path(os.environ.get("SNAPSHOTS", Path(__file__).parents[5] / "shared" / "snapshots"))


@pytest.fixture(scope="session")
def models_dev_file() -> Path:
    """models.dev's api.json of 21 May 2026."""
    return _snapshot("models_dev_2026-05-21.json.gz")


@pytest.fixture(scope="session")
def litellm_file() -> Path:
    """LiteLLM's prices as version 1.109.1 carries them."""
    return _snapshot("litellm_1.109.1.json.gz")


@pytest.fixture(scope="session")
def models_dev_source(models_dev_file: Path) -> dict[str, Any]:
    """Each record of the snapshot as it stands there, by its key."""
    providers = _plainly_read(models_dev_file)
    return {f"{provider}/{model}": entry for provider, about in providers.items() for model, entry in about["models"].items()}


@pytest.fixture(scope="session")
def litellm_source(litellm_file: Path) -> dict[str, Any]:
    """Each record of the snapshot as it stands there, by its key, without the sample of the format."""
    return {key: entry for key, entry in _plainly_read(litellm_file).items() if key != "sample_spec"}


def _plainly_read(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()), parse_float=Decimal)


def _snapshot(name: str) -> Path:
    path = SNAPSHOTS / name
    if not path.is_file():
        pytest.skip(f"there is no snapshot {path}: set SNAPSHOTS to the folder that holds it")
    return path
