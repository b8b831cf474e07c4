"""Limit L: one SQL statement through the driver that emits the JSON of our list's page, links and count included.

What no program that asks the database and writes JSON can go far below, unless it keeps something in memory.
"""

import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.models import (
    AIModel,
    HostingOffer,
    HubRepository,
    License,
    ModelDeveloper,
    ModelVariant,
    OfferVariant,
    Page,
)  # fmt: skip

_TABLES = {
    "variant": ModelVariant, "model": AIModel, "page": Page, "license": License, "developer": ModelDeveloper, "offer": HostingOffer,
    "covered": OfferVariant, "repository": HubRepository,
}  # fmt: skip
_NEWEST_FIRST = "coalesce(v.release_date, '0001-01-01') DESC, v.id"
# As a subselect, not by the join: SQLite then walks the index of dates instead of sorting all that meets the filters.
_PERMISSIVE = "v.license_id IN (SELECT page_ptr_id FROM {license} WHERE category = 'permissive')"
_THREE_FILTERS = f"AND {_PERMISSIVE} AND v.commercial_use = 'permitted' AND v.params_total >= 7000000000"


class _Words:
    """How one kind of database spells what the statement needs."""

    def __init__(self, vendor: str) -> None:
        self._sqlite = vendor == "sqlite"

    def object(self, pairs: Mapping[str, str]) -> str:
        name = "json_object" if self._sqlite else "json_build_object"
        arguments = ", ".join(f"'{key}', {value}" for key, value in pairs.items())
        return f"{name}({arguments})"

    def array(self, value: str, *, rows: str) -> str:
        """The values of a subselect, in its order, as an array; empty rather than null."""
        gathered = f"json_group_array(json({value}))" if self._sqlite else f"coalesce(json_agg({value}), '[]'::json)"
        return f"(SELECT {gathered} FROM ({rows}) AS gathered)"

    def texts(self, column: str, *, rows: str) -> str:
        gathered = f"json_group_array({column})" if self._sqlite else f"coalesce(json_agg({column}), '[]'::json)"
        return f"(SELECT {gathered} FROM ({rows}) AS gathered)"

    def flag(self, column: str) -> str:
        if not self._sqlite:
            return column
        return f"json(CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"

    def stored(self, column: str) -> str:
        """A column that holds JSON."""
        return f"json({column})" if self._sqlite else column

    def words(self, column: str) -> str:
        """A column that holds words between commas, as an array."""
        if not self._sqlite:
            return f"array_to_json(string_to_array(trim(both ',' from {column}), ','))"
        return f"json(CASE {column} WHEN '' THEN '[]' ELSE '[\"' || replace(trim({column}, ','), ',', '\",\"') || '\"]' END)"

    def partial_date(self, column: str) -> str:
        day = column if self._sqlite else f"to_char({column}, 'YYYY-MM-DD')"
        return f"substr({day}, 1, CASE {column}_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)"


