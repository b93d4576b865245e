#!/usr/bin/env python3
"""A made country in one run, and cut, checked in parts and merged: the same bytes. check_merge.py PROGRAM DATA FOLDER

Every source and denominator, combinations, a scorecard and groups; parts of one plane and of several; extracts of an
OpenStreetMap file (with osmium, of scripts/setup --tests); a job that dies and is run again; finished parts are left alone until an input changes; what does not belong together is not merged."""
import csv
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

sys.dont_write_bytecode = True
import made_country  # noqa: E402

PROGRAM, DATA, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "LIFECIRCLE": PROGRAM, "LIFECIRCLE_DATA": DATA}


def run(*command, code=0, env=ENVIRONMENT):
    done = subprocess.run(command, cwd=FOLDER, env=env, capture_output=True, text=True)
    assert done.returncode == code, f"{command} gave {done.returncode}, not {code}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def parts(folder):
    return sorted(FOLDER.glob(f"{folder}/part-*/report.geojson"))


def same(a, b):
    assert (FOLDER / a).read_bytes() == (FOLDER / b).read_bytes(), f"{a} and {b} differ"


class Hidden:
    """Files that are not there for a while: parts hold what they need of them."""

    def __init__(self, *patterns):
        self.files = [p for pattern in patterns for p in FOLDER.glob(pattern)]

    def __enter__(self):
        (FOLDER / "away").mkdir()
        for file in self.files:
            file.rename(FOLDER / "away" / file.name)

    def __exit__(self, *_):
        for file in self.files:
            (FOLDER / "away" / file.name).rename(file)
        (FOLDER / "away").rmdir()


LAYERS = ("communities.geojson", "streets.geojson", "stores.geojson", "parks.geojson", "homes.geojson", "people.geojson", "pois*.csv",
          "doors.geojson", "gates.geojson", "compounds.geojson", "mixed.geojson")


def check_whole(project, packs, hide=LAYERS):
    run(PROGRAM, "check", project, "-o", "one.geojson", "--csv", "one.csv", "--quiet", "--no-fail")
    assert '"planes":14' in (FOLDER / "one.geojson").read_text()
    for n in packs:
        shutil.rmtree(FOLDER / "shards", ignore_errors=True)
        run(PROGRAM, "cut", project, "-o", "shards", *(["--packs", str(n)] if n else []))
        with Hidden(*hide):
            run("sh", "shards/run-parallel.sh")
        assert len(parts("shards")) == (n or 14)
        same("one.geojson", "shards/report.geojson")
        same("one.csv", "shards/report.csv")
        reversed_parts = [str(p) for p in reversed(parts("shards"))]
        run(PROGRAM, "merge", *reversed_parts, "-o", "merged.geojson")
        same("one.geojson", "merged.geojson")


def check_again():
    """Finished parts are not computed twice; a changed input makes them anew; a part that fails is named, and merged after it
    has been run again."""
    before = [p.stat().st_mtime_ns for p in parts("shards")]
    run("sh", "shards/run-parallel.sh")
    assert before == [p.stat().st_mtime_ns for p in parts("shards")], "a finished part was computed again"
    with open(FOLDER / "stores.geojson", "a") as file:
        file.write("\n")
    said = run("sh", "shards/run-parallel.sh", code=1)
    assert "changed since it was cut: " in said and "stores.geojson; cut again" in said, said
    run(PROGRAM, "cut", "project.yaml", "-o", "shards", "--packs", "5")
    dies = FOLDER / "dies.sh"
    dies.write_text(f'#!/bin/sh\ncase "$PWD $1" in *"/part-003 check") kill -9 $$;; esac\nexec "{PROGRAM}" "$@"\n')
    dies.chmod(0o755)
    killed = subprocess.run(["sh", "shards/run-parallel.sh"], cwd=FOLDER, capture_output=True, text=True,
                            env={**ENVIRONMENT, "LIFECIRCLE": str(dies)})
    assert killed.returncode != 0
    said = run("sh", "shards/merge.sh", code=1)
    assert "part-003 has not been checked" in said, said
    after = [p.stat().st_mtime_ns for p in parts("shards")]
    assert all(a != b for k, (a, b) in enumerate(zip(before, after)) if k != 2), "a changed input went unnoticed"
    run("sh", "shards/run-parallel.sh")
    for name in ("base.yaml", "country.yaml"):  # the profile is read by every part, and so is what it extends
        after = [p.stat().st_mtime_ns for p in parts("shards")]
        with open(FOLDER / name, "a") as file:
            file.write("\n")
        run("sh", "shards/run-parallel.sh")
        assert all(p.stat().st_mtime_ns != a for p, a in zip(parts("shards"), after)), f"{name} changed, and nobody noticed"
    after = [p.stat().st_mtime_ns for p in parts("shards")]
    run(PROGRAM, "cut", "project.yaml", "-o", "shards", "--packs", "5")  # the same once more: the same bytes, and nothing to do
    run("sh", "shards/run-parallel.sh")
    assert after == [p.stat().st_mtime_ns for p in parts("shards")], "cutting again without a change made parts anew"
    assert after[0] == parts("shards")[0].stat().st_mtime_ns
    run(PROGRAM, "check", "project.yaml", "-o", "one.geojson", "--quiet", "--no-fail")
    same("one.geojson", "shards/report.geojson")


