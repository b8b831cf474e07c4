"""What the tests of the reading site share: an anonymous reader of an open catalog, and the text of a page as people read it."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client


@pytest.fixture
def reader(db: None, public_read: None) -> Client:
    """A browser of somebody who is not signed in, where everybody may read."""
    return Client()


@pytest.fixture
def text_of(reader: Client) -> Callable[..., str]:
    """`text_of("/models/")` is what a page says, without its tags, in one line; it must answer with `status`."""

    def read(address: str, *, status: int = 200, client: Client | None = None) -> str:
        response = (client or reader).get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return words_of(response.content.decode())

    return read


def words_of(page: str) -> str:
    """The words of an HTML text: inline tags vanish, others are spaces."""
    body = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    inline = re.sub(r"</?(?:a|span|strong|em|code|svg|use|time|b|i)\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())
