"""The stored commercial-use status always equals what the licensing core says."""

from datetime import date

import pytest

from registry import history, verdicts
from registry.documents import parse_document
from registry.models import AIModel, CatalogRevision, License, ModelVariant
from registry.subjects import derivatives_of, subjects_of
from tests.factories import (
    GRANT,
    MANY_USERS,
    NOT_COMMERCIAL,
    license_document,
    make_license,
    make_model,
    model_document,
    save,
    variant_document,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def status(slug: str) -> str:
    return ModelVariant.objects.get(slug=slug).commercial_use


def derived(slug: str, base: str, *, relation: str = "finetune", **fields: object) -> dict[str, object]:
    lineage = {"status": "declared", "bases": [{"base": base, "relation": relation}]}
    return variant_document(slug, lineage=lineage, **fields)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([GRANT], "permitted"),
        ([GRANT, MANY_USERS], "conditional"),
        ([GRANT, NOT_COMMERCIAL], "not_permitted"),
    ],
)
def test_a_license_has_the_status_that_its_terms_give(terms: list[dict[str, object]], expected: str) -> None:
    assert make_license("some-license", terms=terms).commercial_use == expected


def test_a_variant_without_a_license_is_unknown() -> None:
    make_model("orphan", variants=[variant_document("orphan-7b")])
    assert status("orphan-7b") == "unknown"


def test_a_permissive_label_does_not_hide_the_base() -> None:
    make_license("mit")
    make_license("research", terms=[GRANT, NOT_COMMERCIAL])
    make_model("base", variants=[variant_document("base-7b", license="research")])
    make_model("tuned", variants=[derived("tuned-7b", "base-7b", license="mit")])
    assert status("tuned-7b") == "not_permitted"


def test_an_undeclared_base_under_a_permissive_label_is_unknown() -> None:
    make_license("mit")
    make_model("orphan", variants=[variant_document("orphan-7b", license="mit", lineage={"status": "not_declared"})])
    assert status("orphan-7b") == "unknown"


def test_a_change_of_terms_reaches_every_descendant() -> None:
    make_license("mit")
    make_license("changing")
    make_model("base", variants=[variant_document("base-7b", license="changing")])
    make_model("child", variants=[derived("child-7b", "base-7b", license="mit")])
    make_model("grandchild", variants=[derived("grandchild-7b", "child-7b", license="mit", relation="quantize")])
    assert status("grandchild-7b") == "permitted"
    save(license_document("changing", terms=[GRANT, NOT_COMMERCIAL]))
    assert [status(slug) for slug in ("base-7b", "child-7b", "grandchild-7b")] == ["not_permitted"] * 3
    assert License.objects.get(slug="changing").commercial_use == "not_permitted"


def test_a_model_takes_the_severest_status_and_says_that_its_variants_differ() -> None:
    make_license("mit")
    make_license("research", terms=[GRANT, NOT_COMMERCIAL])
    model = make_model("mixed", variants=[variant_document("mixed-3b", license="research"), variant_document("mixed-7b", license="mit")])
    model.refresh_from_db()
    assert (model.commercial_use, model.commercial_use_differs) == ("not_permitted", True)


def test_a_model_whose_variants_agree_does_not_differ() -> None:
    make_license("mit")
    make_model("even", variants=[variant_document("even-3b", license="mit"), variant_document("even-7b", license="mit")])
    assert list(AIModel.objects.values_list("commercial_use", "commercial_use_differs")) == [("permitted", False)]


def test_a_model_without_variants_is_unknown() -> None:
    make_model("announced", variants=[])
    assert list(AIModel.objects.values_list("commercial_use", "commercial_use_differs")) == [("unknown", False)]


