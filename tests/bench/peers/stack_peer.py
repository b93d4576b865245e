"""What an analyst would write today: pyosmium, shapely and scipy, 4,000 sample points a community.

    stack_peer.py OSM COMMUNITIES ID_FIELD REPORT [POINTS]

The indicators of the profile life-circle, by the definitions of lifecircle (docs/definitions.md), but over random points
instead of areas; REPORT is lifecircle's GeoJSON of the same data. Prints one JSON line: seconds and errors.
"""
import json
import math
import resource
import sys
import time

import numpy
import osmium
import pyproj
import shapely.wkb
from osgeo import ogr
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely.geometry import LineString, Point
from shapely.ops import transform
from shapely.strtree import STRtree

LINK_M, COMPONENT_M = 250, 500
NEVER = set("construction proposed planned abandoned razed raceway bus_guideway busway escape platform elevator rest_area "
            "services no".split())  # fmt: skip
SIDEWALK = {"both", "left", "right", "yes"}
CATEGORIES = {
    "convenience_store": ({"shop": {"convenience", "supermarket", "general"}}, True),
    "park": ({"leisure": {"park"}}, False),
    "green_space": ({"leisure": {"park", "garden"}, "landuse": {"village_green", "recreation_ground"}}, False),
    "service_center": ({"amenity": {"community_centre", "townhall", "social_centre"}}, True),
}


def walkable(tags):
    highway, foot = tags.get("highway"), tags.get("foot")
    if not highway or tags.get("area") == "yes" or foot in ("no", "private", "use_sidepath") or highway in NEVER:
        return False
    if foot in ("yes", "designated", "permissive"):
        return True
    if tags.get("access") in ("no", "private") or highway in ("motorway", "motorway_link", "cycleway"):
        return False
    if highway in ("trunk", "trunk_link"):
        return any(tags.get("sidewalk" + side) in SIDEWALK for side in ("", ":both", ":left", ":right"))
    return True


def belongs(tags, rule):
    return tags.get("access") not in ("no", "private") and any(tags.get(key) in values for key, values in rule.items())


class Reader(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.place, self.segments = {}, set()
        self.shapes = {category: [] for category in CATEGORIES}
        self.wkb = osmium.geom.WKBFactory()

    def node(self, n):
        for category, (rule, points) in CATEGORIES.items():
            if points and belongs(n.tags, rule):
                self.shapes[category].append(Point(n.location.lon, n.location.lat))

    def way(self, w):
        if not walkable(w.tags):
            return
        last = None
        for n in w.nodes:
            if not n.location.valid():
                last = None
                continue
            self.place[n.ref] = (n.location.lon, n.location.lat)
            if last is not None and last != n.ref:
                self.segments.add((min(last, n.ref), max(last, n.ref)))
            last = n.ref

    def area(self, a):
        for category, (rule, points) in CATEGORIES.items():
            if belongs(a.tags, rule):
                try:
                    shape = shapely.wkb.loads(self.wkb.create_multipolygon(a), hex=True)
                except RuntimeError:
                    continue
                self.shapes[category].append(shape.representative_point() if points else shape)


class Network:
    def __init__(self, reader, project):
        ids = {ref: i for i, ref in enumerate(reader.place)}
        lonlat = numpy.array(list(reader.place.values()))
        self.xy = numpy.column_stack(project(lonlat[:, 0], lonlat[:, 1]))
        ends = numpy.array([(ids[a], ids[b]) for a, b in reader.segments])
        length = numpy.hypot(*(self.xy[ends[:, 0]] - self.xy[ends[:, 1]]).T)
        n = len(self.xy)
        _, label = connected_components(csr_matrix((numpy.ones(len(ends)), ends.T), shape=(n, n)), directed=False)
        keep = numpy.bincount(label[ends[:, 0]], length)[label[ends[:, 0]]] >= COMPONENT_M
        self.ends, self.length = ends[keep], numpy.maximum(length[keep], 1e-9)
        self.lines = [LineString(self.xy[pair]) for pair in self.ends]
        self.tree = STRtree(self.lines)
        self.number = {id(line): i for i, line in enumerate(self.lines)}

    def nearest(self, shape):
        """Leg, segment and metres along it; None when too far."""
        line = self.tree.nearest(shape)
        leg = line.distance(shape)
        if leg > LINK_M:
            return None
        at = shape if isinstance(shape, Point) else shapely.ops.nearest_points(line, shape)[0]
        return leg, self.number[id(line)], line.project(at)

    def search(self, shapes, limit):
        """D at the vertices, from a node more that has an edge to both ends of each segment where a facility links."""
        n, more, weight = len(self.xy), [], []
        for shape in shapes:
            links = []
            if not isinstance(shape, Point):
                grown = shape.buffer(1)
                for line in self.tree.query(grown):
                    inside = line.intersection(grown)
                    if not inside.is_empty:
                        i = self.number[id(line)]
                        at = [line.project(Point(p)) for p in shapely.geometry.mapping(inside.convex_hull)["coordinates"]
                              if not isinstance(p, float)]  # fmt: skip
                        links += [(0, i, min(at)), (0, i, max(at))] if at else []
            if not links:
                found = self.nearest(shape)
                links = [found] if found else []
            for leg, i, along in links:
                more += [(n, self.ends[i][0]), (n, self.ends[i][1])]
                weight += [max(leg + along, 1e-9), max(leg + self.length[i] - along, 1e-9)]
        if not more:
            return numpy.full(n, math.inf)
        least = {}
        for (u, v), w in zip(more, weight):
            least[v] = min(w, least.get(v, math.inf))
        u = numpy.concatenate([self.ends[:, 0], numpy.full(len(least), n)])
        v = numpy.concatenate([self.ends[:, 1], list(least)])
        w = numpy.concatenate([self.length, list(least.values())])
        graph = csr_matrix((w, (u, v)), shape=(n + 1, n + 1))
        return dijkstra(graph, directed=False, indices=n, limit=limit)[:n]


def sample(polygon, count, random):
    x0, y0, x1, y1 = polygon.bounds
    prepared, points = shapely.prepared.prep(polygon), []
    while len(points) < count:
        for x, y in zip(random.uniform(x0, x1, count), random.uniform(y0, y1, count)):
            p = Point(x, y)
            if len(points) < count and prepared.contains(p):
                points.append(p)
    return points


def communities(path, field, project):
    source = ogr.Open(path)
    rows = []
    for feature in source.GetLayer(0):
        srs = feature.GetGeometryRef().GetSpatialReference()
        to = pyproj.Transformer.from_crs(srs.ExportToWkt(), 4326, always_xy=True).transform
        shape = shapely.wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())).buffer(0)
        rows.append((feature.GetFieldAsString(field), transform(to, shape)))
    boxes = numpy.array([shape.bounds for _, shape in rows])
    lon, lat = (boxes[:, 0].min() + boxes[:, 2].max()) / 2, (boxes[:, 1].min() + boxes[:, 3].max()) / 2
    work = pyproj.Transformer.from_crs(4326, f"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +datum=WGS84", always_xy=True)
    return [(name, transform(work.transform, shape)) for name, shape in rows], work.transform


