"""The system of record: what is known, who said so, what a license means, how a fact changes."""
