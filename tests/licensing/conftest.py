"""Deterministic property tests, small enough that the whole folder runs in a minute. LICENSING_EXAMPLES=1000 searches deeper."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("LICENSING_EXAMPLES", "60"))

settings.register_profile(
    "licensing", max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("licensing")
