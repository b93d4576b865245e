"""QGIS: native:serviceareafromlayer, headless, one limit."""
import math
import os
import subprocess
import sys
import tempfile

import shapely.wkb
import shapely.wkt
from osgeo import ogr

from graph import Graph, Timer, arguments, report_length, write_layers



def pieces(path):
    """The segments of all service areas, from one multi-line a facility, each once."""
    source, found = ogr.Open(path), set()
    for feature in source.GetLayer(0):
        shape = shapely.wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
        for line in getattr(shape, "geoms", [shape]):
            ends = list(line.coords)
            found.update((a, b) if a < b else (b, a) for a, b in zip(ends, ends[1:]))
    return found


def union_length(path, graph):
    """Metres of path in any of them. A piece is a whole segment of an edge, or begins at one of its ends; a plain union of
    the pieces counts paths twice, since the ends of parts lie a hair beside the segment."""
    at = {}
    for _, _, _, wkt in graph.edges:
        points = list(shapely.wkt.loads(wkt).coords)
        for a, b in zip(points, points[1:]):
            at.setdefault(a, set()).add(b)
            at.setdefault(b, set()).add(a)
    reached = {}
    for piece in pieces(path):
        for a, b in (piece, piece[::-1]):
            length = math.dist(a, b)
            for end in at.get(a, ()):
                whole = math.dist(a, end)
                beside = abs((b[0] - a[0]) * (end[1] - a[1]) - (b[1] - a[1]) * (end[0] - a[0])) / (whole or 1)
                ahead = (b[0] - a[0]) * (end[0] - a[0]) + (b[1] - a[1]) * (end[1] - a[1])
                if beside < 1e-4 and ahead >= 0 and length <= whole + 1e-4:
                    reached[a, end] = max(reached.get((a, end), 0), length)
    return sum(min(math.dist(a, b), reached.get((a, b), 0) + reached.get((b, a), 0))
               for a, ends in at.items() for b in ends if a < b)  # fmt: skip


folder, limit = arguments()
graph = Graph(folder)
with tempfile.TemporaryDirectory() as place:
    write_layers(graph, place)
    with open(f"{place}/project.qgs", "w") as file:
        file.write('<qgis version="3.22.16"><projectCrs/></qgis>')
    timer = Timer()
    # Debian 12's plain qgis_process is a wrapper that does not find its files.
    done = subprocess.run(
        ["qgis_process.bin", "--json", "run", "native:serviceareafromlayer", f"--PROJECT_PATH={place}/project.qgs",
         "--ELLIPSOID=NONE", "--",
         f"INPUT={place}/edges.gpkg", f"START_POINTS={place}/points.gpkg", "STRATEGY=0", f"TRAVEL_COST={limit}",
         "TOLERANCE=0", f"OUTPUT_LINES={place}/lines.gpkg"],
        capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})  # fmt: skip
    search = timer.lap()
    if not os.path.exists(f"{place}/lines.gpkg"):
        sys.exit("QGIS: " + (done.stderr or done.stdout)[-2000:])
    served = union_length(f"{place}/lines.gpkg", graph)
report_length("QGIS service area", graph, served, limit, search_s=search)
