"""Whom an offer is for: named variants, the whole model, or a size that has no row here."""

import pytest

from registry.documents import InvalidDocument, parse_document
from registry.models import HostingOffer, ModelVariant
from tests.factories import make_model, model_document, offer_document, variant_document

VARIANTS = [variant_document("qwen2-72b"), variant_document("qwen2-57b")]


def covered_by(**offer: object) -> list[str]:
    make_model("qwen2", variants=VARIANTS, offers=[offer_document("offer", partner="qualcomm", **offer)])
    offered = ModelVariant.objects.offered(partner__slug__in=["qualcomm"]).order_by("slug")
    through_offers = {slug for slug in ("qwen2-57b", "qwen2-72b") if HostingOffer.objects.for_variant([slug]).exists()}
    assert through_offers == set(offered.values_list("slug", flat=True))
    return sorted(through_offers)


@pytest.mark.django_db
def test_an_offer_without_variants_covers_the_whole_model() -> None:
    assert covered_by() == ["qwen2-57b", "qwen2-72b"]


@pytest.mark.django_db
def test_an_offer_of_named_variants_covers_those() -> None:
    assert covered_by(variants=["qwen2-72b"]) == ["qwen2-72b"]


@pytest.mark.django_db
def test_an_offer_of_a_size_without_a_row_covers_no_recorded_variant() -> None:
    assert covered_by(other_variant="Qwen2-7B") == []


def test_an_offer_cannot_be_for_a_variant_and_for_another_size() -> None:
    both = offer_document("offer", variants=["qwen2-72b"], other_variant="Qwen2-7B")
    with pytest.raises(InvalidDocument) as refused:
        parse_document(model_document("qwen2", variants=VARIANTS, offers=[both]))
    assert [problem.pointer for problem in refused.value.problems] == ["/offers/0/other_variant"]
