#!/usr/bin/python3
"""The provider in QGIS, without a window, against the program: check_provider.py PROGRAM SAMPLES PLUGINS WORK"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

PROGRAM, SAMPLES, PLUGINS, WORK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
os.environ.update(QT_QPA_PLATFORM="offscreen", LIFECIRCLE_PROGRAM=str(PROGRAM), HOME=str(WORK), XDG_RUNTIME_DIR=str(WORK))
shutil.rmtree(WORK, ignore_errors=True)
WORK.mkdir(parents=True, mode=0o700)
sys.path[:0] = [str(PLUGINS), "/usr/share/qgis/python/plugins"]

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QLocale

application = QgsApplication([], False)
application.initQgis()
import processing
from processing.core.Processing import Processing

Processing.initialize()
from lifecircle_provider.provider import Provider
from lifecircle_provider import whatif, words

provider = Provider()
assert application.processingRegistry().addProvider(provider)

TOWN, GATED = SAMPLES / "liechtenstein", SAMPLES / "gated"
FEW = WORK / "few.shp"  # communities for what does not depend on their number
CITY = {"OSM": str(TOWN / "liechtenstein.osm.pbf"), "NAME_FIELD": "name", "ID_FIELD": "name"}


def of_program(*options):
    report = WORK / "program.geojson"
    subprocess.run([PROGRAM, "check", *options, "--no-fail", "--quiet", "-o", report], check=True)
    return json.loads(report.read_text())


def rows(path, layer):
    read = QgsVectorLayer(f"{path}|layername={layer}", layer, "ogr")
    assert read.isValid(), (path, layer)
    names = read.fields().names()
    return [dict(zip(names, feature.attributes())) for feature in read.getFeatures()]


def same(rows, report):
    compared = 0
    for row, feature in zip(rows, report["features"], strict=True):
        for name, wanted in feature["properties"].items():
            value = row[name]
            if wanted is None:
                assert value is None or str(value) == "NULL", (name, value)
            elif isinstance(wanted, bool):
                assert bool(value) == wanted, (name, value, wanted)
            else:
                assert value == wanted, (name, value, wanted)
            compared += 1
    return compared


def write_few():
    subprocess.run(["ogr2ogr", "-q", FEW, TOWN / "communities.shp", "-where", "name IN ('Vaduz', 'Planken')"], check=True)


def run(name, **parameters):
    return processing.run(f"lifecircle:{name}", parameters)["OUTPUT"]


def check_numbers():
    layer = QgsVectorLayer(str(FEW), "communities", "ogr")
    report = of_program("--osm", CITY["OSM"], "--communities", FEW, "--id-field", "name", "--name-field", "name")
    path = run("check", COMMUNITIES=layer, OUTPUT=str(WORK / "all.gpkg"), **CITY)
    n = same(rows(path, "communities"), report)
    memory = layer.materialize(QgsFeatureRequest())
    path = run("check", COMMUNITIES=memory, OUTPUT=str(WORK / "memory.gpkg"), **CITY)
    same(rows(path, "communities"), report)
    print(f"check: {n} values are those of the program, of a file and of a layer in memory")


def check_others():
    layer = str(FEW)
    areas = rows(run("areas", COMMUNITIES=layer, OUTPUT=str(WORK / "areas.gpkg"), **CITY), "areas")
    report = of_program("--osm", CITY["OSM"], "--communities", layer, "--id-field", "name", "--name-field", "name")
    assert [a["ratio"] for a in areas] == [i["ratio"] for i in report["lifecircle"]["indicators"]]
    gaps = rows(run("gaps", COMMUNITIES=layer, OUTPUT=str(WORK / "gaps.gpkg"), **CITY), "gaps")
    assert gaps and [g["area_m2"] for g in gaps] == sorted((g["area_m2"] for g in gaps), reverse=True)
    raster, wanted = run("distance", COMMUNITIES=layer, CATEGORY="park", OUTPUT=str(WORK / "park.tif"), **CITY), WORK / "wanted.tif"
    subprocess.run([PROGRAM, "check", "--osm", CITY["OSM"], "--communities", layer, "--no-fail", "--quiet", "--field", f"park={wanted}"], check=True)
    assert pathlib.Path(raster).read_bytes() == wanted.read_bytes()
    sites = rows(run("site", COMMUNITIES=layer, INDICATOR="store_500", SPACING=400, COUNT=2, OUTPUT=str(WORK / "sites.gpkg"), **CITY), "sites")
    assert len(sites) == 2
    print(f"areas, gaps ({len(gaps)}), distance, site")


def check_layers():
    """Own facilities and streets, as layers of the project, by name."""
    stores = QgsVectorLayer(str(GATED / "stores.geojson"), "shops", "ogr")
    QgsProject.instance().addMapLayer(stores)
    profile = WORK / "p.yaml"
    profile.write_text("name: p\nindicators:\n  - {id: store, category: convenience_store, distance_m: 300, metric: network, denominator: area}\n")
    path = run("check", COMMUNITIES=str(GATED / "communities.geojson"), ID_FIELD="id", NETWORK=str(GATED / "streets.geojson"), PROFILE_FILE=str(profile),
               FACILITIES=["convenience_store", "shops"], OPTIONS=f"--compounds '{GATED}/compounds.geojson' --gates '{GATED}/gates.geojson'",
               OUTPUT=str(WORK / "gated.gpkg"))
    report = of_program("--communities", GATED / "communities.geojson", "--id-field", "id", "--network", GATED / "streets.geojson", "--profile", profile,
                        "--facilities", f"convenience_store={GATED}/stores.geojson", "--compounds", GATED / "compounds.geojson", "--gates", GATED / "gates.geojson")
    same(rows(path, "communities"), report)
    print("layers of the project")


WALL_PROFILE = "name: p\nindicators:\n  - {id: store, category: convenience_store, distance_m: 300, metric: network, denominator: area}\n"


def write_edits(path, **drawn):
    """The program's template with features drawn in: layer -> [(WKT, values)]."""
    subprocess.run([PROGRAM, "edits", "--template", path, "--quiet"], check=True)
    for layer, features in drawn.items():
        read = QgsVectorLayer(f"{path}|layername={layer}", layer, "ogr")
        assert read.startEditing()
        draw(read, features)
        assert read.commitChanges(), read.commitErrors()


