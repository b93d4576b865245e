"""Liechtenstein from OpenStreetMap, read with pyosmium: shares of people, and where the next stores should go by an integer program."""
import csv
import json
import subprocess

import numpy
import osmium
import scipy.optimize
import shapely.geometry
import walking

NEVER = set("construction proposed planned abandoned razed raceway bus_guideway busway escape platform elevator rest_area services no".split())
UNLESS_GRANTED = {"motorway", "motorway_link", "cycleway"}
SIDEWALK = {"both", "left", "right", "yes"}
SHOPS = {"convenience", "supermarket", "general"}


def walks(tags):
    """Section 3: does a way take part?"""
    highway, foot = tags.get("highway"), tags.get("foot")
    if not highway or tags.get("area") == "yes" or foot in ("no", "private", "use_sidepath") or highway in NEVER:
        return False
    if foot in ("yes", "designated", "permissive"):
        return True
    if tags.get("access") in ("no", "private") or highway in UNLESS_GRANTED:
        return False
    if highway in ("trunk", "trunk_link"):
        return tags.get("sidewalk") in SIDEWALK or any(tags.get(f"sidewalk:{s}") in SIDEWALK for s in ("both", "left", "right"))
    return True


class Reader(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.ways, self.shops, self.at = [], [], {}

    def node(self, n):
        self.at[n.id] = (n.location.lon, n.location.lat)
        if n.tags.get("shop") in SHOPS and n.tags.get("access") not in ("no", "private"):
            self.shops.append(self.at[n.id])

    def way(self, w):
        tags = {t.k: t.v for t in w.tags}
        if walks(tags):
            self.ways.append([n.ref for n in w.nodes])


def read(path):
    """The network's vertices and pieces in lon/lat, cut where nodes are missing; shops that are nodes."""
    reader = Reader()
    reader.apply_file(str(path))
    number, lonlat, ends = {}, [], []
    for way in reader.ways:
        for a, b in zip(way, way[1:]):
            if a in reader.at and b in reader.at:
                for ref in (a, b):
                    if ref not in number:
                        number[ref] = len(lonlat)
                        lonlat.append(reader.at[ref])
                ends.append((number[a], number[b]))
    return lonlat, ends, reader.shops


def table(path, head, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


def communities_box(program, sample, folder, check):
    """The work CRS is laid about the communities: a check that measures nothing walked tells their box."""
    (folder / "line.yaml").write_text("name: line\nindicators: [{id: line, category: store, distance_m: 100, metric: straight}]\n", encoding="utf-8")
    report = check(program, ["--communities", str(sample / "communities.shp"), "--id-field", "name", "--facilities",
                             "store=shops.csv|crs=EPSG:4326", "--profile", "./line.yaml"], folder)  # fmt: skip

    def points(coordinates):
        if isinstance(coordinates[0], float):
            yield coordinates
        else:
            for one in coordinates:
                yield from points(one)

    return [p[:2] for f in report["features"] for p in points(f["geometry"]["coordinates"])]


def check(program, sample, folder, run):
    lonlat, ends, shops = read(sample / "liechtenstein.osm.pbf")
    table(folder / "shops.csv", ["id", "lon", "lat"], [(f"s{i}", *p) for i, p in enumerate(shops)])
    crs = walking.work_crs(communities_box(program, sample, folder, run))
    to = lambda p: crs(*p)
    network = walking.Network([to(p) for p in lonlat], ends)
    rng = numpy.random.default_rng(7)
    near = [lonlat[k] for k in rng.integers(0, len(lonlat), 400)]
    homes = [(round(lon + rng.normal(0, 0.0008), 7), round(lat + rng.normal(0, 0.0006), 7), int(rng.integers(1, 60))) for lon, lat in near]
    table(folder / "homes.csv", ["lon", "lat", "people"], homes)
    (folder / "people.yaml").write_text(
        "name: people\nindicators: [{id: store, category: store, distance_m: 700, denominator: population}]\n", encoding="utf-8"
    )
    options = ["--network", str(sample / "liechtenstein.osm.pbf"), "--communities", str(sample / "communities.shp"), "--id-field",
               "name", "--facilities", "store=shops.csv|crs=EPSG:4326", "--demand", "homes.csv|crs=EPSG:4326", "--weight-field",
               "people", "--profile", "./people.yaml"]  # fmt: skip
    report = run(program, options, folder)
    city, drawn = report["lifecircle"]["indicators"][0], report["lifecircle"]["network"]
    assert drawn["square_links"] == 0, "the second program knows no squares"
    assert drawn["island_joints"] == network.joints, (drawn["island_joints"], network.joints)
    store = walking.Field(network, points=[to(p) for p in shops])
    d = {(lon, lat): store.d(to((lon, lat)))[0] for lon, lat, _ in homes}
    inside = in_communities(report)
    homes = [home for home in homes if inside(*home[:2])]
    total, covered = sum(w for *_, w in homes), sum(w for lon, lat, w in homes if d[lon, lat] <= 700)
    assert (city["demand"], city["covered"]) == (total, covered), (city, total, covered)
    print(f"Liechtenstein: {covered} of {total} people within 700 m of a store, as by the program")
    check_sites(program, folder, options, network, homes, d, to)


def check_sites(program, folder, options, network, homes, d, to):
    """16 candidates, 4 sites: the optimum of an integer program on a table of distances of our own."""
    rng = numpy.random.default_rng(11)
    candidates = [homes[k][:2] for k in rng.choice(len(homes), 16, replace=False)]
    table(folder / "plots.csv", ["id", "lon", "lat"], [(f"p{j}", *p) for j, p in enumerate(candidates)])
    subprocess.run([program, "site", *options, "--indicator", "store", "--candidates", "plots.csv|crs=EPSG:4326", "--count", "4",
                    "--quiet", "-o", "sites.geojson"], cwd=folder, check=True)  # fmt: skip
    answer = json.loads((folder / "sites.geojson").read_text(encoding="utf-8"))
    told = answer["lifecircle"]
    rows = [i for i, (lon, lat, w) in enumerate(homes) if d[lon, lat] > 700]
    cover = numpy.zeros((len(rows), len(candidates)))
    for j, p in enumerate(candidates):
        alone = walking.Field(network, points=[to(p)])
        for r, i in enumerate(rows):
            cover[r, j] = alone.d(to(homes[i][:2]))[0] <= 700
    best = most_covered(cover, numpy.array([homes[i][2] for i in rows]), 4)
    before = sum(w for lon, lat, w in homes if d[lon, lat] <= 700)
    assert told["optimal"] and abs(told["value"] - before - best) < 1e-6, (told["value"], before, best)
    print(f"Liechtenstein: 4 of 16 sites add {best:.0f} people, by an integer program as by the program")


def in_communities(report):
    """Which homes lie in a community of the report."""
    shapes = [shapely.geometry.shape(f["geometry"]) for f in report["features"]]
    return lambda lon, lat: any(shape.covers(shapely.geometry.Point(lon, lat)) for shape in shapes)


def most_covered(cover, weight, count):
    """Maximal covering: max w y, y_i <= sum of x_j that cover i, sum of x = count; x whole."""
    n_rows, n_columns = cover.shape
    objective = numpy.concatenate([numpy.zeros(n_columns), -weight])
    link = scipy.optimize.LinearConstraint(numpy.hstack([-cover, numpy.eye(n_rows)]), ub=numpy.zeros(n_rows), lb=-numpy.inf)
    few = scipy.optimize.LinearConstraint(numpy.concatenate([numpy.ones(n_columns), numpy.zeros(n_rows)])[None, :], ub=count)
    whole = numpy.concatenate([numpy.ones(n_columns), numpy.zeros(n_rows)])
    answer = scipy.optimize.milp(objective, constraints=[link, few], integrality=whole, bounds=scipy.optimize.Bounds(0, 1))
    assert answer.success, answer.message
    return -answer.fun
