"""Why an address gave no answer. Each message is a clause in words for people: "its host is not known"."""


class FetchError(Exception):
    """An address that gave no answer; one of the kinds below."""


class InvalidAddress(FetchError):  # noqa: N818 - what it is, not that it is wrong
    """It is no web address that can be asked."""


class NotPublic(FetchError):  # noqa: N818
    """It, or one that it redirects to, lies in a private network or on this machine; nothing was sent there."""


class NoSuchHost(FetchError):  # noqa: N818
    """The name of its host leads to no address."""


class Unreachable(FetchError):  # noqa: N818
    """No connection, or one that broke off or spoke no HTTP."""


class TimedOut(FetchError):  # noqa: N818
    """It took too long to connect or to answer."""


class BadCertificate(FetchError):  # noqa: N818
    """The host could not prove that it is the one that was asked for."""


class TooManyRedirects(FetchError):  # noqa: N818
    """Redirects lead round in a circle, or on and on."""
