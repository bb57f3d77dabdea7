#!/usr/bin/env python3
"""Holds the costs of routes to networkx; nothing of Parley's code is used.

  roads.py FILE   reads lines "a FROM TO MILLISECONDS" (an arc; of several between two nodes the least counts) and
                  "p FROM TO MILLISECONDS" (a pair and the cost found, "-" for no way), searches each pair with Dijkstra's
                  algorithm and prints one line of JSON: {"pairs": N, "connected": N, "differences": [...]}
"""
import collections, json, sys
import networkx


def main(path):
    graph = networkx.DiGraph()
    pairs = collections.defaultdict(list)
    with open(path, encoding="ascii") as lines:
        for line in lines:
            kind, start, end, cost = line.split()
            start, end = int(start), int(end)
            if kind == "a":
                known = graph.get_edge_data(start, end)
                if known is None or int(cost) < known["weight"]:
                    graph.add_edge(start, end, weight=int(cost))
            else:
                pairs[start].append((end, None if cost == "-" else int(cost)))
                graph.add_nodes_from((start, end))
    checked, connected, differences = 0, 0, []
    for start, ends in pairs.items():
        costs = networkx.single_source_dijkstra_path_length(graph, start)
        for end, found in ends:
            checked += 1
            connected += end in costs
            if costs.get(end) != found and len(differences) < 100:
                differences.append([start, end, costs.get(end), found])
    print(json.dumps({"pairs": checked, "connected": connected, "differences": differences}))


if __name__ == "__main__":
    main(sys.argv[1])
