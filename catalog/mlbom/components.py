"""A variant as a CycloneDX component: nothing is in it that the registry does not know."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from catalog.mlbom.licenses import AddressOf, Data, license_choices
from catalog.mlbom.reading import Reading
from registry.models import Lineage, ModelVariant
from registry.models.vocabulary import Mark, SourceKind

MODEL = "machine-learning-model"
# What the gate looks at, of one component.
MOST_ANCESTORS = 50


class Components:
    """The components of a reading; `address_of` gives the address of a page by kind and slug."""

    def __init__(self, reading: Reading, *, address_of: AddressOf) -> None:
        self._reading = reading
        self._address_of = address_of

    def all(self) -> list[Data]:
        """Return a component for each variant asked for."""
        return [self._wanted(variant) for variant in self._reading.wanted]

    def _wanted(self, variant: ModelVariant) -> Data:
        citations = self._reading.evidence.of(variant)
        marks = {mark: sum(citation.verification == mark for citation in citations) for mark in Mark.values}
        own = {
            "omr:catalog_slug": variant.slug,
            "omr:page_revision": variant.model.number,
            "omr:commercial_use": variant.commercial_use,
            "omr:verification": " ".join(f"{mark}={count}" for mark, count in marks.items()),
            "omr:lineage": variant.lineage_status,
            "omr:open_weights": str(variant.open_weights).lower(),
            "omr:license": "" if variant.license else "none identified",
            "omr:specialty": variant.category,
            "omr:parameters_total": variant.params_total,
            "omr:parameters_active": variant.params_active,
            "omr:context_tokens": variant.context_tokens,
        }
        seen = _Seen(variant.pk)
        ancestors = self._ancestors(variant, seen)
        return {
            "type": MODEL,
            "bom-ref": variant.slug,
            **self._identity(variant),
            **({"modelCard": card} if (card := _card(variant)) else {}),
            **({"pedigree": {"ancestors": ancestors}} if ancestors else {}),
            "externalReferences": list(self._references(variant)),
            "properties": properties({**own, **({"omr:ancestors": "some are left out"} if seen.full else {})}),
        }

    def _identity(self, variant: ModelVariant) -> Data:
        developers = [link.organization for link in variant.model.developer_links.all()]
        found: Data = {"name": variant.name}
        if developers:
            website = developers[0].website
            found["manufacturer"] = {"name": developers[0].name, **({"url": [website]} if website else {})}
            found["publisher"] = ", ".join(developer.name for developer in developers)
        if licenses := license_choices(variant, address_of=self._address_of):
            found["licenses"] = licenses
        if repository := next(iter(variant.repositories.all()), None):
            found["purl"] = purl(repository.name)
        return found

    def _ancestors(self, variant: ModelVariant, seen: "_Seen") -> list[Data]:
        return [found for edge in variant.bases.all() if (found := self._ancestor(edge, seen)) is not None]

    def _ancestor(self, edge: Lineage, seen: "_Seen") -> Data | None:
        """What stands above in two ways is written out once, and named again."""
        if not seen.room():
            return None
        relation = {"omr:relation": edge.relation, "omr:same_licensor": str(edge.same_licensor).lower()}
        if edge.base is None:
            outside = {"omr:outside_the_catalog": edge.external_kind, "omr:terms": edge.external_terms}
            return {"type": MODEL, "name": edge.external_name, "properties": properties({**relation, **outside})}
        base = self._reading.known.get(edge.base.pk)
        if base is None:
            return {"type": MODEL, "name": edge.base.name, "properties": properties(relation)}
        above = self._ancestors(base, seen) if seen.first(base.pk) else []
        facts = {"omr:catalog_slug": base.slug, "omr:commercial_use": base.commercial_use}
        return {
            "type": MODEL,
            **self._identity(base),
            **({"pedigree": {"ancestors": above}} if above else {}),
            "externalReferences": [self._page(base)],
            "properties": properties({**relation, **facts}),
        }

    def _page(self, variant: ModelVariant) -> Data:
        address = f"{self._address_of('model', variant.model.slug)}#{variant.slug}"
        return {"type": "documentation", "url": address, "comment": "Its page in the registry"}

    def _references(self, variant: ModelVariant) -> Iterator[Data]:
        yield self._page(variant)
        for repository in variant.repositories.all():
            yield {"type": "distribution", "url": f"https://huggingface.co/{quote(repository.name)}", "comment": "Hugging Face"}
        uses = {use.pk: use for citation in self._reading.evidence.of(variant) for use in citation.sources.all()}
        read = {use.source.url: use.source for use in uses.values() if use.source.url and use.source.kind != SourceKind.STORED_PUBLIC_FILE}
        for url, source in sorted(read.items()):
            yield {"type": "evidence", "url": url, "comment": source.label}


class _Seen:
    """What stands already in the pedigree of one component, and how much room is left."""

    def __init__(self, own: int) -> None:
        self._keys = {own}
        self._left = MOST_ANCESTORS
        self.full = False

    def first(self, key: int) -> bool:
        new = key not in self._keys
        self._keys.add(key)
        return new

    def room(self) -> bool:
        self.full = self.full or self._left == 0
        self._left = max(0, self._left - 1)
        return not self.full


def purl(repository: str) -> str:
    """Return the package URL of a Hugging Face repository; which revision is meant is not known, so none is named."""
    return f"pkg:huggingface/{'/'.join(quote(part, safe='') for part in repository.split('/'))}"


def properties(values: Mapping[str, Any]) -> list[Data]:
    """Return the properties that are known."""
    return [{"name": name, "value": str(value)} for name, value in values.items() if value not in ("", None)]


def _card(variant: ModelVariant) -> Data:
    kinds = {"inputs": _formats(variant.inputs), "outputs": _formats(variant.outputs)}
    known = {name: formats for name, formats in kinds.items() if formats}
    return {"modelParameters": known} if known else {}


def _formats(words: Iterable[str]) -> list[Data]:
    return [{"format": word} for word in words]
