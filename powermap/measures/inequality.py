"""How unequally a measure is spread over actors and groups."""