def draw(layer, features):
    for text, values in features:
        made = QgsFeature(layer.fields())
        made.setGeometry(QgsGeometry.fromWkt(text))
        for name, value in values.items():
            made[name] = value
        assert layer.addFeature(made)


def check_whatif():
    """Layers of a template, of the project, with changes that are not saved, and the file itself: the numbers of the program."""
    profile, plan = WORK / "wall.yaml", WORK / "plan.gpkg"
    profile.write_text(WALL_PROFILE)
    homes = QgsVectorLayer(str(GATED / "communities.geojson"), "homes", "ogr")
    box = homes.extent()
    west, y = box.xMinimum(), box.center().y()
    shop = (f"POINT ({west + 0.0006} {y + 0.0005})", {"op": "add", "category": "convenience_store", "id": "new"})
    wall = (f"LINESTRING ({west - 0.0005} {y}, {west + 0.0005} {y})", {"op": "close"})
    write_edits(plan, edit_points=[shop])
    city = {"COMMUNITIES": homes, "ID_FIELD": "id", "NETWORK": str(GATED / "streets.geojson"), "PROFILE_FILE": str(profile),
            "FACILITIES": ["convenience_store", str(GATED / "stores.geojson")]}  # fmt: skip
    options = ["--communities", GATED / "communities.geojson", "--id-field", "id", "--network", GATED / "streets.geojson", "--profile", profile,
               "--facilities", f"convenience_store={GATED}/stores.geojson"]  # fmt: skip
    before, after = of_program(*options), of_program(*options, "--edits", plan)
    layers = [QgsVectorLayer(f"{plan}|layername=edit_{kind}", f"edit_{kind}", "ogr") for kind in ("points", "lines", "areas")]
    QgsProject.instance().addMapLayers(layers)
    told = Told()
    for edits in (layers, ["edit_points", "edit_lines"], [str(plan)], str(plan)):
        path = processing.run("lifecircle:whatif", {**city, "EDITS": edits, "OUTPUT": str(WORK / "whatif.gpkg")}, feedback=told)["OUTPUT"]
        same(rows(path, "communities"), after)
    assert told.progress and all(0 <= p <= 100 for p in told.progress), told.progress
    change, ground = rows(path, "change"), rows(path, "gained_lost")
    for row, old, new in zip(change, before["features"], after["features"], strict=True):
        assert (row["store_before"], row["store_after"]) == (old["properties"]["store"], new["properties"]["store"])
        assert row["store_change"] == round(row["store_after"] - row["store_before"], 6) >= 0
    assert any(row["store_change"] > 0 for row in change), change
    assert {g["kind"] for g in ground} == {"gained"}
    drawn = QgsVectorLayer(f"{path}|layername=change", "change", "ogr")
    assert drawn.renderer().type() == "graduatedSymbol" and drawn.renderer().classAttribute() == "store_change"
    assert not [p for p in WORK.iterdir() if p.name.endswith(".part")]
    assert layers[1].startEditing()  # and a wall that is not saved yet
    draw(layers[1], [wall])
    path = run("whatif", EDITS=layers, OUTPUT=str(WORK / "unsaved.gpkg"), **city)
    layers[1].rollBack()
    write_edits(WORK / "both.gpkg", edit_points=[shop], edit_lines=[wall])
    walled = of_program(*options, "--edits", WORK / "both.gpkg")
    same(rows(path, "communities"), walled)
    assert walled["features"] != after["features"]
    print("what if: before, after and change")


