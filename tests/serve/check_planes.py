#!/usr/bin/env python3
"""A city in four planes by `lifecircle serve`: check_planes.py LIFECIRCLE FOLDER

Random towns where four cells meet, and random edits of every kind: what is served is what `check --edits` says, byte for byte
but for inputs, or is refused with the same words; edits are added, taken out of the middle of the list and put back. Two
towns in an ordinary run, a hundred with LC_TEST_FULL.
"""
import importlib.util
import os
import pathlib
import random
import re
import subprocess
import sys

import test_server

SPEC = importlib.util.spec_from_file_location("made_town", pathlib.Path(__file__).resolve().parents[1] / "edits" / "town.py")
made_town = importlib.util.module_from_spec(SPEC)  # there is a town.py here, too
SPEC.loader.exec_module(made_town)

STEPS = 7
PROJECT = """{streets}
communities: quarters.geojson
id_field: id
profile: ./p.yaml
planes: cells
link_limit: 100
facilities:
  store: store.geojson
  park: park.geojson
demand: people.geojson
weight_field: people
"""


def write_town(rng, osm, folder):
    town = made_town.Town(rng, osm=osm, cells=True)
    town.write(folder)
    town.write_fixed(folder)
    streets = "osm: streets.osm" if osm else "network: streets.geojson\ncompounds: compounds.geojson\ngates: gates.geojson"
    (folder / "town.yaml").write_text(PROJECT.format(streets=streets), encoding="utf-8")
    write_compounds(folder)
    return town


def write_compounds(folder):
    """Two in a plane each, and one where four of them meet, all with a gate."""
    middles = [(-0.004, -0.003), (0.0045, 0.002), (0.0001, 0)]
    shapes = [made_town.feature("Polygon", made_town.box(x - 0.001, y - 0.001, x + 0.001, y + 0.001)) for x, y in middles]
    made_town.write_features(folder / "compounds.geojson", shapes)
    made_town.write_features(folder / "gates.geojson", [made_town.feature("Point", [x + 0.001, y]) for x, y in middles])


def open_gate(rng):
    x, y = rng.choice([(-0.005, -0.003), (0.0045, 0.003), (0.0001, -0.001)])
    return made_town.feature("Point", [x, y], op="open")


def what_a_check_says(program, folder, features):
    """The report, or why there is none."""
    made_town.write_features(folder / "plan.geojson", features)
    command = [program, "check", "town.yaml", "--no-fail", "--quiet", "-o", "plan-report.geojson"]
    run = subprocess.run(command + ["--edits", "plan.geojson"] * bool(features), cwd=folder, capture_output=True, text=True)
    if run.returncode == 0:
        return (folder / "plan-report.geojson").read_text(encoding="utf-8"), None
    assert run.returncode == 2, run.stderr
    return None, re.sub(r"^lifecircle: .*?feature number (\d+)", r"edit \1", run.stderr)


def go_to(server, program, folder, features):
    """Put a list of edits; is it taken?"""
    report, refusal = what_a_check_says(program, folder, features)
    status, _, text = server.put(features)
    if refusal:
        assert status == 400 and text == refusal, (text, refusal)
        return False
    assert status == 200, (text, features)
    served = server.get("/api/report")
    assert test_server.without_inputs(served) == test_server.without_inputs(report), f"{folder}: the report is not that of a check"
    cut = lambda text: text[text.index('"network":'):]  # noqa: E731 - behind inputs and edits
    assert cut(served) == cut(report), "the same numbers, and other bytes"
    return True


def run_town(program, folder, seed):
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    town = write_town(rng, seed % 2 == 0, folder)
    server = test_server.Server(program, folder, "--quiet")
    refused = 0
    try:
        assert go_to(server, program, folder, [])
        for step in range(STEPS):
            if not town.osm and step % 3 == 1:
                town.edits.append(open_gate(rng))
            while len(town.edits) <= step:
                town.random_edit()
            assert go_to(server, program, folder, town.edits)
        for _ in range(2):  # what comes later may need what is taken out
            fewer = rng.sample(town.edits, len(town.edits) - 2)
            refused += not go_to(server, program, folder, fewer)
            assert go_to(server, program, folder, town.edits)
        assert go_to(server, program, folder, [])
    finally:
        server.stop()
    return refused


def main(program, folder):
    folder = pathlib.Path(folder)
    towns = 100 if os.environ.get("LC_TEST_FULL") else 2
    refused = sum(run_town(program, folder / str(seed), seed) for seed in range(towns))
    print(f"serve: {towns} towns in four planes, {STEPS} edits each, as a check says; {refused} lists were refused by both")


if __name__ == "__main__":
    main(*sys.argv[1:])
