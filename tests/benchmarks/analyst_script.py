"""What an analyst would write instead of powermap: plain pandas, networkx and pyvis, nothing tuned.

usage: python analyst_script.py WORKBOOK.xlsx FOLDER [PERMUTATIONS]

The workbook has sheets Organisations (name, sector) and Relationships (from, to, strength). Into FOLDER go a
workbook of measures and a map. bench_report.py times this against `powermap report`.
"""

import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
from pyvis.network import Network


def read(path: Path) -> nx.DiGraph:
    organisations = pd.read_excel(path, sheet_name="Organisations", engine="openpyxl")
    ties = pd.read_excel(path, sheet_name="Relationships", engine="openpyxl")
    graph = nx.DiGraph()
    for name, sector in zip(organisations["name"], organisations["sector"], strict=True):
        graph.add_node(name, sector=sector)
    for a, b, strength in zip(ties["from"], ties["to"], ties["strength"], strict=True):
        graph.add_edge(a, b, weight=strength, length=1 / strength)
    return graph


def positions(graph: nx.DiGraph) -> pd.DataFrame:
    both_ways = graph.to_undirected()
    return pd.DataFrame(
        {
            "in degree": dict(graph.in_degree()),
            "out degree": dict(graph.out_degree()),
            "in strength": dict(graph.in_degree(weight="weight")),
            "out strength": dict(graph.out_degree(weight="weight")),
            "betweenness": nx.betweenness_centrality(graph),
            "weighted betweenness": nx.betweenness_centrality(graph, weight="length"),
            "closeness": nx.closeness_centrality(graph),
            "harmonic": nx.harmonic_centrality(graph),
            "eigenvector": nx.eigenvector_centrality(both_ways, max_iter=1000),
            "pagerank": nx.pagerank(graph),
            "constraint": nx.constraint(graph),
            "effective size": nx.effective_size(graph),
            "core number": nx.core_number(both_ways),
        }
    )


def brokerage(graph: nx.DiGraph) -> pd.DataFrame:
    """Count the Gould-Fernandez roles: for each a -> b -> c without a -> c, what b is."""
    sector = nx.get_node_attributes(graph, "sector")
    roles = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
    counts = pd.DataFrame(0, index=list(graph), columns=list(roles)).to_dict("index")
    for b in graph:
        for a in graph.predecessors(b):
            for c in graph.successors(b):
                if a == c or graph.has_edge(a, c):
                    continue
                first, second = sector[a] == sector[b], sector[b] == sector[c]
                if first and second:
                    role = "coordinator"
                elif sector[a] == sector[c]:
                    role = "itinerant"
                elif first:
                    role = "representative"
                elif second:
                    role = "gatekeeper"
                else:
                    role = "liaison"
                counts[b][role] += 1
    return pd.DataFrame.from_dict(counts, orient="index")


def permutation_p(table: pd.DataFrame, sector: pd.Series, permutations: int) -> pd.DataFrame:
    """Shuffle the sector labels; how often is a sector's mean at least the observed one?"""
    rng = np.random.default_rng(1)
    observed = table.groupby(sector.to_numpy()).mean()
    at_least = observed * 0
    for _ in range(permutations):
        at_least += table.groupby(rng.permutation(sector.to_numpy())).mean() >= observed
    return (at_least + 1) / (permutations + 1)


def ei_index(graph: nx.DiGraph) -> float:
    sector = nx.get_node_attributes(graph, "sector")
    internal = sum(sector[a] == sector[b] for a, b in graph.edges())
    return (graph.number_of_edges() - 2 * internal) / graph.number_of_edges()


def draw(graph: nx.DiGraph, path: Path) -> None:
    place = nx.spring_layout(graph.to_undirected(), seed=1)
    page = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    for name, sector in graph.nodes(data="sector"):
        x, y = 1000 * place[name]
        page.add_node(name, label=name, group=sector, x=float(x), y=float(y), physics=False)
    for a, b in graph.edges():
        page.add_edge(a, b)
    path.write_text(page.generate_html(), encoding="utf-8")


def main(workbook: str, folder: str, permutations: str = "999") -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    graph = read(Path(workbook))
    table = positions(graph).join(brokerage(graph))
    sector = pd.Series(nx.get_node_attributes(graph, "sector"))
    p = permutation_p(table, sector, int(permutations))
    with pd.ExcelWriter(out / "measures.xlsx") as book:
        table.assign(sector=sector).to_excel(book, sheet_name="actors")
        table.groupby(sector.to_numpy()).mean().to_excel(book, sheet_name="sectors")
        p.to_excel(book, sheet_name="p values")
    draw(graph, out / "map.html")
    print(f"E-I index {ei_index(graph):.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