def test_stale_finds_what_was_written_past_history_and_refresh_all_mends_it() -> None:
    make_license("mit")
    make_model("even", variants=[variant_document("even-7b", license="mit")])
    assert verdicts.stale(today=TODAY) == []
    ModelVariant.objects.update(commercial_use="not_permitted")
    AIModel.objects.update(commercial_use="not_permitted")
    License.objects.update(commercial_use="unknown")
    assert len(verdicts.stale(today=TODAY)) == 2
    before = CatalogRevision.current()
    assert verdicts.refresh_all(today=TODAY) == 3
    assert CatalogRevision.current() == before + 1
    assert (status("even-7b"), AIModel.objects.get().commercial_use) == ("permitted", "permitted")
    assert verdicts.stale(today=TODAY) == []


def test_variants_under_one_license_share_a_verdict_key_and_others_do_not() -> None:
    make_license("mit")
    make_license("apache-2.0")
    variants = [
        variant_document("a-1b", license="mit"),
        variant_document("a-2b", license="mit"),
        variant_document("a-3b", license="apache-2.0"),
    ]
    make_model("a", variants=variants)
    one, two, three = ModelVariant.objects.order_by("position").values_list("verdict_key", flat=True)
    assert one == two != three


def test_a_relicensed_variant_keeps_its_earlier_license_in_its_subject() -> None:
    make_license("apache-2.0")
    make_license("community", license_ref="LicenseRef-community", terms=[GRANT, NOT_COMMERCIAL])
    earlier = [{"license": "community", "valid_from": "2023-11-23", "valid_until": "2024-05-30"}]
    variant = variant_document("yi-34b", license="apache-2.0", license_since="2024-05-30", earlier_licenses=earlier)
    make_model("yi", variants=[variant])
    (subject,) = subjects_of(ModelVariant.objects.values_list("pk", flat=True)).values()
    assert subject.license_on(date(2024, 1, 15)).slug == "community"
    assert subject.license_on(TODAY).slug == "apache-2.0"
    assert status("yi-34b") == "permitted"


def test_subjects_take_as_many_queries_for_ten_variants_as_for_one(django_assert_num_queries) -> None:
    make_license("mit")
    make_model("base", variants=[variant_document(f"base-{size}b", license="mit") for size in range(1, 11)])
    make_model("child", variants=[derived(f"child-{size}b", f"base-{size}b", license="mit") for size in range(1, 11)])
    children = list(ModelVariant.objects.filter(model__slug="child").values_list("pk", flat=True))
    for some in (children[:1], children):
        with django_assert_num_queries(7):
            assert len(subjects_of(some)) == len(some)


def test_derivatives_are_found_through_all_generations() -> None:
    make_model("base", variants=[variant_document("base-7b")])
    make_model("child", variants=[derived("child-7b", "base-7b")])
    make_model("grandchild", variants=[derived("grandchild-7b", "child-7b", relation="merge")])
    make_model("stranger", variants=[variant_document("stranger-7b")])
    base = ModelVariant.objects.get(slug="base-7b")
    found = ModelVariant.objects.filter(pk__in=derivatives_of([base.pk])).order_by("slug").values_list("slug", flat=True)
    assert list(found) == ["base-7b", "child-7b", "grandchild-7b"]


def test_an_edit_of_the_base_through_record_refreshes_the_child() -> None:
    make_license("mit")
    make_license("research", terms=[GRANT, NOT_COMMERCIAL])
    base = make_model("base", variants=[variant_document("base-7b", license="mit")])
    make_model("child", variants=[derived("child-7b", "base-7b", license="mit")])
    ModelVariant.objects.filter(slug="base-7b").update(license=License.objects.get(slug="research"))
    history.record(base, by=None, reason="Read the license file again", origin="admin")
    assert status("child-7b") == "not_permitted"


def test_saving_a_document_twice_leaves_the_statuses_alone() -> None:
    make_license("mit")
    document = parse_document(model_document("even", variants=[variant_document("even-7b", license="mit")]))
    make_model("even", variants=[variant_document("even-7b", license="mit")])
    assert history.save(document, by=None, reason="again", origin="files").revision is None
    assert status("even-7b") == "permitted"
