"""Named uses that pages and the catalog's filters ask about, for an organization of unknown size and place."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.licensing.intended_use import IntendedUse


def _commercial(*acts: str, purpose: str | None = None) -> IntendedUse:
    return IntendedUse(commercial=True, acts=tuple(sorted(acts)), fields_of_use=(), purpose=purpose)


INTERNAL_USE = _commercial("use", "internal_only")
PRODUCT = _commercial("product_that_uses", purpose="production")
HOSTED_API = _commercial("host_api")
FINETUNE_AND_REDISTRIBUTE = _commercial("finetune", "distribute_derivative")
TRAIN_ON_OUTPUTS = _commercial("use", "train_other_llm_on_outputs")

STANDARD_USES: Mapping[str, IntendedUse] = MappingProxyType(
    {
        "internal_use": INTERNAL_USE,
        "product": PRODUCT,
        "hosted_api": HOSTED_API,
        "finetune_and_redistribute": FINETUNE_AND_REDISTRIBUTE,
        "train_on_outputs": TRAIN_ON_OUTPUTS,
    }
)
