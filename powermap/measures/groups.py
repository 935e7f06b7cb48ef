"""How each group fares: attention, core, isolation, influence."""
