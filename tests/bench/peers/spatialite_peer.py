"""SpatiaLite's VirtualRouting: its isochrone query, once for each facility, the least kept."""
import math
import os
import sqlite3
import tempfile

from graph import Graph, Timer, arguments, report

folder, limit = arguments()
graph = Graph(folder)
with tempfile.TemporaryDirectory() as place:
    timer = Timer()
    base = sqlite3.connect(os.path.join(place, "net.sqlite"))
    base.enable_load_extension(True)
    base.load_extension("mod_spatialite")
    base.execute("SELECT InitSpatialMetaData(1, 'NONE')")
    base.execute("CREATE TABLE edges (id INTEGER PRIMARY KEY, u INTEGER NOT NULL, v INTEGER NOT NULL, cost DOUBLE NOT NULL)")
    base.execute("SELECT AddGeometryColumn('edges', 'geom', -1, 'LINESTRING', 'XY')")
    base.executemany("INSERT INTO edges (u, v, cost, geom) VALUES (?, ?, ?, ST_GeomFromText(?, -1))",
                     ((u, v, max(length, 1e-9), wkt) for u, v, length, wkt in graph.edges))  # it refuses edges without length
    base.commit()
    made = base.execute("SELECT CreateRouting('routing_data', 'routing', 'edges', 'u', 'v', 'geom', 'cost', NULL, 0, 1)")
    if made.fetchone()[0] != 1:
        raise SystemExit("CreateRouting: " + str(base.execute("SELECT CreateRouting_GetLastError()").fetchone()[0]))
    base.commit()
    build = timer.lap()
    found = [math.inf] * len(graph.xy)
    for facility in graph.facilities:
        found[facility] = 0
        rows = base.execute("SELECT NodeTo, Cost FROM routing WHERE NodeFrom = ? AND Cost <= ?", (facility, limit))
        for node, cost in rows:
            found[node] = min(found[node], cost)
    search = timer.lap()
report("SpatiaLite VirtualRouting", graph, found, limit, build_s=build, search_s=search)
