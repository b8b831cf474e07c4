"""Reading what stands at a public web address, and nothing else: no Django, no proxy, no address of this machine or its network."""

from registry.fetching.opening import Answer, Limits, open_public
from registry.fetching.refusals import (
    BadCertificate,
    FetchError,
    InvalidAddress,
    NoSuchHost,
    NotPublic,
    TimedOut,
    TooManyRedirects,
    Unreachable,
)  # fmt: skip

__all__ = [
    "Answer",
    "BadCertificate",
    "FetchError",
    "InvalidAddress",
    "Limits",
    "NoSuchHost",
    "NotPublic",
    "TimedOut",
    "TooManyRedirects",
    "Unreachable",
    "open_public",
]
