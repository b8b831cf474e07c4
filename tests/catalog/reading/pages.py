"""What is wrong with an HTML page, found without a browser."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "video": "src", "audio": "src", "object": "data"}


class PageReader(HTMLParser):
    """Reads one page: its links, ids, headings, what it loads, and its mistakes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.loaded: list[str] = []
        self.mistakes: list[str] = []
        self.title = ""
        self.language = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.mistakes.append(f"never closed: {self._open}")
        self.mistakes += [f"the id {name} occurs twice" for name in {name for name in self.ids if self.ids.count(name) > 1}]
        if self.headings.count(1) != 1:
            self.mistakes.append(f"{self.headings.count(1)} headings of the first level")
        self.mistakes += [
            f"a heading of level {below} under one of level {above}"
            for above, below in zip(self.headings, self.headings[1:], strict=False)
            if below > above + 1
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.mistakes.append(f"an attribute twice on <{tag}>")
        if tag not in VOID:
            self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "a" and given.get("href") is not None:
            self.links.append(given["href"] or "")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self._check(tag, given)

    def _check(self, tag: str, given: dict[str, str | None]) -> None:
        self.mistakes += [f"<{tag} {name}={value!r}>" for name, value in given.items() if name.startswith("on") or name == "style"]
        if tag in LOADED and given.get(LOADED[tag]) and given.get("rel") != "alternate":
            self.loaded.append(given[LOADED[tag]] or "")
        if tag == "script" and not given.get("src"):
            self.mistakes.append("a script in the page")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.mistakes.append(f"<{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.mistakes.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.title += data
