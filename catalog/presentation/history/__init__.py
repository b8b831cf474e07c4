"""The history of a page in the words of people: what two revisions differ in, and what each changed."""

from catalog.presentation.history.facts import MOST_FACTS, ChangedFact, FactGroup, changed_facts, count_of_changes
from catalog.presentation.history.revisions import RevisionPage, revision_page

__all__ = ["MOST_FACTS", "ChangedFact", "FactGroup", "RevisionPage", "changed_facts", "count_of_changes", "revision_page"]
