#!/usr/bin/env python3
"""A street of two kilometres along the equator, for `lifecircle site`: corridor.py writes it into the current folder.

A place every 0.001 degrees (111.3 m), number k with 10 + k people; five plots with costs, c9 at place 9 and so on; a store at
place 0; `steep` is the same street with stairs from place 12 to 14; a parcel around places 10 to 12. Within 500 m of a plot
are the four places on either side and its own.
"""
import json
import pathlib


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def write(name, *features):
    text = json.dumps({"type": "FeatureCollection", "features": features})
    pathlib.Path(name).write_text(text, encoding="utf-8")


def table(name, head, rows):
    pathlib.Path(name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


write("street.geojson", feature("LineString", [[0, 0], [0.02, 0]]))
write(
    "steep.geojson",
    feature("LineString", [[0, 0], [0.012, 0]], highway="footway"),
    feature("LineString", [[0.012, 0], [0.014, 0]], highway="steps"),
    feature("LineString", [[0.014, 0], [0.02, 0]], highway="footway"),
)
write(
    "town.geojson",
    feature("Polygon", box(-0.001, -0.002, 0.01, 0.002), id="west"),
    feature("Polygon", box(0.01, -0.002, 0.021, 0.002), id="east"),
)
write("store.geojson", feature("Point", [0, 0], id="s1"))
write("parcels.geojson", feature("Polygon", box(0.0095, -0.0001, 0.0125, 0.0001), id="field"))
table("people.csv", "lon,lat,people", [f"{k / 1000 + 0.00001:.5f},0,{10 + k}" for k in range(21)])
PLOTS = {6: 1, 9: 3, 12: 2, 16: 4, 18: 2}
table("plots.csv", "id,lon,lat,cost", [f"c{k},{k / 1000:.3f},0,{cost}" for k, cost in PLOTS.items()])
table("free.csv", "id,lon,lat", [f"c{k},{k / 1000:.3f},0" for k in PLOTS])
pathlib.Path("p.yaml").write_text(
    """name: corridor
indicators:
  - {id: store, title: {en: Store, zh: 商店}, category: convenience_store, distance_m: 500, denominator: population}
  - {id: line, title: {en: Line, zh: 直线}, category: convenience_store, distance_m: 500, metric: straight,
     denominator: population}
  - {id: park, title: {en: Park, zh: 公园}, category: park, distance_m: 300, denominator: population}
  - {id: area, title: {en: Area, zh: 面积}, category: convenience_store, distance_m: 500}
""",
    encoding="utf-8",
)
pathlib.Path("t.yaml").write_text(
    """network: street.geojson
communities: town.geojson
id-field: id
facilities: {convenience_store: store.geojson, park: store.geojson}
demand: people.csv|crs=EPSG:4326
weight-field: people
profile: ./p.yaml
""",
    encoding="utf-8",
)
