"""Who ties to whom, by group."""
