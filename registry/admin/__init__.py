"""The admin of the record: one module for each noun."""

from registry.admin import ai_models, articles, families, licenses, lists, organizations, proposals, revisions

__all__ = ["ai_models", "articles", "families", "licenses", "lists", "organizations", "proposals", "revisions"]
