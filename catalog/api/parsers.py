"""Reading request bodies strictly: JSON in UTF-8, without NaN, without names given twice, not nested beyond reason."""

import codecs
import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser


class StrictJSONParser(BaseParser):
    """What every view of the API reads."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return the parsed body. ParseError (400) says what is wrong; another charset than UTF-8 is UnsupportedMediaType (415)."""
        _, parameters = parse_header_parameters(media_type or "")
        charset = parameters.get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(media_type or "", detail="The body has to be JSON in UTF-8; leave the charset out.")
        body = stream.read()
        if body.startswith(codecs.BOM_UTF8):
            raise ParseError("The body begins with a byte order mark: send plain UTF-8.")
        try:
            return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
        except UnicodeDecodeError as error:
            raise ParseError("The body is not UTF-8.") from error
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error


class MergePatchParser(StrictJSONParser):
    """The same for bodies that hold a JSON merge patch."""

    media_type = "application/merge-patch+json"


def _refuse_constant(name: str) -> None:
    raise ParseError(f"{name} is not a number in JSON.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(f"The name '{twice[:80]}' is given twice in one object.")
    return found
