"""One reader for each catalog of others: what was received becomes records, in plain Python and without a network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.imports.records import CatalogRecord, RejectedRecord
from registry.imports.sources import csv_rows, huggingface, litellm, models_dev
from registry.imports.sources.opening import Received

__all__ = ["SOURCES", "Received", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A catalog that can be read. `record` says what one record is; `license` is the SPDX id under which the catalog is published, empty
    where there is none for all of it; `address` is where its newest file stands, empty where it is no single one.

    `read` yields a record or a rejected record for each that the file holds, or raises UnreadableCatalog before the first one.
    """

    name: str
    title: str
    homepage: str = ""
    address: str = ""
    record: str
    license: str = ""
    read: Callable[[Received], Iterator[CatalogRecord | RejectedRecord]]


_ALL = (
    Source(
        name="models-dev",
        title="models.dev",
        homepage="https://models.dev/",
        address="https://models.dev/api.json",
        record="a model as one provider offers it by API",
        license="MIT",
        read=models_dev.read,
    ),
    Source(
        name="litellm",
        title="LiteLLM's prices and context windows",
        homepage="https://github.com/BerriAI/litellm",
        address="https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
        record="a model as one provider offers it by API, in one region or size where prices differ",
        license="MIT",
        read=litellm.read,
    ),
    Source(
        name="huggingface",
        title="Model cards of the Hugging Face Hub",
        homepage="https://huggingface.co/models",
        record="a repository of weights, as its owner describes it in the head of its README.md",
        read=huggingface.read,
    ),
    Source(
        name="csv",
        title="A table of one's own",
        record="a row: a model, as one organization offers it where the row names a host",
        read=csv_rows.read,
    ),
)
SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
