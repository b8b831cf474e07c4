"""May we use it? Verdicts as JSON, for one subject or many."""
