"""Networks that several tests use, typed in, each with its source."""

from __future__ import annotations

import networkx as nx
import numpy as np

from powermap.network import Network, assemble

#: Six actors, ten ties; values agreed by sna, igraph, networkx and netseg. Group a sends b five ties, b sends none.
GOLDEN_TIES = [(1, 2), (2, 3), (3, 1), (4, 5), (5, 6), (1, 4), (1, 5), (2, 4), (2, 6), (3, 5)]

#: Drabek et al. (1981), Managing multiorganizational emergency responses: who was in contact with whom in the Texas
#: search and rescue of 1978, as `emon$Texas` in R's network package. 4 = continuously, 1 = about once (the source's
#: code turned round, so that higher means stronger); rows report on columns.
TEXAS = """
..3..................4...
1.4.12.1.................
44.4444241.444.4..44.4.2.
444...14..41211...12.....
4442..3.3.34.4.....3.43..
.34....1..1114.1...4.1...
..........4.....4........
444.22..44....2...42.4..4
2.4.322...444........4241
.........................
..4.4.4242.4.............
..44.442444.42.....242...
.....1..2.14..21..2......
..43442.2..4...22224.2...
..4..........4.444444....
...1.2.41....2..1.1......
.....2.......11..2.......
.............24...442....
..4..........44444.44....
..3...........2...3.2....
.......3.....1444444.....
4.4.4...4.............34.
4.4.42..4............4.44
..1..................4...
........4.............2..
"""
TEXAS_SECTORS = [
    "Federal", "State", "State", "State", "State", "State", "State", "Private", "County", "Private", "County",
    "County", "County", "County", "County", "County", "County", "County", "City", "City", "Private", "County",
    "County", "County", "County",
]  # fmt: skip

#: The same source, `emon$MtSi`: Mount Si, Washington. Five of the thirteen organisations are isolates.
MOUNT_SI = """
..4.44.4.2.4.
.............
4...44.44....
.............
4.4....44..4.
4.4.2...4....
.............
4.4.4...2..4.
....2........
2............
.............
4.2.32.32....
.............
"""
MOUNT_SI_SECTORS = [
    "County", "County", "Private", "Private", "Private", "Private", "Private", "Private", "Private", "State",
    "Federal", "State", "State",
]  # fmt: skip

#: Krackhardt (1987), Cognitive social structures: to whom each of 21 managers goes for advice, as `ht_advice` in
#: R's networkdata package.
ADVICE = """
.1.1...1.......1.1..1
.....11.............1
11.1.1111111.1..11.11
11...1.1.111...111.11
11...111.11.11.111111
....................1
.1...1....11.1..11..1
.1.1.11..11......1..1
11...111.111.1.111..1
11111..1..1.1.111111.
11....1..............
......1.............1
11..1...1....1...1...
.1....1..........1..1
11111111111111.111111
11.......1.......1...
11.1..1.............1
11111.11111.1111..111
111.1.1..11..11..1.1.
11...1.1..11.11111..1
.111.111...1.1..11.1.
"""
ADVICE_DEPARTMENTS = list("442421012331222413221")


def typed(
    text: str,
    *,
    sectors: list[str] | None = None,
    silent: tuple[int, ...] = (),
    seats: tuple[int, ...] = (),
) -> Network:
    """Return the network that *text* draws: one line per actor, a digit for a strength, a dot for no tie."""
    strength = np.array([[0.0 if c == "." else float(c) for c in line] for line in text.split()])
    n = len(strength)
    own = tuple(sectors) if sectors else (None,) * n
    return assemble(
        tuple(f"n{i}" for i in range(n)),
        strength,
        responded=np.array([i not in silent for i in range(n)], dtype=bool),
        seat=np.array([i in seats for i in range(n)], dtype=bool),
        sector=own,
        voices=tuple(() if sector is None else (sector,) for sector in own),
        relation="works with",
        round="1",
    )


def by_sector(name: str) -> Network:
    """Return one of three real networks, with the sector, or the department, of each actor."""
    text, sectors = {
        "texas": (TEXAS, TEXAS_SECTORS),
        "mount si": (MOUNT_SI, MOUNT_SI_SECTORS),
        "advice": (ADVICE, ADVICE_DEPARTMENTS),
    }[name]
    return typed(text, sectors=sectors)


def golden() -> Network:
    """Return the six-actor network, its groups a and b as sectors."""
    graph = nx.DiGraph()
    graph.add_nodes_from((i, {"sector": "a" if i <= 3 else "b"}) for i in range(1, 7))
    graph.add_edges_from(GOLDEN_TIES)
    return Network.from_graph(graph)


def random_network(
    rng: np.random.Generator,
    n: int,
    *,
    density: float = 0.3,
    strengths: tuple[float, ...] = (1.0,),
    response: float = 1.0,
    seats: float = 0.0,
    sectors: tuple[str, ...] = (),
) -> Network:
    """Return a network with independent ties, strengths, answers and seats."""
    ties = rng.random((n, n)) < density
    np.fill_diagonal(ties, val=False)
    own = tuple(str(rng.choice(sectors)) if sectors else None for _ in range(n))
    return assemble(
        tuple(f"n{i}" for i in range(n)),
        ties * rng.choice(strengths, (n, n)),
        responded=rng.random(n) < response,
        seat=rng.random(n) < seats,
        sector=own,
        voices=tuple(() if sector is None else (sector,) for sector in own),
        relation="works with",
        round="1",
    )
