#!/usr/bin/env python3
"""Edits in parts: a made country in one run, and cut, checked in parts and merged. check_edits.py PROGRAM DATA FOLDER

All kinds of edits, between planes and on their border; facilities that move to another part, and on from there; the same bytes in every
output. What does nothing in any part, lies far or stands twice is told of in the words of one run; parts of other edits are not
merged; edits that change after the cutting."""
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
BORDER = 104.0  # of two planes: a town lies on it


def run(*command, code=0):
    done = subprocess.run([str(c) for c in command], cwd=FOLDER, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == code, f"{command} gave {done.returncode}, not {code}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def parts(folder):
    return sorted(FOLDER.glob(f"{folder}/part-*/report.geojson"))


def times(folder):
    return [p.stat().st_mtime_ns for p in parts(folder)]


def edit(op, kind=None, coordinates=None, **properties):
    return {"type": "Feature", "properties": {"op": op, **properties},
            "geometry": kind and {"type": kind, "coordinates": coordinates}}


def write_edits(*edits):
    text = json.dumps({"type": "FeatureCollection", "features": edits})
    (FOLDER / "plan.geojson").write_text(text, encoding="utf-8")


class Places:
    """Of the made country: stores and streets by their town, and places beside a town's first corner."""

    def __init__(self, country):
        self.layers = country.layers
        self.corner, self.stores = {}, {}
        for f in country.layers["communities"]:
            t, ring = int(f["properties"]["code"][1:4]), f["geometry"]["coordinates"][0]
            self.corner[t] = min(self.corner.get(t, ring[0]), ring[0])
        for f in country.layers["stores"]:
            self.stores.setdefault(int(f["properties"]["id"][1]), []).append((f["properties"]["id"], f["geometry"]["coordinates"]))

    def at(self, t, aside, up):
        """So many metres, about, from the corner of town t."""
        x, y = self.corner[t]
        return [x + aside / 95900, y + up / 110900]

    def line(self, t, *places):
        return [self.at(t, *p) for p in places]

    def store(self, t, k=0):
        return self.stores[t][k][0]


def some_edits(p):
    """Of every kind, in several towns; town 6 lies on the border of two planes."""
    ring = p.line(2, (300, 300), (600, 300), (600, 600), (300, 600), (300, 300))
    yard = p.line(6, (150, 150), (650, 150), (650, 650), (150, 650), (150, 150))
    return [
        edit("add", "Point", p.at(0, 450, 450), category="convenience_store", id="new"),
        edit("add", "Polygon", [ring], category="park", name="green"),
        edit("add", "Point", p.at(6, 900, 500), category="convenience_store"),  # in the boxes of two planes
        edit("remove", category="convenience_store", id=p.store(1)),
        edit("remove", "Point", p.stores[2][0][1], category="convenience_store"),
        edit("remove", "Point", p.stores[3][0][1]),
        edit("move", "Point", p.at(4, 500, 700), category="convenience_store", id=p.store(4)),
        edit("move", "Point", p.at(5, 700, 300), category="convenience_store", id=p.store(0)),  # to another plane
        edit("move", "Point", p.at(2, 900, 900), category="convenience_store", id=p.store(0)),  # and on to a third one
        edit("move", "Point", p.at(6, 900, 900), category="convenience_store", id=p.store(5)),  # to the border
        edit("move", "Point", p.at(1, 500, 500), category="convenience_store", id=p.store(6)),  # and from there
        edit("path", "LineString", p.line(0, (100, 50), (350, 420), (700, 650))),
        edit("path", "LineString", p.line(6, (850, 850), (1000, 1000))),
        edit("close", "LineString", p.line(1, (300, 10), (320, 790))),
        edit("close", "Polygon", [yard]),
        edit("close", "MultiPoint", [f["geometry"]["coordinates"][1] for f in p.layers["streets"][5:60:13]]),  # one in many planes
        edit("close", "LineString", [[BORDER - 0.004, p.at(6, 0, 450)[1]], [BORDER + 0.004, p.at(6, 0, 470)[1]]]),
    ]


def write_project(name, *more):
    text = (FOLDER / "project.yaml").read_text(encoding="utf-8").replace("html: map.html\n", "")
    text = text.replace("stores.geojson", "stores.geojson|level_field=grade")
    (FOLDER / name).write_text(text + "".join(line + "\n" for line in more), encoding="utf-8")


def one_run(project):
    """Its report and table."""
    run(PROGRAM, "check", project, "-o", "report.geojson", "--csv", "report.csv", "--quiet", "--no-fail")
    return {name: (FOLDER / name).read_bytes() for name in ("report.geojson", "report.csv")}


def run_parts():
    """As run-parallel.sh does, without GNU parallel, which takes longer to start than all parts."""
    for script in (*sorted(FOLDER.glob("shards/part-*/run.sh")), FOLDER / "shards/merge.sh"):
        run("sh", script)


def assert_merged(whole):
    for name, text in whole.items():
        assert (FOLDER / "shards" / name).read_bytes() == text, f"{name} of parts is not that of one run"


def assert_parts(project, packs, whole):
    """The same of parts."""
    shutil.rmtree(FOLDER / "shards", ignore_errors=True)
    run(PROGRAM, "cut", project, "-o", "shards", *(["--packs", packs] if packs else []))
    run_parts()
    assert_merged(whole)


def assert_shards(project, n, whole, *options):
    """Parts that were not cut, by K/N."""
    reports = [f"part{k}.geojson" for k in range(1, n + 1)]
    for k, report in enumerate(reports, 1):
        run(PROGRAM, "check", project, *options, "--shard", f"{k}/{n}", "-o", report, "--quiet", "--no-fail")
    run(PROGRAM, "merge", *reports, "-o", "merged.geojson")
    assert (FOLDER / "merged.geojson").read_bytes() == whole["report.geojson"]


def check_same(p):
    write_project("edited.yaml", "edits: plan.geojson")
    write_project("drawn.yaml", "edits: plan.geojson", "gpkg: all.gpkg", "xlsx: all.xlsx", "html: map.html")
    write_project("plain.yaml")
    write_edits(*some_edits(p))
    whole = one_run("drawn.yaml")
    about = json.loads(whole["report.geojson"])["lifecircle"]
    assert len(about["edits"]) == 17 and about["inputs"][-1]["role"] == "edits" and about["parameters"]["planes"] == 8
    assert_parts("drawn.yaml", 3, {**whole, **{name: (FOLDER / name).read_bytes() for name in ("all.gpkg", "all.xlsx", "map.html")}})
    assert_parts("edited.yaml", None, whole)
    assert_shards("plain.yaml", 3, whole, "--edits", "plan.geojson")


def check_osm(p):
    """Facilities of an OpenStreetMap file, of which parts have extracts: a multipolygon and a park move to other parts with name and id."""
    text = (FOLDER / "osm.yaml").read_text(encoding="utf-8").replace("html: map.html\n", "")
    if shutil.which("osmium"):
        run("osmium", "cat", "country.osm", "-o", "country.osm.pbf", "--overwrite")
        text = text.replace("country.osm\n", "country.osm.pbf\n")
    (FOLDER / "osm_edited.yaml").write_text(text + "edits: plan.geojson\n", encoding="utf-8")
    way = (FOLDER / "country.osm").read_text(encoding="utf-8").split("<tag k='leisure'")[0].rsplit("<way id='", 1)[1].split("'")[0]
    write_edits(edit("move", "Point", p.at(0, 400, 700), category="park", id="relation/1"),
                edit("move", "Point", p.at(5, 500, 700), category="park", id=f"way/{way}"),
                edit("close", "LineString", p.line(2, (300, 10), (320, 790))))
    assert_parts("osm_edited.yaml", 4, one_run("osm_edited.yaml"))


def assert_told(what, *edits, outputs=("-o",)):
    """One run, and parts that are merged, say the same of edits; no part does."""
    write_edits(*edits)
    said = run(PROGRAM, "check", "edited.yaml", "-o", "bad.geojson", code=2)
    assert what in said, said
    reports = ["part1.geojson", "part2.geojson"]
    for k, report in enumerate(reports, 1):
        run(PROGRAM, "check", "edited.yaml", "--shard", f"{k}/2", "-o", report, "--quiet", "--no-fail")
    for output in outputs:
        said_of_parts = run(PROGRAM, "merge", *reports, output, {"-o": "bad.geojson", "--csv": "bad.csv", "--xlsx": "bad.xlsx"}[output], code=2)
        assert said_of_parts == said, (said_of_parts, said)
    assert not list(FOLDER.glob("bad*"))
    return said


def check_told(p):
    fine = edit("close", "LineString", p.line(1, (300, 10), (320, 790)))
    shop = {"category": "convenience_store"}
    assert_told("feature number 2 (remove): no facility of convenience_store has the id 'x'; the first is", fine, edit("remove", id="x", **shop),
                outputs=("-o", "--csv", "--xlsx"))
    assert_told("feature number 2 (move): no facility of convenience_store has the id 'x'", fine, edit("move", "Point", p.at(1, 5, 5), id="x", **shop))
    assert_told("feature number 1 (add): it lies farther than about 850 m", edit("add", "Point", p.at(1, 9000, 9000), **shop), fine)
    assert_told("feature number 2 (close): it meets no path", fine, edit("close", "LineString", p.line(3, (20, 20), (30, 30))))
    crossings = [f["geometry"]["coordinates"][1] for f in p.layers["streets"][5:60:13]]
    assert_told("feature number 1 (close): there is no path within 5 m", edit("close", "MultiPoint", [*crossings, p.at(2, 20, 20)]))
    said = assert_told("it lies too far from the communities", fine, edit("move", "Point", [20, 10], id=p.store(0), **shop))
    said_of_cut = run(PROGRAM, "cut", "edited.yaml", "-o", "bad", code=2)
    assert said_of_cut == said, (said_of_cut, said)
    layer = p.layers["stores"]
    twice = [s if s["properties"]["id"] != p.store(5) else {**s, "properties": {"id": p.store(0)}} for s in layer]
    whole = (FOLDER / "stores.geojson").read_bytes()
    (FOLDER / "stores.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": twice}), encoding="utf-8")
    assert_told(f"2 facilities of convenience_store have the id '{p.store(0)}'", edit("move", "Point", p.at(0, 400, 400), id=p.store(0), **shop))
    (FOLDER / "stores.geojson").write_bytes(whole)


