"""Requests are in UTF-8: another charset is refused by name, whatever page or method it is sent to."""

import io
from typing import Any

import pytest

from config.wsgi import application

OTHERS = ["charset=bz2_codec", "charset=hex", "charset=undefined", "charset=utf-16", "charset=nonsense", "charset*=bz2_codec''x%41"]
pytestmark = pytest.mark.django_db
PAGES = ["/accounts/login/?next=/", "/can-we-use-it/?about=llama-2", "/healthz", "/api/v1/models/?q=x"]


def answer(path: str, *, content_type: str, method: str = "GET", body: bytes = b"") -> tuple[int, dict[str, str]]:
    """The status and the headers that the application itself gives."""
    path, _, query = path.partition("?")
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    list(application(environ, lambda status, headers: told.append((int(status[:3]), dict(headers)))))
    return told[0]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("parameter", OTHERS)
def test_another_charset_is_415(public_read: None, parameter: str, path: str, method: str) -> None:
    status, headers = answer(path, content_type=f"application/x-www-form-urlencoded; {parameter}", method=method, body=b"a=1")
    assert status == 415
    assert "X-Request-ID" in headers
    assert headers["Content-Type"].startswith("application/problem+json" if path.startswith("/api/") else "text/html")


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "text/plain; charset=utf-8", 'text/plain; charset="UTF-8"', "text/plain; charset=utf8"]
)
def test_utf_8_may_be_named_or_left_out(content_type: str) -> None:
    assert answer("/healthz?a=1", content_type=content_type)[0] == 200
