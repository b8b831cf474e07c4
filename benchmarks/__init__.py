"""What the catalog costs per request, and how to measure it again. See README.md."""
