"""Each actor's own surroundings: reach, closure, whom it depends on."""
