"""Network -> numbers. Which file is about what.

Each measure is one function; `powermap measures --list` names them all, and the catalogue says each in words.

- who answered, and how much was seen: coverage, response
- one actor: position (what the report shows), centrality, closeness, flow, standing, ego, alters, reputation
- between others: brokerage, structural_holes, key_players
- groups, and what they hold: balance, groups, group_centrality, inequality, parity
- groups, and whom they name: mixing, segregation, communities
- ways to those who decide: paths, introductions
- pairs: dyads
- the whole: structure, small_world, krackhardt, core_periphery
- as others rate them: trust, perception, power_interest, stakeholders
- tables and meetings: two_mode
- all of them at once: tables

What several of them stand on, with no measure inside:

- ties and answers: kernels, contacts, blocks, rated, triples, whole
- steps and ways: steps, two_steps, hubs, ways, bounds
- what falls apart: pieces, surroundings, sets, holes, roles
- sums over long chains, and searches: spectra, core_pattern, round_robin
"""
