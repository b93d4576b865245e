#!/usr/bin/env python3
"""The picture of the page of `lifecircle serve`: screenshot.py LIFECIRCLE FOLDER (see scripts/screenshot; needs python3-pil)

FOLDER/serve.png is Las Palmas with a store more, a store that is moved, and a bridge over a road.
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "map"))
import screenshot as map_screenshot  # noqa: E402
import test_map  # noqa: E402
import test_page  # noqa: E402
import test_server  # noqa: E402

PROJECT = """osm: {samples}/laspalmas.osm.pbf
communities: {samples}/districts.shp
id_field: code
name_field: name
"""

# What a person would do with the tools, by its places: the picture is the same every time.
STEPS = (
    "add_edit(drawn_edit('add', [[-15.4415, 28.1105]]))",
    "add_edit(drawn_edit('bridge', [[-15.4314189, 28.1094584], [-15.4327976, 28.1085914]]))",
    "const facility = existing_at(view.map.latLngToContainerPoint([28.1149, -15.4352]), 1000);"
    "change_list(dragged_list({facility}, [-15.4345, 28.1118]))",
    "choose_plan('B')",
    "add_edit(drawn_edit('add', [[-15.4358, 28.1125]]))",
    "choose_plan('A')",
    "view.hint.remove()",
)


def main(program, out):
    samples = map_screenshot.SAMPLES / "laspalmas"
    with tempfile.TemporaryDirectory() as name, test_map.browser() as driver:
        folder = pathlib.Path(name)
        (folder / "laspalmas.yaml").write_text(PROJECT.format(samples=samples), encoding="utf-8")
        server = test_server.Server(program, folder, project="laspalmas.yaml")
        try:
            size = {"width": 1400, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            page = test_page.Page(driver, program, folder, server)
            page.open()
            page.run("view.map.setView([28.1115, -15.4362], 15.75, {animate: false})")
            for step in STEPS:
                page.run(step)
                page.idle()
            map_screenshot.save(driver, out / "serve.png")
        finally:
            server.stop()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
