"""Page documents in their plain form, in the words of people: for revisions, previews and proposals."""

from catalog.presentation.documents.names import Names
from catalog.presentation.documents.reading import ReadableDocument, Section, readable_document
from catalog.presentation.documents.values import Fact, Table, Value, value_of

__all__ = ["Fact", "Names", "ReadableDocument", "Section", "Table", "Value", "readable_document", "value_of"]