def check_changed(p):
    """Other edits after the cutting: parts are computed again; not where a facility would have to come from elsewhere."""
    some = some_edits(p)
    write_edits(*some)
    assert_parts("edited.yaml", 3, one_run("edited.yaml"))
    before = times("shards")
    run("sh", "shards/run-parallel.sh")
    assert before == times("shards"), "a finished part was computed again"
    write_edits(*some, edit("close", "LineString", p.line(3, (300, 10), (320, 790))))  # which moves nothing
    run_parts()
    assert all(a != b for a, b in zip(before, times("shards"))), "a part was not computed again"
    assert_merged(one_run("edited.yaml"))
    write_edits(*some[1:])
    said = run("sh", "shards/part-001/run.sh", code=2)
    assert "(move): its facility comes from another plane, and part.yaml was cut for other edits; cut again" in said, said
    said = run("sh", "shards/merge.sh", code=1)
    assert "part-001 has not been checked" in said, said
    write_edits(*some[11:])  # no move at all
    run_parts()
    assert_merged(one_run("edited.yaml"))


def check_apart(p):
    """Parts of other edits are not merged; nor are those that do not say what came of theirs."""
    reports = ["part1.geojson", "part2.geojson"]
    one, other = (edit("add", "Point", p.at(t, 400, 400), category="convenience_store") for t in (0, 6))
    write_edits(one)
    run(PROGRAM, "check", "edited.yaml", "--shard", "1/2", "-o", reports[0], "--quiet", "--no-fail")
    write_edits(other)
    for project, member in (("edited.yaml", "inputs"), ("plain.yaml", "inputs")):
        run(PROGRAM, "check", project, "--shard", "2/2", "-o", reports[1], "--quiet", "--no-fail")
        said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", code=2)
        assert f"differ in lifecircle.{member}" in said, said
    write_edits(one)
    run(PROGRAM, "check", "edited.yaml", "--shard", "2/2", "-o", reports[1], "--quiet", "--no-fail")
    whole = (FOLDER / reports[1]).read_text(encoding="utf-8")
    digest = whole.split('"edits":{"digest":"')[1][:64]
    for old, new, what in ((digest, digest[::-1], "differ in lifecircle.shard.edits"),
                           ('"edits":{"digest"', '"older":{"digest"', "lifecircle.shard.edits is not as"),
                           ('"outcomes":[{', '"outcomes":[{},{', "lifecircle.shard.edits is not as"),
                           ('"outcomes":[{', '"outcomes":[{"done":true},{', "differ in lifecircle.shard.edits"),
                           ('"op":"add"', '"op":"ad"', "lifecircle.shard.edits is not as")):
        assert whole.count(old) == 1, old
        (FOLDER / reports[1]).write_text(whole.replace(old, new), encoding="utf-8")
        said = run(PROGRAM, "merge", *reports, "-o", "bad.geojson", code=2)
        assert what in said, (new, said)
    assert not (FOLDER / "bad.geojson").exists()


