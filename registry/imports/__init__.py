"""Sources into the catalog, in three steps: read what they say, plan what it changes, apply the plan in one transaction."""
