"""Licenses as CycloneDX says them: what the publisher declares, and what the registry concludes."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

from registry.models import License, ModelVariant
from registry.models.vocabulary import State

Data = dict[str, Any]
AddressOf = Callable[[str, str], str]


def license_choices(variant: ModelVariant, *, address_of: AddressOf) -> list[Data]:
    """Return both, where they are known; they may differ, and then both have to be seen."""
    declared = [{"license": {**_named(variant.declared_license), "acknowledgement": "declared"}}] if variant.declared_license else []
    concluded = [{"license": concluded_license(variant.license, address_of=address_of)}] if variant.license else []
    return [*declared, *concluded]


def concluded_license(license: License, *, address_of: AddressOf) -> Data:
    """Return a license of the registry by its SPDX id, or by its LicenseRef, with the address of its page where it is published."""
    named = _named(license.spdx_id) if license.spdx_id else {"name": license.license_ref}
    page = {"url": address_of("license", license.slug)} if license.state == State.PUBLISHED else {}
    title = [{"name": "omr:license_title", "value": license.name}]
    return {**named, "acknowledgement": "concluded", **page, "properties": title}


def _named(label: str) -> Data:
    known = _spdx_ids().get(label.lower())
    return {"id": known} if known else {"name": label}


@lru_cache(maxsize=1)
def _spdx_ids() -> Mapping[str, str]:
    """The ids of the SPDX list by their lower-case form: SPDX compares without case, CycloneDX takes the listed spelling only."""
    symbols = get_spdx_licensing().known_symbols
    return {key.lower(): key for key, symbol in symbols.items() if not symbol.is_exception and not key.startswith("LicenseRef-")}
