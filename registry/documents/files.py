"""Page documents as YAML files that people review: one page a file, one spelling, mistakes named by line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from registry.documents import FOLDERS, InvalidDocument, PageDocument, parse_document
from registry.documents.fields import pointer_part

READABLE_FROM = 1_000_000
LONGEST_NUMBER = 40
_OTHER_BREAKS = frozenset("\r\x85\u2028\u2029")
_COLLECTIONS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A mistake in a file: path, line (from 1), JSON pointer to the field, and what to do."""

    path: Path
    line: int
    pointer: str
    detail: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.pointer or '/'}: {self.detail}"


@dataclass(slots=True)
class PageFile:
    """A file with the document it holds, or what is wrong with it."""

    path: Path
    document: PageDocument | None = None
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    def problem(self, pointer: str, detail: str) -> FileProblem:
        """Return a mistake at the line of the field, or of the nearest thing around it."""
        at = pointer
        while at and at not in self.lines:
            at = at.rpartition("/")[0]
        return FileProblem(self.path, self.lines.get(at, 1), pointer, detail)


def file_name(document: PageDocument) -> Path:
    """Return where a page's file stands under the catalog's folder, such as models/llama/llama-2.yaml."""
    folder = Path(FOLDERS[document.kind])  # type: ignore[attr-defined]
    family = getattr(document, "family", None)
    return (folder / family if family else folder) / f"{document.slug}.yaml"


def write(document: PageDocument) -> str:
    """Return the document's one YAML spelling; reading it back gives the same document."""
    return write_data(document.as_data())


def write_data(data: Mapping[str, Any]) -> str:
    """Return a document in its plain form as YAML, be it one that holds together or not."""
    return yaml.dump(_plain(dict(data)), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)


def read(path: Path, *, today: date | None = None) -> PageFile:
    """Read one file; never raises for what is in it: mistakes stand in `problems` with their lines."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return PageFile(path, problems=[FileProblem(path, 1, "", f"the file is not UTF-8: {error.reason}")])
    return read_text(text, path=path, today=today)


def read_text(text: str, *, path: Path = Path(), today: date | None = None) -> PageFile:
    """Read the text of a file, which may be typed by hand; mistakes stand in `problems` as with `read`."""
    result = PageFile(path)
    try:
        root = yaml.compose(text, Loader=_Reader)
        if not isinstance(root, yaml.MappingNode):
            raise yaml.MarkedYAMLError(problem="the file must hold one page: a mapping that begins with `kind:`")
        data = _construct(root, "", result, seen=set())
    except RecursionError:
        result.problems.append(FileProblem(path, 1, "", "the file nests too deeply to be a page"))
        return result
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        result.problems.append(FileProblem(path, line, "", f"not valid YAML: {error.problem}"))
        return result
    except yaml.YAMLError as error:
        result.problems.append(FileProblem(path, 1, "", f"not valid YAML: {error}"))
        return result
    if result.problems:
        return result
    try:
        result.document = parse_document(data, today=today)
    except InvalidDocument as error:
        result.problems.extend(result.problem(problem.pointer, problem.detail) for problem in error.problems)
    return result


def _construct(node: yaml.Node, pointer: str, result: PageFile, *, seen: set[int]) -> Any:
    result.lines.setdefault(pointer, node.start_mark.line + 1)
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="anchors and aliases have no place here: write the value out", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.CollectionNode) and node.tag not in _COLLECTIONS:
        raise _no_meaning(node)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            at = f"{pointer}/{pointer_part(key)}"
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                result.problems.append(FileProblem(result.path, line, pointer, "a key must be plain text"))
            elif key in mapping:
                result.problems.append(FileProblem(result.path, line, at, f"'{key}' is given twice"))
            else:
                result.lines[at] = line
                mapping[key] = _construct(value_node, at, result, seen=seen)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, f"{pointer}/{index}", result, seen=seen) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    match node.tag:
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool" if text in ("true", "false"):
            return text == "true"
        case "tag:yaml.org,2002:int" if _INTEGER.match(text):
            if len(text) > LONGEST_NUMBER:
                raise yaml.MarkedYAMLError(problem=f"a number of {len(text)} digits is too long", problem_mark=node.start_mark)
            return int(text.replace("_", ""))
        case "tag:yaml.org,2002:float" if _FLOAT.match(text):
            return Decimal(text)
        case "tag:yaml.org,2002:str":
            return text
    raise _no_meaning(node)


def _no_meaning(node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=f"the tag {node.tag} has no meaning here", problem_mark=node.start_mark)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: Decimal(item) if key in _DECIMALS and isinstance(item, str) else _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


_DECIMALS = {"input_per_million", "output_per_million", "score"}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*(?:_[0-9]{3})*)$")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+$")


class _Reader(yaml.CSafeLoader):
    """YAML without its surprises: NO is Norway, 2024-07 is text, only true and false are truth values."""


class _Writer(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


for kind in (_Reader, _Writer):
    kind.yaml_implicit_resolvers = {}
    kind.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"null$|~$|$"), ["n", "~", ""])
    kind.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true$|false$"), list("tf"))
    kind.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-0123456789"))
    kind.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-0123456789"))


def _text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    style = None
    if not _OTHER_BREAKS.isdisjoint(value):
        style = '"'
    elif "\n" in value and all(not line.endswith(" ") for line in value.split("\n")):
        style = "|"
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _whole_number(writer: yaml.SafeDumper, value: int) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:int", f"{value:_}" if value >= READABLE_FROM else str(value))


def _decimal(writer: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = f"{value:f}"
    return writer.represent_scalar("tag:yaml.org,2002:float" if "." in text else "tag:yaml.org,2002:int", text)


_Writer.add_representer(str, _text)
_Writer.add_representer(int, _whole_number)
_Writer.add_representer(Decimal, _decimal)
