#!/usr/bin/env python3
"""A check with edits is, byte for byte, a check of inputs changed in that way: random towns, random edits, a fixed seed.

    check_edits.py FORKED [TOWNS] [cells] [N]

Where a path is cut, the place written here and the one that is computed there differ in the last bits of a double; what is
measured may then differ by less than its err. Such towns, and no others, may differ by that, and few of them do. FORKED is the
program by tests/forked, which starts in no time. With `cells` the towns lie where four cells meet, and are checked in their
planes, and each Nth (default 5) is also cut into parts that are merged: the bytes of one run.
"""
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "forked"))
from forked import Forked  # noqa: E402
from town import Town, write_features  # noqa: E402

OWN = threading.local()  # a Forked a thread
CELLS = len(sys.argv) > 3 and sys.argv[3] == "cells"
PARTS_OF = int(sys.argv[4]) if len(sys.argv) > 4 else 5


def run(folder, call):
    code, _ = OWN.program.run(call, folder)
    if code != 0:
        raise SystemExit(f"{folder}: {' '.join(map(str, call))}: {pathlib.Path(folder, 'stderr').read_text(encoding='utf-8')}")


def city_of(folder, town):
    """What a check is of, as a project file has it."""
    osm = os.path.exists(f"{folder}/{town}/streets.osm")
    return {**({"osm": f"{town}/streets.osm"} if osm else {"network": f"{town}/streets.geojson"}),
            "communities": "quarters.geojson", "id_field": "id", "profile": "./p.yaml",
            "facilities": {category: f"{town}/{category}.geojson" for category in ("store", "park")},
            "demand": "people.geojson", "weight_field": "people", **({"planes": "cells", "link_limit": 100} if CELLS else {})}


def check(folder, town, out, edits=None):
    call = ["check", "--threads", "1", "--quiet", "--no-fail", "-o", out]
    for key, value in city_of(folder, town).items():
        for one in [f"{k}={v}" for k, v in value.items()] if isinstance(value, dict) else [value]:
            call += ["--" + key.replace("_", "-"), one]
    run(folder, call + (["--edits", edits] if edits else []))
    with open(f"{folder}/{out}", encoding="utf-8") as file:
        return json.load(file)


def same_in_parts(folder, edited, n):
    """Cut into n parts, with the edits, and merged: the bytes of one run."""
    pathlib.Path(folder, "project.yaml").write_text(json.dumps({**city_of(folder, "base"), "edits": "plan.geojson"}), encoding="utf-8")
    run(folder, ["cut", "project.yaml", "-o", "shards", "--packs", n])
    parts = [f"shards/part-{k:03}" for k in range(1, n + 1)]
    for part in parts:
        run(folder, ["check", "project.yaml", "--threads", "1", "--quiet", "--no-fail", "--shard", f"{part}/part.yaml", "-o", f"{part}/report.geojson"])
    run(folder, ["merge", *(f"{part}/report.geojson" for part in parts), "-o", "merged.geojson"])
    return pathlib.Path(folder, "merged.geojson").read_bytes() == pathlib.Path(folder, edited).read_bytes()


def bare(report):
    """All but the inputs and the list of edits, as text: numbers keep their digits."""
    about = dict(report["lifecircle"])
    about.pop("inputs")
    about.pop("edits", None)
    if CELLS:
        # What is left of a path beyond a cut is in the network of a plane, and not in that of one that reads two paths;
        # some warnings count its ends.
        about.pop("network")
        about.pop("warnings")
    return json.dumps({**report, "lifecircle": about}, indent=1)


def is_near(one, other):
    """The same but for the last digits of numbers: in several planes a place on a street lies up to 1e-6 m beside it, which
    decides what is nearest where several paths are equally near, to 1e-6 m."""
    if isinstance(one, dict):
        return isinstance(other, dict) and list(one) == list(other) and all(is_near(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(is_near, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return None not in (one, other) and abs(one - other) <= (0.02 if CELLS else 5e-6) * max(1, abs(one))
    return one == other


def compare(seed):
    rng = random.Random(seed)
    town = Town(rng, osm=seed % 2 == 0, cells=CELLS)
    with tempfile.TemporaryDirectory() as folder:
        town.write(f"{folder}/base")
        town.write_fixed(folder)
        wanted = rng.randint(1, 6)
        tries = 0
        while len(town.edits) < wanted and tries < 200:
            town.random_edit()
            tries += 1
        town.write(f"{folder}/changed")
        write_features(f"{folder}/plan.geojson", town.edits)
        edited = check(folder, "base", "edited.geojson", "plan.geojson")
        changed = check(folder, "changed", "changed.geojson")
        before = check(folder, "base", "before.geojson")
        ops = [e["properties"]["op"] for e in town.edits]
        cut = "close" in ops or "open" in ops
        parts = not CELLS or seed % PARTS_OF or same_in_parts(folder, "edited.geojson", rng.randint(2, 4))
        exact = bare(edited) == bare(changed)
        if not parts:
            keep = tempfile.mkdtemp(prefix=f"edits-{seed}-")
            subprocess.run(["cp", "-r", f"{folder}/.", keep], check=True)
            return seed, ops, f"{keep}: parts give another report than one run", False, False
        if not exact and not (cut and is_near(json.loads(bare(edited)), json.loads(bare(changed)))):
            keep = tempfile.mkdtemp(prefix=f"edits-{seed}-")
            subprocess.run(["cp", "-r", f"{folder}/.", keep], check=True)
            lines = [(a, b) for a, b in zip(bare(edited).split("\n"), bare(changed).split("\n")) if a != b]
            return seed, ops, f"{keep}: {lines[:6]}", False, False
        return seed, ops, None, bare(edited) != bare(before), exact


def main():
    def begin():
        OWN.program = Forked(sys.argv[1])

    towns = int(sys.argv[2]) if len(sys.argv) > 2 else int(os.environ.get("LC_TEST_TOWNS", "200"))
    used, failed, moved, bytes_alike = {}, 0, 0, 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2, initializer=begin) as pool:
        for seed, ops, problem, has_effect, exact in pool.map(compare, range(towns)):
            for op in ops:
                used[op] = used.get(op, 0) + 1
            moved += has_effect
            bytes_alike += exact
            if problem:
                failed += 1
                print(f"town {seed} {ops}: {problem}")
    print(f"{towns} towns, {bytes_alike} the same bytes, {failed} differ; edits: {used}; {moved} have an effect")
    if failed or bytes_alike < (0.93 if CELLS else 0.97) * towns - 1 or (towns >= 40 and (len(used) < 6 or moved < 0.9 * towns)):
        raise SystemExit(1)


main()
