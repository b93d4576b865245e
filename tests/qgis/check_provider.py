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
    QgsFeatureRequest,
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
from lifecircle_provider import words

provider = Provider()
assert application.processingRegistry().addProvider(provider)

TOWN, GATED = SAMPLES / "liechtenstein", SAMPLES / "gated"
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


def run(name, **parameters):
    return processing.run(f"lifecircle:{name}", parameters)["OUTPUT"]


def check_numbers():
    layer = QgsVectorLayer(str(TOWN / "communities.shp"), "communities", "ogr")
    report = of_program("--osm", TOWN / "liechtenstein.osm.pbf", "--communities", TOWN / "communities.shp", "--id-field", "name", "--name-field", "name")
    path = run("check", COMMUNITIES=layer, OUTPUT=str(WORK / "all.gpkg"), **CITY)
    n = same(rows(path, "communities"), report)
    memory = layer.materialize(QgsFeatureRequest())
    path = run("check", COMMUNITIES=memory, OUTPUT=str(WORK / "memory.gpkg"), **CITY)
    same(rows(path, "communities"), report)
    print(f"check: {n} values are those of the program, of a file and of a layer in memory")


def check_others():
    layer = str(TOWN / "communities.shp")
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


def fails(wanted, name="check", feedback=None, **parameters):
    try:
        processing.run(f"lifecircle:{name}", {"COMMUNITIES": str(TOWN / "communities.shp"), "OUTPUT": str(WORK / "f.gpkg"), **parameters}, feedback=feedback)
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
    processing.run("lifecircle:check", {"COMMUNITIES": str(TOWN / "communities.shp"), "OUTPUT": str(WORK / "stopped.gpkg"), **CITY}, feedback=stopped)
    assert not (WORK / "stopped.gpkg").exists()
    print("errors, cancelling")


def check_chinese():
    application.setLocale(QLocale("zh_CN"))
    assert words.is_chinese() and words.tr("Gaps") == "缺口"
    source = (PLUGINS / "lifecircle_provider/algorithms.py").read_text() + (PLUGINS / "lifecircle_provider/program.py").read_text()
    unused = [text for text in words.CHINESE if text.split('"')[0][:40] not in source]
    assert not unused, unused
    algorithm = application.processingRegistry().algorithmById("lifecircle:check").create()
    assert all(any("一" <= c <= "龥" for c in p.description()) or p.description().startswith("OpenStreetMap") for p in algorithm.parameterDefinitions())
    assert any("一" <= c <= "龥" for c in algorithm.displayName() + algorithm.shortHelpString())
    fails("没有", OSM="missing.osm.pbf")
    print("Chinese")


check_numbers()
check_others()
check_layers()
check_errors()
check_chinese()
os._exit(0)  # QGIS' own end crashes now and then when there is no window
