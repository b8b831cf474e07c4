"""Columns of our own: amounts that are exact on every database, sets of words, partial dates, slugs."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max, Sum

from registry.models import AIModel, HostingOffer, ModelVariant, OfferPrice, Organization, Page
from registry.models.fields import MicrosField, WordsField
from tests import factories

AMOUNTS = ["0", "0.000001", "0.1", "0.35", "1.23", "700", "123456789.123456", "999999999.999999", "1000000000"]


@pytest.fixture
def offer(db: None) -> HostingOffer:
    factories.make_model(offers=[factories.offer_document()])
    return HostingOffer.objects.get()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_comes_back_exactly(offer: HostingOffer, amount: str) -> None:
    OfferPrice.objects.create(offer=offer, input_per_million=Decimal(amount))
    stored = OfferPrice.objects.get().input_per_million
    assert stored == Decimal(amount)
    assert isinstance(stored, Decimal)


def test_an_amount_is_stored_as_millionths(offer: HostingOffer) -> None:
    OfferPrice.objects.create(offer=offer, input_per_million=Decimal("0.35"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT input_per_million FROM registry_offerprice")
        assert cursor.fetchone() == (350_000,)


def test_amounts_are_compared_added_and_sorted_as_amounts(offer: HostingOffer) -> None:
    for amount in ("0.000001", "0.000002", "10"):
        OfferPrice.objects.create(offer=offer, input_per_million=Decimal(amount))
    prices = OfferPrice.objects.order_by("-input_per_million")
    assert [price.input_per_million for price in prices] == [Decimal(10), Decimal("0.000002"), Decimal("0.000001")]
    assert prices.filter(input_per_million__lte=Decimal("0.000002")).count() == 2
    assert prices.filter(input_per_million__gt=Decimal("0.5")).count() == 1
    assert prices.filter(input_per_million=Decimal("0.000001")).count() == 1
    assert prices.filter(input_per_million__in=[Decimal(10), Decimal(11)]).count() == 1
    assert prices.aggregate(total=Sum("input_per_million"), most=Max("input_per_million")) == {
        "total": Decimal("10.000003"),
        "most": Decimal(10),
    }


@pytest.mark.parametrize("amount", ["-0.000001", "0.0000001", "1000000000.000001", "NaN", "Infinity", "ten"])
def test_what_is_no_price_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError):
        MicrosField(null=True).clean(amount, None)


def test_no_amount_is_not_zero(offer: HostingOffer) -> None:
    OfferPrice.objects.create(offer=offer, input_per_million=Decimal(0))
    stored = OfferPrice.objects.get()
    assert (stored.input_per_million, stored.output_per_million) == (Decimal(0), None)


def test_words_are_a_sorted_set(db: None) -> None:
    page = factories.make_organization("nvidia", roles=["licensor", "developer", "licensor"])
    assert Organization.objects.get().roles == ["developer", "licensor"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT roles FROM registry_organization")
        assert cursor.fetchone() == (",developer,licensor,",)
    assert page.roles == ["developer", "licensor"]


def test_no_words_are_an_empty_set(db: None) -> None:
    factories.make_organization("nvidia", roles=[])
    assert Organization.objects.get().roles == []


def test_a_word_is_found_whole(db: None) -> None:
    factories.make_model(
        variants=[factories.variant_document("a", inputs=["text", "3d"]), factories.variant_document("b", outputs=["video"])]
    )
    found = ModelVariant.objects.order_by("slug")
    assert [variant.slug for variant in found.with_modality(["3d"])] == ["a"]
    assert [variant.slug for variant in found.with_modality(["video", "text"])] == ["a", "b"]
    assert not found.with_modality(["tex"])
    assert not found.with_modality([])


def test_an_unknown_word_is_refused() -> None:
    field = WordsField(max_length=80, choices=[("text", "Text"), ("image", "Image")])
    with pytest.raises(ValidationError, match="'smell' is not one of image, text"):
        field.clean(["text", "smell"], None)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2024", (date(2024, 1, 1), "year")),
        ("2024-07", (date(2024, 7, 1), "month")),
        ("2024-07-23", (date(2024, 7, 23), "day")),
        ("0999-02", (date(999, 2, 1), "month")),
        (None, (None, "")),
    ],
)
def test_a_partial_date_is_its_first_day_and_its_precision(db: None, text: str | None, stored: tuple[date | None, str]) -> None:
    factories.make_model(release_date=text)
    model = AIModel.objects.get()
    assert (model.release_date, model.release_date_precision) == stored


@pytest.mark.parametrize("slug", ["Llama", "llama_2", "-llama", "llama-", "llama..2", "llama 2", "llamá", "", "a\n"])
def test_a_slug_in_another_form_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError):
        Page._meta.get_field("slug").clean(slug, None)


def test_a_slug_keeps_its_dots(db: None) -> None:
    factories.make_model("llama-3.1", variants=[factories.variant_document("llama-3.1-405b")])
    assert ModelVariant.objects.get(slug="llama-3.1-405b").model.slug == "llama-3.1"
