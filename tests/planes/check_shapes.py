#!/usr/bin/env python3
"""Shapes of a town on the border of two planes against those of one plane: areas, gaps, facilities, paths. check_shapes.py
PROGRAM DATA FOLDER

What lies in the boxes of both planes is there once: facilities with what they serve on both sides, and paths; areas are
one valid multipolygon each; they differ by the scale of the planes alone."""
import json
import math
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

sys.dont_write_bytecode = True
import made_country  # noqa: E402
from shapely.geometry import shape  # noqa: E402

PROGRAM, DATA, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
SCALE = 1e-4  # of two planes against one


OUTPUTS = {"--areas": "areas.geojson", "--gaps": "gaps.geojson", "--gpkg": "all.gpkg", "--html": "map.html", "--xlsx": "all.xlsx"}


def run(command):
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C", "LIFECIRCLE_DATA": DATA})
    assert done.returncode == 0, done.stderr


def check(planes):
    folder = FOLDER / planes
    folder.mkdir()
    words = [w for option, name in OUTPUTS.items() for w in (option, str(folder / name))]
    run([PROGRAM, "check", "project.yaml", "--planes", planes, "--max-error", "0.00001", "-o", str(folder / "report.geojson"), "--quiet",
         "--no-fail", *words])
    return folder


def features(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))["features"]


def rows(folder, table):
    database = sqlite3.connect(folder / "all.gpkg")
    database.row_factory = sqlite3.Row
    return [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')]


def near(a, b, what, share=SCALE):
    assert math.isclose(a, b, rel_tol=share, abs_tol=2), f"{what}: {a} and {b}"


def check_areas(one, two):
    for a, b in zip(features(one, "areas.geojson"), features(two, "areas.geojson"), strict=True):
        p, q = (shape(f["geometry"]) if f["geometry"] else None for f in (a, b))
        assert a["properties"]["indicator"] == b["properties"]["indicator"] and (p is None) == (q is None)
        if p is None:
            continue
        assert q.is_valid, a["properties"]["indicator"]
        assert p.symmetric_difference(q).area < 0.03 * p.area, (a["properties"], p.symmetric_difference(q).area / p.area)


def check_gaps(one, two):
    a, b = features(one, "gaps.geojson"), features(two, "gaps.geojson")
    sizes = [f["properties"]["area_m2"] for f in b]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) > 10, "gaps are not ordered by size"
    totals = [{}, {}]
    for total, found in zip(totals, (a, b)):
        for f in found:
            key = f["properties"]["indicator"], f["properties"]["community"]
            total[key] = total.get(key, 0) + f["properties"]["area_m2"]
    for key in totals[0].keys() | totals[1].keys():  # drawn within half a percent of the community, 360,000 m2
        assert abs(totals[0].get(key, 0) - totals[1].get(key, 0)) < 3600, (key, totals[0].get(key), totals[1].get(key))
    assert len(features(one, "gaps_gap_places.geojson")) == len(features(two, "gaps_gap_places.geojson")) > 0


def check_facilities(one, two):
    for table in ("facilities", "facility_areas"):
        a, b = ({(r["category"], r["id"]): r for r in rows(folder, table)} for folder in (one, two))
        assert a.keys() == b.keys() and len(b) == len(rows(two, table)) > 0, table
        assert [r["category"] for r in rows(two, table)] == [r["category"] for r in rows(one, table)], "not by category"
        for key, row in b.items():
            for column, value in row.items():
                if column.startswith("served_") and value is not None:  # people are counted, areas are sampled
                    near(value, a[key][column], (key, column), SCALE if "people" in column else 0.08)
        served = [c for c in next(iter(b.values())) if c.startswith("served_")]
        assert served, "no column of what facilities serve"


def check_paths(one, two):
    a, b = (sorted(round(r["length_m"], 1) for r in rows(folder, "network")) for folder in (one, two))
    assert len(a) == len(b) > 50, (len(a), len(b))
    near(sum(a), sum(b), "length of paths")


def check_parts(two):
    """A part for each plane, merged: the bytes of both planes in one run. What both have is united as in one run."""
    words, reports = [], []
    for k in (1, 2):
        folder = FOLDER / f"part-{k}"
        folder.mkdir()
        reports.append(str(folder / "report.geojson"))
        command = [PROGRAM, "check", "project.yaml", "--planes", "cells", "--max-error", "0.00001", "--shard", f"{k}/2", "-o", reports[-1],
                   "--quiet", "--no-fail", "--gpkg", str(folder / "all.gpkg"), "--xlsx", str(folder / "all.xlsx")]
        run(command)
    merged = FOLDER / "merged"
    merged.mkdir()
    names = {"-o": "report.geojson", **OUTPUTS}
    for option, name in names.items():
        words += [option, str(merged / name)]
    run([PROGRAM, "merge", *reports, *words])
    for name in (*names.values(), "gaps_gap_places.geojson"):
        assert (merged / name).read_bytes() == (two / name).read_bytes(), f"{name} is not that of one run"


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    country = made_country.Country(0, 9)
    country.town(1, 104.4925, 30.24, 9)  # 1.8 km, across 104.5 degrees
    country.town(2, 104.9, 30.24, 3)
    country.layers["parks"].append(made_country.feature({"name": "both"}, "Polygon", [[
        [104.499, 30.245], [104.5025, 30.245], [104.5025, 30.247], [104.499, 30.247], [104.499, 30.245]]]))
    country.write(FOLDER)
    project = (FOLDER / "project.yaml").read_text(encoding="utf-8").replace("html: map.html\n", "")
    (FOLDER / "project.yaml").write_text(project, encoding="utf-8")
    one, two = check("one"), check("cells")
    assert '"planes":2' in (two / "report.geojson").read_text()
    check_areas(one, two)
    check_gaps(one, two)
    check_facilities(one, two)
    check_paths(one, two)
    check_parts(two)
    print("shapes of two planes are those of one")


main()
