#!/usr/bin/env python3
"""Check that GDAL, QGIS's engine, sees every column of a report with its type: check_columns.py REPORT"""
import json
import re
import subprocess
import sys


def expected_type(name, indicators):
    if name in ("id", "name", "group") or name.endswith(("_verdict", "_reason")):
        return "String"
    if name == "edge_effect":
        return "Integer"  # GDAL's booleans are integers of the subtype Boolean
    counts = ("_count", "_count_street", "_count_community", "_count_station", "_facilities")
    return "Integer" if name.endswith(counts) and name not in indicators else "Real"


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    indicators = {indicator["id"] for indicator in report["lifecircle"]["indicators"]}
    text = subprocess.run(["ogrinfo", "-al", "-so", sys.argv[1]], check=True, capture_output=True, text=True)
    assert not text.stderr, text.stderr
    types = dict(re.findall(r"^(\S+): (String|Integer|Integer64|Real|Date\w*|List\w*)\b", text.stdout, re.M))
    assert f"Feature Count: {len(report['features'])}" in text.stdout, text.stdout
    columns = {}
    for feature in report["features"]:
        for name, value in feature["properties"].items():
            columns[name] = columns.get(name, False) or value is not None
    assert set(types) == set(columns), set(types) ^ set(columns)
    for name, has_value in columns.items():
        # GeoJSON has no types: where every value is null, GDAL says String.
        expected = expected_type(name, indicators) if has_value else "String"
        assert types[name] == expected, f"{name} is {types[name]}, not {expected}"
    print(f"{len(columns)} columns with the right type")


main()
