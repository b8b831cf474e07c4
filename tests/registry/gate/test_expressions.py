"""An SPDX expression is the list of choices it leaves: AND joins, OR offers."""

import pytest

from registry.gate.expressions import UnreadableExpression, only_adds_permissions, parse_expression, single, together


def choices(text: str) -> list[str]:
    return [" + ".join(str(license) for license in choice) for choice in parse_expression(text).alternatives]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("MIT", ["MIT"]),
        ("MIT OR Apache-2.0", ["MIT", "Apache-2.0"]),
        ("MIT AND Apache-2.0", ["MIT + Apache-2.0"]),
        ("(MIT OR Apache-2.0) AND CC-BY-4.0", ["MIT + CC-BY-4.0", "Apache-2.0 + CC-BY-4.0"]),
        ("MIT OR Apache-2.0 AND CC-BY-4.0", ["MIT", "Apache-2.0 + CC-BY-4.0"]),
        ("MIT OR MIT", ["MIT"]),
        ("MIT AND MIT", ["MIT"]),
        ("mit or apache-2.0", ["mit", "apache-2.0"]),
        ("Apache-2.0 WITH LLVM-exception OR MIT", ["Apache-2.0 WITH LLVM-exception", "MIT"]),
        ("LicenseRef-scancode-llama-2-license-2023", ["LicenseRef-scancode-llama-2-license-2023"]),
        ("GPL-2.0+", ["GPL-2.0+"]),
    ],
)
def test_an_expression_offers_its_choices(text: str, offered: list[str]) -> None:
    assert choices(text) == offered


@pytest.mark.parametrize("text", ["", "AND", "MIT OR", "MIT WITH", "(MIT", "MIT)", "MIT/Apache-2.0", "MIT WITH a WITH b"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(UnreadableExpression):
        parse_expression(text)


def test_sixty_four_choices_are_the_most() -> None:
    assert len(choices(" AND ".join(f"(a{n} OR b{n})" for n in range(6)))) == 64
    with pytest.raises(UnreadableExpression, match="more than 64"):
        choices(" OR ".join(f"a{n}" for n in range(65)))


def test_several_declared_licenses_apply_together() -> None:
    both = together([parse_expression("MIT OR Apache-2.0").alternatives, single("CC-BY-4.0").alternatives])
    assert [[license.id for license in choice] for choice in both] == [["MIT", "CC-BY-4.0"], ["Apache-2.0", "CC-BY-4.0"]]


def test_only_exceptions_on_the_spdx_list_are_known_to_add_permissions() -> None:
    assert only_adds_permissions("LLVM-exception")
    assert only_adds_permissions("llvm-exception")
    assert not only_adds_permissions("Commons-Clause")
    assert not only_adds_permissions("MIT")
