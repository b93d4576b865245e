#!/usr/bin/env python3
"""The seeds that are not written by hand: makes seeds/osm_pbf, prepared, history, frozen, report, shards,
gpkg, raster and xlsx anew. Needs Python alone; for seeds/shards, a program: make_seeds.py [LIFECIRCLE]."""

import hashlib
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zlib

SEEDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeds")


def write(subject, name, data):
    folder = os.path.join(SEEDS, subject)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


# ---------------------------------------------------------------------------------------------------------- OSM PBF


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint(value << 1 ^ (-1 if value < 0 else 0))


def number(field, value):
    return varint(field << 3) + varint(value)


def data(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def deltas(values):
    out, last = b"", 0
    for value in values:
        out += zigzag(value - last)
        last = value
    return out


def packed(values):
    return b"".join(varint(value) for value in values)


def envelope(kind, body):
    head = data(1, kind) + number(3, len(body))
    return struct.pack(">I", len(head)) + head + body


def blob(kind, block, compress):
    body = number(2, len(block)) + data(3, zlib.compress(block, 9)) if compress else data(1, block)
    return envelope(kind, body)


HEADER = data(4, b"OsmSchema-V0.6") + data(4, b"DenseNodes")
STRINGS = [b"", b"highway", b"footway", b"building", b"yes", b"name", "广场".encode(), b"type", b"multipolygon", b"outer"]
PLACES = [(1, 300000000, 1040000000), (2, 300000100, 1040000000), (3, 300000100, 1040000200), (4, 300000000, 1040000200)]


def block(groups, extra=b""):
    return data(1, b"".join(data(1, s) for s in STRINGS)) + b"".join(data(2, g) for g in groups) + extra


def dense():
    tags = packed([3, 4, 5, 6, 0]) + packed([0]) * 3
    ids, lats, lons = zip(*PLACES)
    return data(2, data(1, deltas(ids)) + data(8, deltas(lats)) + data(9, deltas(lons)) + data(10, tags))


def node():
    fields = b"".join(varint(f << 3) + zigzag(v) for f, v in ((1, 9), (8, 300000050), (9, 1040000050)))
    return data(1, fields + data(2, packed([5])) + data(3, packed([6])))


def way(number_of, keys, values, refs):
    return data(3, number(1, number_of) + data(2, packed(keys)) + data(3, packed(values)) + data(8, deltas(refs)))


def relation():
    members = data(8, packed([9, 9])) + data(9, deltas([12, 13])) + data(10, packed([1, 1]))
    return data(4, number(1, 20) + data(2, packed([3, 7])) + data(3, packed([4, 8])) + members)


def pbf():
    ways = [way(11, [1, 5], [2, 6], [1, 2, 3]), way(12, [], [], [1, 2, 3]), way(13, [3], [4], [3, 4, 1])]
    head = blob(b"OSMHeader", HEADER, False)
    write("osm_pbf", "plain", head + blob(b"OSMData", block([dense() + node(), b"".join(ways), relation()]), False))
    write("osm_pbf", "zlib", head + blob(b"OSMData", block([dense(), ways[0] + ways[2] + ways[2]]), True))
    grain = number(17, 1000) + number(19, -270000000000) + number(20, -936000000000)
    nuls = [b"highway\0" + varint(i) for i in range(64)] + [b"x"]
    tags = way(11, list(range(1, 65)), [65] * 64, [1])
    strings = data(1, b"".join(data(1, s) for s in [b""] + nuls))
    write("osm_pbf", "nul_in_key", head + blob(b"OSMData", strings + data(2, tags), True))
    write("osm_pbf", "empty_blob", envelope(b"OSMHeader", b""))
    write("osm_pbf", "granularity", head + blob(b"Other", b"x", False) + blob(b"OSMData", block([node(), ways[0]], grain), False))


# -------------------------------------------------------------------------------------------------- prepared networks

TABLES = """
CREATE TABLE lifecircle_network (version TEXT, arrays_version INTEGER, byte_order TEXT, square_links INTEGER,
  lines INTEGER, node_all INTEGER,
  tolerance_m DOUBLE, role TEXT, file TEXT, layer TEXT, crs TEXT, encoding TEXT, features INTEGER, sha256 TEXT,
  rules_sha256 TEXT, min_component_m DOUBLE, arrays_sha256 TEXT);
CREATE TABLE lifecircle_arrays (name TEXT, part INTEGER, bytes BLOB, PRIMARY KEY (name, part));
CREATE TABLE lifecircle_warnings (warning INTEGER PRIMARY KEY, code TEXT, message TEXT, count INTEGER);
CREATE TABLE lifecircle_examples (warning INTEGER, text TEXT);
"""


def prepared(name, lines, warning=1, code="osm_duplicates", again=None, heights=False):
    starts = struct.pack("<3I", 0, 2, 4)
    vertices = b"" if lines else struct.pack("<4I", 0, 1, 1, 2)
    places = [104.0, 30.0, 104.01, 30.0, 104.01, 30.01, 104.0, 30.01]
    lonlat = struct.pack("<8d", *places)
    levels = struct.pack("<2i", 0, 1) if lines else b""
    links = 0 if lines else 1
    head = f"{'lines' if lines else 'paths'} ends {0.5:.17g} 2 {links}".encode()
    classes = bytes([0, 1])
    z = struct.pack("<4d", 500, 501, float("nan"), 502) if heights else b""
    digest = hashlib.sha256(head + starts + vertices + lonlat + levels + classes + z).hexdigest()
    db = sqlite3.connect(":memory:")
    db.executescript("PRAGMA page_size = 512; PRAGMA application_id = 0x4C436E31; PRAGMA user_version = 1;" + TABLES)
    db.execute(
        "INSERT INTO lifecircle_network VALUES ('0.1.0', 3, 'little', ?, ?, 0, 0.5, 'network', 'roads.shp', 'roads', "
        "'EPSG:4326', 'UTF-8', 2, NULL, NULL, 500, ?)", (links, lines, digest))
    arrays = {"path_start": starts, "path_vertex": vertices, "vertex_lonlat": lonlat, "line_level": levels,
              "path_class": classes, "vertex_z": z}
    for array, content in arrays.items():
        for part, at in enumerate(range(0, len(content), 40)):
            db.execute("INSERT INTO lifecircle_arrays VALUES (?, ?, ?)", (array, part, content[at:at + 40]))
    db.execute("INSERT INTO lifecircle_warnings VALUES (?, ?, 'objects that are there twice', 7)", (warning, code))
    db.execute("INSERT INTO lifecircle_examples VALUES (?, 'way/1')", (warning,))
    if again is not None:
        db.execute("INSERT INTO lifecircle_warnings VALUES (?, 'again', 'a second one', -1)", (again,))
    db.commit()
    write("prepared", name, db.serialize())


# ---------------------------------------------------------------------------------------------------------- histories

HISTORY = """
CREATE TABLE runs (run INTEGER PRIMARY KEY, stored, confirmed, times, profile, title_en, title_zh, version, passed,
  communities, parameters, network, sha256, bytes, report);
CREATE TABLE inputs (run, input, role, file, layer, crs, encoding, features, sha256);
CREATE TABLE indicators (run, indicator, id, title_en, title_zh, category, metric, distance_m, denominator, target,
  community_target, source, verified, ratio, err, offnet, demand, covered, mean_ratio, verdict, communities_met,
  communities_missed, combines, services);
CREATE TABLE communities (run, community, id, name, area_m2, population, shape);
CREATE TABLE results (run, community, indicator, ratio, err, offnet, mean_m, p50_m, p90_m, facilities, per_10k, overlap,
  verdict, reason);
"""


def insert(db, table, *values):
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def history(name, version=2, change=None):
    db = sqlite3.connect(":memory:")
    db.executescript("PRAGMA page_size = 512; PRAGMA application_id = 0x4C436831; "
                     f"PRAGMA user_version = {version};" + HISTORY)
    for run in (1, 2):
        text = b'{"run": %d}' % run
        insert(db, "runs", run, f"2024-0{run}-01", "2024-03-01", run, "p", "P", None, "0.1.0", 1, 1, "{}", None,
               hashlib.sha256(text).hexdigest(), len(text), zlib.compress(text))
        insert(db, "inputs", run, 0, "osm", f"{run}.pbf", None, None, None, 9, f"{run}")
        insert(db, "inputs", run, 1, "communities", "c.shp", "c", "EPSG:4326", "GBK", 1, "00")
        insert(db, "indicators", run, 0, "park", "Park", "公园", "park", "network", 500, "area", 0.8, None, None, "text",
               0.5 * run, 1e-5, 0.1, 100, 50 * run, 0.5, "met" if run == 2 else "missed", 1, 0, None, None)
        insert(db, "communities", run, 0, "a", "A", 100, None, None)
        insert(db, "results", run, 0, 0, 0.5 * run, 1e-5, 0.1, 300, None, None, 1, None, None, "no_target", None)
    if change:
        db.execute(change)
    db.commit()
    write("history", name, db.serialize())


def histories():
    history("two_runs")
    history("version_1", 1)
    history("version_below_0", -1)
    history("run_without_profile", 2, "UPDATE runs SET profile = NULL")
    history("indicator_without_id", 2, "UPDATE indicators SET id = NULL")
    history("input_without_file", 2, "UPDATE inputs SET file = NULL WHERE run = 2")
    history("bytes_beyond_memory", 2, "UPDATE runs SET bytes = 4611686018427387904 WHERE run = 2")


# ------------------------------------------------------------------------------------------------------------- arrays


def frozen(name, kind, noding, tolerance_dm, starts, vertices, places, levels=b""):
    head = kind + noding + bytes([tolerance_dm, len(starts) - 1, len(vertices)])
    write("frozen", name, head + bytes(starts) + bytes(vertices) + struct.pack(f"{2 * len(places)}b", *sum(places, ())) + levels)


def arrays():
    square = [(-50, -50), (50, -50), (50, 50), (-50, 50)]
    frozen("ring", b"p", b"-", 0, [0, 5], [0, 1, 2, 3, 0], square)
    frozen("star", b"p", b"-", 0, [0, 2, 4, 6], [0, 1, 0, 2, 0, 3], square)
    cross = [(-50, 0), (50, 0), (0, -50), (0, 50), (-50, 0), (0, 0)]
    frozen("crossing", b"l", b"a", 0, [0, 2, 4, 6], [], cross, b"\1\1\1")
    frozen("bridge", b"l", b"a", 0, [0, 2, 4, 6], [], cross, b"\1\2\1")
    frozen("globe_paths", b"P", b"-", 0, [0, 4], [0, 1, 2, 3], [(50, 80), (-120, -60), (0, 0), (60, 1)])
    frozen("globe_lines", b"L", b"a", 0, [0, 2, 4, 6], [], [(50, 80), (-120, -60), (0, 0), (60, 1), (1, 60), (7, 9)], b"\1\1\1")
    frozen("loose", b"l", b"-", 20, [0, 2, 4, 6], [], [(-50, 0), (-1, 0), (0, -50), (0, 50), (1, 1), (50, 1)], b"\1\1\1")


# ------------------------------------------------------------------------------------------------------------ reports


def report(target, ratios, parks, verdict, limit):
    rule = {"category": "park", "distance_m": 500, "min_area_m2": 400, "max_area_m2": None, "level": None}
    city = {"ratio": ratios[0], "err": 1e-05, "offnet": 0.1, "verdict": verdict}
    indicator = {"id": "park", "title": {"en": "Park", "zh": "公园"}, "category": "park", "metric": "network",
                 "distance_m": 500, "denominator": "area", "target": target, "rules": [rule], **city}
    about = {"schema": "lifecircle-report/1", "version": "0.1.0", "profile": {"name": "p"},
             "parameters": {"link_limit_m": limit},
             "inputs": [{"role": "osm", "file": "a.osm.pbf", "layer": None, "features": 9, "sha256": "00"}],
             "indicators": [indicator]}
    features = []
    for i, ratio in enumerate(ratios):
        properties = {"id": str(i), "name": f"n{i}{parks}", "park": ratio, "park_err": 0, "park_offnet": 0.1,
                      "park_verdict": "no_data" if ratio is None else verdict, "park_count": parks}
        if ratio is None:
            properties["park_reason"] = "no_facilities"
        geometry = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    text = json.dumps({"type": "FeatureCollection", "lifecircle": about, "features": features}, ensure_ascii=False)
    return text.encode()


def reports():
    before, after = report(0.8, [0.9, None, 0.2], 2, "met", 250), report(0.85, [0.7, 0.1], 3, "missed", 300)
    write("report", "one", before)
    write("report", "two", before + b"\0" + after)


# --------------------------------------------------------------------------------------- GeoPackages, rasters, workbooks

GEOPACKAGE = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT, description TEXT,
  last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT,
  m TINYINT, PRIMARY KEY (table_name, column_name));
