"""Why a change was not written."""

from collections.abc import Iterable

from registry.documents import PageDocument, Problem
from registry.editing.conflicts import Conflict
from registry.editing.duplicates import Duplicate, digest


class Refused(Exception):  # noqa: N818 - what happened, not a fault
    """Nothing was written: `problems` are to be corrected, `conflict` and `duplicates` are to be seen and agreed to.

    `conflict` is answered with its `current` as `agreed_revision`, `duplicates` with `agreement` as `agreed_duplicates`.
    """

    def __init__(
        self,
        *,
        problems: Iterable[Problem] = (),
        conflict: Conflict | None = None,
        duplicates: Iterable[Duplicate] = (),
        document: PageDocument | None = None,
    ) -> None:
        super().__init__("the change was not written")
        self.problems = list(problems)
        self.conflict = conflict
        self.duplicates = list(duplicates)
        self.agreement = digest(self.duplicates)
        self.document = document
