#!/usr/bin/python3
"""The examples of docs/library.md do what they say, on the samples.

    check_examples.py FOLDER SOURCE WORK
"""
import json
import os
import re
import subprocess
import sys

folder, source, work = (os.path.abspath(path) for path in sys.argv[1:4])
samples = os.path.join(source, "data", "samples", "laspalmas")
osm = os.path.join(samples, "laspalmas.osm.pbf")
districts = os.path.join(samples, "districts.shp")
os.makedirs(work, exist_ok=True)
plain = dict(os.environ, LIFECIRCLE_DATA=os.path.join(source, "data"))
for name in ("LIFECIRCLE_OSM", "LIFECIRCLE_COMMUNITIES", "QUERY_STRING"):
    plain.pop(name, None)


def run(example, *arguments, **environment):
    return subprocess.run([os.path.join(folder, example), *arguments], env=dict(plain, **environment),
                          capture_output=True, text=True, timeout=200)


def expect(wanted, got, what):
    if wanted != got:
        sys.exit(f"{what}: {got!r}, and not {wanted!r}")


def check_files():
    report = os.path.join(work, "files.geojson")
    done = run("check_files", osm, districts, "life-circle", report)
    expect(0, done.returncode, "check_files: " + done.stderr)
    about = json.load(open(report, encoding="utf-8"))["lifecircle"]
    for indicator in about["indicators"]:
        if indicator["ratio"] is None:
            continue
        line = re.search(rf"^{indicator['id']} +([0-9.]+) %", done.stdout, re.M)
        expect(f"{100 * indicator['ratio']:.1f}", line and line[1], indicator["id"])
    wrong = os.path.join(work, "wrong.yaml")
    with open(wrong, "w", encoding="utf-8") as file:
        file.write("name: wrong\ntitle: {en: Wrong}\nindicators:\n  - {id: a, metric: flying}\n")
    done = run("check_files", osm, districts, wrong, report)
    expect(1, done.returncode, "a wrong profile")
    expect(True, f"look at line 4 of {wrong}" in done.stderr, "the line of a mistake: " + done.stderr)


def city_from_arrays():
    """From (150, 150) a leg of 50 m to the nearest street, and 200 m at least to the shop on a street at (200, 300);
    from (250, 450) the same; all others are too far. 200 of 260 people, and of 550."""
    done = run("city_from_arrays")
    expect("West: 76.9 % of the people, who walk 200 m on average\nEast: 0.0 % of the people\ncity: 36.4 %, target missed\n",
           done.stdout, "city_from_arrays")


def million_distances():
    box = ["-15.45", "28.08", "-15.41", "28.15"]
    done = run("million_distances", osm, districts, "park", *box, "20000")
    expect(0, done.returncode, "million_distances: " + done.stderr)
    found = re.match(r"(\d+) of 20000 points reach one of (\d+) facilities\n"
                     r"mean ([0-9.]+) m; the farthest is ([0-9.]+) m from .+ \((way|relation|node)/\d+\)\n$", done.stdout)
    expect(True, bool(found), "million_distances: " + done.stdout)
    expect(True, 0 < int(found[1]) <= 20000 and 0 < float(found[3]) < float(found[4]), done.stdout)


def map_server():
    city = {"LIFECIRCLE_OSM": osm, "LIFECIRCLE_COMMUNITIES": districts}
    done = run("map_server", QUERY_STRING="category=park&distance_m=500", **city)
    expect(0, done.returncode, "map_server: " + done.stderr)
    head, page = done.stdout.split("\n\n", 1)
    expect("Content-Type: text/html; charset=utf-8", head, "the head of a page")
    expect(True, page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>"), "a whole page")
    for query, status in (("category=park&distance_m=0", "400"), ("distance_m=500", "400"), ("", "400"),
                          ("category=castle&distance_m=500", "404")):
        done = run("map_server", QUERY_STRING=query, **city)
        expect((0, True), (done.returncode, done.stdout.startswith(f"Status: {status} ")), query)
    done = run("map_server", QUERY_STRING="category=park&distance_m=500", LIFECIRCLE_OSM="/no/such.pbf",
               LIFECIRCLE_COMMUNITIES=districts)
    expect((1, True), (done.returncode, done.stdout.startswith("Status: 500 ")), "a server without files")
    expect(False, "/no/such" in done.stdout, "paths of the server are not for visitors")
    expect(True, "/no/such" in done.stderr, "they are for its log")


for example in (check_files, city_from_arrays, million_distances, map_server):
    example()
