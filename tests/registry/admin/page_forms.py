"""Reads an admin form as a browser does, so that a test can change a field and send everything back."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

Fields = dict[str, Any]


class _Controls(HTMLParser):
    """Collects the successful controls of the form that has `form_id`."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside = form_id, False
        self.fields: Fields = {}
        self.select: tuple[str, bool] | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self.inside or "disabled" in given:
            return
        if tag == "option" and self.select:
            select, multiple = self.select
            if "selected" in given:
                self.fields[select] = [*self.fields.get(select, []), given["value"]] if multiple else given["value"]
            elif not multiple:
                self.fields.setdefault(select, given["value"])
        elif name and tag == "select":
            self.select = (name, "multiple" in given)
        elif name and tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif name and tag == "input":
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                value = given.get("value") or "on"
                self.fields[name] = [*self.fields[name], value] if name in self.fields else [value]
        elif given.get("type") not in ("submit", "button"):
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            # The newline after <textarea> is markup; browsers send line breaks as CRLF.
            self.fields[self.area] = self.fields[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data


def fields_of(html: str, *, form_id: str) -> Fields:
    """Return what a browser would send for the form as it stands."""
    parser = _Controls(form_id)
    parser.feed(html)
    return {name: value for name, value in parser.fields.items() if "__prefix__" not in name}


def opened(client: Client, url: str) -> Fields:
    """Return the fields of the page form at the address, as opened."""
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, url)
    return fields_of(response.content.decode(), form_id=f"{url.split('/')[3]}_form")


def row_added(fields: Fields, prefix: str, **values: Any) -> Fields:
    """Return the fields with one more row in a formset, as its "Add another" makes it, or with its untouched first row filled in."""
    number = int(fields[f"{prefix}-TOTAL_FORMS"])
    changed = {**fields, f"{prefix}-TOTAL_FORMS": str(number + 1)}
    return changed | {f"{prefix}-{number}-{name}": value for name, value in values.items()}
