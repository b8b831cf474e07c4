"""Published variants in three wordings: to read, to page through, to count. All mean the same."""

import pytest

from registry.models import ModelVariant
from tests.factories import make_model, variant_document


@pytest.mark.django_db
def test_the_three_wordings_find_the_same_variants() -> None:
    make_model("seen", variants=[variant_document("seen-7b"), variant_document("seen-70b")])
    make_model("gone", state="withdrawn", variants=[variant_document("gone-7b")])
    for wording in (ModelVariant.objects.published(), ModelVariant.objects.in_order(), ModelVariant.objects.to_count()):
        assert sorted(wording.values_list("slug", flat=True)) == ["seen-70b", "seen-7b"]
