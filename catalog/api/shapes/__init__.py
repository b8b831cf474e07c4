"""What answers look like: one declared type per representation. Builders return these types, the OpenAPI schema is made from them."""
