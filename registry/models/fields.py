"""Column types for values that a database has no word for: short sets of words, exact amounts of money."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from registry.documents.fields import SLUG

MICROS = Decimal(1_000_000)


class PageSlugField(models.CharField):
    """Part of an address: lower-case letters, digits, dots and hyphens. Django's own SlugField refuses the dots of llama-3.1-8b."""

    description = "slug that keeps its dots"
    default_validators = [
        RegexValidator(rf"^{SLUG.pattern}\Z", "Use lower-case letters, digits, dots and hyphens, as in llama-3.1-8b.", code="invalid")
    ]


class WordsField(models.CharField):
    """A sorted set of lower-case words in one column, written ",audio,text,", so that one LIKE finds a word on any database."""

    description = "set of words"

    def from_db_value(self, value: str | None, *_: Any) -> list[str]:
        return [word for word in (value or "").split(",") if word]

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = value.split(",")
        return sorted({str(word).strip() for word in value or () if str(word).strip()})

    def get_prep_value(self, value: Any) -> str:
        words = self.to_python(value)
        return f",{','.join(words)}," if words else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        words = self.to_python(value)
        known = {str(key) for key, _ in self.flatchoices}
        for word in words:
            if known and word not in known:
                raise ValidationError(f"'{word}' is not one of {', '.join(sorted(known))}", code="invalid_choice")
        if not words and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        self.run_validators(self.get_prep_value(words))
        return words

    def formfield(self, **kwargs: Any) -> Any:
        if not self.choices:
            return super().formfield(**kwargs)
        return forms.MultipleChoiceField(
            choices=self.flatchoices, required=not self.blank, label=self.verbose_name, help_text=self.help_text,
            widget=kwargs.get("widget") or forms.CheckboxSelectMultiple,
        )  # fmt: skip


def having_word(field: str, words: Iterable[str]) -> models.Q:
    """Return the condition that a WordsField holds at least one of the words."""
    condition = models.Q(pk__in=[])
    for word in words:
        condition |= models.Q(**{f"{field}__contains": f",{word},"})
    return condition


class MicrosField(models.BigIntegerField):
    """An exact amount of money: a Decimal in Python, millionths of the currency unit in the database."""

    description = "amount in millionths"

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value) / MICROS

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(f"'{value}' is not a number", code="invalid") from error

    def get_prep_value(self, value: Any) -> int | None:
        amount = self.to_python(value)
        return None if amount is None else int(amount * MICROS)

    def clean(self, value: Any, model_instance: models.Model | None) -> Decimal | None:
        amount = self.to_python(value)
        if amount is None:
            if not self.null:
                raise ValidationError(self.error_messages["null"], code="null")
            return None
        if not amount.is_finite() or amount < 0 or amount > 10**9:
            raise ValidationError("a price is a number from 0 to 1,000,000,000", code="invalid")
        if amount * MICROS != int(amount * MICROS):
            raise ValidationError("a price has at most six decimal places", code="invalid")
        return amount

    @property
    def validators(self) -> list[Any]:
        return []

    def formfield(self, **kwargs: Any) -> Any:
        return forms.DecimalField(
            required=not (self.blank or self.null), label=self.verbose_name, help_text=self.help_text, min_value=0, decimal_places=6
        )
