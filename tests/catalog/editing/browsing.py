"""Reads a form of the site as a browser does, so that a test can change a field and press a button."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

Fields = dict[str, list[str]]


class _Controls(HTMLParser):
    """Collects the successful controls of the form with the id, several of one name in their order."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside = form_id, False
        self.fields: Fields = {}
        self.select = ""
        self.first: str | None = None
        self.chosen = False
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self.inside or "disabled" in given:
            return
        if tag == "option" and self.select:
            value = given.get("value") or ""
            self.first = value if self.first is None else self.first
            if "selected" in given:
                self.chosen = True
                self.fields.setdefault(self.select, []).append(value)
        elif name and tag == "select":
            self.select, self.first, self.chosen = name, None, False
        elif name and tag == "textarea":
            self.area = name
            self.fields.setdefault(name, []).append("")
        elif name and tag == "input":
            is_box = given.get("type") in ("checkbox", "radio")
            if (not is_box or "checked" in given) and given.get("type") not in ("submit", "button"):
                self.fields.setdefault(name, []).append(given.get("value") or ("on" if is_box else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            if not self.chosen:
                self.fields.setdefault(self.select, []).append(self.first or "")
            self.select = ""
        elif tag == "textarea" and self.area:
            # The newline after <textarea> is markup; browsers send line breaks as CRLF.
            self.fields[self.area][-1] = self.fields[self.area][-1].removeprefix("\n").replace("\n", "\r\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][-1] += data


def fields_of(html: str, *, form_id: str = "edit_") -> Fields:
    """Return what a browser would send for the form as it stands, its buttons aside."""
    parser = _Controls(form_id)
    parser.feed(html)
    assert parser.fields, f"there is no form #{form_id}"
    return parser.fields


def opened(client: Client, url: str) -> Fields:
    """Return the fields of the form at an address, as opened."""
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, url)
    return fields_of(response.content.decode())


def sent(client: Client, url: str, fields: Fields, *, do: str = "save", **changed: Any) -> HttpResponse:
    """Press a button under a form with some fields typed anew; names have `__` for their hyphen (`f__name` is `f-name`)."""
    typed = {name.replace("__", "-"): value for name, value in changed.items()}
    response = client.post(url, {**fields, "reason": "Looked at it", "do": do, **typed})
    assert isinstance(response, HttpResponse)
    return response
