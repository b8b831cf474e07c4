"""Things side by side: which are meant, which rows differ, which value is best of those known."""
