"""How people change pages, through whichever door: checked as a whole, reconciled with what others did, published or proposed."""

from registry.editing.confirming import confirm
from registry.editing.merging import merge
from registry.editing.proposals import decline, publish, take_back
from registry.editing.refusals import Refused
from registry.editing.renaming import rename
from registry.editing.restoring import restore
from registry.editing.rights import may_propose, may_publish, may_settle, needs_review
from registry.editing.submitting import Submission, Submitted, submit
from registry.editing.unmerging import undo_merge
from registry.editing.withdrawing import withdraw

__all__ = [
    "Refused",
    "Submission",
    "Submitted",
    "confirm",
    "decline",
    "may_propose",
    "may_publish",
    "may_settle",
    "merge",
    "needs_review",
    "publish",
    "rename",
    "restore",
    "submit",
    "take_back",
    "undo_merge",
    "withdraw",
]