CREATE TABLE t (fid INTEGER PRIMARY KEY, g BLOB, name TEXT, n MEDIUMINT);
"""
WGS84 = ('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
         'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]')


def wkb(kind, *parts):
    """A point, line or polygon of lists of places."""
    body = b"" if kind < 3 else struct.pack("<I", len(parts))
    for part in parts:
        body += (b"" if kind == 1 else struct.pack("<I", len(part))) + b"".join(struct.pack("<2d", *at) for at in part)
    return struct.pack("<BI", 1, kind) + body


def geopackage(name, kind, rows, change=None):
    db = sqlite3.connect(":memory:")
    db.executescript("PRAGMA page_size = 512; PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10200;" + GEOPACKAGE)
    insert(db, "gpkg_spatial_ref_sys", "WGS 84", 4326, "EPSG", 4326, WGS84, None)
    insert(db, "gpkg_contents", "t", "features", "t", "", "2024-01-01T00:00:00Z", 104, 30, 105, 31, 4326)
    insert(db, "gpkg_geometry_columns", "t", "g", kind, 4326, 0, 0)
    for i, (shape, text, number_of) in enumerate(rows):
        insert(db, "t", i + 1, b"GP\0\1" + struct.pack("<i", 4326) + shape if shape else None, text, number_of)
    if change:
        db.execute(change)
    db.commit()
    write("gpkg", name, db.serialize())


def geopackages():
    ring = [(104, 30), (104.01, 30), (104.01, 30.01), (104, 30)]
    geopackage("points", "POINT", [(wkb(1, [(104.05, 30.63)]), "a", 1), (wkb(1, [(104.06, 30.64)]), None, "12.7")])
    geopackage("polygons", "GEOMETRY", [(wkb(3, ring), "a", 3), (wkb(2, ring), "b", 2**40), (None, "c", None)])
    geopackage("bow_tie", "POLYGON", [(wkb(3, [ring[0], ring[2], ring[1], (104, 30.01), ring[0]]), "a", 3)])
    geopackage("other_system", "POINT", [(wkb(1, [(104.05, 30.63)]), "a", 1)], "UPDATE gpkg_geometry_columns SET srs_id = -1")


def tiff(name, values, form, extra=(), packed=False):
    """5 columns of degrees, north up, in one strip."""
    kinds = {2: "s", 3: "H", 4: "I", 12: "d"}
    cells = struct.pack(f"<{len(values)}{form}", *values)
    cells = zlib.compress(cells, 9) if packed else cells
    bits, sort = {"B": (8, 1), "h": (16, 2), "f": (32, 3)}[form]
    rows = len(values) // 5
    keys = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]
    tags = [(256, 3, [5]), (257, 3, [rows]), (258, 3, [bits]), (259, 3, [8 if packed else 1]), (262, 3, [1]), (273, 4, [8]),
            (277, 3, [1]), (278, 3, [rows]), (279, 4, [len(cells)]), (339, 3, [sort]), (33550, 12, [0.001, 0.001, 0]),
            (33922, 12, [0, 0, 0, 104.058, 30.622, 0]), (34735, 3, keys), *extra]
    body, entries = cells, b""
    for tag, kind, data in sorted(tags, key=lambda t: t[0]):
        packed_data = data if kind == 2 else struct.pack(f"<{len(data)}{kinds[kind]}", *data)
        at = packed_data.ljust(4, b"\0")
        if len(packed_data) > 4:
            at = struct.pack("<I", 8 + len(body))
            body += packed_data + b"\0" * (len(packed_data) % 2)
        entries += struct.pack("<HHI", tag, kind, len(data)) + at
    body += b"\0" * (len(body) % 2)
    write("raster", name, b"II*\0" + struct.pack("<I", 8 + len(body)) + body + struct.pack("<H", len(tags)) + entries + bytes(4))


def rasters():
    tiff("bytes", list(range(20)), "B")
    tiff("heights", [500 + i * 3 for i in range(20)], "h", [(42113, 2, b"-9999\0")])
    tiff("people", [0.5, -1.0, float("nan"), 1e30, 7.0] * 4, "f", packed=True)
    scaled = b'<GDALMetadata><Item name="SCALE" sample="0" role="scale">0.1</Item></GDALMetadata>\0'
    tiff("scaled", [3, 1, 4, 1, 5] * 3, "h", [(42112, 2, scaled)])


def workbooks():
    def cells(*rows):
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        return f"<worksheet {space}><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()

    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>name</t></is></c></row>'
    row = '<row r="2"><c r="A2"><v>104.05</v></c><c r="B2" s="1"><v>30.63</v></c><c r="C2" t="str"><v>a</v></c></row>'
    far = '<row r="9"><c r="A9" t="b"><v>1</v></c><c r="ZZ9" t="e"><v>#N/A</v></c><c r="C9" s="2"><f>A2+1</f><v>45000.5</v></c></row>'
    texts = "<sst><si><t>lon</t></si><si><r><t>la</t></r><r><t>t</t></r></si></sst>".encode()
    styles = ('<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/>'
              '<xf numFmtId="2"/><xf numFmtId="164"/></cellXfs></styleSheet>').encode()
    write("xlsx", "table", cells(head, row) + b"\0" + texts + b"\0" + styles)
    write("xlsx", "far", cells(head, row, far) + b"\0" + texts + b"\0" + styles)


# ---------------------------------------------------------------------------------------------------- reports of parts


def gated_sample():
    return os.path.join(os.path.dirname(SEEDS), "..", "..", "data", "samples", "gated")


def part(program, folder, *options):
    sample = gated_sample()
    path = os.path.join(folder, "part.geojson")
    subprocess.run([program, "check", "--network", f"{sample}/streets.geojson", "--communities",
                    f"{sample}/communities.geojson", "--id-field", "id", "--facilities",
                    f"convenience_store={sample}/stores.geojson", "--profile", f"{sample}/gated.yaml", "--quiet",
                    "--no-fail", "--planes", "cells", "--shard", "1/1", "-o", path, *options], check=True)
    with open(path, "rb") as file:
        return file.read()


def shards(program):
    """Parts without edits, and with: one whose store moves, one that adds a store near it and one half a globe away."""
    with tempfile.TemporaryDirectory() as folder:
        plain = part(program, folder)
        with open(f"{gated_sample()}/stores.geojson", encoding="utf-8") as file:
            store = json.load(file)["features"][0]["geometry"]["coordinates"]

        def add(op, lon, **properties):
            return {"type": "Feature", "properties": {"op": op, "category": "convenience_store", **properties},
                    "geometry": {"type": "Point", "coordinates": [lon, store[1]]}}

        def edited(*edits):
            plan = os.path.join(folder, "plan.geojson")
            with open(plan, "w", encoding="utf-8") as file:
                json.dump({"type": "FeatureCollection", "features": edits}, file)
            return part(program, folder, "--edits", plan)

        moved = edited(add("move", store[0] + 0.0005, id="1"), add("add", store[0] - 0.0005))
        idle = edited(add("remove", store[0], id="x"), add("add", store[0] - 180))
    write("shards", "one", plain)
    write("shards", "two", plain + b"\0" + plain)
    write("shards", "edited", moved)
    write("shards", "edited_idle", idle)


if __name__ == "__main__":
    pbf()
    prepared("paths", 0)
    prepared("lines", 1)
    prepared("warning_0", 0, 0)
    prepared("warning_gap", 0, 1, "gap", 7)
    prepared("warning_null", 1, 1, None)
    arrays()
    reports()
    histories()
    prepared("heights", 1, heights=True)
    geopackages()
    rasters()
    workbooks()
    if len(sys.argv) > 1:
        shards(sys.argv[1])
