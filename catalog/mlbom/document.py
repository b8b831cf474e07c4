"""The bill of materials as a whole: the same catalog makes the same bytes, with the time of the catalog and a number from the content."""

import json
import uuid
from datetime import UTC

from catalog.directory import Edition
from catalog.exports.about import NOTE
from catalog.mlbom.components import Components, properties
from catalog.mlbom.licenses import AddressOf, Data
from catalog.mlbom.reading import Reading

_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


def bill_of_materials(reading: Reading, *, edition: Edition, tool: str, address_of: AddressOf) -> Data:
    """Return CycloneDX 1.6 as plain data: one component per variant, in the order in which they were asked for."""
    at = edition.recorded_at
    timestamp = {"timestamp": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")} if at else {}
    content: Data = {
        "version": 1,
        "metadata": {
            **timestamp,
            "tools": {"components": [{"type": "application", "name": tool}]},
            "properties": properties({"omr:catalog_revision": edition.number, "omr:note": NOTE}),
        },
        "components": Components(reading, address_of=address_of).all(),
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return {"$schema": _SCHEMA, "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{number}", **content}
