"""What answers each address of the site."""
