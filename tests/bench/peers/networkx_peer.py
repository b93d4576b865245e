"""networkx: multi_source_dijkstra_path_length."""
import math

import networkx
from graph import Graph, Timer, arguments, report

folder, limit = arguments()
graph = Graph(folder)
timer = Timer()
net = networkx.Graph()
net.add_nodes_from(range(len(graph.xy)))
for u, v, length, _ in graph.edges:
    if not net.has_edge(u, v) or net[u][v]["weight"] > length:
        net.add_edge(u, v, weight=length)
build = timer.lap()
found = networkx.multi_source_dijkstra_path_length(net, graph.facilities, cutoff=limit)
search = timer.lap()
report("networkx", graph, [found.get(n, math.inf) for n in range(len(graph.xy))], limit, build_s=build, search_s=search)