def check_cut():
    """Ground that overlaps itself is repaired, where the difference is refused without."""
    square, bow = (QgsGeometry.fromWkt(text) for text in ("POLYGON((0 0,1 0,1 1,0 1,0 0))", "POLYGON((0 0,2 2,2 0,0 2,0 0))"))
    assert square.difference(bow).isNull() and abs(whatif.cut(square, bow).area() - 0.5) < 1e-12


def check_whatif_errors():
    plan, shop = WORK / "nothing.gpkg", {"op": "add", "category": "shop"}
    write_edits(plan)
    fails("none of the layers", "whatif", EDITS=[str(plan)], **CITY)
    fails("draw in them first", "whatif", EDITS=[f"{plan}|layername=edit_points"], **CITY)
    fails("EDITS", "whatif", EDITS=[str(WORK / "missing.gpkg")], **CITY)
    write_edits(plan, edit_points=[("POINT (9.5 47.1)", shop)])
    fails("shop", "whatif", EDITS=[str(plan)], **CITY)
    stopped = QgsProcessingFeedback()
    stopped.cancel()
    processing.run("lifecircle:whatif", {"COMMUNITIES": str(FEW), "EDITS": [str(plan)], "OUTPUT": str(WORK / "stopped.gpkg"),
                                         **CITY}, feedback=stopped)  # fmt: skip
    assert not (WORK / "stopped.gpkg").exists() and not (WORK / "f.gpkg").exists()
    print("what if: errors, cancelling")


class Told(QgsProcessingFeedback):
    """What is told of progress."""

    def __init__(self):
        super().__init__()
        self.progress, self.phases = [], []
        self.progressChanged.connect(self.progress.append)

    def setProgressText(self, text):
        self.phases.append(text)


def check_progress():
    told = Told()
    all_of_them = str(TOWN / "communities.shp")  # long enough for each phase to be seen
    processing.run("lifecircle:check", {"COMMUNITIES": all_of_them, "OUTPUT": str(WORK / "p.gpkg"), **CITY}, feedback=told)
    assert told.progress and all(0 <= p <= 100 for p in told.progress), told.progress
    assert "measure coverage" in told.phases and len(told.phases) == len(set(told.phases)), told.phases
    print(f"progress: {len(told.progress)} steps of {len(told.phases)} phases")


def fails(wanted, name="check", feedback=None, **parameters):
    try:
        processing.run(f"lifecircle:{name}", {"COMMUNITIES": str(FEW), "OUTPUT": str(WORK / "f.gpkg"), **parameters}, feedback=feedback)
    except QgsProcessingException as error:
        assert wanted in str(error), error
    else:
        raise AssertionError(f"no error: {wanted}")


def check_errors():
    fails("Give an OpenStreetMap file")
    fails("no such", OSM="missing.osm.pbf")
    fails("unknown option", OPTIONS="--frobnicate", **CITY)
    fails("A row of facilities", FACILITIES=["park", ""], **CITY)
    stopped = QgsProcessingFeedback()
    stopped.cancel()
    processing.run("lifecircle:check", {"COMMUNITIES": str(FEW), "OUTPUT": str(WORK / "stopped.gpkg"), **CITY}, feedback=stopped)
    assert not (WORK / "stopped.gpkg").exists()
    print("errors, cancelling")


def check_chinese():
    application.setLocale(QLocale("zh_CN"))
    assert words.is_chinese() and words.tr("Gaps") == "缺口"
    source = "".join(path.read_text() for path in (PLUGINS / "lifecircle_provider").glob("*.py") if path.name != "words.py")
    unused = [text for text in words.CHINESE if text.split('"')[0][:40] not in source]
    assert not unused, unused
    for algorithm in provider.algorithms():
        algorithm = algorithm.create()
        texts = [algorithm.displayName(), algorithm.shortHelpString(), *(p.description() for p in algorithm.parameterDefinitions())]
        assert all(any("一" <= c <= "龥" for c in text) for text in texts), texts
    fails("没有", OSM="missing.osm.pbf")
    print("Chinese")


write_few()
check_numbers()
check_others()
check_layers()
check_whatif()
check_errors()
check_cut()
check_whatif_errors()
check_progress()
check_chinese()
os._exit(0)  # QGIS' own end crashes now and then when there is no window
