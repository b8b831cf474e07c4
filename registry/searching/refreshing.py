"""Writing entries: by the verb that writes history, in its transaction, a few statements however many pages there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from django.db.models import F

from registry.documents import PageDocument
from registry.documents.models import ModelDocument
from registry.documents.organizations import OrganizationDocument
from registry.models import HostingOffer, ModelVariant, Organization, Page, Revision
from registry.models.search import SearchEntry
from registry.searching.entries import differing, entries_of, organization_entry

AT_ONCE = 5_000
IN_ONE_INSERT = 500
Item = TypeVar("Item")
Services = dict[int, set[str]]


class Written(Protocol):
    """A document that was written, with its page."""

    document: PageDocument
    page: Page


def refresh_entries(written: Sequence[Written]) -> None:
    """Make the entries of the pages equal to their documents, and those of the partners whose offers changed on them."""
    pages = {each.page.pk: each.document for each in written}
    partners = _partners_named(pages)
    wanted = wanted_entries(pages)
    standing = [row for row in _in(Organization.objects.all(), "pk", partners - pages.keys()) if row.state != "withdrawn"]
    services = services_of(row.pk for row in standing)
    wanted += [organization_entry(row, services=services[row.pk]) for row in standing]
    _write(wanted, pages=[*pages, *(row.pk for row in standing)])


def wanted_entries(documents: dict[int, PageDocument]) -> list[SearchEntry]:
    """Return the entries that pages should have, by the primary keys and documents of the pages: two queries."""
    models = [page for page, document in documents.items() if isinstance(document, ModelDocument)]
    keys: dict[int, dict[str, int]] = defaultdict(dict)
    for page, slug, key in _in(ModelVariant.objects.values_list("model_id", "slug", "pk"), "model_id", models):
        keys[page][slug] = key
    services = services_of(page for page, document in documents.items() if isinstance(document, OrganizationDocument))
    found = []
    for page, document in documents.items():
        found += entries_of(document, page=page, variants=keys[page], services=services[page])
    return found


def services_of(partners: Iterable[int]) -> Services:
    """Return the names under which partners offer published models."""
    found: Services = defaultdict(set)
    offers = HostingOffer.objects.published().order_by().values_list("partner_id", "service").distinct()
    for partner, service in _in(offers, "partner_id", partners):
        found[partner].add(service)
    return found


def entries_on(pages: Iterable[int]) -> dict[int, SearchEntry]:
    """Return the entries that pages have, by key."""
    return {entry.pk: entry for entry in _in(SearchEntry.objects.all(), "page_id", pages)}


def disagreements(documents: dict[int, PageDocument]) -> Iterator[tuple[int, str]]:
    """Yield (page, what is wrong) for entries that do not say what the documents of their pages say."""
    known = entries_on(documents)
    for entry in wanted_entries(documents):
        what = f"of variant '{entry.anchor}'" if entry.anchor else "of the page"
        standing = known.pop(entry.pk, None)
        if standing is None:
            yield entry.page_id, f"the search entry {what} is missing: run manage.py rebuild_indexes"
        elif columns := differing(entry, standing):
            yield entry.page_id, f"the search entry {what} is outdated in {', '.join(columns)}: run manage.py rebuild_indexes"
    for entry in known.values():
        yield entry.page_id, f"there is a search entry '{entry.name}' that stands for nothing: run manage.py rebuild_indexes"


def _write(wanted: Sequence[SearchEntry], *, pages: Sequence[int]) -> None:
    known = entries_on(pages)
    # A variant that came from a page which is not written now keeps its key.
    moved = [entry.pk for entry in wanted if entry.anchor and entry.pk not in known]
    known |= {entry.pk: entry for entry in _in(SearchEntry.objects.all(), "pk", moved)}
    new = [entry for entry in wanted if differing(entry, known.get(entry.pk))]
    stale = (known.keys() - {entry.pk for entry in wanted}) | {entry.pk for entry in new if entry.pk in known}
    for bite in _bites(sorted(stale)):
        SearchEntry.objects.filter(pk__in=bite).delete()
    SearchEntry.objects.bulk_create(new, batch_size=IN_ONE_INSERT)


def _partners_named(pages: dict[int, PageDocument]) -> set[int]:
    """Return the partners that offers on the pages name, or named in the revision before."""
    models = [page for page, document in pages.items() if isinstance(document, ModelDocument)]
    found = set(_in(HostingOffer.objects.order_by().values_list("partner_id", flat=True).distinct(), "model_id", models))
    before = Revision.objects.filter(number=F("page__number") - 1).values_list("document", flat=True)
    gone = {offer["partner"] for document in _in(before, "page_id", models) for offer in document.get("offers", ())}
    return found | set(_in(Organization.objects.values_list("pk", flat=True), "slug", gone))


def _in(rows: Any, column: str, values: Iterable[Any]) -> Iterator[Any]:
    for bite in _bites(list(values)):
        yield from rows.filter(**{f"{column}__in": bite})


def _bites(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
