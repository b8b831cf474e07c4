"""A made-up catalog of any size: plausible in shape, about nothing that exists. The same seed gives the same rows."""
