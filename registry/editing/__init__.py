"""How people change pages, through whichever door: checked as a whole, reconciled with what others did, published or proposed."""

from registry.editing.proposals import decline, publish, take_back
from registry.editing.refusals import Refused
from registry.editing.restoring import restore
from registry.editing.rights import may_propose, may_publish, may_settle, needs_review
from registry.editing.submitting import Submission, Submitted, submit
from registry.editing.withdrawing import withdraw

__all__ = [
    "Refused",
    "Submission",
    "Submitted",
    "decline",
    "may_propose",
    "may_publish",
    "may_settle",
    "needs_review",
    "publish",
    "restore",
    "submit",
    "take_back",
    "withdraw",
]
