"""License expressions (SPDX): which combinations of licenses the user may choose from. Plain Python."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from license_expression import ExpressionError, LicenseWithExceptionSymbol, Licensing, get_spdx_licensing  # type: ignore[import-untyped]

MOST_ALTERNATIVES = 64


class LicenseId(NamedTuple):
    """One license of an expression as it is written there; `exception` follows WITH."""

    id: str
    exception: str | None = None

    def __str__(self) -> str:
        return f"{self.id} WITH {self.exception}" if self.exception else self.id


Alternative = tuple[LicenseId, ...]


class DeclaredLicense(NamedTuple):
    """A license as it was declared, and the sets of licenses that it offers to choose from; all of a set apply."""

    text: str
    alternatives: tuple[Alternative, ...]


class UnreadableExpression(ValueError):  # noqa: N818
    """An expression that is not one, or that leaves more choices than anybody can look at."""


def single(name: str) -> DeclaredLicense:
    """One license by its id or name, whatever words the name holds."""
    return DeclaredLicense(name, ((LicenseId(name),),))


def parse_expression(expression: str) -> DeclaredLicense:
    """What an SPDX expression offers: one set for each way to choose among its ORs, with all that its ANDs join.

    Raises UnreadableExpression for what is no expression, or has more than MOST_ALTERNATIVES ways.
    """
    try:
        tree = Licensing().parse(expression)
    except (ExpressionError, RecursionError) as error:
        raise UnreadableExpression(f"“{expression}” is not an SPDX license expression, such as “MIT OR Apache-2.0”") from error
    if tree is None:
        raise UnreadableExpression("the license expression is empty")
    return DeclaredLicense(expression, _choices(tree))


def together(parts: Iterable[tuple[Alternative, ...]]) -> tuple[Alternative, ...]:
    """The choices where several expressions apply at once."""
    combined: tuple[Alternative, ...] = ((),)
    for part in parts:
        if len(combined) * len(part) > MOST_ALTERNATIVES:
            raise UnreadableExpression(f"the declared licenses leave more than {MOST_ALTERNATIVES} combinations to choose from")
        combined = tuple(dict.fromkeys(tuple(dict.fromkeys((*left, *right))) for left, right in product(combined, part)))
    return combined


def only_adds_permissions(exception: str) -> bool:
    """Whether the SPDX list has it: what is listed there as an exception adds permissions to a license and takes none away."""
    return exception.casefold() in _listed_exceptions()


def _choices(node: Any) -> tuple[Alternative, ...]:
    operator = str(getattr(node, "operator", "") or "").strip()
    arguments = getattr(node, "args", ())
    if operator == "OR" and arguments:
        found: dict[Alternative, None] = {}
        for argument in arguments:
            found.update(dict.fromkeys(_choices(argument)))
        if len(found) > MOST_ALTERNATIVES:
            raise UnreadableExpression(f"the license expression leaves more than {MOST_ALTERNATIVES} combinations to choose from")
        return tuple(found)
    if operator == "AND" and arguments:
        return together(_choices(argument) for argument in arguments)
    return ((_license(node),),)


def _license(node: Any) -> LicenseId:
    if isinstance(node, LicenseWithExceptionSymbol):
        return LicenseId(node.license_symbol.key, node.exception_symbol.key)
    return LicenseId(node.key)


@cache
def _listed_exceptions() -> frozenset[str]:
    return frozenset(_spdx_exceptions())


def _spdx_exceptions() -> Iterator[str]:
    for key, symbol in get_spdx_licensing().known_symbols.items():
        if symbol.is_exception and not key.startswith("LicenseRef-"):
            yield key.casefold()
