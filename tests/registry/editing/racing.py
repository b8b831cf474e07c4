"""What the processes of test_settled_at_once.py do: `python -m tests.registry.editing.racing NAME ...` on the database of DATABASE_URL."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402

from registry.editing import Submission, decline, publish, submit  # noqa: E402
from registry.editing.proposals import AlreadySettled  # noqa: E402
from registry.models import License, Proposal, Revision  # noqa: E402
from registry.roles import Role, give_role  # noqa: E402
from tests import factories  # noqa: E402

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def make_proposal() -> None:
    """An editor proposes a change to a license; there are reviewers. Print its number."""
    author = User.objects.create_user("author")
    give_role(author, Role.EDITOR)
    for number in range(20):
        give_role(User.objects.create_user(f"reviewer{number}"), Role.REVIEWER)
    page = License.objects.get(slug="open")
    data = factories.license_document("open", summary="Another.", sources={"card": factories.WEB_PAGE})
    done = submit(
        Submission(data=data, by=author, reason="Clearer", origin="site", today=NOW.date(), expected=page.number),
    )
    assert done.proposal is not None
    print(done.proposal.pk)


def settle(key: int, first: int, threads: int) -> None:
    """In each thread, a reviewer of their own publishes or declines; print what each was told."""

    def run(number: int) -> str:
        try:
            proposal, by = Proposal.objects.get(pk=key), User.objects.get(username=f"reviewer{number}")
            if number % 2:
                decline(proposal, by=by, now=NOW, reason="No")
                return "declined"
            publish(proposal, by=by, now=NOW)
            return "published"
        except AlreadySettled:
            return "settled already"
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        print(json.dumps(list(pool.map(run, range(first, first + threads)))))


def state(key: int) -> None:
    """Print how the proposal stands, by whom, and how many revisions its page has."""
    proposal = Proposal.objects.get(pk=key)
    print(json.dumps([proposal.state, proposal.settled_by_name, Revision.objects.filter(page=proposal.page).count()]))


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    globals()[name](*map(int, arguments))
