"""How the site words and arranges what the registry knows. Nothing here writes, and nothing here is a fact of its own."""
