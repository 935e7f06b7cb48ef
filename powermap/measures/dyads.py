"""Pairs of actors: mutuality, several relations at once, dependence."""
