#!/usr/bin/env python3
"""The map of more communities than a page holds digit by digit: check_many.py PROGRAM FOLDER

Its numbers, which are written in steps, are those of the report to half a step; those that are left out are counted. The page opens in a
browser (as in test_map.py), which decodes the same numbers, and shows one of them."""
import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import test_map  # noqa: E402

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
SIDE, STEP = 159, 0.001  # 25,281 communities
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
PROFILE = """name: many
title: {en: Many, zh: 许多}
indicators:
  - {id: store, title: {en: Store, zh: 便利店}, category: store, distance_m: 600, metric: straight, community_target: 0.5}
  - {id: school, title: {en: School, zh: 学校}, category: school, distance_m: 500, metric: straight, denominator: population}
"""


def save(name, geometries):
    features = [{"type": "Feature", "properties": {"id": f"c{k}"}, "geometry": g} for k, g in enumerate(geometries)]
    (FOLDER / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def make():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    at = [(104 + STEP * (k % SIDE), 30 + STEP * (k // SIDE)) for k in range(SIDE * SIDE)]
    save("communities.geojson", [{"type": "Polygon", "coordinates": [[[x, y], [x + STEP, y], [x + STEP, y + STEP], [x, y + STEP], [x, y]]]}
                                 for x, y in at])
    for name, every in (("stores", 137), ("schools", 211)):
        save(f"{name}.geojson", [{"type": "Point", "coordinates": [x + 0.3 * STEP, y + 0.4 * STEP]} for x, y in at[::every]])
    save("people.geojson", [{"type": "Point", "coordinates": [x + STEP / 2, y + STEP / 3]} for x, y in at[::2]])
    (FOLDER / "many.yaml").write_text(PROFILE)


def numbers(text):
    result, number, weight = [], 0, 1
    for c in text:
        digit = DIGITS.index(c)
        number += (digit & 31) * weight
        weight *= 32
        if not digit & 32:
            result.append(-(number - 1) // 2 if number % 2 else number // 2)
            number, weight = 0, 1
    return result


def check(data, report, indicator, step):
    values, features = data["values"][indicator], report["features"]
    name = report["lifecircle"]["indicators"][indicator]["id"]
    reasons = 0
    for key, column in (("ratio", name), ("err", f"{name}_err"), ("offnet", f"{name}_offnet"), ("mean", f"{name}_mean_m")):
        steps, scale = step[key], 10 if key == "mean" else 1e6
        found = numbers(values[key])
        assert len(found) == len(features), (key, len(found))
        for number, feature in zip(found, features):
            whole = feature["properties"].get(column)
            if whole is None:
                assert number < 0, (key, number)
                if key == "ratio":
                    reasons += 1
                    assert values["reasons"][-1 - number] == feature["properties"][f"{name}_reason"], number
            else:
                off = number * steps - whole * scale
                assert -1 <= off < steps + 1 if key == "err" else abs(off) <= steps / 2 + 1, (key, number, whole)
    return reasons


DECODED = """const all = numbers_of(arguments[0]);
return {ratio: all.ratio, err: all.err, offnet: all.offnet, mean: all.mean};"""


def open_page(data, report):
    """In a browser: no error, every number is the one of the text, and the last community's share stands in its panel."""
    with test_map.browser() as driver:
        driver.set_script_timeout(60)
        driver.get((FOLDER / "map.html").absolute().as_uri() + f"#c={SIDE * SIDE - 1}")
        page = test_map.Map(driver, report, "")
        page.settle()
        for i in range(2):
            found = page.run(DECODED, i)
            for key, step in (("ratio", data["steps"]["ratio"]), ("err", data["steps"]["err"]), ("offnet", data["steps"]["offnet"]),
                              ("mean", data["steps"]["mean"])):
                known = [number * step if number >= 0 else data["values"][i]["reasons"][-1 - number] if key == "ratio" else None
                         for number in numbers(data["values"][i][key])]
                assert found[key] == known, (i, key, next((k, a, b) for k, (a, b) in enumerate(zip(found[key], known)) if a != b))
        assert page.run("return DATA.communities.id.length") == SIDE * SIDE
        faults = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
        assert not faults, faults


def main():
    make()
    subprocess.run([PROGRAM, "check", "--communities", "communities.geojson", "--id-field", "id", "--facilities", "store=stores.geojson",
                    "--facilities", "school=schools.geojson", "--demand", "people.geojson", "--profile", "./many.yaml", "--html", "map.html",
                    "--output", "report.geojson", "--no-fail", "--quiet"], cwd=FOLDER, check=True)
    page = (FOLDER / "map.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.S).group(1))
    report = json.loads((FOLDER / "report.geojson").read_text(encoding="utf-8"))
    reasons = [check(data, report, i, data["steps"]) for i in range(2)]
    assert reasons[0] == 0 and reasons[1] > 1000, f"communities without people have no share: {reasons}"
    assert len(data["values"][0]["verdict"]) == SIDE * SIDE
    assert not data["shapes"]["facilities_left_out"] and data["facilities"]
    open_page(data, report)
    print(f"{len(page) / 1e6:.1f} MB: the numbers of {SIDE * SIDE} communities are those of the report")


main()
