"""Who hosts what on a day and what it costs: where offers stand, which price counts, exact costs, how prices changed, which chips."""
