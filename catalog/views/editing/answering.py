"""What a form answers with: the way on after a save, or itself again with what has to be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from catalog.editing.conflicts import ShownConflict, shown_conflict
from catalog.editing.mistakes import Mistake
from catalog.editing.sending import Agreed, agreed_in, send, try_out
from catalog.linking import Links
from catalog.presentation.addresses import address_below
from catalog.presentation.documents import Names
from catalog.presentation.history import MOST_FACTS, changed_facts, count_of_changes
from registry.documents import parse_document
from registry.editing import Refused, Submission, Submitted, may_publish
from registry.models import Page
from registry.models.vocabulary import Origin

Data = Mapping[str, Any]
_PROSE = ("summary", "body")


@dataclass(slots=True)
class Outcome:
    """What the form has to show after a button was pressed and nothing was written."""

    mistakes: list[Mistake] = field(default_factory=list)
    conflict: ShownConflict | None = None
    duplicates: Any = ()
    agreement: str = ""
    agreed: Agreed = field(default_factory=Agreed)
    preview: dict[str, Any] | None = None

    @property
    def wiki(self) -> Links | None:
        """Where the links in the previewed texts lead."""
        return self.preview["links"] if self.preview else None


def pressed(request: HttpRequest, data: Data, *, base: Data, expected: int) -> Submitted | Outcome | Refused:
    """Do what the pressed button says with a document: try it out, publish or propose it."""
    assert isinstance(request.user, User)
    submission = Submission(
        data=data, by=request.user, reason=request.POST.get("reason", ""), origin=Origin.SITE, today=timezone.localdate(),
        expected=expected, propose=request.POST.get("do") == "propose", agreed_revision=agreed_in(request.POST).revision,
        agreed_duplicates=agreed_in(request.POST).duplicates,
    )  # fmt: skip
    try:
        if request.POST.get("do") == "preview":
            try_out(submission)
            return Outcome(preview=preview_of(base, data), agreed=agreed_in(request.POST))
        return send(submission)
    except Refused as refused:
        return refused


def refused_outcome(request: HttpRequest, refused: Refused, *, base: Data, data: Data) -> Outcome:
    """Return what a form shows of a refusal, its mistakes aside; the preview too where that was asked for."""
    agreed = agreed_in(request.POST)
    still = Agreed(None if refused.conflict else agreed.revision, "" if refused.duplicates else agreed.duplicates)
    conflict = shown_conflict(refused.conflict) if refused.conflict else None
    preview = preview_of(base, data) if request.POST.get("do") == "preview" and not refused.problems else None
    return Outcome([], conflict, refused.duplicates, refused.agreement, still, preview)


def preview_of(before: Data, after: Data) -> dict[str, Any]:
    """Return what a change would do to a page: the facts that differ, and the texts that changed as readers will see them."""
    after = parse_document(after).as_data()
    texts = [(name, after[name]) for name in _PROSE if after.get(name) and after.get(name) != before.get(name)]
    groups = changed_facts(before, after, names=Names.of(before, after))
    links = Links.in_texts(text for _, text in texts)
    return {"groups": groups, "count": count_of_changes(before, after), "most": MOST_FACTS, "texts": texts, "links": links}


def after_saving(request: HttpRequest, done: Submitted, *, anchor: str = "") -> HttpResponse:
    """Lead on: to the proposal, to the page, or to the next page that is overdue for review."""
    if done.proposal is not None:
        messages.success(request, "Your change waits for a reviewer now. You can take it back until somebody has settled it.")
        return redirect("catalog:proposal", number=done.proposal.pk)
    assert done.change is not None
    page = done.change.page
    if done.change.revision is None:
        messages.info(request, f"Nothing differs from what {page.name} says, so nothing was recorded.")
    else:
        messages.success(request, f"{page.name} is saved as revision {done.change.revision.number}.")
    if request.POST.get("do") == "next":
        return next_overdue(request, page)
    return redirect(f"{page.get_absolute_url()}{f'#{anchor}' if anchor else ''}")


def next_overdue(request: HttpRequest, page: Page) -> HttpResponse:
    """Lead to the form of the page whose review is most overdue."""
    overdue = Page.objects.published().overdue(today=timezone.localdate()).exclude(pk=page.pk)
    found = overdue.order_by("review_due", "pk").first()
    if found is None:
        messages.info(request, "No other page is overdue for review.")
        return redirect(page.get_absolute_url())
    return redirect(address_below(found, "edit"))


def rights_of(request: HttpRequest, *, kind: str, page: Page | None) -> dict[str, bool]:
    """Return whether the person publishes or proposes here."""
    return {"publishes": may_publish(request.user, kind=kind, page=page)}
