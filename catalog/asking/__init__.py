""" "Can we use it?" as people ask it: an address that holds the whole question, and the answer in words, as a page and as a document."""
