#!/usr/bin/env python3
"""Hold the tables of a run to its report, value by value: check_tables.py FOLDER

The folder has r.geojson, and beside it r.csv, rb.csv (with a byte order mark) and r.gpkg of the same run.
"""
import csv
import json
import re
import sqlite3
import sys
import xml.etree.ElementTree as ElementTree


def same(value, wanted):
    """A cell against the report's value."""
    if wanted is None:
        return value in (None, "")
    if isinstance(wanted, bool):
        return value in (int(wanted), str(wanted).lower())
    if isinstance(wanted, str):
        return value == wanted
    return value not in (None, "") and float(value) == wanted


def compare(name, rows, report):
    features = [feature["properties"] for feature in report["features"]]
    assert len(rows) == len(features), f"{name}: {len(rows)} rows, not {len(features)}"
    columns = {column for properties in features for column in properties}
    there = {column for row in rows for column in row}  # GDAL leaves empty cells out
    missing = {c for c in columns - there if any(p.get(c) is not None for p in features)}
    assert not missing, f"{name}: no {missing}"
    extra = {c for c in there - columns if not c.endswith("_reason") and c not in ("fid", "geom")}
    assert not extra, f"{name}: {extra} too much"
    for row, properties in zip(rows, features):
        for column in columns:
            value, wanted = row.get(column), properties.get(column)
            assert same(value, wanted), f"{name}, {properties['id']}, {column}: {value!r}, not {wanted!r}"
    print(f"{name}: {len(rows)} rows of {len(there)} columns")


def read_csv(path, encoding):
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, strict=True))


def check_indicators(rows, report):
    wanted = report["lifecircle"]["indicators"]
    assert [row["indicator"] for row in rows] == [indicator["id"] for indicator in wanted]
    for row, indicator in zip(rows, wanted):
        for column in ("ratio", "err", "verdict", "target", "verified", "demand", "covered", "category", "denominator"):
            assert same(row.get(column), indicator[column]), (row["indicator"], column, row.get(column), indicator[column])


def check_style(qml, columns):
    root = ElementTree.fromstring(re.sub(r"^<!DOCTYPE[^>]*>", "", qml))
    renderer = root.find("renderer-v2")
    assert root.tag == "qgis" and renderer is not None
    if renderer.get("type") != "singleSymbol":
        assert renderer.get("attr") in columns, renderer.get("attr")
    symbols = {symbol.get("name") for symbol in renderer.find("symbols")}
    used = {item.get("symbol") for item in renderer.iter() if item.tag in ("range", "category")}
    assert used <= symbols and symbols, (used, symbols)
    return renderer.get("type")


def check_index(data, layer):
    """The spatial index holds all rows that lie somewhere, and what is told of the layer is so."""
    assert data.execute(f"SELECT rtreecheck('rtree_{layer}_geom')").fetchone()[0] == "ok", layer
    rows = data.execute(f"SELECT fid FROM {layer} WHERE geom NOT NULL ORDER BY fid").fetchall()
    boxes = data.execute(f"SELECT * FROM rtree_{layer}_geom ORDER BY id").fetchall()
    assert [row[0] for row in rows] == [box[0] for box in boxes], layer
    sides = data.execute("SELECT min_x, max_x, min_y, max_y FROM gpkg_contents WHERE table_name = ?", (layer,)).fetchone()
    for i, side in enumerate(sides):
        wanted = (min, max)[i % 2](box[i + 1] for box in boxes) if boxes else None
        assert side is wanted is None or abs(side - wanted) < 1e-4, (layer, side, wanted)
    count = data.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (layer,)).fetchone()[0]
    assert (count or 0) == data.execute(f"SELECT count(*) FROM {layer}").fetchone()[0], layer
    triggers = data.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (layer,)).fetchone()[0]
    assert triggers == 8, (layer, triggers)


def check_package(path, report):
    data = sqlite3.connect(path)
    data.row_factory = sqlite3.Row
    assert data.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    kinds = dict(data.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    layers = {name for name, kind in kinds.items() if kind == "features"}
    assert kinds["layer_styles"] == "attributes"
    assert {"communities", "areas", "gaps", "facilities", "facility_areas", "network"} <= layers, layers
    compare(path, [dict(row) for row in data.execute("SELECT * FROM communities ORDER BY fid")], report)
    check_indicators([dict(row) for row in data.execute("SELECT * FROM areas ORDER BY fid")], report)
    types = {}
    for layer in layers:
        check_index(data, layer)
        columns = {row["name"] for row in data.execute(f"PRAGMA table_info({layer})")}
        styles = data.execute("SELECT * FROM layer_styles WHERE f_table_name = ?", (layer,)).fetchall()
        assert sum(style["useAsDefault"] for style in styles) == 1, layer
        assert all(style["f_geometry_column"] == "geom" for style in styles)
        for style in styles:
            types[layer] = check_style(style["styleQML"], columns)
    assert types["communities"] == "graduatedSymbol" and types["facilities"] == "categorizedSymbol", types
    return data


def check_facilities(data, report):
    """What the facilities serve adds up to overlap * demand over the communities; they are those that were counted."""
    for indicator in report["lifecircle"]["indicators"]:
        name = indicator["id"]
        if indicator["combines"]:
            continue  # no facility is its own
        served = data.execute(f"SELECT total(served_{name}) FROM facilities").fetchone()[0]
        reached = sum(f["properties"][f"{name}_overlap"] * f["properties"]["area_m2"] for f in report["features"])
        rounding = sum(0.5e-6 * f["properties"]["area_m2"] for f in report["features"]) + 10
        assert abs(served - reached) <= rounding, (name, served, reached)
    network = report["lifecircle"]["network"]
    length, parts = data.execute("SELECT total(length_m), max(component) FROM network").fetchone()
    assert parts == network["components"], parts
    assert abs(length - network["length_m"]) < 0.05 * network["edges"], length


def main():
    folder = sys.argv[1]
    with open(f"{folder}/r.geojson", encoding="utf-8") as file:
        report = json.load(file)
    compare("CSV", read_csv(f"{folder}/r.csv", "utf-8"), report)
    compare("CSV with a mark", read_csv(f"{folder}/rb.csv", "utf-8-sig"), report)
    assert open(f"{folder}/r.csv", "rb").read() == open(f"{folder}/rb.csv", "rb").read()[3:]
    data = check_package(f"{folder}/r.gpkg", report)
    check_facilities(data, report)


main()