def check_damage(p):
    """What the cutting found of a facility that moves, damaged."""
    write_edits(*some_edits(p))
    shutil.rmtree(FOLDER / "shards")
    run(PROGRAM, "cut", "edited.yaml", "-o", "shards", "--packs", "2")
    database = FOLDER / "shards/part-001/layers.sqlite"
    with sqlite3.connect(database) as db:
        layer = db.execute("SELECT layer FROM lifecircle_layers WHERE key LIKE '%moves of edits%'").fetchone()[0]
        n = db.execute("UPDATE lifecircle_arrays SET bytes = CAST(replace(CAST(bytes AS TEXT), '0', 'x') AS BLOB) WHERE name LIKE ? || ' value%'", (layer,)).rowcount
    db.close()
    assert n > 0
    said = run(PROGRAM, "check", "edited.yaml", "--shard", "shards/part-001/part.yaml", "-o", "bad.geojson", code=2)
    assert "layers.sqlite is damaged; cut again" in said, said


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    country = made_country.Country(6, 6)
    country.town(6, BORDER - 0.0105, 31.3, 9)  # on the border
    for k, store in enumerate(country.layers["stores"]):  # what comes along when one moves
        store["properties"].update({"name": f"Store {k}", "名称": f"店 {k}", "grade": ("市级", "区级", "?", None)[k % 4]})
    country.write(FOLDER)
    p = Places(country)
    check_same(p)
    check_osm(p)
    check_told(p)
    check_changed(p)
    check_apart(p)
    check_damage(p)
    print("edits in parts are those of one run")


main()
