"""The handful of things people want to do with a model, in their words, and the named standard use behind each."""

from dataclasses import dataclass
from typing import Any

from registry.licensing.standard_uses import STANDARD_USES


@dataclass(frozen=True, slots=True)
class Activity:
    """One choice of the form: its word in the address, what it is called, what is meant by it."""

    key: str
    label: str
    meaning: str

    @property
    def use(self) -> dict[str, Any]:
        """The intended use it stands for, in plain form."""
        return STANDARD_USES[self.key].as_dict()


ACTIVITIES = {
    activity.key: activity
    for activity in (
        Activity("internal_use", "Use it internally", "Our own people use it; nothing of it leaves the house."),
        Activity("product", "Build a product on it", "A commercial product or service calls the model."),
        Activity("hosted_api", "Offer it as an API", "Others send it their own prompts through our service."),
        Activity("finetune_and_redistribute", "Fine-tune it and share the result", "We train it further and give the weights to others."),
        Activity("train_on_outputs", "Train another model on its outputs", "Its answers become training data."),
    )
}
DEFAULT = "product"
