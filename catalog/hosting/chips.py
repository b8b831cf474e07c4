"""Which chips, devices and runtimes an offer names, in the words of its record. Nothing is concluded from what is not written."""

import re
from collections.abc import Iterable

from registry.models import HostingOffer

_CHIPS = re.compile(
    r"\b(?:Snapdragon|Dimensity|Qualcomm (?:SoCs?|chips?)|MediaTek (?:SoCs?|chips?)|Hexagon|Exynos|Tensor G\d|Kirin|Apple silicon|"
    r"A1\d Pro|M[1-5] (?:Pro|Max|Ultra)|Arm CPUs?|Cortex-[AX]\d+|Intel Core|Core Ultra|Xeon|Ryzen|Radeon|GeForce|RTX|Jetson|Raspberry Pi|"
    r"SA\d{4}P|chips?|CPUs?|GPUs?|NPUs?|SoCs?|phones?|iPhone|iPad|MacBook|laptops?|PCs?)\b",
    re.IGNORECASE,
)
_RUNTIMES = {
    "llama.cpp": r"llama\.cpp|GGUF",
    "Ollama": r"Ollama",
    "LM Studio": r"LM Studio",
    "MLX": r"MLX",
    "ExecuTorch": r"ExecuTorch",
    "NeuroPilot": r"NeuroPilot",
    "ONNX Runtime": r"ONNX(?: Runtime)?",
    "OpenVINO": r"OpenVINO",
    "Core ML": r"Core ML",
    "LiteRT": r"LiteRT|TensorFlow Lite|TFLite",
    "MediaPipe": r"MediaPipe",
    "Metal": r"Metal",
    "ROCm": r"ROCm",
    "CUDA": r"CUDA",
}
_PHRASES = re.compile(r"(?<=[.;])\s+")


def chips_named(offer: HostingOffer) -> tuple[str, ...]:
    """Return what the record of an offer says of chips and devices, phrase by phrase; empty where it names none."""
    return tuple(phrase for phrase in dict.fromkeys(_phrases(offer)) if _CHIPS.search(phrase))


def runtimes_named(offer: HostingOffer) -> tuple[str, ...]:
    """Return the runtimes that the record of an offer names, in one order; empty where it names none."""
    words = " ".join(_phrases(offer))
    return tuple(name for name, pattern in _RUNTIMES.items() if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words))


def _phrases(offer: HostingOffer) -> Iterable[str]:
    yield offer.service
    for text in (offer.note, offer.regions_note):
        yield from (phrase.strip().rstrip(".;") for phrase in _PHRASES.split(text) if phrase.strip())
