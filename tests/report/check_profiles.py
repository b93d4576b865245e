#!/usr/bin/env python3
"""Run every built-in profile on a sample: check_profiles.py PROGRAM DATA FOLDER

A category without data gives no_data, never a 0; a target is printed with its mark; each report obeys the schema. The sample is a part of
Liechtenstein, but for profiles of which Las Palmas has more categories.
"""
import json
import pathlib
import subprocess
import sys

program, data, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
LIECHTENSTEIN = ("liechtenstein/liechtenstein.osm.pbf", "liechtenstein/communities.shp|subset=name IN ('Vaduz', 'Planken', 'Schellenberg')", "name")
LAS_PALMAS = ("laspalmas/laspalmas.osm.pbf", "laspalmas/districts.shp|subset=code BETWEEN 35002900 AND 35003400", "code")
MORE_IN_LAS_PALMAS = ("gb50180-2018", "street-shops", "td-t-1062-2021", "wanzheng-shequ", "yi-lao-yi-xiao", "yike-zhong")
MARKS = {"text": "from the text", "secondary": "from a secondary source", "unverified": "unverified"}


def check_indicators(name, report, summary):
    known = 0
    for indicator in report["lifecircle"]["indicators"]:
        where = f"{name} {indicator['id']}"
        assert indicator["verified"] in MARKS, f"{where}: no mark"
        assert indicator["source"], f"{where}: no source"
        assert indicator["target_note"] and all(indicator["target_note"].values()), f"{where}: nothing on its target"
        values = [feature["properties"][indicator["id"]] for feature in report["features"]]
        if indicator["ratio"] is None:
            assert indicator["verdict"] == "no_data", f"{where}: {indicator['verdict']} without data"
            assert values == [None] * len(values), f"{where}: values without data"
            continue
        known += 1
        met = indicator["target"] is not None and indicator["ratio"] + indicator["err"] >= indicator["target"]
        assert indicator["verdict"] == ("no_target" if indicator["target"] is None else "met" if met else "missed"), where
        if indicator["target"] is not None:
            assert (indicator["metric"], indicator["denominator"]) == ("straight", "residential"), where
            mark = f"{indicator['target']:.2f} {indicator['verdict']} ({MARKS[indicator['verified']]})"
            assert mark in summary, f"{where}: the summary does not say {mark}"
    assert known, f"{name}: no indicator has data"
    return known


def main():
    names = sorted(path.stem for path in (data / "profiles").glob("*.yaml"))
    assert len(names) >= 17, names
    paths = [folder / f"profile-{name}.geojson" for name in names]
    known = 0
    for name, path in zip(names, paths):
        osm, communities, id_field = LAS_PALMAS if name in MORE_IN_LAS_PALMAS else LIECHTENSTEIN
        command = [program, "check", "--data", data, "--osm", data / "samples" / osm, "--communities", f"{data}/samples/{communities}",
                   "--id-field", id_field, "--name-field", "name", "--profile", name, "--no-fail", "--output", path]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, f"{name}: exit {done.returncode}: {done.stderr}"
        known += check_indicators(name, json.loads(path.read_text(encoding="utf-8")), done.stdout)
    assert known >= 155, f"{known} indicators have data: another sample has more"
    schema = data / "schema/lifecircle-report-1.schema.json"
    subprocess.run([sys.executable, pathlib.Path(__file__).with_name("check_schema.py"), schema, *paths], check=True)


main()
