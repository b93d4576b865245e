"""What the peers share: the exported graph (export_graph.c), and their results held against ours."""
import csv
import json
import math
import resource
import subprocess
import sys
import time

csv.field_size_limit(1 << 30)


class Graph:
    """nodes: x, y, d (ours, inf beyond the limit), facility; edges: u, v, length, wkt."""

    def __init__(self, folder):
        self.xy, self.d, self.facilities, self.edges = [], [], [], []
        with open(f"{folder}/nodes.csv", newline="") as file:
            for row in csv.DictReader(file):
                self.xy.append((float(row["x"]), float(row["y"])))
                self.d.append(float(row["d"]) if row["d"] else math.inf)
                if row["facility"] == "1":
                    self.facilities.append(int(row["id"]))
        with open(f"{folder}/edges.csv", newline="") as file:
            for row in csv.DictReader(file):
                self.edges.append((int(row["u"]), int(row["v"]), float(row["length_m"]), row["wkt"]))


class Timer:
    def __init__(self):
        self.start = time.perf_counter()

    def lap(self):
        now = time.perf_counter()
        seconds, self.start = now - self.start, now
        return seconds


def report(name, graph, distances, limit, **figures):
    """One JSON line: times, and how the distances of the nodes differ from ours within the limit."""
    worst, missing, surplus = 0, 0, 0
    for ours, theirs in zip(graph.d, distances):
        here, there = ours <= limit, theirs <= limit
        missing += int(here and not there)
        surplus += int(there and not here)
        if here and there:
            worst = max(worst, float(abs(ours - theirs)))
    print(json.dumps({"peer": name, **figures, "nodes": sum(d <= limit for d in graph.d), "worst_m": worst,
                      "missing": missing, "surplus": surplus,
                      "mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))  # fmt: skip


def served_length(graph, limit):
    """Metres of path within the limit, by our distances: an edge is walked from both of its ends."""
    total = 0
    for u, v, length, _ in graph.edges:
        total += min(length, max(0, limit - graph.d[u]) + max(0, limit - graph.d[v]))
    return total


def report_length(name, graph, served, limit, **figures):
    """One JSON line for peers that give lines rather than distances: how long those within the limit are."""
    ours = served_length(graph, limit)
    print(json.dumps({"peer": name, **figures, "served_m": served, "ours_m": ours, "difference": served / ours - 1}))


def write_layers(graph, place):
    """The edges and the facilities as edges.gpkg and points.gpkg; the CRS is a label on plain metres."""
    with open(f"{place}/edges.csv", "w") as file:
        file.write("id,wkt\n" + "".join(f'{i},"{edge[3]}"\n' for i, edge in enumerate(graph.edges)))
    with open(f"{place}/points.csv", "w") as file:
        file.write("id,wkt\n" + "".join('%d,"POINT(%.4f %.4f)"\n' % (f, *graph.xy[f]) for f in graph.facilities))
    for layer in ("edges", "points"):
        subprocess.run(["ogr2ogr", "-a_srs", "EPSG:32628", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO",
                        f"{place}/{layer}.gpkg", f"{place}/{layer}.csv"], check=True)  # fmt: skip


def arguments():
    """FOLDER LIMIT"""
    return sys.argv[1], float(sys.argv[2])