def change(name, old, new):
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def check_extracts():
    """Parts with an extract each, which have what lies in their boxes whole: multipolygons and boundaries that reach out too."""
    run("osmium", "cat", "country.osm", "-o", "country.osm.pbf", "--overwrite")
    project = (FOLDER / "osm.yaml").read_text(encoding="utf-8")
    (FOLDER / "pbf.yaml").write_text(project.replace("country.osm\n", "country.osm.pbf\n"), encoding="utf-8")
    check_whole("pbf.yaml", [5], (*LAYERS, "country.osm*"))
    assert len(list(FOLDER.glob("shards/part-*/extract.osm.pbf"))) == 5
    part = "shards/part-002/part.yaml"
    change(part, "margin_m: 850.000", "margin_m: 400.000")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "what was cut reaches 400 m beyond the communities, and this check needs 850 m" in said, said
    change(part, "margin_m: 400.000", "margin_m: 850.000")
    change(part, "  primary_school: none\n", "")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "does not know the category 'primary_school'" in said, said
    change(part, "end_plane: ", "end_plane: 1")
    change(part, "planes: 14", "planes: 99")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "layers.sqlite holds communities of 3; cut again" in said, said
    change(part, "layers: 'layers.sqlite'\n", "")  # then they are read whole
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "was cut for 126 communities in 99 planes, and there are 126 in 14" in said, said
    change(part, "end_plane: ", "end_plane: 9")
    said = run(PROGRAM, "check", "pbf.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "this is not what 'lifecircle cut' writes" in said, said
    # a file of which parts have an extract, and which they read whole for their paths: a change of it makes them anew
    (FOLDER / "twice.yaml").write_text((FOLDER / "pbf.yaml").read_text(encoding="utf-8") + "network: country.osm.pbf\n", encoding="utf-8")
    run(PROGRAM, "cut", "twice.yaml", "-o", "twice", "--packs", "2")
    assert "/country.osm.pbf'" in (FOLDER / "twice/part-001/run.sh").read_text(), "a file that is read whole is not looked at"
    assert (FOLDER / "twice/sources.sha256").read_text().count("/country.osm.pbf\n") == 1
    (FOLDER / "broken.osm.pbf").write_bytes((FOLDER / "country.osm.pbf").read_bytes()[:-40])
    (FOLDER / "broken.yaml").write_text((FOLDER / "pbf.yaml").read_text().replace("country.osm.pbf", "broken.osm.pbf"))
    said = run(PROGRAM, "cut", "broken.yaml", "-o", "broken", code=2)
    assert "osmium fileinfo failed (exit code 1); see broken/osmium.log" in said, said


def check_outputs(project, packs):
    """GeoPackage, workbook and map: the bytes of one run."""
    words = "gpkg: out/all.gpkg\nxlsx: out/report.xlsx\nhtml: out/map.html\ntiles: https://example.org/{z}/{x}/{y}.png\nout_crs: EPSG:4490\n"
    (FOLDER / "outputs.yaml").write_text((FOLDER / project).read_text(encoding="utf-8") + words, encoding="utf-8")
    (FOLDER / "out").mkdir()
    shutil.rmtree(FOLDER / "shards", ignore_errors=True)
    run(PROGRAM, "check", "outputs.yaml", "-o", "one.geojson", "--quiet", "--no-fail")
    run(PROGRAM, "cut", "outputs.yaml", "-o", "shards", "--packs", str(packs))
    run("sh", "shards/run-parallel.sh")
    for name in ("all.gpkg", "report.xlsx", "map.html"):
        same(f"out/{name}", f"shards/{name}")
    shutil.rmtree(FOLDER / "out")


def check_layers():
    """Service areas and gaps: the bytes of one run, in text and in binary, in another CRS too; of parts that were run with them."""
    outputs = ("areas.geojson", "gaps.geojson", "gaps_gap_places.geojson")
    project = (FOLDER / "project.yaml").read_text(encoding="utf-8")
    (FOLDER / "layers.yaml").write_text(project + "areas: out/areas.geojson\ngaps: out/gaps.geojson\n", encoding="utf-8")
    (FOLDER / "out").mkdir()
    run(PROGRAM, "check", "layers.yaml", "-o", "one.geojson", "--quiet", "--no-fail")
    shutil.rmtree(FOLDER / "shards")
    run(PROGRAM, "cut", "layers.yaml", "-o", "shards", "--packs", "4")
    run("sh", "shards/run-parallel.sh")
    same("one.geojson", "shards/report.geojson")
    for name in outputs:
        same(f"out/{name}", f"shards/{name}")
    assert sum(len(json.loads((FOLDER / "out" / name).read_text())["features"]) for name in outputs) > 100
    reports = [str(p) for p in reversed(parts("shards"))]
    words = ("--areas", "x.gpkg", "--gaps", "x.fgb", "--out-crs", "EPSG:4490")
    run(PROGRAM, "check", "project.yaml", "-o", "other.geojson", "--quiet", "--no-fail", *words)
    written = {p.name: p.read_bytes() for p in FOLDER.glob("x*.[gf]*")}
    assert len(written) == 3, written.keys()
    for name in written:
        (FOLDER / name).unlink()
    run(PROGRAM, "merge", *reports, *words)
    for name, whole in written.items():
        assert (FOLDER / name).read_bytes() == whole, f"{name} is not that of one run"
    said = run(PROGRAM, "merge", *reports, "--areas", "x.txt", code=2)
    assert "x.txt" in said, said
    said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", "--out-crs", "EPSG:4490", code=2)
    assert "--out-crs is for --areas, --gaps, --gpkg and --xlsx, none of which is written" in said, said
    second, third = (FOLDER / f"shards/part-00{k}/report_layers.sqlite" for k in (2, 3))
    whole = second.read_bytes()
    second.write_bytes(third.read_bytes())
    for option in ("--areas", "--gaps"):
        said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", option, "bad2.geojson", code=2)
        assert "part-002/report_layers.sqlite does not go with" in said, said
    second.write_bytes(whole)
    check_faults(reports, second)
    with sqlite3.connect(second) as db:
        db.execute("UPDATE lifecircle_arrays SET bytes = zeroblob(9) WHERE name = 'gaps 2'")
    db.close()
    said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", "--gaps", "bad2.geojson", code=2)
    assert "part-002/report_layers.sqlite is damaged" in said, said
    second.unlink()
    said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", "--gaps", "bad2.geojson", code=2)
    assert "part-002/report_layers.sqlite" in said, said
    second.write_bytes(whole)
    run(PROGRAM, "check", "layers.yaml", "--shard", "shards/part-002/part.yaml", "-o", "shards/part-002/report.geojson", "--quiet", "--no-fail")
    said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", "--gaps", "bad2.geojson", code=2)
    assert "part-002/report.geojson was checked without --gaps; run this part again with it" in said, said
    assert not list(FOLDER.glob("bad*"))


def check_faults(reports, file):
    """What a damaged file says is refused, whatever it says: nothing of it is taken for a number or a place that it is not."""
    whole = file.read_bytes()
    wrong = {"gaps 3": b"\xff" * 8, "areas 2": b"\xff" * 4, "indicators 2": b"\0", "scorecard 2": b"\xff" * 8, "communities 1": b"\2",
             "parts 1": b"\2", "inputs 2": b"\0", "categories 1": b"\xff" * 8, "rules 1": b"\xff" * 7, "warnings 1": b"\7" + b"\0" * 7}
    for name, bytes_ in wrong.items():
        with sqlite3.connect(file) as db:
            (old,) = db.execute("SELECT bytes FROM lifecircle_arrays WHERE name = ? AND part = 1", (name,)).fetchone()
            db.execute("UPDATE lifecircle_arrays SET bytes = ? WHERE name = ? AND part = 1", (bytes_ + old[len(bytes_):], name))
        db.close()
        said = run(PROGRAM, "merge", *reports, "--areas", "bad.geojson", "--gaps", "bad2.geojson", code=2)
        assert "part-002/report_layers.sqlite is damaged; run this part again" in said or "out of memory" in said, (name, said)
        file.write_bytes(whole)
    with sqlite3.connect(file) as db:
        db.execute("UPDATE lifecircle_shard SET version = '0.0.1'")
    db.close()
    said = run(PROGRAM, "merge", *reports, "--areas", "bad.geojson", code=2)
    assert "is of another version of lifecircle or another kind of machine; run this part again" in said, said
    file.write_bytes(whole)
    for option, name, missing in (("--gpkg", "bad.gpkg", "--gpkg"), ("--html", "bad.html", "--gpkg"), ("--xlsx", "bad.xlsx", "--xlsx")):
        said = run(PROGRAM, "merge", *reports, option, name, code=2)
        assert f"was checked without {missing}; run this part again with it" in said, said


def check_places():
    """Every output of a merging has a place of its own, the places beside the gaps too."""
    reports = [str(p) for p in parts("shards")]
    what = {"output": "report", "areas": "service areas", "gaps": "gaps", "csv": "table"}
    for one, other in (("output", "areas"), ("output", "gaps"), ("areas", "gaps")):
        said = run(PROGRAM, "merge", *reports, f"--{one}", "bad.geojson", f"--{other}", "out/../bad.geojson", code=2)
        assert f"would hold two results, {what[one]} and {what[other]}" in said, said
    for one in ("output", "areas"):
        said = run(PROGRAM, "merge", *reports, "--gaps", "bad.geojson", f"--{one}", "bad_gap_places.geojson", code=2)
        assert f"bad_gap_places.geojson would hold two results, {what[one]} and gaps" in said, said
    before = pathlib.Path(reports[1]).read_bytes()
    for option in ("output", "areas", "gaps"):
        said = run(PROGRAM, "merge", *reports, f"--{option}", "shards/../shards/part-002/report.geojson", code=2)
        assert "part-002/report.geojson is an input; give the" in said, said
    assert pathlib.Path(reports[1]).read_bytes() == before and not list(FOLDER.glob("bad*"))


def check_sources():
    """What was cut is listed once a file, with all of a shapefile, and with what the profile names; outputs of one name go apart."""
    folder, sample = FOLDER / "[a]*", pathlib.Path(DATA) / "samples/chengdu"
    folder.mkdir()
    for file in sample.glob("blocks.*"):
        shutil.copy(file, folder)
    project = (FOLDER / "project.yaml").read_text(encoding="utf-8").replace("homes.geojson", "'[a]*/blocks.shp'")
    project = project.replace("  park:", "  primary_school: stores.geojson\n  park:").replace("country.yaml", "own.yaml")
    (FOLDER / "sources.yaml").write_text(project + "areas: a/town.geojson\ngaps: b/town.geojson\n", encoding="utf-8")
    profile = (FOLDER / "base.yaml").read_text(encoding="utf-8")
    profile = profile.replace("denominator: population", "denominator: population, groups: [old]")
    (FOLDER / "own.yaml").write_text(profile + "groups:\n  old: {source: old.geojson, weight_field: n}\n", encoding="utf-8")
    shutil.copy(FOLDER / "people.geojson", FOLDER / "old.geojson")
    run(PROGRAM, "cut", "sources.yaml", "-o", "listed", "--packs", "2")
    listed = [pathlib.Path(line.split("  ", 1)[1]) for line in (FOLDER / "listed/sources.sha256").read_text().splitlines()]
    names = ["communities.geojson", "old.geojson", "parks.geojson", "people.geojson", "stores.geojson", "streets.geojson"]
    rules = sorted(p.name for p in (pathlib.Path(DATA) / "rules").iterdir())
    assert sorted(p.name for p in listed if p.parent.name == "rules") == rules, listed
    assert sorted(p.name for p in listed if p.parent.name not in ("[a]*", "rules")) == names, listed
    assert sorted(p.name for p in listed if p.parent.name == "[a]*") == sorted(p.name for p in folder.iterdir()), listed
    script = (FOLDER / "listed/merge.sh").read_text(encoding="utf-8")
    assert "--areas 'areas_town.geojson' --gaps 'gaps_town.geojson'\n" in script, script
    shutil.rmtree(folder)


def check_rules():
    """What is cut is cut by the rules of the data folder: other ones later, and another profile of that folder, are not mixed with it."""
    own = FOLDER / "data"
    shutil.copytree(pathlib.Path(DATA) / "rules", own / "rules")
    (own / "profiles").mkdir()
    shutil.copy(FOLDER / "groups.yaml", own / "profiles/own.yaml")
    (FOLDER / "rules.yaml").write_text((FOLDER / "more.yaml").read_text(encoding="utf-8").replace("groups.yaml", "own"), encoding="utf-8")
    environment = {**ENVIRONMENT, "LIFECIRCLE_DATA": str(own)}
    run(PROGRAM, "cut", "rules.yaml", "-o", "ruled", "--packs", "2", env=environment)
    script = (FOLDER / "ruled/part-001/run.sh").read_text(encoding="utf-8")
    assert "data/profiles/own.yaml'" in script, script
    rules = own / "rules/poi.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    said = run("sh", "ruled/run-parallel.sh", code=1, env=environment)
    assert "changed since it was cut: " in said and "data/rules/poi.yaml; cut again" in said, said
    said = run(PROGRAM, "check", "rules.yaml", "--shard", "ruled/part-001/part.yaml", "-o", "bad.geojson", code=2, env=environment)
    assert "part.yaml: the rules of the data folder (rules/*.yaml) are not those that it was cut by; cut again" in said, said
    assert not (FOLDER / "bad.geojson").exists()


def write_layer(name, features):
    (FOLDER / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def write_more(country):
    """A project of everything else that is cut: tables of points of interest with levels, repeated rows and a code that is none;
    entrances, compounds with gates, groups of people, a category that has points everywhere, an area in one plane and a line in another,
    an extra source of a category that lies in one plane alone, things to warn of."""
    rows = [("id", "name", "lon", "lat", "typecode", "grade")]
    for k, f in enumerate(country.layers["stores"]):
        x, y = f["geometry"]["coordinates"]
        rows.append((f["properties"]["id"], f"店,{k}", x, y, ("060200", "141203", "050000", "0602001")[k % 4], ("", "市级", "区级", "?")[k % 4]))
    for name, some in (("pois1.csv", rows[: len(rows) // 2]), ("pois2.csv", rows[:1] + rows[len(rows) // 3:])):
        with open(FOLDER / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(some)
    corners = [(k, f["geometry"]["coordinates"][0]) for k, f in enumerate(country.layers["parks"])]
    write_layer("doors.geojson", [made_country.feature({}, "Point", ring[k % 4]) for k, ring in corners])
    homes = [f["geometry"]["coordinates"][0] for f in country.layers["homes"]]
    write_layer("compounds.geojson", [made_country.feature({}, "Polygon", [ring]) for ring in homes[::5]])
    write_layer("gates.geojson", [made_country.feature({}, "Point", ring[0]) for ring in homes[::10]])
    mixed = [made_country.feature({}, "Point", f["geometry"]["coordinates"]) for f in country.layers["stores"]]
    mixed.append(made_country.feature({}, "Polygon", [homes[0]]))
    mixed.append(made_country.feature({}, "LineString", country.layers["streets"][-1]["geometry"]["coordinates"]))
    write_layer("mixed.geojson", mixed)
    for k, f in enumerate(country.layers["people"]):
        f["properties"] = {"n": -1 if k % 7 == 0 else f["properties"]["n"], "m": k % 5}
    write_layer("people.geojson", country.layers["people"])
    project = (FOLDER / "project.yaml").read_text(encoding="utf-8")
    project = project.replace("  convenience_store: stores.geojson\n", "  primary_school: mixed.geojson\n").replace("weight_field: n", """weight_field: n
pois: [pois1.csv|crs=EPSG:4326|level_field=grade, pois2.csv|crs=EPSG:4326|level_field=grade]
entrances:
  park: doors.geojson
compounds: compounds.geojson
gates: gates.geojson
groups:
  old: {field: m}""")
    (FOLDER / "more.yaml").write_text(project.replace("country.yaml", "groups.yaml"), encoding="utf-8")
    profile = (FOLDER / "base.yaml").read_text(encoding="utf-8")
    (FOLDER / "groups.yaml").write_text(profile.replace("denominator: population", "denominator: population, groups: [old]"), encoding="utf-8")


def check_more():
    """Warnings are those of one run as well; a project that has changed, and a damaged database, are refused."""
    check_whole("more.yaml", [4])
    said = (FOLDER / "one.geojson").read_text(encoding="utf-8")
    for code in ("poi_repeated_id", "poi_code_unread", "place_without_weight", "level_unknown"):
        assert code in said, code
    properties = [f["properties"] for f in json.loads(said)["features"]]
    for column in ("primary_school_area_m2", "primary_school_length_m"):
        values = [p[column] for p in properties]
        assert min(values) == 0 < max(values), f"{column}: {values}"
    part, text = "shards/part-002/part.yaml", (FOLDER / "more.yaml").read_text(encoding="utf-8")
    for old, new, what in (("people.geojson", "homes.geojson", "homes.geojson' is not among the layers that were cut"),
                           ("id_field: code", "id_field: name", "communities.geojson' is not among the layers that were cut")):
        (FOLDER / "other.yaml").write_text(text.replace(old, new), encoding="utf-8")
        said = run(PROGRAM, "check", "other.yaml", "--shard", part, "-o", "bad.geojson", code=2)
        assert what in said, said
    database = FOLDER / "shards/part-002/layers.sqlite"
    whole = database.read_bytes()
    for change_it, what in (("UPDATE lifecircle_part SET version = '0'", "was cut by another version"),
                            ("UPDATE lifecircle_arrays SET bytes = zeroblob(8) WHERE name = '1 xy_of'", "is damaged; cut again"),
                            ("UPDATE lifecircle_arrays SET bytes = x'ff' WHERE name = '1 kind'", "is damaged; cut again"),
                            ("UPDATE lifecircle_arrays SET bytes = x'02020202' WHERE name = '1 filled'", "is damaged; cut again"),
                            ("UPDATE lifecircle_arrays SET bytes = zeroblob(length(bytes)) WHERE name = '1 number'", "is damaged; cut again"),
                            ("UPDATE lifecircle_layers SET warnings = 99", "is damaged; cut again"),
                            ("UPDATE lifecircle_layers SET features = 4000000000", "is damaged; cut again"),
                            ("DROP TABLE lifecircle_arrays", "is damaged; cut again"),
                            ("PRAGMA application_id = 7", "layers.sqlite")):
        with sqlite3.connect(database) as db:
            db.execute(change_it)
        db.close()
        said = run(PROGRAM, "check", "more.yaml", "--shard", part, "-o", "bad.geojson", code=2)
        assert what in said, (change_it, said)
        database.write_bytes(whole)
    database.write_bytes(whole[: len(whole) // 2])
    said = run(PROGRAM, "check", "more.yaml", "--shard", part, "-o", "bad.geojson", code=2)
    assert "layers.sqlite is damaged" in said, said
    assert not (FOLDER / "bad.geojson").exists()


def check_without_osmium():
    """Then parts read the file whole, and cut says why."""
    shutil.rmtree(FOLDER / "shards")
    said = run(PROGRAM, "cut", "pbf.yaml", "-o", "shards", "--packs", "2", env={**ENVIRONMENT, "PATH": str(FOLDER)})
    assert "reads the OpenStreetMap data whole, and not an extract of it: osmium is not installed" in said, said
    run("sh", "shards/run-parallel.sh")
    same("one.geojson", "shards/report.geojson")
    shutil.rmtree(FOLDER / "shards")
    said = run(PROGRAM, "cut", "osm.yaml", "-o", "shards", "--packs", "2")
    assert "it is no .pbf" in said, said


def check_tables():
    """Tables that do not go with the reports."""
    reports, table = [str(p) for p in parts("shards")], FOLDER / "shards/part-002/report.csv"
    whole = table.read_bytes()
    for text, what in ((whole[: whole.rindex(b"c")], "is cut short"), (whole + whole.splitlines(True)[-1], "has not the rows of"),
                       (b"".join(whole.splitlines(True)[:-1]), "has not the rows of"), (whole.replace(b"id,", b"key,", 1), "has other columns")):
        table.write_bytes(text)
        said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", code=2)
        assert what in said, (what, said)
    table.unlink()
    said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", code=2)
    assert "part-002/report.csv cannot be read" in said, said
    table.write_bytes(whole)
    said = run(PROGRAM, "merge", *reports, "--csv", str(table), code=2)
    assert "is the table of a part" in said, said
    run(PROGRAM, "merge", *reports, "--csv", "merged.csv")
    same("shards/report.csv", "merged.csv")
    said = run(PROGRAM, "merge", *reports, "--csv", "bad.csv", "-o", "no/folder.geojson", code=2)
    assert "no/folder.geojson cannot be written" in said, said
    assert not (FOLDER / "bad.csv").exists()


def check_refusals():
    some = [str(p) for p in parts("shards")]
    said = run(PROGRAM, "merge", *some[:2], *some[3:], "-o", "bad.geojson", code=2)
    assert "part 3 of 5 is missing" in said, said
    said = run(PROGRAM, "merge", *some, some[1], "-o", "bad.geojson", code=2)
    assert "both part 2 of 5" in said, said
    said = run(PROGRAM, "merge", "one.geojson", "-o", "bad.geojson", code=2)
    assert "is a whole report" in said, said
    run(PROGRAM, "check", "project.yaml", "--shard", "3/5", "--link-limit", "200", "-o", "other.geojson", "--quiet", "--no-fail")
    said = run(PROGRAM, "merge", *some[:2], "other.geojson", *some[3:], "-o", "bad.geojson", code=2)
    assert "differ in lifecircle.parameters" in said, said
    whole = pathlib.Path(some[0]).read_text(encoding="utf-8")
    cut_short = FOLDER / "short.geojson"
    cut_short.write_text(whole[: whole.rindex('{"type":"Feature"')], encoding="utf-8")
    said = run(PROGRAM, "merge", str(cut_short), *some[1:], "-o", "bad.geojson", code=2)
    assert "ends before all of its communities" in said, said
    for groups in ('"groups":{"field":5,', '"groups":null,"more":{"field":5,'):  # totals of groups without a name of their field
        nameless = FOLDER / "nameless.geojson"
        nameless.write_text(whole.replace('"groups":{"field":"province",', groups, 1), encoding="utf-8")
        said = run(PROGRAM, "merge", str(nameless), *some[1:], "-o", "bad.geojson", code=2)
        assert "lifecircle.shard.groups is not as" in said, said
    second = pathlib.Path(some[1]).read_text(encoding="utf-8")
    other = FOLDER / "other.geojson"
    for old, new, member in (('"groups":{"field":"province"', '"more":{"field":"province"', "groups"),  # a part without groups
                             ('"groups":{"field":"province"', '"groups":{"field":"more"', "groups"),
                             ('"categories":[\n{"id":"', '"categories":[\n{"id":"x', "categories"),
                             ('"counted":[[6,', '"counted":[[5,', "shard.counted")):
        assert old in second, old
        other.write_text(second.replace(old, new, 1), encoding="utf-8")
        said = run(PROGRAM, "merge", some[0], str(other), *some[2:], "-o", "bad.geojson", code=2)
        assert f"differ in lifecircle.{member}" in said, said
    said = run(PROGRAM, "check", "project.yaml", "--shard", "6/5", "-o", "bad.geojson", code=2)
    assert "write K/N" in said, said
    said = run(PROGRAM, "cut", "project.yaml", "-o", "more", "--packs", "15", code=2)
    assert "14 planes" in said, said
    assert not (FOLDER / "bad.geojson").exists()


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    country = made_country.Country(14, 9)
    country.write(FOLDER)
    for name in ("project.yaml", "osm.yaml"):
        path = FOLDER / name
        path.write_text(path.read_text(encoding="utf-8").replace("html: map.html\n", ""), encoding="utf-8")
    write_more(country)
    check_outputs("more.yaml", 3)
    check_more()
    check_rules()
    check_whole("osm.yaml", [3])
    if shutil.which("osmium"):
        check_extracts()
        check_without_osmium()
    check_whole("project.yaml", [1, None])
    check_layers()
    check_places()
    check_sources()
    check_whole("project.yaml", [5])
    check_again()
    check_tables()
    check_refusals()
    print("merged reports are those of one run")


main()
