"""CycloneDX bills of materials for tests, in the shape that their exporters write."""

import json
from typing import Any

Data = dict[str, Any]


def model(name: str = "acme/assistant", **fields: Any) -> Data:
    return {"type": "machine-learning-model", "name": name, **fields}


def licensed(*ids: str) -> list[Data]:
    return [{"license": {"id": id}} for id in ids]


def expression(text: str) -> list[Data]:
    return [{"expression": text}]


def ancestors(*components: Data) -> Data:
    return {"ancestors": list(components)}


def bom(*components: Data, version: str = "1.6", **fields: Any) -> Data:
    return {"bomFormat": "CycloneDX", "specVersion": version, "version": 1, "components": list(components), **fields}


def as_bytes(data: Any) -> bytes:
    return json.dumps(data, indent=2).encode()
