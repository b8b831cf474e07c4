"""Talk about pages: threads of comments with mentions, and the journal. None of it is a fact of the catalog, so no revision comes of it."""

from registry.talking.comments import current_document, may_resolve, may_withdraw, reopen, resolve, say, withdraw
from registry.talking.journal import may_note, may_withdraw_note, note, withdraw_note
from registry.talking.texts import LONGEST_TEXT, NotPosted, people_with_a_role

__all__ = [
    "LONGEST_TEXT", "NotPosted", "current_document", "may_note", "may_resolve", "may_withdraw", "may_withdraw_note", "note",
    "people_with_a_role", "reopen", "resolve", "say", "withdraw", "withdraw_note",
]  # fmt: skip
