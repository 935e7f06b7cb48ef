"""Trust, influence held and influence deserved, as others rate them."""
