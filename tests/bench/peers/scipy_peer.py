"""scipy.sparse.csgraph: dijkstra with min_only, its multi-source form in compiled code."""
import numpy
from graph import Graph, Timer, arguments, report
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

folder, limit = arguments()
graph = Graph(folder)
timer = Timer()
least = {}
for u, v, length, _ in graph.edges:
    key = (u, v) if u < v else (v, u)
    least[key] = min(length, least.get(key, length))
u, v = numpy.array(list(least), dtype=numpy.int32).T
# An edge without length would not be stored; a nanometre is nothing.
length = numpy.maximum(numpy.fromiter(least.values(), dtype=float), 1e-9)
net = csr_matrix((length, (u, v)), shape=(len(graph.xy),) * 2)
build = timer.lap()
found = dijkstra(net, directed=False, indices=graph.facilities, limit=limit, min_only=True)
search = timer.lap()
report("scipy csgraph", graph, found, limit, build_s=build, search_s=search)