def statement(vendor: str, *, origin: str, where: str = "", order: str = "v.name, v.id", count: bool = True) -> str:
    """The statement for a page of 50 published variants, with the number of all that meet the condition or without it."""
    say = _Words(vendor)

    def link(resource: str, slug: str) -> str:
        return f"'{origin}/api/v1/{resource}/' || {slug} || '/'"

    def ref(resource: str, page: str) -> dict[str, str]:
        url = f"CASE {page}.state WHEN 'published' THEN {link(resource, f'{page}.slug')} END"
        return {"slug": f"{page}.slug", "name": f"{page}.name", "url": url}

    license_ = say.object({**ref("licenses", "lp"), "category": "l.category", "commercial_use": "l.commercial_use"})
    nothing = "json('null')" if vendor == "sqlite" else "NULL"
    developers = f"""SELECT {say.object(ref("organizations", "dp"))} AS item FROM {{developer}} d
        JOIN {{page}} dp ON dp.id = d.organization_id WHERE d.model_id = v.model_id ORDER BY d.position"""
    offer = {
        "slug": "o.slug", "url": link("offers", "o.slug"), "partner": say.object(ref("organizations", "op")), "channel": "o.channel",
        "service": "o.service", "identifier": "nullif(o.identifier, '')", "status": "o.status",
    }  # fmt: skip
    offers = f"""SELECT {say.object(offer)} AS item FROM {{offer}} o JOIN {{page}} op ON op.id = o.partner_id
        WHERE o.model_id = v.model_id AND (EXISTS (SELECT 1 FROM {{covered}} c WHERE c.offer_id = o.id AND c.variant_id = v.id)
            OR (o.other_variant = '' AND NOT EXISTS (SELECT 1 FROM {{covered}} c WHERE c.offer_id = o.id))) ORDER BY o.slug"""
    record = {
        "slug": "v.slug",
        "name": "v.name",
        "url": link("variants", "v.slug"),
        "html_url": f"'{origin}/models/' || mp.slug || '/#' || v.slug",
        "aliases": say.stored("v.aliases"),
        "status": "v.status",
        "release_date": say.partial_date("v.release_date"),
        "release_date_precision": "nullif(v.release_date_precision, '')",
        "open_weights": say.flag("v.open_weights"),
        "category": "nullif(v.category, '')",
        "params_total": "v.params_total",
        "params_active": "v.params_active",
        "context_tokens": "v.context_tokens",
        "inputs": say.words("v.inputs"),
        "outputs": say.words("v.outputs"),
        "knowledge_cutoff": say.partial_date("v.knowledge_cutoff"),
        "knowledge_cutoff_precision": "nullif(v.knowledge_cutoff_precision, '')",
        "gated": say.flag("v.gated"),
        "huggingface": say.texts("name", rows="SELECT name FROM {repository} r WHERE r.variant_id = v.id ORDER BY r.position"),
        "license": f"CASE WHEN l.page_ptr_id IS NULL THEN {nothing} ELSE {license_} END",
        "declared_license": "nullif(v.declared_license, '')",
        "commercial_use": "v.commercial_use",
        "model": say.object(ref("models", "mp")),
        "family": say.object(ref("families", "fp")),
        "developers": say.array("item", rows=developers),
        "offers": say.array("item", rows=offers),
    }
    joins = """JOIN {model} m ON m.page_ptr_id = v.model_id JOIN {page} mp ON mp.id = v.model_id JOIN {page} fp ON fp.id = m.family_id
        LEFT JOIN {license} l ON l.page_ptr_id = v.license_id LEFT JOIN {page} lp ON lp.id = v.license_id"""
    page = f"SELECT {say.object(record)} AS item FROM {{variant}} v {joins} WHERE v.published {where} ORDER BY {order} LIMIT 50"
    whole = {"results": say.array("item", rows=page)}
    if count:
        whole["count"] = f"(SELECT count(*) FROM {{variant}} v WHERE v.published {where})"
    return f"SELECT {say.object(whole)}".format_map({name: table._meta.db_table for name, table in _TABLES.items()})


class Statements:
    """The statements over one open connection of the driver's own. `origin` stands before every link."""

    def __init__(self, connection: BaseDatabaseWrapper, *, origin: str) -> None:
        self._connection = connection
        self._texts = {
            "first page": statement(connection.vendor, origin=origin),
            "first page without count": statement(connection.vendor, origin=origin, count=False),
            "page with three filters": statement(connection.vendor, origin=origin, where=_THREE_FILTERS, order=_NEWEST_FIRST),
        }

    def __enter__(self) -> "Statements":
        self._connection.ensure_connection()
        self._cursor = self._connection.connection.cursor()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._cursor.close()

    def asking(self, name: str) -> Callable[[], Any]:
        """How to ask a statement once and fetch its only value."""
        text = self._texts[name]

        def ask() -> Any:
            return self._cursor.execute(text).fetchone()[0]

        return ask

    def remark(self, name: str, *, body: bytes) -> str:
        """Whether our page says the same, and where not."""
        found = self.asking(name)()
        wanted = json.loads(found) if isinstance(found, str) else found
        answer = json.loads(body)
        differing = [key for key in wanted if answer.get(key) != wanted[key]]
        if "results" in differing and len(answer.get("results", [])) == len(wanted["results"]):
            pairs = zip(answer["results"], wanted["results"], strict=True)
            differing = sorted({key for ours, its in pairs for key in ours.keys() | its.keys() if ours.get(key) != its.get(key)})
        same = f"differs in {', '.join(differing)}" if differing else "is the same"
        return f"What L emits for the {name} {same}."
