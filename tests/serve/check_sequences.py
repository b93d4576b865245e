#!/usr/bin/env python3
"""Edits of every kind on a real city: check_sequences.py LIFECIRCLE SAMPLES FOLDER

Sequences of edits of Las Palmas by `lifecircle serve`, every step held byte for byte against `check --edits`, but for inputs and the
list of edits. One short sequence in an ordinary run, twenty longer ones with LC_TEST_FULL (scripts/test --long), by stairs that are slow
and crossings that take time.
"""
import json
import os
import pathlib
import random
import subprocess
import sys

import test_server
import town

FULL = bool(os.environ.get("LC_TEST_FULL"))
SEQUENCES, STEPS = (20, 5) if FULL else (1, 3)
PROJECT = """osm: {samples}/laspalmas/laspalmas.osm.pbf
communities: {samples}/laspalmas/districts.shp
id_field: code
name_field: name
profile: life-circle
""" + ("walk_cost: realistic\n" if FULL else "")


def read_streets(samples, n):
    command = ["ogr2ogr", "-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=9", "-where", "highway IN ('residential', 'footway')", "-limit", str(n),
               "/vsistdout/", f"{samples}/laspalmas/laspalmas.osm.pbf", "lines"]  # fmt: skip
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line.strip("\x1e"))["geometry"]["coordinates"] for line in text.splitlines() if line.strip("\x1e ")]


def make_edit(rng, number, streets, facilities):
    line = rng.choice(streets)
    k = rng.randrange(len(line) - 1)
    x, y = ((line[k][i] + line[k + 1][i]) / 2 for i in (0, 1))
    one = rng.choice(facilities)["properties"]
    kind = ("add", "park", "remove", "move", "path", "close", "site", "open")[number % 8]
    if kind == "add":
        return town.feature({"type": "Point", "coordinates": [x, y]}, op="add", category="convenience_store", id=f"n{number}")
    if kind == "park":
        return town.feature(square(x, y, 0.0008), op="add", category="park", id=f"p{number}")
    if kind == "remove":
        return town.feature(None, op="remove", category=one["category"], id=one["id"])
    if kind == "move":
        return town.feature({"type": "Point", "coordinates": [x, y]}, op="move", category=one["category"], id=one["id"])
    if kind == "path":
        other = rng.choice(streets)
        return town.feature({"type": "LineString", "coordinates": [line[0], other[-1]]}, op="path")
    if kind == "close":
        return town.feature({"type": "Point", "coordinates": [x, y]}, op="close")
    if kind == "site":
        return town.feature(square(x, y, 0.001), op="close")
    return town.feature({"type": "Point", "coordinates": line[k]}, op="open")


def square(x, y, side):
    ring = [[x - side / 2, y - side / 2], [x + side / 2, y - side / 2], [x + side / 2, y + side / 2], [x - side / 2, y + side / 2]]
    return {"type": "Polygon", "coordinates": [ring + ring[:1]]}


def run_sequence(server, program, folder, rng, streets, facilities):
    features, refused, first = [], 0, rng.randrange(8)
    while len(features) < STEPS:
        tried = features + [make_edit(rng, first + len(features) + refused, streets, facilities)]
        status, _, text = server.put(tried)
        if status == 200:
            features = tried
            test_server.assert_same(server, program, folder, features)
            continue
        assert status == 400 and text.count("\n") == 1, text
        refused += 1
        assert refused < 50, text
    return refused


def main(program, samples, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "town.yaml").write_text(PROJECT.format(samples=pathlib.Path(samples).resolve()), encoding="utf-8")
    server = test_server.Server(program, folder, "--quiet")
    try:
        streets = read_streets(samples, 3000)
        facilities = json.loads(server.get("/api/facilities"))["features"]
        refused = [run_sequence(server, program, folder, random.Random(seed), streets, facilities) for seed in range(SEQUENCES)]
    finally:
        server.stop()
    print(f"serve: {SEQUENCES} sequences of {STEPS} edits of Las Palmas as a check says; {sum(refused)} edits did nothing, and were refused")


if __name__ == "__main__":
    main(*sys.argv[1:])
