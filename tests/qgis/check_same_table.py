#!/usr/bin/python3
"""One table of a few communities by the program, by Python and by QGIS, as it is and with edits: check_same_table.py PROGRAM SAMPLES PLUGINS PACKAGE WORK

Every value is compared as the text of the program's CSV: the last digit counts.
"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys

PROGRAM, SAMPLES, PLUGINS, PACKAGE, WORK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:6])
os.environ.update(QT_QPA_PLATFORM="offscreen", LIFECIRCLE_PROGRAM=str(PROGRAM), HOME=str(WORK), XDG_RUNTIME_DIR=str(WORK))
shutil.rmtree(WORK, ignore_errors=True)
WORK.mkdir(parents=True, mode=0o700)
OSM, DISTRICTS, PLAN = SAMPLES / "liechtenstein/liechtenstein.osm.pbf", WORK / "districts.shp", WORK / "plan.geojson"
OF_PYTHON = """
import sys
import geopandas, lifecircle
osm, districts, plan = sys.argv[1:4]
city = lifecircle.City(geopandas.read_file(districts), osm, id_field="name", name_field="name", profile="life-circle", keep_paths=True)
city.check().write("python.csv")
city.check(edits=geopandas.read_file(plan)).write("python-after.csv")
"""


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def write_plan():
    """A footbridge, a building site, a shop more and a shop less."""
    x, y = 9.520833, 47.1401035  # the shop node/315636896, in Vaduz
    u, v = 9.5268616, 47.1208588  # a crossing in Triesen, a kilometre from the next one
    ring = [[x + 0.001, y], [x + 0.0015, y], [x + 0.0015, y + 0.0005], [x + 0.001, y + 0.0005], [x + 0.001, y]]
    edits = [feature("LineString", [[u, v], [9.5300299, 47.1200595]], op="path"), feature("Polygon", [ring], op="close"),
             feature("Point", [u, v], op="add", category="convenience_store", id="new"),
             feature("Point", [x, y], op="remove", category="convenience_store")]  # fmt: skip
    PLAN.write_text(json.dumps({"type": "FeatureCollection", "features": edits}))


def by_program(name, *edits):
    subprocess.run([PROGRAM, "check", "--osm", OSM, "--communities", DISTRICTS, "--id-field", "name", "--name-field", "name", "--no-fail", "--quiet",
                    "--csv", WORK / f"{name}.csv", *edits], check=True)  # fmt: skip
    return WORK / f"{name}.csv"


def by_python():
    subprocess.run([sys.executable, "-c", OF_PYTHON, OSM, DISTRICTS, PLAN], cwd=WORK, check=True,
                   env=dict(os.environ, PYTHONPATH=str(PACKAGE)))  # fmt: skip


def in_qgis():
    sys.path[:0] = [str(PLUGINS), "/usr/share/qgis/python/plugins"]
    from qgis.core import QgsApplication, QgsVectorLayer

    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    from lifecircle_provider.provider import Provider

    provider = Provider()
    assert application.processingRegistry().addProvider(provider)
    city = {"COMMUNITIES": QgsVectorLayer(str(DISTRICTS), "districts", "ogr"), "OSM": str(OSM), "ID_FIELD": "name", "NAME_FIELD": "name"}
    processing.run("lifecircle:check", {**city, "OUTPUT": str(WORK / "qgis.gpkg")})
    processing.run("lifecircle:whatif", {**city, "EDITS": [str(PLAN)], "OUTPUT": str(WORK / "qgis-after.gpkg")})

    def rows(name, layer):
        read = QgsVectorLayer(f"{WORK / name}|layername={layer}", layer, "ogr")
        columns = read.fields().names()
        return [dict(zip(columns, feature.attributes())) for feature in read.getFeatures()]

    return rows, provider


def text_of(value):
    """A value of a layer as the program's CSV has it."""
    if value is None or str(value) == "NULL":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def same(rows, table):
    compared = 0
    for row, line in zip(rows, read_table(table).values(), strict=True):
        for name, value in line.items():
            told = text_of(row[name])
            assert told == value or (told and value and float(told) == float(value)), (name, told, value)
            compared += 1
    return compared


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {line["id"]: line for line in csv.DictReader(file)}


def indicators_of(changes):
    return [name.removesuffix("_change") for name in changes[0] if name.endswith("_change")]


def check_change(changes, before, after):
    """The layer of the comparison against both tables."""
    changed = 0
    for row in changes:
        for name in indicators_of(changes):
            old, new = (float(table[row["id"]][name]) for table in (before, after))
            assert (row[f"{name}_before"], row[f"{name}_after"]) == (old, new), (row["id"], name)
            assert row[f"{name}_change"] == round(new - old, 6), (row["id"], name)
            changed += row[f"{name}_change"] != 0
    assert changed > 0
    return changed


def check_ground(ground, changes, before):
    """What is drawn as gained, less what is lost, is what the shares say; where no share changes nothing is drawn."""
    for name in indicators_of(changes):
        drawn = sum(g["area_m2"] * {"gained": 1, "lost": -1}[g["kind"]] for g in ground if g["indicator"] == name)
        wanted = sum(row[f"{name}_change"] * float(before[row["id"]]["area_m2"]) for row in changes)
        assert abs(drawn - wanted) <= 0.02 * abs(wanted) + 500, (name, drawn, wanted)
    assert {g["kind"] for g in ground} == {"gained", "lost"}


subprocess.run(["ogr2ogr", "-q", DISTRICTS, SAMPLES / "liechtenstein/communities.shp", "-where", "name IN ('Vaduz', 'Triesen', 'Planken')"], check=True)
write_plan()
tables = [by_program("program"), by_program("program-after", "--edits", PLAN)]
by_python()
for table, name in zip(tables, ("python.csv", "python-after.csv")):
    assert table.read_bytes() == (WORK / name).read_bytes(), name
print("Python: the bytes of the program's table, as it is and with edits")
rows, provider = in_qgis()
n = same(rows("qgis.gpkg", "communities"), tables[0])
assert same(rows("qgis-after.gpkg", "communities"), tables[1]) == n
print(f"QGIS: {n} values are those of the program's table, as it is and with edits")
changes, ground = (rows("qgis-after.gpkg", layer) for layer in ("change", "gained_lost"))
before, after = map(read_table, tables)
print(f"what if: {check_change(changes, before, after)} shares change")
check_ground(ground, changes, before)
os._exit(0)  # QGIS' own end crashes now and then when there is no window
