"""Deterministic property tests, small enough that the whole folder runs in a minute."""

from hypothesis import HealthCheck, settings

settings.register_profile("licensing", max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.load_profile("licensing")
