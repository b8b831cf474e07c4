"""Which columns the table of variants can have, and which are wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from catalog.filters import Mistake
from catalog.filters.kinds import shortened
from catalog.paging import Column as OrderColumn

# What lists of variants are ordered by, here and in the API.
ORDERS: Mapping[str, OrderColumn] = {
    "name": OrderColumn("name"),
    "slug": OrderColumn("slug"),
    "release_date": OrderColumn("release_date", nullable=True, is_date=True),
    "params_total": OrderColumn("params_total", nullable=True),
    "context_tokens": OrderColumn("context_tokens", nullable=True),
}
NEWEST_FIRST = "-release_date"
FIRST = "name"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A fact of a variant as a column; `unit` is told once, in its header, and `fact` is how its evidence is recorded."""

    name: str
    label: str
    unit: str = ""
    number: bool = False
    newest: bool = False
    fact: str = ""

    @property
    def order(self) -> str:
        """What the table is ordered by when its header is followed; empty where it cannot be."""
        return self.name if self.name in ORDERS else ""


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column(name=FIRST, label="Variant"),
        Column(name="model", label="Model"),
        Column(name="family", label="Family"),
        Column(name="developer", label="Developer"),
        Column(name="license", label="License", fact="license"),
        Column(name="license_category", label="License category"),
        Column(name="commercial_use", label="Commercial use"),
        Column(name="params_total", label="Parameters", number=True, newest=True, fact="params_total"),
        Column(name="params_active", label="Active parameters", number=True, fact="params_active"),
        Column(name="context_tokens", label="Context", unit="tokens", number=True, newest=True, fact="context_tokens"),
        Column(name="release_date", label="Released", newest=True, fact="release_date"),
        Column(name="modality", label="In and out", fact="modalities"),
        Column(name="open_weights", label="Weights", fact="open_weights"),
        Column(name="gated", label="Gated", fact="gated"),
        Column(name="status", label="Status"),
        Column(name="category", label="Specialises in"),
        Column(name="offers", label="Offers", number=True),
        Column(name="partners", label="Offered by"),
        Column(name="channels", label="Offered as"),
        Column(name="cheapest_input", label="Cheapest input", unit="per million tokens", number=True),
        Column(name="cheapest_output", label="Cheapest output", unit="per million tokens", number=True),
        Column(name="knowledge_cutoff", label="Knowledge to", fact="knowledge_cutoff"),
        Column(name="training_tokens", label="Training tokens", fact="training_tokens"),
        Column(name="languages_count", label="Languages", number=True, fact="languages_count"),
        Column(name="declared_license", label="Declared license", fact="declared_license"),
        Column(name="lineage", label="Bases known", fact="lineage"),
        Column(name="huggingface", label="Hugging Face", fact="huggingface"),
        Column(name="slug", label="Slug"),
    )
}
DEFAULT = ("release_date", "commercial_use", "license", "developer", "params_total", "context_tokens", "offers")


def read_columns(text: str | None) -> tuple[list[Column], list[Mistake]]:
    """Return the columns that a text names, in its order, the variant always first; and what it names that there is not."""
    names = list(dict.fromkeys(DEFAULT if text is None else text.split(",")))
    wrong = [name for name in names if name not in COLUMNS]
    chosen = [COLUMNS[name] for name in names if name in COLUMNS and name != FIRST]
    return [COLUMNS[FIRST], *chosen], [_mistake(name) for name in wrong[:3]]


def needed(columns: Sequence[Column], *names: str) -> bool:
    """Whether any of the columns is wanted."""
    return any(column.name in names for column in columns)


def _mistake(name: str) -> Mistake:
    allowed = tuple(COLUMNS)
    near = get_close_matches(name[:80], allowed, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    detail = f"columns: there is no column '{shortened(name)}'.{hint} There is: {', '.join(allowed)}."
    return Mistake("columns", "invalid_value", detail, allowed)
