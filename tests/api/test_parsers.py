"""Bodies: JSON in UTF-8 and nothing else."""

import io
import time
from typing import Any

import pytest
from rest_framework.exceptions import ParseError, UnsupportedMediaType

from catalog.api.parsers import StrictJSONParser


def parse(body: bytes, media_type: str = "application/json") -> Any:
    return StrictJSONParser().parse(io.BytesIO(body), media_type)


def test_json_is_read() -> None:
    assert parse('{"name": "Ünïcode", "list": [1, 2.5, null, true]}'.encode()) == {"name": "Ünïcode", "list": [1, 2.5, None, True]}
    assert parse(b"{}", "application/json; charset=UTF-8") == {}


@pytest.mark.parametrize(
    "charset", ["bz2_codec", "zlib_codec", "latin-1", "utf-16", "utf-7", "rot13", "idna", "unicode_escape", "nonsense"]
)
def test_another_charset_is_415(charset: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        parse(b"{}", f"application/json; charset={charset}")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b"[-Infinity]", b"\xff", '{"a": 1}'.encode("utf-16"), b"\xef\xbb\xbf{}",
     b'{"a": 1, "a": 2}', b'{"a": {"b": 1, "b": 1}}', b"{} x", b"[1,]", b"01", b"\x00"],
)  # fmt: skip
def test_what_is_not_strict_json_is_400(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse(body)


@pytest.mark.parametrize("body", [b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000, b"[" * 1_000_000])
def test_a_body_that_is_nested_very_deeply_is_400_at_once(body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(ParseError):
        parse(body)
    assert time.process_time() - started < 1


def test_a_name_given_twice_is_named() -> None:
    with pytest.raises(ParseError, match="'terms' is given twice"):
        parse(b'{"terms": 1, "terms": 2}')


def test_very_large_numbers_are_refused_quickly() -> None:
    started = time.process_time()
    with pytest.raises(ParseError):
        parse(b"1" * 1_000_000)
    assert time.process_time() - started < 1
