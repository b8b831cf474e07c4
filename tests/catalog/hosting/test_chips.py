"""Chips and runtimes, only where the record names them."""

import pytest

from catalog.hosting.chips import chips_named, runtimes_named
from registry.models import HostingOffer


@pytest.mark.parametrize(
    ("service", "note", "chips", "runtimes"),
    [
        ("Qualcomm AI Hub", "Listed for Snapdragon 8 Elite and X Elite; quantized build.", ("Listed for Snapdragon 8 Elite and X Elite",), ()),
        ("Qualcomm AI Hub", "", (), ()),
        ("Qualcomm SoCs", "", ("Qualcomm SoCs",), ()),
        ("Dimensity flagship chip with NeuroPilot", "", ("Dimensity flagship chip with NeuroPilot",), ("NeuroPilot",)),
        ("llama.cpp", "Pre-quantized GGUF files; the post also shows MLX on Apple silicon.", ("the post also shows MLX on Apple silicon",),
         ("llama.cpp", "MLX")),
        ("Windows (local development)", "The launch covers Azure.", (), ()),
        ("Ollama library", "Chipotle and the PCX format.", (), ("Ollama",)),
    ],
)  # fmt: skip
def test_chips_and_runtimes_are_those_that_the_record_names(
    service: str, note: str, chips: tuple[str, ...], runtimes: tuple[str, ...]
) -> None:
    named = HostingOffer(service=service, note=note)
    assert chips_named(named) == chips
    assert runtimes_named(named) == runtimes
