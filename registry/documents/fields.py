"""The value types that page documents are made of, each with an error that says what to write instead."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from registry.documents.dates import first_day

State = Literal["draft", "published", "withdrawn"]
Status = Literal["announced", "released", "deprecated", "withdrawn"]
Verification = Literal["verified", "verified_secondary", "recalled"]

SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
COMMERCIAL_USE = ("permitted", "conditional", "unknown", "not_permitted")
TEXT_LIMIT = 20_000
COUNTRY = r"^[A-Z]{2}$"
CURRENCY = r"^[A-Z]{3}$"
REFERENCE_KEY = r"^[a-z0-9]+([._-][a-z0-9]+)*$"
HUB_REPOSITORY = r"^[A-Za-z0-9][\w.-]*(/[\w.-]+)?$"
FORMS = {
    COUNTRY: "write the two capital letters of ISO 3166-1, such as FR",
    CURRENCY: "write the three capital letters of ISO 4217, such as USD",
    REFERENCE_KEY: "a source key has lower-case letters and digits with single dots, hyphens or underscores between, such as model-card",
    HUB_REPOSITORY: "write the repository as on the hub, such as meta-llama/Llama-2-7b-hf",
}


class Mistakes(ValueError):  # noqa: N818
    """What a rule over several fields found wrong: pairs of a JSON pointer below the checked part, and what to do."""

    def __init__(self, *mistakes: tuple[str, str]) -> None:
        super().__init__("; ".join(detail for _, detail in mistakes))
        self.mistakes = mistakes


class Part(BaseModel):
    """A document or a piece of one: unknown keys are refused, text is trimmed, absent and default mean the same."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, validate_default=False, frozen=True)


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(f"'{text}' is not a slug: use lower-case letters, digits, dots and hyphens, as in llama-3.1-8b")
    return text


def _date_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _date(text: str) -> str:
    first_day(text)
    return text


def _day(text: str) -> str:
    if len(text) != 10:
        raise ValueError(f"'{text}' must be a full date such as 2024-07-23")
    first_day(text)
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or any(c.isspace() or ord(c) < 32 for c in text):
        raise ValueError(f"'{text}' is not a web address: it must begin with https:// or http://")
    return text


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the text holds a NUL character: remove it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _money(value: Decimal) -> Decimal:
    if not value.is_finite() or value < 0:
        raise ValueError("a price is a number of zero or more")
    if value != value.quantize(Decimal("0.000001")):
        raise ValueError("a price has at most six decimal places per million tokens")
    return _bare(value)


def _score(value: Decimal) -> Decimal:
    if value != value.quantize(Decimal("0.0001")):
        raise ValueError("a score has at most four decimal places")
    return _bare(value)


def _bare(value: Decimal) -> Decimal:
    """Drop trailing zeros without turning 700 into 7E+2, so that one number has one spelling."""
    if not value.is_finite():
        raise ValueError("must be a finite number")
    return Decimal(f"{value.normalize():f}")


Slug = Annotated[str, Field(max_length=120), AfterValidator(_slug)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_plain)]
Text = Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(_plain)]
PartialDate = Annotated[str, BeforeValidator(_date_text), AfterValidator(_date)]
Day = Annotated[str, BeforeValidator(_date_text), AfterValidator(_day)]
Url = Annotated[str, Field(max_length=1000), AfterValidator(_url)]
Country = Annotated[str, Field(pattern=COUNTRY)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
Price = Annotated[Decimal, Field(le=Decimal(10**9)), AfterValidator(_money), PlainSerializer(str, when_used="json")]
Number = Annotated[Decimal, Field(ge=-(10**9), le=10**9), AfterValidator(_score), PlainSerializer(str, when_used="json")]
Count = Annotated[int, Field(gt=0, lt=2**62, strict=True)]
ReferenceKey = Annotated[str, Field(max_length=80, pattern=REFERENCE_KEY)]
HubRepository = Annotated[str, Field(max_length=200, pattern=HUB_REPOSITORY)]


def pointer_part(name: str | int) -> str:
    """Write one step of a JSON pointer (RFC 6901), with its escapes."""
    return str(name).replace("~", "~0").replace("/", "~1")


def repeated(items: list[str]) -> int | None:
    """Return the index of the first item that occurred before, or None."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item in seen:
            return index
        seen.add(item)
    return None


def each_once(items: list[str]) -> list[str]:
    """Refuse a list that names something twice, ignoring case."""
    at = repeated([item.casefold() for item in items])
    if at is not None:
        raise Mistakes((f"/{at}", f"'{items[at]}' is given twice"))
    return items
