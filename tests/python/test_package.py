#!/usr/bin/env python3
"""The Python package against the program: test_package.py PROGRAM SAMPLES PACKAGE_FOLDER HEADER"""
import ctypes
import gc
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM, SAMPLES, PACKAGE, HEADER = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
sys.path.insert(0, str(PACKAGE))

import geopandas
import numpy
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

import lifecircle
from lifecircle import _abi, _sources

TOWN = SAMPLES / "liechtenstein"
OSM = TOWN / "liechtenstein.osm.pbf"
GATED = SAMPLES / "gated"
PROFILE = {
    "name": "stores",
    "indicators": [
        {"id": "store", "title": {"en": "Stores", "zh": "商店"}, "category": "convenience_store", "distance_m": 400,
         "metric": "network", "denominator": "area", "target": 0.9},
    ],
}  # fmt: skip


def gated_city(**more):
    return lifecircle.City(
        geopandas.read_file(GATED / "communities.geojson"), network=geopandas.read_file(GATED / "streets.geojson"),
        facilities={"convenience_store": geopandas.read_file(GATED / "stores.geojson")}, id_field="id", **more,
    )  # fmt: skip


class Numbers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.report = pathlib.Path(cls.folder.name, "program.geojson")
        subprocess.run([PROGRAM, "check", "--osm", OSM, "--communities", TOWN / "communities.shp", "--id-field", "name",
                        "--overlap", "--no-fail", "--quiet", "-o", cls.report], check=True)  # fmt: skip
        cls.frame = geopandas.read_file(TOWN / "communities.shp")
        cls.city = lifecircle.City(cls.frame, osm=OSM, id_field="name")
        cls.result = cls.city.check(overlap=True, want=["gaps", "areas", "facilities"], distances=["park"])
        cls.of_file = lifecircle.check(TOWN / "communities.shp", OSM, id_field="name", overlap=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_column_is_that_of_the_program(self):
        features = json.loads(self.report.read_text())["features"]
        self.assertEqual(len(features), len(self.result.communities))
        compared = 0
        for (_, row), feature in zip(self.result.communities.iterrows(), features):
            for name, wanted in feature["properties"].items():
                value = row[name]
                if wanted is None or (isinstance(wanted, float) and not name.endswith(("_err", "_err_m"))):
                    decimals = 1 if name.endswith(("_m", "_m2")) else 6
                    value = None if value is None or value != value else round(value, decimals)
                if name.endswith("_err") and wanted is not None:
                    self.assertLess(abs(value - wanted), 1.0001e-6, name)  # a bound is rounded up
                elif name.endswith("_err_m") and wanted is not None:  # the same, and of what is printed
                    self.assertTrue(value <= wanted <= value + 0.0601, name)
                elif isinstance(wanted, float) and value is not None:
                    self.assertLess(abs(value - wanted), 1e-9, name)
                else:
                    self.assertEqual(value, wanted, name)
                compared += 1
        self.assertGreater(compared, 1000)

    def test_a_file_gives_the_bytes_of_the_program(self):
        written = pathlib.Path(self.folder.name, "package.geojson")
        self.of_file.write(written)
        self.assertEqual(written.read_bytes(), self.report.read_bytes())

    def test_a_frame_is_read_to_the_last_bit(self):
        of_file = self.of_file.communities
        for name in of_file.columns.drop("geometry"):
            numpy.testing.assert_array_equal(of_file[name].to_numpy(), self.result.communities[name].to_numpy(), name)
        self.assertTrue((of_file.geometry == self.result.communities.geometry).all())

    def test_the_shapes_fit_the_numbers(self):
        areas = self.result.areas.set_index("id").to_crs(2056).area
        for identity, covered in self.result.indicators["covered"].items():
            if covered == 0:  # the circle, where not one place has all of its services
                self.assertFalse(areas[identity] > 0, identity)
                continue
            self.assertAlmostEqual(areas[identity] / covered, 1, delta=0.01)
        gaps = self.result.gaps
        self.assertTrue((gaps.geom_type == "Polygon").all() and gaps["area_m2"].is_monotonic_decreasing)
        first = self.result.indicators.iloc[0]
        missing = gaps.loc[gaps["indicator"] == first.name, "area_m2"].sum()
        self.assertAlmostEqual((missing + first["covered"]) / first["demand"], 1, delta=0.01)
        self.assertGreater(len(self.result.facilities), 50)

    def test_the_grid_is_memory_of_the_report_and_outlives_the_result(self):
        result = gated_city().check(PROFILE, distances="convenience_store")
        grid = result.distances("convenience_store").distance_m
        with self.assertRaises(ValueError):
            grid[0, 0] = 1
        wanted = grid.copy()
        del result
        gc.collect()
        churn = [gated_city().check(PROFILE, distances="convenience_store") for _ in range(3)]
        self.assertEqual(len(churn), 3)
        numpy.testing.assert_array_equal(grid, wanted)
        with self.assertRaises(KeyError):
            self.result.distances("hospital")

    def test_distances_of_points_are_those_of_the_grid(self):
        grid = self.result.distances("park")
        rows, columns = numpy.nonzero(grid.distance_m < 800)
        pick = numpy.random.default_rng(7).choice(len(rows), 300, replace=False)
        points = geopandas.GeoSeries(geopandas.points_from_xy(
            grid.west + (columns[pick] + 0.5) * grid.cell_m, grid.north - (rows[pick] + 0.5) * grid.cell_m), crs=grid.crs)
        distance, facility = self.city.distance(points, "park")
        of_grid = grid.distance_m[rows[pick], columns[pick]]
        self.assertLess(numpy.quantile(abs(distance - of_grid), 0.95), 0.5)
        self.assertTrue(all(isinstance(one, str) for one in facility))
        by_title, same = self.city.distance(points, "公园")
        numpy.testing.assert_array_equal(by_title, distance)
        self.assertEqual(list(same), list(facility))
        with self.assertRaisesRegex(lifecircle.InputError, "prak"):
            self.city.distance(points, "prak")

    def test_sites(self):
        siting = self.city.site("store_500", "paths:400", count=2)
        self.assertEqual((len(siting.sites), len(siting.curve)), (2, 3))
        self.assertEqual(siting.totals["value"], siting.curve[-1])
        self.assertEqual(siting.totals["question"], "count")
        self.assertGreater(siting.totals["ratio_after"], siting.totals["ratio_before"])


class Sources(unittest.TestCase):
    def test_made_frames(self):
        store = gated_city().check(PROFILE).communities["store"]
        self.assertTrue(((store > 0) & (store < 1)).all())
        made = lifecircle.City(GATED / "communities.geojson", network=GATED / "streets.geojson", id_field="id",
                               facilities={"便利店": [GATED / "stores.geojson"]})  # fmt: skip
        self.assertEqual(list(made.check(PROFILE).communities["store"]), list(store))

    def test_geometries_of_every_kind_as_text(self):
        third = 1 / 3
        hole = Polygon([(0, 0), (9, 0), (9, 9), (0, 0)], [[(5, 1), (6, 1), (6, 2), (5, 1)]])
        for shape, wanted in (
            (Point(third, -0.1), "POINT (0.3333333333333333 -0.1)"),
            (Point(1, 2, 3), "POINT (1.0 2.0)"),
            (LineString([(0, 0), (1, 1e-9)]), "LINESTRING (0.0 0.0,1.0 1e-09)"),
            (MultiPolygon([hole, box(20, 0, 21, 1)]), None),
        ):
            text = _sources._wkt(shape)
            self.assertEqual(text, wanted or text)
            from shapely import wkt

            self.assertTrue(wkt.loads(text).equals(shape))

    def test_a_frame_without_crs_is_refused(self):
        with self.assertRaisesRegex(ValueError, "no CRS"):
            lifecircle.City(geopandas.GeoDataFrame(geometry=[box(0, 0, 1, 1)]))


class WhatIf(unittest.TestCase):
    """A live city against checks of changed layers."""

    def setUp(self):
        self.stores = geopandas.read_file(GATED / "stores.geojson")
        homes = geopandas.read_file(GATED / "communities.geojson")
        self.here = homes.to_crs(3857).geometry.iloc[0].centroid
        self.here = geopandas.GeoSeries([self.here], crs=3857).to_crs(self.stores.crs).iloc[0]

    def added(self, **more):
        fields = {"op": ["add"], "category": ["convenience_store"], "id": ["new"], **more}
        return geopandas.GeoDataFrame(fields, geometry=[self.here], crs=self.stores.crs)

    def test_numbers_are_those_of_a_changed_layer(self):
        live = gated_city().live(PROFILE)
        changed = geopandas.GeoDataFrame({"id": range(len(self.stores) + 1)}, geometry=[*self.stores.geometry, self.here], crs=self.stores.crs)
        wanted = lifecircle.City(
            geopandas.read_file(GATED / "communities.geojson"), network=geopandas.read_file(GATED / "streets.geojson"),
            facilities={"convenience_store": changed}, id_field="id",
        ).check(PROFILE)  # fmt: skip
        before = list(live.base.communities["store"])
        self.assertEqual(list(live.report.communities["store"]), before)
        live.set(self.added())
        after = list(live.report.communities["store"])
        self.assertEqual(after, list(wanted.communities["store"]))
        self.assertNotEqual(after, before)
        self.assertEqual(list(live.base.communities["store"]), before)
        gained = live.change("store")
        self.assertEqual(set(gained["kind"]), {"gained"})
        more = live.report.indicators.loc["store", "covered"] - live.base.indicators.loc["store", "covered"]
        self.assertAlmostEqual(gained["area_m2"].sum() / more, 1, delta=0.05)
        live.undo()
        self.assertEqual(list(live.report.communities["store"]), before)
        self.assertEqual(len(live.change("store")), 0)

    def test_a_report_of_before_is_an_error(self):
        live = gated_city().live(PROFILE)
        old, base = live.report, live.base
        table = old.communities
        live.set(self.added())
        with self.assertRaisesRegex(lifecircle.LifecircleError, "other edits"):
            old.warnings
        self.assertEqual(list(table["store"]), list(old.communities["store"]))
        del live
        gc.collect()
        self.assertIsInstance(base.warnings, list)

    def test_an_edit_that_does_nothing_leaves_all_as_it_was(self):
        live = gated_city().live(PROFILE)
        live.set(self.added())
        after = list(live.report.communities["store"])
        none = geopandas.GeoDataFrame({"op": ["remove"], "category": ["convenience_store"], "id": ["none"]}, geometry=[None],
                                      crs=self.stores.crs)  # fmt: skip
        with self.assertRaises(lifecircle.InputError):
            live.set([self.added(), none])
        self.assertEqual(list(live.report.communities["store"]), after)

    def test_edits_of_paths(self):
        streets = geopandas.read_file(GATED / "streets.geojson")
        west, south, _, north = streets.total_bounds
        wide = box(west - 1e-3, south - 1e-3, streets.unary_union.centroid.x, north + 1e-3)
        wall = geopandas.GeoDataFrame({"op": ["close"]}, geometry=[wide], crs=streets.crs)
        live = gated_city(keep_paths=True).live(PROFILE)
        live.set(wall)
        self.assertNotEqual(list(live.report.communities["store"]), list(live.base.communities["store"]))
        with self.assertRaisesRegex(lifecircle.InputError, "paths"):
            gated_city().live(PROFILE).set(wall)


class EditedCheck(unittest.TestCase):
    """`edits` of a check, against the program's `--edits` with the same layers."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.plan, self.wall = (pathlib.Path(self.folder.name, name) for name in ("plan.geojson", "wall.geojson"))
        west, y = 104.0579141, 30.62
        self.write(self.plan, ("Point", [west + 0.0006, y + 0.0005], {"op": "add", "category": "convenience_store", "id": "new"}))
        self.write(self.wall, ("LineString", [[west - 0.0005, y], [west + 0.0005, y]], {"op": "close"}))

    def tearDown(self):
        self.folder.cleanup()

    def write(self, path, *features):
        made = [{"type": "Feature", "properties": p, "geometry": {"type": t, "coordinates": c}} for t, c, p in features]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))

    def of_program(self, *edits):
        profile, report = (pathlib.Path(self.folder.name, name) for name in ("p.yaml", "program.geojson"))
        profile.write_text(json.dumps(PROFILE, ensure_ascii=False))
        told = [word for one in edits for word in ("--edits", one)]
        subprocess.run([PROGRAM, "check", "--communities", GATED / "communities.geojson", "--id-field", "id", "--network", GATED / "streets.geojson",
                        "--profile", profile, "--facilities", f"convenience_store={GATED}/stores.geojson", "--no-fail", "--quiet",
                        "-o", report, *told], check=True)  # fmt: skip
        return report.read_bytes()

    def city_of_files(self, **more):
        return dict(communities=GATED / "communities.geojson", network=GATED / "streets.geojson", id_field="id",
                    facilities={"convenience_store": GATED / "stores.geojson"}, **more)  # fmt: skip

    def test_a_file_of_edits_gives_the_bytes_of_the_program(self):
        written = pathlib.Path(self.folder.name, "package.geojson")
        for edits in ([self.plan], [self.wall], [self.wall, self.plan]):
            result = lifecircle.check(**self.city_of_files(profile=PROFILE, edits=edits if len(edits) > 1 else edits[0]))
            result.write(written)
            self.assertEqual(written.read_bytes(), self.of_program(*edits))
        self.assertNotEqual(written.read_bytes(), self.of_program())

    def test_frames_of_edits_have_the_numbers_of_files(self):
        city = lifecircle.City(**self.city_of_files(profile=PROFILE, keep_paths=True))
        before = city.check(PROFILE)
        frames = [geopandas.read_file(self.wall), geopandas.read_file(self.plan)]
        of_frames, of_files = city.check(PROFILE, edits=frames), city.check(PROFILE, edits=[self.wall, self.plan])
        both = geopandas.GeoDataFrame({"op": ["close", "add"], "category": [None, "convenience_store"], "id": [None, "new"]},
                                      geometry=[frames[0].geometry[0], frames[1].geometry[0]], crs=4326)  # fmt: skip
        for after in (of_frames, city.check(PROFILE, edits=both)):
            for name in of_files.communities.columns.drop("geometry"):
                numpy.testing.assert_array_equal(after.communities[name].to_numpy(), of_files.communities[name].to_numpy(), name)
        self.assertNotEqual(list(of_files.communities["store"]), list(before.communities["store"]))
        self.assertEqual(list(city.check(PROFILE).communities["store"]), list(before.communities["store"]))

    def test_edits_in_another_crs(self):
        here = geopandas.read_file(self.plan)
        city = lifecircle.City(**self.city_of_files(profile=PROFILE))
        one, other = (city.check(PROFILE, edits=frame).communities["store"][0] for frame in (here, here.to_crs(4547)))
        self.assertAlmostEqual(one, other, delta=1e-4)

    def test_mistakes(self):
        city = lifecircle.City(**self.city_of_files(profile=PROFILE))
        with self.assertRaisesRegex(lifecircle.InputError, "paths"):
            city.check(PROFILE, edits=self.wall)
        nothing = geopandas.GeoDataFrame({"op": ["remove"], "category": ["convenience_store"], "id": ["none"]}, geometry=[None], crs=4326)
        with self.assertRaisesRegex(lifecircle.InputError, "none"):
            city.check(PROFILE, edits=nothing)
        with self.assertRaisesRegex(ValueError, "no CRS"):
            city.check(PROFILE, edits=geopandas.GeoDataFrame({"op": ["open"]}, geometry=[Point(0, 0)]))
        with self.assertRaisesRegex(lifecircle.InputError, "op"):
            city.check(PROFILE, edits=GATED / "stores.geojson")


class Errors(unittest.TestCase):
    def test_memory_and_offline(self):
        with self.assertRaises(MemoryError):
            lifecircle.City(TOWN / "communities.shp", OSM, max_memory=1 << 20)
        lifecircle.City(TOWN / "communities.shp", OSM, max_memory=1 << 33)
        with self.assertRaisesRegex(lifecircle.InputError, "offline"):
            lifecircle.City("/vsicurl/http://127.0.0.1:9/none.shp", OSM, offline=True)


    def test_mistakes_are_exceptions_with_their_place(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "wrong.yaml")
            path.write_text("name: wrong\nindicators:\n  - {id: a, categry: park}\n")
            with self.assertRaises(lifecircle.InputError) as caught:
                gated_city(profile=path)
            self.assertEqual((pathlib.Path(caught.exception.file).name, caught.exception.line), ("wrong.yaml", 3))
            self.assertIsInstance(caught.exception, ValueError)
            result = gated_city().check(PROFILE)
            with self.assertRaises(lifecircle.FileError) as caught:
                result.write(pathlib.Path(folder, "none", "r.geojson"))
            self.assertIsInstance(caught.exception, OSError)
            self.assertIn("none/r.geojson", str(caught.exception))
            with self.assertRaisesRegex(ValueError, "kind"):
                result.write(pathlib.Path(folder, "r.txt"))
        with self.assertRaisesRegex(lifecircle.InputError, "no such file"):
            lifecircle.check("missing.shp", OSM)
        with self.assertRaisesRegex(ValueError, "want"):
            gated_city().check(PROFILE, want="shapes")

    def test_chinese(self):
        with self.assertRaisesRegex(lifecircle.InputError, "[一-龥]"):
            lifecircle.check("missing.shp", OSM, language="zh")

    def test_what_was_not_asked_for_is_an_error(self):
        result = gated_city().check(PROFILE)
        with self.assertRaises(lifecircle.InputError):
            result.areas
        self.assertEqual(len(result.gaps), 0)

    def test_progress_and_cancelling(self):
        phases = []
        gated_city(progress=lambda phase, done: phases.append((phase, done)))
        self.assertTrue(phases and all(0 <= done <= 1 for _, done in phases))
        with self.assertRaises(lifecircle.Cancelled):
            gated_city(progress=lambda phase, done: False)

        def fails(phase, done):
            raise LookupError("mine")

        with self.assertRaisesRegex(LookupError, "mine"):
            gated_city(progress=fails)

    def test_ctrl_c(self):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which a script's background job ignores
        started = threading.Event()
        threading.Thread(target=lambda: (started.wait(), os.kill(os.getpid(), signal.SIGINT))).start()

        def progress(phase, done):
            started.set()

        with self.assertRaises(KeyboardInterrupt):
            for _ in range(1000):
                lifecircle.City(TOWN / "communities.shp", OSM, progress=progress)
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)


class Interface(unittest.TestCase):
    def test_every_struct_is_as_the_compiler_lays_it_out(self):
        made = [s for s in vars(_abi).values() if isinstance(s, type) and issubclass(s, ctypes.Structure)]
        structs = [s for s in made if s is not ctypes.Structure]
        self.assertGreater(len(structs), 30)
        lines = ["#include <stdio.h>", f'#include "{HEADER}"', "int main(void) {"]
        for s in structs:
            lines.append(f'printf("{s.__name__} %zu\\n", sizeof({s.__name__}));')
            for field, _ in s._fields_:
                member = f"(({s.__name__} *)0)->{field}"
                lines.append(f'printf("{s.__name__}.{field} %zu %zu\\n", offsetof({s.__name__}, {field}), sizeof({member}));')
        with tempfile.TemporaryDirectory() as folder:
            source, program = pathlib.Path(folder, "abi.c"), pathlib.Path(folder, "abi")
            source.write_text("\n".join(lines + ["return 0; }"]))
            subprocess.run(["cc", "-w", "-o", program, source], check=True)
            said = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split("\n")
        wanted = []
        for s in structs:
            wanted.append(f"{s.__name__} {ctypes.sizeof(s)}")
            wanted += [f"{s.__name__}.{f} {getattr(s, f).offset} {getattr(s, f).size}" for f, _ in s._fields_]
        self.assertEqual(said[:-1], wanted)

    def test_every_function_of_the_header_is_there(self):
        declared = HEADER.read_text().count("LC_API ") - HEADER.read_text().count("#define LC_API ")
        self.assertEqual(len(_abi.FUNCTIONS), declared)

    def test_versions(self):
        said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout
        self.assertEqual(said, f"lifecircle {lifecircle.__version__}\n")
        self.assertIn("life-circle", lifecircle.profiles())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
