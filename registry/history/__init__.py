"""The one way to change a page: document in, rows and revision out, in one transaction with everything that follows from it."""

from registry.history.drafts import StalePage
from registry.history.reading import document_of, documents_of
from registry.history.recording import Change, checked_reason, record, save, save_all, writing

__all__ = ["Change", "StalePage", "checked_reason", "document_of", "documents_of", "record", "save", "save_all", "writing"]