def main():
    osm, polygons, field, report_path = sys.argv[1:5]
    count = int(sys.argv[5]) if len(sys.argv) > 5 else 4000
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    start = time.perf_counter()
    districts, project = communities(polygons, field, project=None)
    reader = Reader()
    reader.apply_file(osm, locations=True)
    shapes = {c: [transform(project, s) for s in found] for c, found in reader.shapes.items()}
    network = Network(reader, project)
    fields, trees = {}, {}

    def of_size(indicator):
        least = 5000 if indicator["category"] == "park" else 400 if indicator["category"] == "green_space" else 0
        return indicator["category"], least

    for indicator in report["lifecircle"]["indicators"]:
        key = of_size(indicator)
        fit = [s for s in shapes[key[0]] if s.area >= key[1]]
        if key not in trees:
            trees[key] = STRtree(fit)
            fields[key] = network.search(fit, 1000)
    random = numpy.random.default_rng(1)
    by_id = {f["properties"]["id"]: f["properties"] for f in report["features"]}
    errors = []
    for name, polygon in districts:
        hits = {i["id"]: 0 for i in report["lifecircle"]["indicators"]}
        for p in sample(polygon, count, random):
            found = network.nearest(p)
            straight = {key: tree.nearest(p).distance(p) for key, tree in trees.items()}
            for indicator in report["lifecircle"]["indicators"]:
                key = of_size(indicator)
                d = straight[key]
                if indicator["metric"] == "network" and d > 0:
                    d = math.inf
                    if found:
                        leg, i, along = found
                        u, v = network.ends[i]
                        d = leg + min(fields[key][u] + along, fields[key][v] + network.length[i] - along)
                hits[indicator["id"]] += d <= indicator["distance_m"]
        errors += [hits[i] / count - by_id[name][i] for i in hits]
    seconds = time.perf_counter() - start
    size = numpy.abs(errors)
    print(json.dumps({"peer": f"pyosmium, scipy, shapely, {count} points", "whole_s": seconds, "ratios": len(errors),
                      "error_mean": float(size.mean()), "error_max": float(size.max()),
                      "mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))  # fmt: skip


main()
