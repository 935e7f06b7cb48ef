"""Who holds the network together, and what falls apart without whom."""
