"""The form control for each question that decides: what to offer, and what an answer settles on the way."""

from dataclasses import dataclass
from typing import Any

from catalog.asking.amounts import ADVICE
from catalog.asking.inputs import NONE, Input, input_at, write_inputs
from catalog.presentation.figures import whole
from registry.licensing.questions import Question


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick, as the parameter's value and in words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Control:
    """A question with the means to answer it. `implied` are parameters that any answer to it states as well."""

    question: Question
    name: str
    choices: tuple[Choice, ...] = ()
    several: bool = False
    free_text: str = ""
    advice: str = ""
    implied: tuple[tuple[str, str], ...] = ()

    @property
    def can_be_answered(self) -> bool:
        """Whether a form can take the answer; what has to be found out about the model cannot be typed here."""
        return bool(self.name)


def control_for(question: Question) -> Control:
    """Return the control of a question: yes or no where a threshold decides, choices where words do, text otherwise."""
    made = input_at(question.input)
    if made is None:
        return Control(question, "")
    implied = _implied(question, made)
    choices: tuple[Choice, ...] = ()
    match made.kind:
        case "amount" if question.threshold is not None:
            number = whole(question.threshold)
            # "More than" or "at least" is the clause's own word: the representative answers say where it turns.
            values = [value for answer in question.answers for pointer, value in answer if pointer == question.input]
            turns_at = max((value for value in values if isinstance(value, int)), default=0)
            words = ("Yes, more", "No") if turns_at == question.threshold + 1 else (f"Yes, {number} or more", "No, less")
            if turns_at:
                choices = (Choice(f">={turns_at}", words[0]), Choice(f"<={turns_at - 1}", words[1]))
            return Control(question, made.name, choices, free_text="or the figure", advice=ADVICE, implied=implied)
        case "amount":
            return Control(question, made.name, free_text="The figure", advice=ADVICE, implied=implied)
        case "truth":
            return Control(question, made.name, (Choice("yes", "Yes"), Choice("no", "No")), implied=implied)
        case "words":
            offered = question.options or made.words
            choices = (Choice(NONE, "None of these"), *(Choice(word, word.replace("_", " ").capitalize()) for word in offered))
            return Control(question, made.name, choices, several=True, implied=implied)
        case "word":
            offered = question.options or made.words
            choices = tuple(Choice(word, word.replace("_", " ").capitalize()) for word in offered)
            return Control(question, made.name, choices, implied=implied)
        case "country" | "countries":
            advice = "Two-letter codes, such as DE" + (" FR US" if made.kind == "countries" else "")
            return Control(
                question, made.name, free_text="Country" if made.kind == "country" else "Countries", advice=advice, implied=implied
            )
    return Control(question, made.name, free_text="Answer", implied=implied)


def _implied(question: Question, made: Input) -> tuple[tuple[str, str], ...]:
    """Return what all representative answers state beside the input itself, such as whose users are counted."""
    beside: list[dict[str, Any]] = [
        {pointer: value for pointer, value in answer if pointer != question.input} for answer in question.answers
    ]
    shared = beside[0] if beside and all(other == beside[0] for other in beside) else {}
    pairs: list[tuple[str, str]] = []
    for pointer, value in shared.items():
        below: Any = value
        for step in reversed(pointer.strip("/").split("/")):
            below = {step: below}
        pairs += write_inputs(below)
    return tuple(pairs)
