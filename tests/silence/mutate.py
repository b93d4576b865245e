#!/usr/bin/env python3
"""Search for silence: change the inputs of a sample, and see whether the program notices or measures what it was given.

    mutate.py PROGRAM SAMPLES [--samples gated,chengdu] [--count 200] [--seed 1] [--list]

Each run makes one random mutation of one input: a feature removed, a field renamed, a digit changed, a layer swapped
for another, another CRS named, axes swapped, a block of the file repeated, the file cut. The outcome is one of

    refused  exit 2 with one line on standard error
    told     a warning that the unchanged inputs do not give, or one with another count
    same     no number moved by more than 0.01
    moved    a number moved by more than 0.01 and nothing was said

A number may move without a word when the mutation is data that could be meant (a shop removed, a coordinate's digit
changed to another valid place). It may not where the data contradict themselves: kinds in MUST_SPEAK make the run fail,
as do a crash, a run of more than 60 s, and a refusal of more than one line.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

MOVED = 0.01
MUST_SPEAK = {"axes_swapped", "other_crs", "field_renamed", "file_cut"}

# Role: (file, what it is, the options around it).
SAMPLES = {
    "gated": {
        "inputs": {"network": "streets.geojson", "communities": "communities.geojson", "facilities": "stores.geojson",
                   "compounds": "compounds.geojson", "gates": "gates.geojson"},
        "options": ["--id-field", "id", "--name-field", "name", "--profile", "{sample}/gated.yaml"],
        "category": "convenience_store"},
    "chengdu": {
        "inputs": {"network": "roads.shp", "communities": "blocks.shp", "facilities": "stores.csv"},
        "options": ["--id-field", "街坊编码", "--name-field", "街坊名称", "--profile", "{work}/profile.yaml"],
        "category": "store", "suffix": {"facilities": "|crs=EPSG:4490"}},
    "liechtenstein": {
        "inputs": {"osm": "liechtenstein.osm.pbf", "communities": "communities.shp", "facilities": "stores.csv"},
        "options": ["--id-field", "name", "--profile", "{work}/profile.yaml"],
        "category": "store", "suffix": {"facilities": "|crs=EPSG:4326"}},
    "laspalmas": {
        "inputs": {"osm": "laspalmas.osm.pbf", "communities": "districts.shp", "demand": "people.csv"},
        "options": ["--profile", "{work}/people.yaml", "--weight-field", "people"],
        "category": None, "suffix": {"demand": "|crs=EPSG:4326"}},
}
# Made points inside the samples: lon, lat, and the number of a row.
POINTS = {"chengdu": (104.045, 30.600, 104.075, 30.640), "liechtenstein": (9.50, 47.06, 9.56, 47.22),
          "laspalmas": (-15.46, 28.08, -15.41, 28.15)}
PROFILE = """name: made
indicators:
  - {id: store_500, category: store, distance_m: 500}
  - {id: store_1000, category: store, distance_m: 1000}
  - {id: store_500_straight, category: store, distance_m: 500, metric: straight}
"""
PEOPLE = """name: people
indicators:
  - {id: shop_500, category: convenience_store, distance_m: 500, denominator: population}
  - {id: park_500, category: park, distance_m: 500, denominator: population}
"""


def prepare(sample, samples, work):
    """The sample's files in a folder of their own."""
    folder = work / "base"
    shutil.copytree(samples / sample, folder)
    (work / "profile.yaml").write_text(PROFILE)
    (work / "people.yaml").write_text(PEOPLE)
    if sample in POINTS:
        x0, y0, x1, y1 = POINTS[sample]
        rng = random.Random(7)
        rows = [f"{i},{rng.uniform(x0, x1):.6f},{rng.uniform(y0, y1):.6f},{rng.randint(20, 900)}" for i in range(60)]
        head = "id,lon,lat,people\n"
        for name in ("stores.csv", "people.csv"):
            (folder / name).write_text(head + "\n".join(rows) + "\n")
    return folder


def call(program, sample, folder, work, suffixes):
    spec = SAMPLES[sample]
    report = work / "report.geojson"
    report.unlink(missing_ok=True)
    args = [program, "check", "--quiet", "--no-fail", "--lang", "en", "-o", str(report)]
    for role, file in spec["inputs"].items():
        text = str(folder / file) + suffixes.get(role, spec.get("suffix", {}).get(role, ""))
        if role == "facilities":
            text = f"{spec['category']}={text}"
        args += [f"--{role}", text]
    args += [o.format(sample=work / "base", work=work) for o in spec["options"]]
    run = subprocess.run(args, capture_output=True, timeout=60, env={**os.environ, "LC_ALL": "C"})
    return run.returncode, run.stderr.decode("utf-8", "replace"), \
        json.loads(report.read_bytes()) if report.exists() else None


