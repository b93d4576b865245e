#!/usr/bin/env python3
"""The seeds that are not written by hand: makes seeds/osm_pbf, prepared, history, frozen and report anew.
Needs Python alone."""

import hashlib
import json
import os
import sqlite3
import struct
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
CREATE TABLE lifecircle_arrays (name TEXT, part INTEGER, bytes BLOB, PRIMARY KEY (name, part)) WITHOUT ROWID;
CREATE TABLE lifecircle_warnings (warning INTEGER PRIMARY KEY, code TEXT, message TEXT, count INTEGER);
CREATE TABLE lifecircle_examples (warning INTEGER, text TEXT);
"""


def prepared(name, lines, warning=1, code="osm_duplicates", again=None):
    starts = struct.pack("<3I", 0, 2, 4)
    vertices = b"" if lines else struct.pack("<4I", 0, 1, 1, 2)
    places = [104.0, 30.0, 104.01, 30.0, 104.01, 30.01, 104.0, 30.01]
    lonlat = struct.pack("<8d", *places)
    levels = struct.pack("<2i", 0, 1) if lines else b""
    links = 0 if lines else 1
    head = f"{'lines' if lines else 'paths'} ends {0.5:.17g} 2 {links}".encode()
    digest = hashlib.sha256(head + starts + vertices + lonlat + levels).hexdigest()
    db = sqlite3.connect(":memory:")
    db.executescript("PRAGMA page_size = 512; PRAGMA application_id = 0x4C436E31; PRAGMA user_version = 1;" + TABLES)
    db.execute(
        "INSERT INTO lifecircle_network VALUES ('0.1.0', 2, 'little', ?, ?, 0, 0.5, 'network', 'roads.shp', 'roads', "
        "'EPSG:4326', 'UTF-8', 2, NULL, NULL, 500, ?)", (links, lines, digest))
    arrays = {"path_start": starts, "path_vertex": vertices, "vertex_lonlat": lonlat, "line_level": levels}
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
  communities_missed);
CREATE TABLE communities (run, community, id, name, area_m2, population, shape);
CREATE TABLE results (run, community, indicator, ratio, err, offnet, mean_m, p50_m, p90_m, facilities, per_10k, overlap,
  verdict, reason);
"""


def insert(db, table, *values):
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def history(name, version=1, change=None):
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
               0.5 * run, 1e-5, 0.1, 100, 50 * run, 0.5, "met" if run == 2 else "missed", 1, 0)
        insert(db, "communities", run, 0, "a", "A", 100, None, None)
        insert(db, "results", run, 0, 0, 0.5 * run, 1e-5, 0.1, 300, None, None, 1, None, None, "no_target", None)
    if change:
        db.execute(change)
    db.commit()
    write("history", name, db.serialize())


def histories():
    history("two_runs")
    history("version_below_0", -1)
    history("run_without_profile", 1, "UPDATE runs SET profile = NULL")
    history("indicator_without_id", 1, "UPDATE indicators SET id = NULL")
    history("input_without_file", 1, "UPDATE inputs SET file = NULL WHERE run = 2")
    history("bytes_beyond_memory", 1, "UPDATE runs SET bytes = 4611686018427387904 WHERE run = 2")


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
