"""What changed between two documents is said fact by fact."""

from registry.documents.diff import FactChange, changes


def test_equal_documents_have_no_changes() -> None:
    assert changes({"name": "Llama 2"}, {"name": "Llama 2"}) == []


def test_a_changed_fact_carries_both_values() -> None:
    assert changes({"name": "Llama 2", "status": "announced"}, {"name": "Llama 2", "status": "released"}) == [
        FactChange("status", "changed", "announced", "released")
    ]


def test_facts_that_came_and_went_are_told_apart() -> None:
    assert changes({"a": 1}, {"b": 2}) == [FactChange("b", "added", None, 2), FactChange("a", "removed", 1, None)]


def test_variants_are_compared_by_slug_not_by_place() -> None:
    small, large = {"slug": "m-7b", "license": "mit"}, {"slug": "m-70b", "license": "mit"}
    before = {"variants": [small, large]}
    after = {"variants": [{"slug": "m-1b", "license": "mit"}, small, large | {"license": "apache-2.0"}]}
    assert changes(before, after) == [
        FactChange("variants/m-1b", "added", None, {"slug": "m-1b", "license": "mit"}),
        FactChange("variants/m-70b/license", "changed", "mit", "apache-2.0"),
    ]


def test_moving_a_variant_is_a_change_of_order_only() -> None:
    small, large = {"slug": "m-7b"}, {"slug": "m-70b"}
    assert changes({"variants": [small, large]}, {"variants": [large, small]}) == [
        FactChange("variants (order)", "changed", ["m-7b", "m-70b"], ["m-70b", "m-7b"])
    ]


def test_lists_without_names_are_compared_whole() -> None:
    assert changes({"aliases": ["a"]}, {"aliases": ["a", "b"]}) == [FactChange("aliases", "changed", ["a"], ["a", "b"])]


def test_things_that_share_a_name_are_compared_whole() -> None:
    before = {"bases": [{"base": "x", "relation": "distill"}, {"base": "x", "relation": "finetune"}]}
    after = {"bases": [{"base": "x", "relation": "distill"}]}
    assert changes(before, after) == [FactChange("bases", "changed", before["bases"], after["bases"])]