def numbers(report):
    """Every ratio: by community id and column, and of the city."""
    found = {("", i["id"]): i["ratio"] for i in report["lifecircle"]["indicators"]}
    ids = [i["id"] for i in report["lifecircle"]["indicators"]]
    for feature in report["features"]:
        for column in ids:
            found[feature["properties"]["id"], column] = feature["properties"].get(column)
    return found


def warnings(report):
    return {w["code"]: w["count"] for w in report["lifecircle"]["warnings"]}


def largest_move(before, after):
    worst = 0.0
    for key in before.keys() & after.keys():
        a, b = before[key], after[key]
        if (a is None) != (b is None):
            return 1.0
        if a is not None:
            worst = max(worst, abs(a - b))
    return 1.0 if before.keys() != after.keys() else worst


# ------------------------------------------------------------------------------------------------------- mutations

def as_geojson(path):
    """A vector file as GeoJSON in its place: the mutated copy is written in that form."""
    if path.suffix == ".geojson":
        return path, json.loads(path.read_text())
    out = path.with_suffix(".geojson")
    encoding = [] if path.with_suffix(".cpg").exists() else ["-oo", "ENCODING=GBK"]
    subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", *encoding, str(out), str(path)], check=True,
                   capture_output=True)
    return out, json.loads(out.read_text())


def each_pair(coordinates, change):
    if coordinates and isinstance(coordinates[0], (int, float)):
        return change(coordinates)
    return [each_pair(c, change) for c in coordinates]


def feature_removed(rng, data):
    data["features"].pop(rng.randrange(len(data["features"])))


def feature_doubled(rng, data):
    data["features"].append(rng.choice(data["features"]))


def axes_swapped(rng, data):
    for f in data["features"]:
        f["geometry"]["coordinates"] = each_pair(f["geometry"]["coordinates"], lambda p: [p[1], p[0]] + p[2:])


def field_renamed(rng, data):
    names = sorted(data["features"][0]["properties"])
    name = rng.choice(names)
    for f in data["features"]:
        if name in f["properties"]:
            f["properties"][name + "_"] = f["properties"].pop(name)
    return name


def vertex_digit(rng, data):
    f = rng.choice(data["features"])
    pairs = []
    each_pair(f["geometry"]["coordinates"], lambda p: pairs.append(p) or p)
    pair, axis = rng.choice(pairs), rng.randrange(2)
    text = f"{pair[axis]:.7f}"
    places = [i for i, c in enumerate(text) if c.isdigit()]
    at = rng.choice(places)
    text = text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1:]
    changed = list(pair)
    changed[axis] = float(text)
    f["geometry"]["coordinates"] = each_pair(f["geometry"]["coordinates"], lambda p: changed if p is pair else p)
    return f"{pair[axis]:.7f} became {text}"


VECTOR = [feature_removed, feature_doubled, axes_swapped, field_renamed, vertex_digit]


def text_digit(rng, path):
    text = path.read_text()
    lines = text.split("\n")
    row = rng.randrange(1, len([line for line in lines if line]))
    places = [m.start() for m in re.finditer(r"\d", lines[row])]
    at = rng.choice(places)
    before = lines[row]
    lines[row] = before[:at] + rng.choice([d for d in "0123456789" if d != before[at]]) + before[at + 1:]
    path.write_text("\n".join(lines))
    return f"{before} became {lines[row]}"


def line_removed(rng, path):
    lines = path.read_text().rstrip("\n").split("\n")
    gone = lines.pop(rng.randrange(1, len(lines)))
    path.write_text("\n".join(lines) + "\n")
    return gone


def head_renamed(rng, path):
    lines = path.read_text().split("\n")
    names = lines[0].split(",")
    k = rng.randrange(1, len(names))
    name, names[k] = names[k], names[k] + "_"
    path.write_text("\n".join([",".join(names)] + lines[1:]))
    return name


def columns_swapped(rng, path):
    lines = [line.split(",") for line in path.read_text().rstrip("\n").split("\n")]
    for row in lines[1:]:
        row[1], row[2] = row[2], row[1]
    path.write_text("\n".join(",".join(row) for row in lines) + "\n")


TABLE = [text_digit, line_removed, head_renamed, columns_swapped]


def block_repeated(rng, path):
    data = path.read_bytes()
    size = rng.choice([512, 4096])
    at = rng.randrange(0, max(1, len(data) - size))
    path.write_bytes(data[:at] + data[at:at + size] + data[at:])


def file_cut(rng, path):
    data = path.read_bytes()
    path.write_bytes(data[:rng.randrange(1, len(data))])


def byte_digit(rng, path):
    data = bytearray(path.read_bytes())
    places = [i for i, c in enumerate(data) if 48 <= c <= 57]
    at = rng.choice(places)
    old = data[at]
    data[at] = rng.choice([c for c in range(48, 58) if c != old])
    path.write_bytes(data)
    return f"byte {at}"


