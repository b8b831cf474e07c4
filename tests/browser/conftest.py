"""A real Chromium over a live server. Playwright runs an event loop in this thread, in which Django would refuse to ask its database."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.factories import GRANT, MANY_USERS, make_license, make_model, variant_document

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _chromium() -> str:
    known = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
    return next((path for path in known if path and os.path.exists(path)), "")  # noqa: PTH110 - a name from the environment


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own browser, which calls nobody."""
    return {"executable_path": _chromium(), "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]}


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of a running site that everybody may read; its catalog is empty."""
    settings.PUBLIC_READ = True
    return str(live_server.url)


@pytest.fixture
def small(site: str) -> str:
    """The same with a catalog of two models and two licenses."""
    make_license("mit", name="MIT License")
    make_license("llama-2-community", name="Llama 2 License", license_ref="LicenseRef-llama-2", terms=[GRANT, MANY_USERS])
    scratch = {"status": "none"}
    make_model("llama-2", name="Llama 2", variants=[variant_document("llama-2-7b", license="llama-2-community", lineage=scratch)])
    make_model("other", name="Other", variants=[variant_document("other-7b", license="mit", lineage=scratch)])
    return site


class Watch:
    """What a page asked for, said on its console, and tried to run."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._refuse)

    def _refuse(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """`open_page(width=320, scheme="dark")` gives a page in a context of its own; further options are the context's."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, height: int = 900, scheme: str = "light", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
