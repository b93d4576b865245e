"""Run every peer in turns, RUNS times over, and print what scripts/bench prints."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PEERS = pathlib.Path(__file__).resolve().parent
BUILD = ROOT / "build/bench"
SAMPLE = ROOT / "data/samples/laspalmas"
OSM, DISTRICTS, ID = str(SAMPLE / "laspalmas.osm.pbf"), str(SAMPLE / "districts.shp"), "code"
LIMIT = 1000


def bench(name):
    return str(BUILD / "tests/bench" / name)


def run(*command, timeout=1800):
    """Standard output; None when it failed, with the reason on standard error."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired) as why:
        print(f"left out: {pathlib.Path(command[-1]).name}: {why}", file=sys.stderr)
        return None
    if done.returncode:
        print(f"left out: {' '.join(command[:2])}: {(done.stderr or done.stdout).strip()[-300:]}", file=sys.stderr)
        return None
    return done.stdout


def peer(script, *arguments):
    return run("/usr/bin/python3", str(PEERS / script), *arguments)


def middle(values):
    values = sorted(values)
    low, high = values[0], values[-1]
    spread = f" ({form(low)} to {form(high)})" if len(values) > 1 else ""
    return f"{form(statistics.median(values))}{spread}"


def form(value):
    return f"{value:.3g}"


def searches(folder, runs):
    scripts = ("networkx_peer.py", "scipy_peer.py", "pgrouting_peer.py", "spatialite_peer.py", "grass_peer.py",
               "qgis_peer.py")  # fmt: skip
    found, missing = {}, set()
    for _ in range(runs):
        outputs = [run(bench("our_search"), OSM, DISTRICTS, ID, "convenience_store", str(LIMIT))]
        for script in scripts:
            output = peer(script, folder, str(LIMIT)) if script not in missing else None
            outputs.append(output)
            if output is None:
                missing.add(script)
        for line in "".join(output or "" for output in outputs).splitlines():
            row = json.loads(line)
            found.setdefault(row["peer"], []).append(row)
    ours = [row["search_s"] for row in found["lifecircle"]]
    print(f"## One search: paths within {LIMIT} m of the stores of Las Palmas\n")
    print("| | making ready, s | search, ms | times ours | against ours |\n|---|---:|---:|---:|---|")
    for name, rows in found.items():
        ready = middle([row["build_s"] for row in rows]) if "build_s" in rows[0] else "in the search"
        ratio = middle([row["search_s"] / our for row, our in zip(rows, ours)])
        print(f"| {name} | {ready} | {middle([1000 * row['search_s'] for row in rows])} | {ratio} | {against(rows[-1])} |")
    print()


def against(row):
    if row["peer"] == "lifecircle":
        return f"{row['nodes']} junctions"
    if "served_m" in row:
        return f"length of path served {100 * row['difference']:+.3f} %"
    text = f"largest difference {form(row['worst_m'])} m"
    return text + (f", {row['missing']} nodes missing" if row["missing"] else "")


def whole(folder, runs):
    """A whole check against a stack of scripts, each from the files to the ratios."""
    report = f"{folder}/report.geojson"
    check = (str(BUILD / "lifecircle"), "check", "--osm", OSM, "--communities", DISTRICTS, "--id-field", ID, "--profile",
             "life-circle", "--no-fail", "--quiet", "--output", report)  # fmt: skip
    ours, theirs = [], []
    for _ in range(runs):
        start = time.perf_counter()
        if run(*check) is None:
            return
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        output = peer("stack_peer.py", OSM, DISTRICTS, ID, report, "4000")
        if output is None:
            return
        theirs.append((time.perf_counter() - start, json.loads(output)))
    with open(report, encoding="utf-8") as file:
        written = json.load(file)
    ids = [indicator["id"] for indicator in written["lifecircle"]["indicators"]]
    errs = [feature["properties"][i + "_err"] for feature in written["features"] for i in ids]
    last = theirs[-1][1]
    print("## The whole check: 10 indicators, 29 districts of Las Palmas, as whole processes\n")
    print("| | wall, s | times ours | error: mean | error: largest |\n|---|---:|---:|---:|---:|")
    print(f"| lifecircle check | {middle(ours)} | 1 | {form(statistics.mean(errs))} (bound) | {form(max(errs))} (bound) |")
    print(f"| {last['peer']} | {middle([s for s, _ in theirs])} | {middle([s / o for (s, _), o in zip(theirs, ours)])} "
          f"| {form(last['error_mean'])} | {form(last['error_max'])} |\n")  # fmt: skip


def accuracy(darts):
    output = run(bench("accuracy"), OSM, DISTRICTS, ID, "convenience_store", "500", str(darts), timeout=7200)
    if output:
        print(f"## Accuracy: stores within 500 m, against {darts} samples of the definitions in each district\n")
        print("```\n" + output.strip() + "\n```")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--darts", type=int, default=1000000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if run(bench("export_graph"), folder, OSM, DISTRICTS, ID, "convenience_store", str(LIMIT)) is None:
            sys.exit(1)
        whole(folder, options.runs)
        searches(folder, options.runs)
    accuracy(options.darts)


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
main()
