#!/usr/bin/env python3
"""Pictures of maps for the documentation: screenshot.py LIFECIRCLE FOLDER (see scripts/screenshot; needs python3-pil)

FOLDER/map.png is Las Palmas; FOLDER/map-chengdu-zh.png the blocks of Chengdu, in Chinese, with facilities that are made up.
"""
import io
import pathlib
import subprocess
import sys
import tempfile
import time

import make_city
import test_map
from PIL import Image

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "data/samples"
WEST, SOUTH, WIDE, HIGH = 408400, 3389508, 2845, 3060  # the blocks, EPSG:4544

PROFILE = """
name: chengdu-sample
title: {en: Chengdu sample with made-up facilities, zh: 成都街坊样例（设施为虚构）}
indicators:
  - {id: store_300, title: {en: Store within a 300 m walk, zh: 步行300米内有便利店}, category: store, distance_m: 300,
     metric: network, denominator: area, target: 0.8, community_target: 0.6, source: 演示用, verified: unverified}
  - {id: park_500, title: {en: Park within a 500 m walk, zh: 步行500米见园}, category: park, distance_m: 500,
     metric: network, denominator: area, target: 0.8, community_target: 0.6, source: 演示用, verified: unverified}
  - {id: centre_500, title: {en: Centre within a 500 m walk, zh: 步行500米内有党群服务中心}, category: centre,
     distance_m: 500, metric: network, denominator: area, target: 0.9, source: 演示用, verified: unverified}
  - {id: store_300_straight, title: {en: Store within 300 m, zh: 便利店300米服务半径}, category: store, distance_m: 300,
     metric: straight, denominator: area, target: 0.8, community_target: 0.6, source: 演示用, verified: unverified}
  - {id: park_500_straight, title: {en: Park within 500 m, zh: 公园500米服务半径}, category: park, distance_m: 500,
     metric: straight, denominator: area, target: 0.8, community_target: 0.6, source: 演示用, verified: unverified}
  - {id: clinic_500, title: {en: Clinic within a 500 m walk, zh: 步行500米内有社区卫生服务站}, category: clinic,
     distance_m: 500, metric: network, denominator: area, source: 演示用, verified: unverified}
"""


def made_up(path, kind, count, side):
    """Points, or squares with this side, over the blocks."""
    features = []
    for n in range(count):
        x, y = WEST + WIDE * make_city.noise(20, kind, n), SOUTH + HIGH * make_city.noise(21, kind, n)
        square = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
        shape = {"type": "Polygon", "coordinates": [square]} if side else {"type": "Point", "coordinates": [x, y]}
        features.append(make_city.feature(shape, id=f"{kind}-{n}", name=("便利店", "公园", "党群服务中心")[kind] + str(n + 1)))
    make_city.write(path, features)


def chengdu(program, folder):
    for kind, (name, count, side) in enumerate((("store", 30, 0), ("park", 8, 120), ("centre", 5, 0))):
        made_up(folder / f"{name}.geojson", kind, count, side)
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    facilities = [
        word
        for name in ("store", "park", "centre")
        for word in ("--facilities", f"{name}={folder}/{name}.geojson|crs=EPSG:4544")
    ]
    subprocess.run(
        [program, "check", "--network", f"{SAMPLES}/chengdu/roads.shp|noding=all", "--communities",
         f"{SAMPLES}/chengdu/blocks.shp", "--id-field", "街坊编码", "--name-field", "街坊名称", "--profile",
         folder / "profile.yaml", *facilities, "--no-fail", "--quiet", "--html", folder / "chengdu.html"], check=True
    )  # fmt: skip


def laspalmas(program, folder):
    subprocess.run(
        [program, "check", "--osm", f"{SAMPLES}/laspalmas/laspalmas.osm.pbf", "--communities",
         f"{SAMPLES}/laspalmas/districts.shp", "--id-field", "code", "--name-field", "name", "--no-fail", "--quiet",
         "--html", folder / "laspalmas.html"], check=True
    )  # fmt: skip


def portoalegre(program, folder):
    subprocess.run(
        [sys.executable, SAMPLES.parents[1] / "tests/made/porto.py", SAMPLES / "portoalegre"], cwd=folder, check=True
    )  # fmt: skip
    subprocess.run(
        [program, "check", "--osm", f"{SAMPLES}/portoalegre/portoalegre.osm.pbf", "--communities", "boxes.geojson", "--id-field", "id",
         "--facilities", "convenience_store=stores.geojson", "--profile", "./porto.yaml", "--dem", "heights.tif", "--walk-cost",
         "realistic", "--no-fail", "--quiet", "--html", "porto.html"], cwd=folder, check=True
    )  # fmt: skip


def shoot(driver, page, address, script, path):
    driver.get("about:blank")
    driver.get(page.as_uri() + address)
    driver.execute_script(script)
    time.sleep(0.5)
    save(driver, path)


def save(driver, path):
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png()))
    picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def main(program, out):
    with tempfile.TemporaryDirectory() as name, test_map.browser() as driver:
        folder = pathlib.Path(name)
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 1380, "height": 820, "deviceScaleFactor": 1, "mobile": False}
        )
        laspalmas(program, folder)
        shoot(
            driver, folder / "laspalmas.html", "?lang=en#indicator=park_500&layers=areas,facilities,ground,names&community=35008561",
            "view.map.setView([28.117, -15.416], 13.5, {animate: false})", out / "map.png",
        )  # fmt: skip
        portoalegre(program, folder)
        shoot(
            driver, folder / "porto.html", "?lang=en#layers=slopes,names",
            "view.map.setView([-30.052, -51.205], 14.25, {animate: false})", out / "slopes.png",
        )  # fmt: skip
        chengdu(program, folder)
        shoot(
            driver, folder / "chengdu.html", "?lang=zh#indicator=store_300&layers=gaps,facilities",
            "choose_community(table.order[N - 5]);"
            "view.map.fitBounds(view.bounds, {animate: false, paddingBottomRight: [380, 0]})", out / "map-chengdu-zh.png",
        )  # fmt: skip


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
