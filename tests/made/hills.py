#!/usr/bin/env python3
"""Made ground for tests of walking costs: hills.py FOLDER writes communities, roads, a store and rasters of heights.

Everything lies around lon 105, lat 30, in EPSG:32648 for the rasters; a road runs along the x axis of that CRS from -1500 m
to 1500 m, the store stands on its middle, the community is 2000 m x 600 m around it.
"""
import json
import pathlib
import subprocess
import sys

X0, Y0 = 500000.0, 3318785.3  # lon 105, lat 30
HALF, CELL = 100, 30.0        # the raster's half side in cells


def transform(points):
    """Metres from the middle to lon/lat. The scale of UTM, 0.9996, is taken out: metres are those of the work CRS."""
    text = "\n".join(f"{X0 + 0.9996 * x:.6f} {Y0 + 0.9996 * y:.6f}" for x, y in points)
    out = subprocess.run(["gdaltransform", "-s_srs", "EPSG:32648", "-t_srs", "EPSG:4326", "-output_xy"], input=text,
                         capture_output=True, text=True, check=True).stdout
    return [[float(v) for v in line.split()[:2]] for line in out.strip().split("\n")]


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def raster(folder, name, height, nodata_from=None):
    """An ASCII grid, turned into a GeoTIFF; `height` of x, y in metres of the ground."""
    rows = []
    for j in range(2 * HALF):
        y = (HALF - j - 0.5) * CELL / 0.9996
        rows.append(" ".join("-9999" if nodata_from is not None and (i - HALF + 0.5) * CELL > nodata_from else
                             f"{height((i - HALF + 0.5) * CELL / 0.9996, y):.6f}" for i in range(2 * HALF)))
    grid = folder / f"{name}.asc"
    grid.write_text(f"ncols {2 * HALF}\nnrows {2 * HALF}\nxllcorner {X0 - HALF * CELL}\nyllcorner {Y0 - HALF * CELL}\n"
                    f"cellsize {CELL}\nNODATA_value -9999\n" + "\n".join(rows) + "\n")
    subprocess.run(["gdal_translate", "-q", "-ot", "Float64", "-a_srs", "EPSG:32648", str(grid),
                    str(folder / f"{name}.tif")], check=True)


# A check with a scenario without stairs, and one of the paths without them; do the numbers and areas agree?
WALKER = r"""python3 -c 'import re; s = open("stairs.osm").read(); open("none.osm", "w").write(re.sub("<way id=.2..*?</way>", "", s))'
rest="--communities c.geojson --facilities store=shop.geojson --residential homes.geojson --demand homes.geojson --weight-field people --overlap --quiet $*"
rm -f one.gpkg two.gpkg
lifecircle check --osm stairs.osm $rest --profile ./walker.yaml --areas one.areas.geojson --gpkg one.gpkg -o one.geojson
lifecircle check --osm none.osm $rest --profile ./alone.yaml --areas two.areas.geojson --gpkg two.gpkg -o two.geojson
"""

SAME = r"""import json
one, two = (json.load(open(n + ".geojson")) for n in ("one", "two"))
ids = [i["id"] for i in two["lifecircle"]["indicators"]]
a, b = one["features"][0]["properties"], two["features"][0]["properties"]
def named(key):
    i = next((i for i in sorted(ids, key=len, reverse=True) if key == i or key.startswith(i + "_")), None)
    return i and i + "_walker" + key[len(i):]
keys = [k for k in b if named(k) and not k.endswith("_err_m")]  # bounds of distances: by what is near, be it walked on or not
far = [k for k in keys if not (a[named(k)] == b[k] or abs(a[named(k)] - b[k]) < 2e-6)]
print(len(keys) > 60, far, a["t"] > a["t_walker"], a["people"] > a["people_walker"])
one, two = (json.load(open(n + ".areas.geojson"))["features"] for n in ("one", "two"))
drawn = {f["properties"]["indicator"]: f["geometry"] for f in one}
print(all(drawn[f["properties"]["indicator"] + "_walker"] == f["geometry"] for f in two))
"""


