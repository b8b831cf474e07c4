"""A catalog in which every text that a person can write tries to run something."""

from typing import Any

from registry.documents import parse_document
from registry.history import save_all

MARKUP = (
    "<script>xss()</script>",
    "\"><img src=x onerror=xss()>",
    "'><svg/onload=xss()>",
    "</title><script>xss()</script>",
    "<a href=\"javascript:xss()\">x</a>",
    "[x](javascript:xss()) ![x](x\"onerror=\"xss())",
    "{{ 7|add:7 }}{% debug %}${7*7}",
    "\" autofocus onfocus=xss() x=\"",
    "<!--><script>xss()</script>-->",
    "javascript:xss()//",
)  # fmt: skip
TEXT = " ".join(MARKUP)
LINE = TEXT[:190]


def write_hostile_catalog() -> list[str]:
    """Save one page of each kind, every free text of it hostile; return their addresses."""
    source = {"kind": "web_page", "url": 'https://example.org/"onmouseover="xss()', "note": TEXT, "keys": [LINE]}
    source |= dict.fromkeys(("title", "repo", "path", "commit", "package", "homepage"), LINE)
    archived = {"kind": "stored_public_file", "archive_id": LINE, "note": TEXT}
    common: dict[str, Any] = {
        "name": LINE, "aliases": [LINE, "<b>alias</b>"], "summary": TEXT, "notes": [TEXT], "checked_by": LINE, "checked_on": "2026-11-21",
        "sources": {"card": source, "copy": archived},
        "evidence": {"name": {"sources": ["card", "copy"], "checked_by": LINE, "note": TEXT, "verification": "verified"}},
        "contradictions": [{"fact": "name", "note": TEXT, "values": [{"value": LINE, "source": "card"}, {"value": TEXT}]}],
    }  # fmt: skip
    term = {
        "id": f"h#{LINE}", "type": "notice_file", "effect": "oblige", "section": LINE, "paraphrase": TEXT, "verification": "verified",
        "trigger": ["distribute_weights"], "text": TEXT,
    }  # fmt: skip
    refusal = {
        "id": "refusal", "type": "purpose", "effect": "prohibit", "section": LINE, "paraphrase": TEXT, "verification": "recalled",
        "prohibited": ["commercial"],
    }  # fmt: skip
    external = {"name": LINE, "kind": "closed_model", "terms": TEXT, "note": TEXT}
    variant = {
        "slug": "hostile-7b", "name": LINE, "aliases": [LINE], "open_weights": True, "training_tokens": LINE, "declared_license": LINE,
        "license": "hostile", "license_since": "2024-01-01", "notes": [TEXT],
        "earlier_licenses": [{"label": LINE, "valid_from": "2023-01-01", "valid_until": "2023-06-01"}],
        "lineage": {"status": "declared", "bases": [{"external": external, "relation": "distill"}]},
        "benchmarks": [{"benchmark": LINE, "metric": LINE, "tuning": LINE, "harness": LINE, "score": 1}],
    }  # fmt: skip
    price = {"input_per_million": 1, "currency": "USD", "identifier": LINE, "note": TEXT, "source": "card"}
    offer = {
        "slug": "hostile-offer", "partner": "hostile", "channel": "managed_api", "service": LINE, "identifier": LINE, "role": LINE,
        "other_identifiers": [LINE], "regions": [LINE], "regions_note": TEXT, "note": TEXT, "verification": "recalled", "prices": [price],
    }  # fmt: skip
    article = {key: value for key, value in common.items() if key not in ("evidence", "contradictions")}
    pages: list[dict[str, Any]] = [
        {"kind": "organization", "slug": "hostile", "roles": ["developer", "hosting_partner", "licensor"],
         "website": 'https://example.org/"><script>xss()</script>', **common},
        {"kind": "family", "slug": "hostile", "developers": ["hostile"], **common},
        {"kind": "license", "slug": "hostile", "license_ref": "LicenseRef-hostile", "category": "noncommercial", "version": LINE,
         "scancode_key": LINE, "scancode_category": LINE, "hub_ids": [LINE], "licensor": LINE, "applies_to": [LINE],
         "versions": [{"version": LINE, "verification": "recalled", "change": TEXT}], "terms": [term, refusal], **common},
        {"kind": "model", "slug": "hostile", "family": "hostile", "developers": ["hostile"], "release_date": "2024-01-01",
         "variants": [variant], "offers": [offer], **common},
        {"kind": "article", "slug": "hostile", "body": f"{TEXT}\n\n# {LINE}\n\n[[{LINE[:20]}]]\n\n```\n{TEXT}\n```", **article},
    ]  # fmt: skip
    changes = save_all([parse_document(page) for page in pages], by=None, by_name=LINE, reason=TEXT[:400], origin="files")
    return [change.page.get_absolute_url() for change in changes]
