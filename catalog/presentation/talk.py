"""What people say about a page, as its talk page shows it: threads, the facts they are about, the journal."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.safestring import SafeString, mark_safe

from catalog.linking import Links
from catalog.markdown import Resolver, render_markdown
from catalog.presentation.evidence import fact_anchor, fact_words
from catalog.presentation.terms import type_words
from registry.documents import PageDocument
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.models import Comment, JournalNote, Organization, Page
from registry.talking import may_resolve, may_withdraw, may_withdraw_note

_TAG = re.compile(r"(<[^>]*>)")
_LEFT_ALONE = re.compile(r"</?(a|code|pre)\b")


class FactNames:
    """The facts of a page in people's words."""

    def __init__(self, document: PageDocument | None) -> None:
        self._facts = tuple(document.facts()) if document else ()
        self._owners = dict(_owners(document))
        self._terms = dict(_terms(document)) if isinstance(document, LicenseDocument) else {}

    def __contains__(self, fact: str) -> bool:
        return fact in self._facts

    def label(self, fact: str) -> str:
        """Return a fact in words, such as "Llama 2 7B: context window"; one that the page no longer has by its address."""
        if fact in self._terms:
            return self._terms[fact]
        owner, _, name = fact.rpartition("/")
        words = fact_words(name)
        return f"{self._owners.get(owner, owner.rpartition('/')[2])}: {words}" if owner else words[:1].upper() + words[1:]

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the facts in groups, one for the page and one for each of its parts."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for fact in self._facts:
            owner, _, name = fact.rpartition("/")
            title = "Clauses" if fact in self._terms else self._owners.get(owner, "This page")
            words = self._terms.get(fact) or fact_words(name)
            groups.setdefault(title, []).append((fact, words[:1].upper() + words[1:]))
        return list(groups.items())


def _owners(document: PageDocument | None) -> Iterator[tuple[str, str]]:
    if not isinstance(document, ModelDocument):
        return
    yield from ((f"variants/{variant.slug}", variant.name) for variant in document.variants)
    if document.offers:
        slugs = {offer.partner for offer in document.offers}
        partners = dict(Organization.objects.filter(slug__in=slugs).values_list("slug", "name"))
        yield from ((f"offers/{offer.slug}", f"{partners.get(offer.partner, offer.partner)}: {offer.service}") for offer in document.offers)


def _terms(document: LicenseDocument) -> Iterator[tuple[str, str]]:
    """Clauses of the same type and section are told apart by their ids."""
    words = {term.id: f"{type_words(term.type)}, {term.section}" if term.section else type_words(term.type) for term in document.terms}
    said = list(words.values())
    for key, text in words.items():
        yield f"terms/{key}", f"{text} ({key})" if said.count(text) > 1 else text


@dataclass(frozen=True)
class Said:
    """One comment, and what its reader may do with it."""

    comment: Comment
    may_withdraw: bool
    links: Resolver

    @property
    def anchor(self) -> str:
        return f"comment_{self.comment.pk}_"

    @property
    def text(self) -> SafeString:
        """The text as HTML, with the people it names standing out."""
        names = [mention.person.get_username() for mention in self.comment.mentions.all()]
        return in_words(self.comment.body, part=f"c{self.comment.pk}", top_heading=4, links=self.links, people=names)

    @property
    def withdrawn_words(self) -> str:
        """Who withdrew it."""
        if self.comment.withdrawn_by_name == self.comment.by_name:
            return "Withdrawn by its author."
        return f"Withdrawn by {self.comment.withdrawn_by_name}, a reviewer."


@dataclass(frozen=True)
class Thread:
    """A thread with its replies; `label` is the fact it is about, `href` where that fact stands."""

    first: Said
    replies: tuple[Said, ...]
    label: str
    href: str
    may_resolve: bool


@dataclass(frozen=True)
class Noted:
    """A note of the journal."""

    note: JournalNote
    may_withdraw: bool
    links: Resolver

    @property
    def text(self) -> SafeString:
        return in_words(self.note.body, part=f"n{self.note.pk}", top_heading=3, links=self.links)


def threads_of(page: Page, comments: Iterable[Comment], *, facts: FactNames, reader: User) -> list[Thread]:
    """Return threads as `reader` sees them. Their replies and mentions must be prefetched."""
    comments = list(comments)
    address = page.get_absolute_url()
    links = Links.in_texts(said.body for comment in comments for said in (comment, *comment.replies.all()))
    return [
        Thread(
            first=Said(comment, may_withdraw(comment, reader), links),
            replies=tuple(Said(reply, may_withdraw(reply, reader), links) for reply in comment.replies.all()),
            label=facts.label(comment.fact) if comment.fact else "",
            href=f"{address}#{fact_anchor(comment.fact)}" if comment.fact in facts else "",
            may_resolve=may_resolve(comment, reader),
        )
        for comment in comments
    ]


def journal_of(notes: Iterable[JournalNote], *, reader: User) -> list[Noted]:
    """Return notes as `reader` sees them."""
    notes = list(notes)
    links = Links.in_texts(note.body for note in notes)
    return [Noted(note, may_withdraw_note(note, reader), links) for note in notes]


def in_words(text: str, *, part: str, top_heading: int, links: Resolver, people: Collection[str] = ()) -> SafeString:
    """Return a comment or a note as safe HTML; @ with the name of one of `people` stands out, except in links and in code."""
    html = render_markdown(text, resolve=links, top_heading=top_heading, part=part)
    return mark_safe(_with_mentions(html, people)) if people else html  # noqa: S308 - safe before, and only <strong> is added


def _with_mentions(html: str, people: Collection[str]) -> str:
    longest_first = "|".join(re.escape(name) for name in sorted(people, key=len, reverse=True))
    known = re.compile(rf"(?<![\w@.+/-])(@(?:{longest_first}))(?!\w)")
    depth = 0
    pieces = _TAG.split(html)
    for place, piece in enumerate(pieces):
        if place % 2:
            depth += (-1 if piece.startswith("</") else 1) if _LEFT_ALONE.match(piece) else 0
        elif not depth:
            pieces[place] = known.sub(r"<strong>\1</strong>", piece)
    return "".join(pieces)