def main(folder):
    ring = transform([(-1000, -300), (1000, -300), (1000, 300), (-1000, 300), (-1000, -300)])
    road = transform([(-1500, 0), (0, 0), (1500, 0)])
    write(folder / "c.geojson", [feature("Polygon", [ring], id="1")])
    write(folder / "road.geojson", [feature("LineString", road)])
    write(folder / "store.geojson", [feature("Point", road[1], id="s")])
    # The same road with heights of its own, rising by a tenth.
    write(folder / "road_z.geojson", [feature("LineString", [p + [z] for p, z in zip(road, (-150.0, 0.0, 150.0))])])
    # Its west half, and the east half as an edit: with these heights, and flat.
    west, east = ([p + [z] for p, z in zip(road[k:k + 2], zs)] for k, zs in ((0, (-150.0, 0.0)), (1, (0.0, 150.0))))
    write(folder / "west_z.geojson", [feature("LineString", west)])
    write(folder / "halves_z.geojson", [feature("LineString", west), feature("LineString", east)])
    write(folder / "east_z.geojson", [feature("LineString", east, op="path")])
    write(folder / "east_area_z.geojson", [feature("LineString", east, op="path"), feature("Polygon", [ring], op="close")])
    raster(folder, "plane", lambda x, y: 500 + 0.1 * x)
    raster(folder, "flat", lambda x, y: 500)
    raster(folder, "valley", lambda x, y: 500 - (0.2 * (200 - abs(x - 300)) if abs(x - 300) < 200 else 0))
    raster(folder, "half", lambda x, y: 500 + 0.1 * x, nodata_from=60)

    # Ways of OpenStreetMap: the road in pieces, from 100 m to 500 m east of the store as stairs, a crossing or a bridge.
    nodes = transform([(-1500, 0), (0, 0), (100, 0), (160, 0), (500, 0), (1500, 0)])

    def osm(name, tags, first, last):
        ways = []
        cuts = [0, first, last, 5]
        for k in range(3):
            refs = "".join(f'<nd ref="{r + 1}"/>' for r in range(cuts[k], cuts[k + 1] + 1))
            own = tags if k == 1 else {"highway": "residential"}
            ways.append(f'<way id="{k + 1}" version="1">{refs}' +
                        "".join(f'<tag k="{a}" v="{b}"/>' for a, b in own.items()) + "</way>")
        points = "".join(f'<node id="{i + 1}" version="1" lon="{p[0]:.9f}" lat="{p[1]:.9f}"/>'
                         for i, p in enumerate(nodes))
        (folder / f"{name}.osm").write_text(f'<osm version="0.6">{points}{"".join(ways)}</osm>')

    osm("stairs", {"highway": "steps"}, 2, 3)
    osm("signals", {"highway": "footway", "footway": "crossing", "crossing": "traffic_signals"}, 2, 3)
    osm("bridge", {"highway": "residential", "bridge": "yes"}, 2, 4)
    osm("ground", {"highway": "residential"}, 2, 4)
    (folder / "p.yaml").write_text("name: p\nindicators: [{id: n500, category: store, distance_m: 500}]\n")
    (folder / "old.yaml").write_text(
        "name: old\nwalk_cost: {stairs: 2, crossings: yes}\n"
        "scenarios: [{id: elderly, walk_speed_m_per_min: 50, walk_cost: {stairs: 4}}]\n"
        "indicators: [{id: t, category: store, minutes: 10}]\n")
    # Somebody with a walker, as a scenario and as a profile of its own.
    indicators = "".join(f"  - {{id: {i}, category: store, minutes: 10, denominator: {d}}}\n"
                         for i, d in (("t", "area"), ("homes", "residential"), ("people", "population")))
    indicators += ("  - {id: near, category: store, minutes: 5}\n  - {id: both, all_of: [t, near]}\n"
                   "  - {id: supply, category: store, minutes: 10, measure: 2sfca, supply: area_m2, denominator: population}\n")
    (folder / "walker.yaml").write_text(
        "name: walker\nwalk_speed_m_per_min: 50\n"
        "scenarios: [{id: walker, walk_speed_m_per_min: 50, walk_cost: {stairs: none}}]\nindicators:\n" + indicators)
    (folder / "alone.yaml").write_text("name: walker\nwalk_speed_m_per_min: 50\nindicators:\n" + indicators)
    (folder / "mixed.yaml").write_text(
        "name: mixed\nscenarios: [{id: walker, walk_speed_m_per_min: 50, walk_cost: {stairs: none}}]\nindicators:\n"
        "  - {id: t, category: store, minutes: 10}\n  - {id: n, category: store, distance_m: 500}\n"
        "  - {id: both, all_of: [t, n]}\n")
    corners = transform([(x + dx, y + dy) for x in range(-700, 700, 100) for y in (-60, 20)
                         for dx, dy in ((0, 0), (40, 0), (40, 40), (0, 40), (0, 0))])
    homes = [corners[k:k + 5] for k in range(0, len(corners), 5)]
    write(folder / "homes.geojson", [feature("Polygon", [h], people=k % 7 + 1) for k, h in enumerate(homes)])
    (folder / "walker.sh").write_text(WALKER)
    (folder / "same.py").write_text(SAME)
    shop = transform([(-20, 5), (20, 5), (20, 45), (-20, 45), (-20, 5)])
    write(folder / "shop.geojson", [feature("Polygon", [shop], id="s")])
    (folder / "run.sh").write_text(
        "name=$1; shift\nlifecircle check --communities c.geojson --facilities store=store.geojson --profile ./p.yaml "
        "--quiet -o $name.geojson \"$@\" && grep -oE '\"n500\":[0-9.]+|\"walk_cost\":\"[^\"]*\"' $name.geojson | "
        "tr '\\n' ' ' | sed 's/ $//'; echo\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
