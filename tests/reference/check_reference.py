#!/usr/bin/env python3
"""The program against a second, slow one: check_reference.py LIFECIRCLE SAMPLES FOLDER [--towns N] [--points N] [--first SEED]

Random towns, and the sample of Liechtenstein. Shares of people must agree exactly, shares of area within the noise of a jittered
lattice of points; the largest differences are printed. tests/reference/walking.py says what the second program leaves out.
"""
import argparse
import json
import math
import pathlib
import subprocess

import liechtenstein
import numpy
import shapely.geometry
import shapely.prepared
import towns
import walking

SIGMAS = 5
AREAS = (("store_300", "store", 300), ("store_600", "store", 600), ("store_line", "store_line", 300), ("park_400", "park", 400),
         ("park_line", "park_line", 200))  # fmt: skip
PEOPLE = (("homes_store", "store", 450), ("homes_park", "park", 450))


def check(program, options, folder):
    subprocess.run([program, "check", *options, "--quiet", "--no-fail", "-o", "report.geojson"], cwd=folder, check=True)
    return json.loads((folder / "report.geojson").read_text(encoding="utf-8"))


def lattice(polygon, n, rng):
    """About n points in a polygon, one somewhere in each cell of a lattice."""
    west, south, east, north = polygon.bounds
    step = math.sqrt(polygon.area / n)
    inside = shapely.prepared.prep(polygon)
    points = []
    for i in range(math.ceil((east - west) / step)):
        for j in range(math.ceil((north - south) / step)):
            p = (west + (i + rng.random()) * step, south + (j + rng.random()) * step)
            if inside.contains(shapely.geometry.Point(p)):
                points.append(p)
    return points


class Worst:
    area = people = 0.0
    compared = 0


def compare_area(worst, where, got, hits, points):
    """A jittered lattice errs less than throwing points at random would; that is what the bound allows for."""
    n = len(points)
    share = sum(hits) / n
    noise = SIGMAS * math.sqrt(max(share * (1 - share), 1 / n) / n) / 2
    worst.area = max(worst.area, abs(got - share))
    worst.compared += 1
    assert abs(got - share) <= noise + 0.001, f"{where}: {got:.6f}, the second program {share:.6f} of {n} points"


def compare_people(worst, where, got, want):
    worst.people = max(worst.people, abs(got - want))
    worst.compared += 1
    assert abs(got - want) <= 1e-6, f"{where}: {got:.6f}, the second program {want:.6f}"


def check_town(program, seed, n_points, folder, worst):
    made = towns.town(seed)
    report = check(program, towns.save(made, folder), folder)
    corners = [towns.lonlat(*p) for box in made["communities"] for p in box]
    crs = walking.work_crs(corners)
    to = lambda p: crs(*towns.lonlat(p[0], p[1]))
    polygon = lambda ring: shapely.geometry.Polygon([to(p) for p in ring])
    vertex, xy, ends = {}, [], []
    for line in made["streets"]:
        for p in line:
            if p not in vertex:
                vertex[p] = len(xy)
                xy.append(to(p))
        ends += [(vertex[a], vertex[b]) for a, b in zip(line, line[1:])]
    loose = sorted({vertex[p] for line in made["streets"] for p in (line[0], line[-1])})
    network = walking.Network(*walking.join_ends(xy, ends, loose))
    stores, parks = [to(p) for p in made["stores"]], [polygon(ring) for ring in made["parks"]]
    store, park = walking.Field(network, points=stores), walking.Field(network, polygons=parks)

    def distances(points):
        """To stores and parks, on foot and straight; and whether each is off network."""
        walks = [(store.d(p), park.d(p)[0]) for p in points]
        return {
            "store": [d for (d, _), _ in walks], "park": [d for _, d in walks], "off": [off for (_, off), _ in walks],
            "store_line": [walking.straight(p, stores, []) for p in points],
            "park_line": [walking.straight(p, [], parks) for p in points],
        }  # fmt: skip

    assert report["lifecircle"]["network"]["island_joints"] == network.joints, f"town {seed}: joints"
    rng = numpy.random.default_rng(seed)
    homes = [(to(p), p[2]) for p in made["homes"]]
    for feature, ring in zip(report["features"], made["communities"]):
        box, values = polygon(ring), feature["properties"]
        here = [(p, w) for p, w in homes if box.covers(shapely.geometry.Point(p))]
        points = lattice(box, n_points, rng)
        d = distances(points)
        for name, of, limit in AREAS:
            compare_area(worst, f"town {seed}, community {values['id']}, {name}", values[name], [x <= limit for x in d[of]], points)
        compare_area(worst, f"town {seed} off network", values["store_300_offnet"], d["off"], points)
        d = distances([p for p, _ in here])
        for name, of, limit in PEOPLE if here else ():
            want = sum(w for (_, w), x in zip(here, d[of]) if x <= limit) / sum(w for _, w in here)
            compare_people(worst, f"town {seed}, community {values['id']}, {name}", values[name], want)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("samples", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--towns", type=int, default=50)
    parser.add_argument("--points", type=int, default=250)
    parser.add_argument("--first", type=int, default=1)
    a = parser.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    program, samples, worst = a.program.resolve(), a.samples.resolve(), Worst()
    for seed in range(a.first, a.first + a.towns):
        check_town(program, seed, a.points, a.folder, worst)
    print(f"{a.towns} towns: {worst.compared} numbers; largest difference of people {worst.people:.2g}, of area {worst.area:.3f} (sampled)")
    liechtenstein.check(program, samples / "liechtenstein", a.folder, check)


if __name__ == "__main__":
    main()
