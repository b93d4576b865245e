#!/usr/bin/env python3
"""Porto Alegre for walking costs: porto.py writes into the current folder what the sample lacks.

Twelve boxes of about 2.4 km x 2.6 km over the streets of the sample, a made store every 800 m, and the heights in metres: the
sample's were stretched to 0..255, about 0.86 m a step.
"""
import json
import pathlib
import subprocess
import sys

WEST, SOUTH, WIDE, HIGH = -51.245, -30.102, 0.025, 0.0235  # degrees; 0.025 are 2.41 km here, 0.0235 are 2.60 km
COLUMNS, ROWS = 4, 3
STEP_X, STEP_Y = 0.0083, 0.0072  # 800 m


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def box(column, row):
    x, y = WEST + column * WIDE, SOUTH + row * HIGH
    ring = [[x, y], [x + WIDE, y], [x + WIDE, y + HIGH], [x, y + HIGH], [x, y]]
    return feature("Polygon", [[[round(a, 6), round(b, 6)] for a, b in ring]], id=f"{'ABC'[row]}{column + 1}")


def main(sample, folder):
    write(folder / "boxes.geojson", [box(column, row) for row in range(ROWS) for column in range(COLUMNS)])
    stores = [
        feature("Point", [round(WEST + (i + 0.5) * STEP_X, 6), round(SOUTH + (j + 0.5) * STEP_Y, 6)], id=f"s{i}-{j}")
        for j in range(int(ROWS * HIGH / STEP_Y))
        for i in range(int(COLUMNS * WIDE / STEP_X))
    ]
    write(folder / "stores.geojson", stores)
    (folder / "porto.yaml").write_text(
        "name: porto\ntitle: {en: Porto Alegre with made-up stores, zh: 阿雷格里港（便利店为虚构）}\nindicators:\n"
        "  - {id: store_500, title: {en: Store within a 500 m walk, zh: 步行500米内有便利店}, category: convenience_store,\n"
        "     distance_m: 500}\n", encoding="utf-8"
    )  # fmt: skip
    subprocess.run(
        ["gdal_translate", "-q", "-ot", "Float32", "-scale", "0", "255", "0", "219.3", sample / "elevation.tif",
         folder / "heights.tif"], check=True
    )  # fmt: skip


main(pathlib.Path(sys.argv[1]), pathlib.Path("."))
