"""CycloneDX bills of materials: the machine-learning models they list, with declared licenses and ancestors. Plain Python."""

from collections.abc import Iterator
from typing import Any

from registry.gate.entries import LONGEST_NAME, MOST_MISTAKES, Component, Entry, InvalidEntries, Mistake, Place, Sought, odd_character
from registry.gate.expressions import DeclaredLicense, UnreadableExpression, parse_expression, single
from registry.gate.located import Located
from registry.gate.purls import InvalidPurl, huggingface

VERSIONS = ("1.5", "1.6")
MODEL = "machine-learning-model"
MOST_ANCESTORS = 50
LONGEST_EXPRESSION = 1_000
# Words that cards use for kinds of content, in the catalog's own words.
_CONTENT = {
    "text": "text", "string": "text", "image": "image", "audio": "audio", "video": "video", "embedding": "embedding", "3d": "3d",
}  # fmt: skip


def read_bom(root: Any, *, file: str) -> list[Entry]:
    """The models of a CycloneDX bill of materials, nested components and the described component included, in the order
    of the file; InvalidEntries with every mistake. Components of other types are not looked at."""
    reader = _Reader(file)
    entries = [reader.entry(component) for component in reader.models(root)]
    if reader.mistakes:
        raise InvalidEntries(reader.mistakes)
    if not entries:
        detail = f"the bill of materials lists no component of type {MODEL}, so there is nothing to check"
        raise InvalidEntries([Mistake(Place(file, 1), detail)])
    return [entry for entry in entries if entry is not None]


class _Reader:
    """Collects the mistakes of one reading."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def refuse(self, at: Located, detail: str) -> None:
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(Mistake(Place(self.file, at.line), detail))

    def models(self, root: Any) -> list[Located]:
        if not isinstance(root, Located) or root.get("bomFormat") != "CycloneDX":
            at = root if isinstance(root, Located) else Located()
            self.refuse(at, 'this JSON is not a CycloneDX bill of materials, which says "bomFormat": "CycloneDX"')
            return []
        if root.get("specVersion") not in VERSIONS:
            self.refuse(root, f"specVersion must be {' or '.join(VERSIONS)}: export the bill of materials in one of them")
            return []
        metadata = root.get("metadata", Located())
        if not isinstance(metadata, Located):
            self.refuse(root, "metadata must be an object")
            metadata = Located()
        described = [metadata["component"]] if "component" in metadata else []
        found = [
            component for component in self._all(root, [*described, *self.objects(root, "components")]) if component.get("type") == MODEL
        ]
        return sorted(found, key=lambda component: component.order)

    def _all(self, owner: Located, components: list[Any]) -> Iterator[Located]:
        for component in components:
            if not isinstance(component, Located) or not isinstance(component.get("type"), str):
                self.refuse(component if isinstance(component, Located) else owner, "a component must be an object with a type")
                continue
            yield component
            yield from self._all(component, self.objects(component, "components"))

    def objects(self, owner: Located, name: str) -> list[Any]:
        value = owner.get(name, [])
        if isinstance(value, list) and all(isinstance(item, Located) for item in value):
            return value
        self.refuse(owner, f"{name} must be a list of objects")
        return []

    def text(self, owner: Located, name: str, *, longest: int = LONGEST_NAME) -> str | None:
        value = owner.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.refuse(owner, f"{name} must be a text that is not empty")
        elif (character := odd_character(value)) is not None:
            self.refuse(owner, f"{name} holds the invisible character {character}: remove it")
        elif len(value) > longest:
            self.refuse(owner, f"{name} is longer than {longest} characters")
        else:
            return value.strip()
        return None

    def entry(self, component: Located) -> Entry | None:
        before = len(self.mistakes)
        declared, revision, remark = self.component(component)
        ancestors = sum(1 for _ in _line_of(declared)) - 1
        if ancestors > MOST_ANCESTORS:
            self.refuse(component, f"{ancestors} ancestors are declared; at most {MOST_ANCESTORS} are looked at")
        if len(self.mistakes) > before:
            return None
        sought = declared.sought
        return Entry(
            text=sought.repository or sought.label or declared.name,
            place=Place(self.file, component.line),
            sought=sought,
            revision=revision,
            declared=declared,
            remark=remark,
        )

    def component(self, data: Located) -> tuple[Component, str | None, str | None]:
        """The component with its ancestors, its revision, and a remark on its purl."""
        name = self.text(data, "name")
        if name is None:
            self.refuse(data, "the model has no name")
        group = self.text(data, "group")
        revision = self.text(data, "version")
        full = f"{group}/{name}" if group else name or ""
        sought, remark = Sought(full, full), None
        purl = self.purl(data)
        if purl is not None:
            sought, remark = Sought(purl.repository, None), purl.remark
            revision = purl.revision or revision
        pedigree = data.get("pedigree", Located())
        if not isinstance(pedigree, Located):
            self.refuse(data, "pedigree must be an object")
            pedigree = Located()
        inputs, outputs = self.content(data)
        component = Component(
            name=full,
            sought=sought,
            licenses=tuple(dict.fromkeys(self.licenses(data))),
            ancestors=tuple(self.component(ancestor)[0] for ancestor in self.objects(pedigree, "ancestors")),
            inputs=inputs,
            outputs=outputs,
        )
        return component, revision, remark

    def purl(self, data: Located) -> Any:
        text = self.text(data, "purl")
        if text is None:
            return None
        if not text.lower().startswith("pkg:"):
            self.refuse(data, "purl must begin with pkg:, as in pkg:huggingface/org/name@revision")
            return None
        try:
            return huggingface(text)
        except InvalidPurl as error:
            self.refuse(data, str(error))
            return None

    def licenses(self, data: Located) -> Iterator[DeclaredLicense]:
        for choice in self.objects(data, "licenses"):
            named = choice.get("license")
            if "expression" in choice:
                yield from self.expression(choice)
            elif isinstance(named, Located) and ("id" in named or "name" in named):
                name = self.text(named, "id") or self.text(named, "name")
                yield from [single(name)] if name else []
            else:
                self.refuse(choice, 'each of licenses is {"expression": ...}, {"license": {"id": ...}} or {"license": {"name": ...}}')

    def expression(self, choice: Located) -> Iterator[DeclaredLicense]:
        text = self.text(choice, "expression", longest=LONGEST_EXPRESSION)
        try:
            yield from [parse_expression(text)] if text else []
        except UnreadableExpression as error:
            self.refuse(choice, str(error))

    def content(self, data: Located) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The kinds of content of the model card, where all of them are understood: half of them would mislead."""
        card = data.get("modelCard")
        parameters = card.get("modelParameters") if isinstance(card, Located) else None
        if card is not None and not isinstance(card, Located):
            self.refuse(data, "modelCard must be an object")
        if not isinstance(parameters, Located):
            return (), ()
        kinds = []
        for name in ("inputs", "outputs"):
            formats = [item.get("format") for item in self.objects(parameters, name)]
            kinds.append([_CONTENT.get(word.strip().lower()) if isinstance(word, str) else None for word in formats])
        inputs, outputs = kinds
        if not inputs or not outputs or None in inputs or None in outputs:
            return (), ()
        return tuple(dict.fromkeys(filter(None, inputs))), tuple(dict.fromkeys(filter(None, outputs)))


def _line_of(component: Component) -> Iterator[Component]:
    yield component
    for ancestor in component.ancestors:
        yield from _line_of(ancestor)
