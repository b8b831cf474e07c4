"""What the processes of test_repeated_at_once.py do: `python -m tests.api.verdicts.racing NAME ...` on the database of DATABASE_URL."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from catalog.models import IdempotentRequest, Scope  # noqa: E402
from catalog.tokens import issue  # noqa: E402
from registry.models import RecordedDecision  # noqa: E402
from registry.roles import Role, give_role  # noqa: E402

DECISION = {
    "subject": {"license": "open"}, "outcome": "approved", "product": "Chat", "reason": "Its text.",
    "use": {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": []},
}  # fmt: skip


def make_reviewer() -> None:
    """Print the secret of a reviewer's token for writing."""
    reviewer = User.objects.create_user("reviewer")
    give_role(reviewer, Role.REVIEWER)
    print(issue(user=reviewer, name="racing", scope=Scope.WRITE, lifetime=timedelta(days=1), now=datetime.now(UTC)).secret)


def post(secret: str, key: str, threads: int) -> None:
    """Send the same decision under one key in each thread at once; print status, number and whether it is a repeated answer."""

    def send(_: int) -> tuple[int, int | None, bool]:
        headers = {"Authorization": f"Token {secret}", "Idempotency-Key": key, "Host": "localhost"}
        answer = Client().post("/api/v1/decisions/", DECISION, content_type="application/json", headers=headers)
        connection.close()
        return answer.status_code, answer.json().get("number"), "Idempotency-Replayed" in answer.headers

    with ThreadPoolExecutor(threads) as pool:
        print(json.dumps(list(pool.map(send, range(threads)))))


def state() -> None:
    """Print how many decisions and kept answers there are."""
    print(json.dumps([RecordedDecision.objects.count(), IdempotentRequest.objects.count()]))


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    globals()[name](*(int(argument) if argument.isdigit() else argument for argument in arguments))
