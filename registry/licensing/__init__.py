"""What a license permits: typed terms, an intended use, and one three-valued decision. Plain Python, no Django."""
