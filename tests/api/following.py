"""Follows the changes of the database of DATABASE_URL as a client of the API does: `python -m tests.api.following NUMBER`."""

import json
import sys
import time

import django

django.setup()

from django.test import Client  # noqa: E402

from registry.models import Revision  # noqa: E402


def follow(number: int) -> None:
    """Ask for what came after the last id seen until so many came; print what was seen, and what there is up to the last of them."""
    client, seen, last, end = Client(), [], 0, time.monotonic() + 90
    while len(seen) < number and time.monotonic() < end:
        answer = client.get(f"/api/v1/changes/?after={last}&limit=200", headers={"Host": "localhost"})
        if answer.status_code == 429:
            time.sleep(1)
            continue
        seen += [record["id"] for record in answer.json()["results"]]
        last = seen[-1] if seen else last
        time.sleep(0.05)
    print(json.dumps([seen, list(Revision.objects.filter(pk__lte=last).order_by("pk").values_list("pk", flat=True))]))


if __name__ == "__main__":
    follow(int(sys.argv[1]))