BYTES = [block_repeated, file_cut, byte_digit]
ALIAS = {"columns_swapped": "axes_swapped", "head_renamed": "field_renamed"}


def mutate(rng, sample, folder, suffixes):
    """Change one input. Returns the kind, the role and what was done."""
    spec = SAMPLES[sample]
    role = rng.choice(sorted(spec["inputs"]))
    path = folder / spec["inputs"][role]
    kinds = ["layer", "crs", "bytes"] + ["content"] * 3
    if path.suffix == ".pbf":
        kinds = ["bytes"]
    kind = rng.choice(kinds)
    if kind == "layer":
        other = rng.choice([r for r in sorted(spec["inputs"]) if r != role])
        suffixes[role] = ""
        spec_path = folder / spec["inputs"][other]
        target = path.with_name("swapped" + spec_path.suffix)
        for part in spec_path.parent.glob(spec_path.stem + ".*"):
            shutil.copy(part, target.with_suffix(part.suffix))
        return "layer_swapped", role, other, target
    if kind == "crs":
        crs = rng.choice(["EPSG:3857", "EPSG:4544", "EPSG:32648", "EPSG:2326", "EPSG:32628"])
        suffixes[role] = f"|crs={crs}"
        return "other_crs", role, crs, path
    if kind == "bytes":
        change = rng.choice(BYTES)
        part = path
        if path.suffix == ".shp":
            part = path.with_suffix(rng.choice([".shp", ".dbf", ".shx"]))
        done = change(rng, part)
        return change.__name__, role, f"{part.suffix} {done or ''}", path
    if path.suffix == ".csv":
        change = rng.choice(TABLE)
        done = change(rng, path)
        return ALIAS.get(change.__name__, change.__name__), role, done or "", path
    out, data = as_geojson(path)
    change = rng.choice(VECTOR)
    done = change(rng, data)
    out.write_text(json.dumps(data, ensure_ascii=False))
    return change.__name__, role, done or "", out


def used_field(sample, detail):
    options = SAMPLES[sample]["options"]
    return detail in options or detail in ("lon", "lat")


def search(program, sample, samples, count, seed, show):
    outcomes = collections.Counter()
    moved, faults = [], []
    with tempfile.TemporaryDirectory(prefix="lifecircle-silence-") as name:
        work = pathlib.Path(name)
        base = prepare(sample, samples, work)
        code, said, report = call(program, sample, base, work, {})
        if report is None:
            sys.exit(f"{sample}: the unchanged inputs do not work: {said}")
        before, heard = numbers(report), warnings(report)
        for number in range(count):
            rng = random.Random(f"{seed} {sample} {number}")
            folder = work / "mutated"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(base, folder)
            suffixes = {}
            kind, role, detail, path = mutate(rng, sample, folder, suffixes)
            inputs = SAMPLES[sample]["inputs"]
            kept, inputs[role] = inputs[role], path.name
            if path.suffix == ".geojson" and kept != path.name and kind != "layer_swapped":
                suffixes.setdefault(role, "")
            try:
                code, said, report = call(program, sample, folder, work, suffixes)
            except subprocess.TimeoutExpired:
                code, said, report = None, "", None
            finally:
                inputs[role] = kept
            text = f"{sample} {number}: {kind} of {role} ({detail})"
            if code == 2 and said.count("\n") == 1 and said.startswith("lifecircle: "):
                outcome = "refused"
            elif code != 0 or report is None:
                outcome = "fault"
                faults.append(f"{text}: exit {code}: {said[:300]}")
            elif warnings(report) != heard:
                outcome = "told"
            elif largest_move(before, numbers(report)) <= MOVED:
                outcome = "same"
            else:
                outcome = "moved"
                moved.append(f"{text}: {largest_move(before, numbers(report)):.3f}")
                if kind in MUST_SPEAK and (kind != "field_renamed" or used_field(sample, detail)):
                    faults.append(f"{moved[-1]}, and nothing was said")
            outcomes[kind, outcome] += 1
            if show:
                print(f"{outcome:8} {text}" + (f": {said.strip()[:150]}" if outcome == "refused" else ""))
    return outcomes, moved, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("samples", type=pathlib.Path)
    parser.add_argument("--samples", dest="names", default=",".join(SAMPLES))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="a line for every run")
    args = parser.parse_args()
    failed = False
    for sample in args.names.split(","):
        outcomes, moved, faults = search(args.program, sample, args.samples, args.count, args.seed, args.list)
        kinds = sorted({kind for kind, _ in outcomes})
        print(f"{sample}: {args.count} mutations")
        for kind in kinds:
            row = ", ".join(f"{outcomes[kind, o]} {o}" for o in ("refused", "told", "same", "moved", "fault")
                            if outcomes[kind, o])
            print(f"  {kind:16} {row}")
        for line in moved:
            print(f"  moved: {line}")
        for line in faults:
            print(f"  FAULT: {line}")
        failed = failed or bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
