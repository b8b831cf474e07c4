"""What people type into forms, wherever they do it, as the values of a document."""
