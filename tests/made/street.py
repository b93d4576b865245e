#!/usr/bin/env python3
"""A street of 4 km along the equator, a store in its middle, a town of 2000 m x 600 m around it; edits of it, a file each."""
import json
import math
import pathlib

RADIUS, FLATNESS = 6378137.0, 0.0066943799901413165  # WGS 84, first eccentricity squared
LON_M, LAT_M = math.radians(1) * RADIUS, math.radians(1) * RADIUS * (1 - FLATNESS)


def at(x, y):
    return [x / LON_M, y / LAT_M]


def feature(kind, places, **properties):
    if not kind:
        return {"type": "Feature", "properties": properties, "geometry": None}
    xy = [at(*p) for p in places]
    shape = {"Point": xy[0], "LineString": xy, "Polygon": [xy]}[kind]
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": shape}}


def write(name, *features):
    pathlib.Path(f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


STORE = "convenience_store"
write("street", feature("LineString", [(-2000, 0), (2000, 0)]))
write("town", feature("Polygon", box(-1000, -300, 1000, 300), id="town"))
write("stores", feature("Point", [(0, 0)], id="s1", name="Corner"))
write("point", feature("Point", [(200, 3)], op="close"))
write("wall", feature("LineString", [(200, -9), (200, 9)], op="close"))
write("wall2", feature("LineString", [(-200, -9), (-200, 0)], op="close"))
write("building", feature("Polygon", box(200, -9, 1500, 9), op="close"))
write("again", feature("Point", [(200, 3)], op="close"), feature("Point", [(200, 1)], op="open"))
write("second", feature("Point", [(600, 0)], op="add", category=STORE, id="s2"))
write("moved", feature("Point", [(600, 0)], op="move", category=STORE, id="s1"))
write("gone", feature(None, None, op="remove", category=STORE, id="s1"))
write("instead", feature("Point", [(0, 0.5)], op="remove"), feature("Point", [(600, 0)], op="ADD", category=STORE))
write("road", feature("LineString", [(300, 0), (300, 400)], op="path"))
write("wrong_id", feature(None, None, op="remove", category=STORE, id="s9"))
write("wrong_place", feature("Point", [(200, 40)], op="close"))
write("wrong_twice", feature("Point", [(200, 3)], op="close"), feature("Point", [(200, 3)], op="close"))
write("wrong_reopened", feature("Point", [(200, 3)], op="close"), feature("Point", [(200, 0)], op="open"),
      feature("Point", [(200, 0)], op="open"))  # fmt: skip
write("wrong_wall", feature("LineString", [(200, 40), (200, 90)], op="close"))
write("wrong_open", feature("Point", [(200, 1)], op="open"))
write("wrong_op", feature("Point", [(0, 0)], op="build"))
write("wrong_kind", feature("Point", [(0, 0)], op="path"))
write("wrong_category", feature("Point", [(0, 0)], op="add", category="castle"))
write("no_category", feature("Point", [(0, 0)], op="add"))
write("no_op", feature("Point", [(0, 0)], category=STORE))
pathlib.Path("p.yaml").write_text(
    f"name: street\nindicators:\n  - {{id: store, title: {{en: Store, zh: 店}}, category: {STORE}, distance_m: 500}}\n",
    encoding="utf-8",
)
pathlib.Path("city.yaml").write_text(
    "network: street.geojson\ncommunities: town.geojson\nid_field: id\nprofile: ./p.yaml\n"
    f"facilities: {{{STORE}: stores.geojson}}\nmin_component_m: 0\n"
)
pathlib.Path("plan.yaml").write_text(pathlib.Path("city.yaml").read_text() + "edits: [second.geojson, wall.geojson]\n")
pathlib.Path("ratio.py").write_text(
    "import json, sys\nfor name in sys.argv[1:]:\n"
    "    about = json.load(open(name + '.r'))['lifecircle']\n"
    "    print(name, about['indicators'][0]['ratio'], [e['op'] for e in about.get('edits', [])])\n"
)
