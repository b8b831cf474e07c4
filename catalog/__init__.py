"""The reading side: site, comparison, search, REST. It holds no facts of its own."""
