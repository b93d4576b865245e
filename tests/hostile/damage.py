"""A small town in every format that is read, and what damages its files: makers, each into the current folder.

SUBJECTS says of each file how it is used. A damage takes the bytes of a file and a generator of random numbers, and gives the
bytes of another.
"""
import contextlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess

import bombs
from bombs import SQUARE, X, Y

SIDE = 0.01
# Places that all files hold: shops, and the corners of two streets.
SHOPS = [(X, Y, "a", 1), (X + SIDE / 2, Y + SIDE / 2, "便利店", 2), (X + SIDE, Y + SIDE, "c", 3)]
STREETS = [[(X, Y), (X + SIDE / 2, Y + SIDE / 2), (X + SIDE, Y + SIDE)], [(X, Y + SIDE), (X + SIDE / 2, Y + SIDE / 2)]]
BLOCKS = [(X, "东社区"), (X + SIDE / 2, "西社区")]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def block(x):
    return [[x, Y], [x + SIDE / 2, Y], [x + SIDE / 2, Y + SIDE], [x, Y + SIDE], [x, Y]]


# ------------------------------------------------------------------------------------------------------------ the town


def layers():
    """Shops, streets and blocks in the formats of GDAL."""
    from osgeo import gdal, ogr, osr
    gdal.UseExceptions()
    bombs.save("shops.geojson", [bombs.feature("Point", [x, y], name=name, n=n) for x, y, name, n in SHOPS])
    bombs.save("streets.geojson", [bombs.feature("LineString", line) for line in STREETS])
    bombs.save("blocks.geojson", [bombs.feature("Polygon", [block(x)], name=name) for x, name in BLOCKS])
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for source, path, driver, kind, options in (
            ("shops", "shops.gpkg", "GPKG", ogr.wkbPoint, []), ("shops", "shops.fgb", "FlatGeobuf", ogr.wkbPoint, []),
            ("shops", "shops.kml", "KML", ogr.wkbPoint, []), ("shops", "shops.gml", "GML", ogr.wkbPoint, []),
            ("shops", "shops.geojsonl", "GeoJSONSeq", ogr.wkbPoint, []), ("shops", "shops.tab", "MapInfo File", ogr.wkbPoint, []),
            ("blocks", "blocks.shp", "ESRI Shapefile", ogr.wkbPolygon, ["ENCODING=GBK"]),
            ("streets", "streets.gpkg", "GPKG", ogr.wkbLineString, [])):
        data = ogr.GetDriverByName(driver).CreateDataSource(path)
        layer = data.CreateLayer(source, system, kind, options)
        for name, type_ in (("name", ogr.OFTString), ("n", ogr.OFTInteger)):
            layer.CreateField(ogr.FieldDefn(name, type_))
        from_ = ogr.Open(f"{source}.geojson")
        for old in from_.GetLayer():
            new = ogr.Feature(layer.GetLayerDefn())
            new.SetFrom(old)
            layer.CreateFeature(new)
        del layer, data
    raster = gdal.GetDriverByName("GTiff").Create("people.tif", 12, 12, 1, gdal.GDT_Float32, ["COMPRESS=DEFLATE"])
    raster.SetProjection(system.ExportToWkt())
    raster.SetGeoTransform([X - 0.001, 0.001, 0, Y + SIDE + 0.001, 0, -0.001])
    raster.GetRasterBand(1).WriteRaster(0, 0, 12, 12, struct.pack("<144f", *range(1, 145)))
    del raster


def tables():
    rows = "".join(f"{x:.6f},{y:.6f},{name},{n}\n" for x, y, name, n in SHOPS)
    write("shops.csv", "lon,lat,name,n\n" + rows)
    bombs.workbook("shops.xlsx", [bombs.row(1, "lon", "lat", "name")] + [bombs.row(i + 2, x, y, name) for i, (x, y, name, _) in enumerate(SHOPS)])


def street_nodes():
    return [at for line in STREETS for at in line]


def osm_xml():
    nodes = "".join(f'<node id="{i + 1}" lat="{y:.7f}" lon="{x:.7f}"/>\n' for i, (x, y) in enumerate(street_nodes()))
    shop = f'<node id="9" lat="{Y:.7f}" lon="{X:.7f}"><tag k="shop" v="convenience"/></node>\n'
    ways = ""
    for number, refs in ((1, (1, 2, 3)), (2, (4, 2))):
        ends = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        ways += f'<way id="{number}">{ends}<tag k="highway" v="footway"/></way>\n'
    write("town.osm", f'<osm version="0.6">\n{nodes}{shop}{ways}</osm>\n')


def osm_pbf():
    """The same; a blob for the nodes, one for the ways."""
    field = bombs.field
    strings = field(1, b"".join(field(1, text) for text in (b"", b"highway", b"footway", b"shop", b"convenience")))

    def deltas(values):
        return b"".join(bombs.zigzag(b - a) for a, b in zip([0, *values], values))

    places = [*street_nodes(), (X, Y)]
    ids = [*range(1, len(places)), 9]
    dense = field(1, deltas(ids)) + field(8, deltas([round(y * 1e7) for _, y in places]))
    dense += field(9, deltas([round(x * 1e7) for x, _ in places])) + field(10, bytes(len(places) - 1) + bytes([3, 4, 0]))
    ways = b"".join(field(3, field(1, w) + field(2, bytes([1])) + field(3, bytes([2])) + field(8, deltas(refs)))
                    for w, refs in ((1, [1, 2, 3]), (2, [4, 2])))
    with open("town.osm.pbf", "wb") as file:
        file.write(bombs.HEADER + bombs.blob(b"OSMData", strings + field(2, field(2, dense))))
        file.write(bombs.blob(b"OSMData", strings + field(2, ways)))


def settings():
    write("shops.yaml", "name: shops\nwalk_speed_m_per_min: 66.7\nindicators:\n  - id: shop\n    category: shop\n"
          "    distance_m: 500\n    title: {en: Shops, zh: 店}\n    target: 0.5\n")
    write("people.yaml", "name: people\nindicators:\n  - {id: shop, category: shop, distance_m: 500, denominator: population}\n")
    write("stores.yaml", "name: stores\nindicators:\n  - {id: shop, category: convenience_store, distance_m: 500}\n")
    write("town.yaml", "network: streets.geojson\ncommunities: blocks.geojson\nname_field: name\nfacilities:\n  shop: shops.geojson\n"
          "profile: shops.yaml\nlink_limit: 250\nmax_error: 0.005\n")
    place = {"type": "Point", "coordinates": [X + SIDE, Y]}
    line = {"type": "LineString", "coordinates": [[X + SIDE / 2, Y + SIDE / 2], [X + SIDE, Y]]}
    write("edits.geojson", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"op": "add", "category": "shop", "id": "new"}, "geometry": place},
        {"type": "Feature", "properties": {"op": "path"}, "geometry": line}]}))


def town(program, data):
    """All of it, and what the program writes itself: a prepared network, reports, parts and a history."""
    layers()
    tables()
    osm_xml()
    osm_pbf()
    settings()
    shutil.rmtree("data", ignore_errors=True)
    os.makedirs("data/rules")
    shutil.copytree(os.path.join(data, "profiles"), "data/profiles")
    for name in os.listdir(os.path.join(data, "rules")):
        shutil.copy(os.path.join(data, "rules", name), f"data/rules/{name}")
    for path in ("town.lcn.sqlite", "history.sqlite"):
        if os.path.exists(path):
            os.remove(path)
    for command in (["prepare", "--network", "streets.geojson", "-o", "town.lcn.sqlite"],
                    check() + ["-o", "old.geojson", "--store", "history.sqlite"],
                    check() + ["--planes", "cells", "--shard", "1/1", "-o", "part.geojson"]):
        subprocess.run([program, *command, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    # SpatiaLite's tables of reference systems are most of such a file; its own pages are what is to be damaged.
    for path in ("town.lcn.sqlite", "history.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("DELETE FROM spatial_ref_sys WHERE srid NOT IN (-1, 0, 4326)")
            db.execute("DELETE FROM spatial_ref_sys_aux WHERE srid NOT IN (-1, 0, 4326)")
            db.commit()
            db.execute("VACUUM")
            db.execute("PRAGMA journal_mode = DELETE")  # no other file beside it that has its pages


# ------------------------------------------------------------------------------------------------------------ commands


def check(**options):
    given = {"network": "streets.geojson", "communities": "blocks.geojson", "name_field": "name", "facilities": "shop=shops.geojson",
             "profile": "shops.yaml", "threads": "1", **options}
    return ["check", "--no-fail"] + [word for name, value in given.items() if value
                                     for word in ("--" + name.replace("_", "-"), value)]


def shops(path):
    return check(facilities=f"shop={path}|crs=EPSG:4326")


def blocks(path):
    return check(communities=path.rsplit(".", 1)[0] + ".shp")


def osm(path):
    return check(osm=path, network=None, facilities="convenience_store=osm", profile="stores.yaml")


def rules(_):
    return check(osm="town.osm", network=None, facilities="convenience_store=osm", profile="stores.yaml", data="data")


# file: how it is used, the words that follow (OUT stands for a report). A file of YAML or text may be cut where a line ends and be
# whole again, another file: `data` says so.
OUT = ["--quiet", "-o", "r.geojson"]
SUBJECTS = {
    "shops.geojson": (shops, OUT), "streets.geojson": (lambda p: check(network=p), OUT),
    "blocks.geojson": (lambda p: check(communities=p), OUT), "shops.geojsonl": (shops, OUT),
    "blocks.shp": (blocks, OUT), "blocks.shx": (blocks, OUT), "blocks.dbf": (blocks, OUT), "blocks.prj": (blocks, OUT),
    "blocks.cpg": (blocks, OUT), "shops.gpkg": (lambda p: check(facilities=f"shop={p}"), OUT),
    "streets.gpkg": (lambda p: check(network=p), OUT), "shops.fgb": (shops, OUT), "shops.kml": (shops, OUT),
    "shops.gml": (shops, OUT), "shops.tab": (shops, OUT), "shops.map": (lambda p: shops(p[:-3] + "tab"), OUT),
    "shops.csv": (shops, OUT), "shops.xlsx": (shops, OUT), "town.osm": (osm, OUT), "town.osm.pbf": (osm, OUT),
    "people.tif": (lambda p: check(demand=p, profile="people.yaml"), OUT),
    "town.yaml": (lambda p: ["check", p, "--no-fail"], OUT), "shops.yaml": (lambda p: check(profile=p), OUT),
    "data/rules/walk.yaml": (rules, OUT), "data/rules/categories.yaml": (rules, OUT),
    "town.lcn.sqlite": (lambda p: check(network=p), OUT), "edits.geojson": (lambda p: check(edits=p), OUT),
    "history.sqlite": (lambda p: ["history", p], ["--json"]), "old.geojson": (lambda p: ["diff", "old.geojson.whole", p, "--no-fail"], []),
    "part.geojson": (lambda p: ["merge", p], ["-o", "r.geojson"]),
}
INSPECTED = ("shops.geojson", "blocks.shp", "shops.gpkg", "shops.fgb", "shops.kml", "shops.csv", "shops.xlsx", "town.osm",
             "town.osm.pbf", "people.tif")

# ------------------------------------------------------------------------------------------------------------- damages


def cut(share):
    def damage(data, _):
        return data[:int(len(data) * share)]
    return damage


def cut_end(data, _):
    """All but the last letter that is not a space."""
    return data.rstrip()[:-1]


def flip(data, rng):
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]


def flip_head(data, rng):
    return flip(data[:64], rng) + data[64:]


def count(data, rng):
    """Four bytes that say how much there is: very much."""
    at = rng.randrange(max(1, len(data) - 4))
    return data[:at] + rng.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80"]) + data[at + 4:]


def hole(data, rng):
    """A stretch that was never written."""
    size = max(1, len(data) // 8)
    at = rng.randrange(len(data))
    return data[:at] + bytes(len(data[at:at + size])) + data[at + size:]


def repeat(data, rng):
    """A stretch that is there twice."""
    size = max(1, len(data) // 8)
    at = rng.randrange(len(data))
    return data[:at + size] + data[at:]


def text_mode(data, _):
    """As sent by a program that takes everything for text."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


DAMAGES = {
    "empty": lambda data, _: b"", "one_byte": lambda data, _: data[:1], "cut_1": cut(0.1), "cut_3": cut(0.3), "cut_5": cut(0.5),
    "cut_7": cut(0.7), "cut_9": cut(0.9), "cut_end": cut_end, "zeros": lambda data, _: bytes(len(data)),
    "page": lambda *_: b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>Not Found</body></html>\n",
    "twice": lambda data, _: data + data, "text_mode": text_mode, "hole": hole, "repeat": repeat, "count": count,
    "flip": flip, "flip_head": flip_head,
    "utf16": lambda data, _: b"\xff\xfe" + data.decode("latin-1").encode("utf-16-le"), "trailing": lambda data, _: data + b"}\0\xff",
}
# After these nothing of a file is left, or not all of it: a report that has other numbers must tell of it.
LOSES = ("empty", "one_byte", "cut_1", "cut_3", "cut_5", "cut_7", "cut_9", "cut_end", "zeros", "page")
# Lists and settings that are shorter are lists and settings too.
LISTS = ("shops.csv", "shops.geojsonl", "blocks.cpg", "blocks.prj", "town.yaml", "shops.yaml", "data/rules/walk.yaml", "data/rules/categories.yaml")


# ----------------------------------------------------------------------------------------------------- odd on purpose


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)}).encode()


def shop(*at, **properties):
    return bombs.feature("Point", list(at or (X, Y)), **properties)


def one(kind, coordinates):
    return collection(bombs.feature(kind, coordinates, name="a"))


def shape(data, at, number, order=">"):
    """A shapefile whose number at a place is another."""
    return data[:at] + struct.pack(order + "i", number) + data[at + 4:]


RING = block(X)
# file, what it is made of (its bytes are given), exit, error or warning.
ODD = [
    # GeoJSON: empty, nested, wrong kinds
    ("shops.geojson", lambda _: b"{}", 2, "."),
    ("shops.geojson", lambda _: b"[]", 2, "."),
    ("shops.geojson", lambda _: b"null", 2, "."),
    ("shops.geojson", lambda _: b" \n\t ", 2, "."),
    ("shops.geojson", lambda _: collection(), 0, "no_facilities"),
    ("blocks.geojson", lambda _: collection(), 2, "."),
    ("streets.geojson", lambda _: collection(), 2, "."),
    ("edits.geojson", lambda _: collection(), 2, "."),
    ("shops.geojson", lambda d: collection(json.loads(d)), 0, "no_geometry"),
    ("shops.geojson", lambda d: b"[" + d + b"]", 2, "."),
    ("shops.geojson", lambda d: d.replace(b'"Point"', b'"Pointe"'), 0, "no_geometry"),
    ("shops.geojson", lambda d: d.replace(b'"coordinates"', b'"coordinate"'), 2, "."),
    ("shops.geojson", lambda _: one("Point", []), 0, "no_geometry|empty_geometry"),
    ("shops.geojson", lambda _: one("Point", [X]), 0, "no_geometry"),
    ("shops.geojson", lambda _: one("Point", ["104", "30"]), 2, "."),
    ("shops.geojson", lambda _: one("Point", [[X, Y]]), 0, "no_geometry"),
    ("shops.geojson", lambda _: one("Point", [1e308, Y]), 2, "."),
    ("shops.geojson", lambda _: one("Point", [Y, X]), 0, "axes_swapped"),
    ("shops.geojson", lambda _: b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point",'
     b'"coordinates":[NaN,30]}}]}', 0, "no_geometry"),
    ("blocks.geojson", lambda _: one("Polygon", [[[X, Y], [X + SIDE, Y], [X, Y]]]), 2, "."),
    ("blocks.geojson", lambda _: one("Polygon", [[[X, Y]] * 5]), 2, "."),
    ("blocks.geojson", lambda _: one("Polygon", []), 2, "."),
    ("blocks.geojson", lambda _: one("Polygon", [[[X, Y], [X + SIDE, Y + SIDE], [X + SIDE, Y], [X, Y + SIDE], [X, Y]]]), 0,
     "invalid_repaired"),
    ("blocks.geojson", lambda _: one("MultiPolygon", [[SQUARE], [SQUARE]]), 0, "invalid_repaired"),
    ("blocks.geojson", lambda _: collection(*[bombs.feature("Polygon", [SQUARE], name="a")] * 2), 0, "community_duplicate"),
    ("blocks.geojson", lambda _: one("LineString", RING), 2, "."),
    ("blocks.geojson", lambda _: one("Point", [X, Y]), 2, "."),
    ("streets.geojson", lambda _: one("Point", [X, Y]), 2, "."),
    ("streets.geojson", lambda _: one("LineString", [[X, Y]]), 2, "."),
    ("streets.geojson", lambda _: one("LineString", [[X, Y]] * 2), 2, "."),
    ("shops.geojson", lambda d: d + b"\n" + d, 2, "line 2"),
    # GeoJSON: encodings
    ("shops.geojson", lambda d: b"\xef\xbb\xbf" + d, 0, ""),
    ("shops.geojson", lambda d: json.dumps(json.loads(d), ensure_ascii=False).encode("gbk"), 0, "encoding_guessed"),
    ("shops.geojson", lambda d: json.dumps(json.loads(d), ensure_ascii=False).encode("utf-16"), 2, "."),
    # edits
    ("edits.geojson", lambda d: d.replace(b'"op"', b'"OP"'), 0, ""),
    ("edits.geojson", lambda d: d.replace(b'"op"', b'"opp"'), 2, "has no field 'op'|op"),
    ("edits.geojson", lambda d: d.replace(b'"add"', b'"added"'), 2, "feature number 1: op is 'added'"),
    ("edits.geojson", lambda d: d.replace(b'"add"', b'"remove"'), 2, "feature 1|number 1|edit"),
    ("edits.geojson", lambda d: d.replace(b'"category": "shop"', b'"category": "school"'), 2, "school"),
    ("edits.geojson", lambda d: d.replace(b'"category": "shop", ', b""), 2, "category"),
    ("edits.geojson", lambda d: d.replace(b'"LineString"', b'"MultiPoint"'), 2, "."),
    # shapefiles: numbers of the heads
    ("blocks.shp", lambda d: shape(d, 0, 9995), 2, "."),
    ("blocks.shp", lambda d: shape(d, 32, 1, "<"), 0, ""),
    ("blocks.shp", lambda d: shape(d, 24, 2**31 - 1), 0, ""),
    ("blocks.shp", lambda d: shape(d, 104, 2**31 - 1), 0, ""),
    ("blocks.shp", lambda d: shape(d, 100 + 8 + 36, 2**31 - 1, "<"), 2, "."),
    ("blocks.shp", lambda d: shape(d, 100 + 8 + 40, 2**31 - 1, "<"), 2, "."),
    ("blocks.shp", lambda d: shape(d, 100 + 8 + 40, -1, "<"), 2, "."),
    ("blocks.shx", lambda d: shape(d, 100, 2**31 - 1), 2, "."),
    ("blocks.dbf", lambda d: d[:4] + struct.pack("<I", 2**31 - 1) + d[8:], 2, "."),
    ("blocks.dbf", lambda d: d[:4] + struct.pack("<I", 1) + d[8:], 2, "."),
    ("blocks.dbf", lambda d: d[:8] + struct.pack("<H", 65535) + d[10:], 2, "."),
    ("blocks.prj", lambda _: b"GEOGCS[", 2, "."),
    ("blocks.cpg", lambda _: b"KLINGON", 0, "encoding_guessed"),
    ("blocks.cpg", lambda _: b"UTF-8", 0, "encoding_wrong"),
    # tables
    ("shops.csv", lambda _: b"lon,lat,name\n", 0, "no_facilities"),
    ("shops.csv", lambda _: b"lon,lon,name\n104.05,30.63,a\n", 2, "."),
    ("shops.csv", lambda d: d.replace(b"lon,lat", b"lat,lon"), 0, "axes_swapped"),
    ("shops.csv", lambda d: d.replace(b"lon,lat", b"a,b"), 2, "."),
    ("shops.csv", lambda d: d.replace(b",", b";"), 0, ""),
    ("shops.csv", lambda d: d.replace(b",", b"\t"), 0, ""),
    ("shops.csv", lambda d: d.replace(b"\n", b"\r"), 0, ""),
    ("shops.csv", lambda d: d.decode().encode("gbk"), 0, ""),
    ("shops.csv", lambda d: d.decode().encode("utf-16"), 0, ""),
    ("shops.csv", lambda d: d + b'"\n', 2, "."),
    ("shops.csv", lambda d: d + b"104.05,30.63\n", 0, ""),
    ("shops.csv", lambda d: d + b"104.05,north,x,4\n", 0, "coordinate|position|no_geometry|place"),
    ("shops.csv", lambda d: d + b"104.05,30.63,a,1\0\n", 2, "NUL"),
    ("shops.xlsx", lambda _: b"PK\x05\x06" + bytes(18), 2, "."),
    ("shops.xlsx", lambda d: d.replace(b"worksheets/sheet1.xml", b"worksheets/sheet2.xml"), 2, "."),
    # OpenStreetMap
    ("town.osm", lambda _: b"<osm/>", 2, "."),
    ("town.osm", lambda _: b"<gpx></gpx>", 2, "."),
    ("town.osm", lambda d: d.replace(b"</osm>", b""), 2, "."),
    ("town.osm", lambda d: d.replace(b'ref="2"', b'ref="77"'), 2, "want of their nodes"),
    ("town.osm", lambda d: d.replace(b'lat="', b'lat="x'), 2, "."),
    ("town.osm", lambda d: d.replace(b'id="1"', b'id="99999999999999999999"'), 2, "."),
    ("town.osm", lambda d: d.replace(b"</osm>\n", d.split(b"\n", 1)[1]), 0, ""),
    ("town.osm.pbf", lambda d: d[:len(bombs.HEADER)], 2, "."),
    ("town.osm.pbf", lambda d: d[len(bombs.HEADER):], 2, "."),
    ("town.osm.pbf", lambda d: struct.pack(">I", 2**31) + d[4:], 2, "."),
    ("town.osm.pbf", lambda _: bombs.blob(b"OSMHeader", bombs.field(4, b"NewFeature")), 2, "NewFeature"),
    # YAML
    ("town.yaml", lambda d: d + d, 2, "town.yaml:9"),
    ("town.yaml", lambda _: b"", 2, "."),
    ("town.yaml", lambda d: d + b"\tlink_limit: 3\n", 2, "town.yaml:"),
    ("town.yaml", lambda d: d.replace(b"network", b"netwrok"), 2, "town.yaml:1: unknown key 'netwrok'"),
    ("town.yaml", lambda d: d.replace(b"250", b"far"), 2, "town.yaml:7"),
    ("town.yaml", lambda d: d.replace(b"250", b"1e999"), 2, "town.yaml:7"),
    ("town.yaml", lambda d: d.replace(b"shop: shops.geojson", b"- shop"), 2, "town.yaml:"),
    ("town.yaml", lambda d: b"--- a\n---\n" + d, 2, "."),
    ("shops.yaml", lambda d: d.replace(b"distance_m: 500", b"distance_m: -500"), 2, "shops.yaml:6"),
    ("shops.yaml", lambda d: d.replace(b"distance_m: 500", b"distance_m: .nan"), 2, "shops.yaml:6"),
    ("shops.yaml", lambda d: d.replace(b"target: 0.5", b"target: 50"), 2, "shops.yaml:8"),
    ("shops.yaml", lambda d: d + d.split(b"indicators:\n")[1], 2, "shop"),
    ("shops.yaml", lambda d: d.decode().encode("gbk"), 2, "."),
    ("shops.yaml", lambda d: d.decode().encode("utf-16"), 0, ""),
    ("shops.yaml", lambda _: b"name: a\nextends: shops.yaml\n", 2, "shops.yaml"),
    ("data/rules/walk.yaml", lambda _: b"{}", 2, "walk.yaml"),
    ("data/rules/walk.yaml", lambda d: d.replace(b"require:", b"required:"), 2, "walk.yaml:.*required"),
    ("data/rules/categories.yaml", lambda _: b"- a\n- b\n", 2, "categories.yaml:1"),
    # rasters
    ("people.tif", lambda d: d.replace(b"II*\0", b"MM\0*"), 2, "."),
    ("people.tif", lambda d: b"P5\n12 12\n255\n" + bytes(144), 2, "."),
    # what the program wrote itself
    ("town.lcn.sqlite", lambda d: d[:60] + struct.pack(">I", 99) + d[64:], 2, "newer|version"),
    ("town.lcn.sqlite", lambda d: d[:68] + b"LCh1" + d[72:], 2, "."),
    ("history.sqlite", lambda d: d[:60] + struct.pack(">I", 99) + d[64:], 2, "newer|version"),
    ("history.sqlite", lambda d: d[:68] + b"GPKG" + d[72:], 2, "."),
    ("old.geojson", lambda _: b"{}", 2, "no report"),
    ("old.geojson", lambda d: d.replace(b"lifecircle-report/1", b"lifecircle-report/9"), 2, "lifecircle-report/9"),
    ("old.geojson", lambda d: d.replace(b'"indicators":[', b'"indicators":{'), 2, "."),
    ("old.geojson", lambda d: d.replace("东社区".encode(), "东社区".encode("gbk")), 2, "UTF-8"),
    ("part.geojson", lambda d: d.replace(b'"shard":', b'"shrad":'), 2, "whole report"),
    ("part.geojson", lambda d: d.replace("东社区".encode(), "东社区".encode("gbk")), 2, "UTF-8|damaged"),
    ("part.geojson", lambda d: d.replace(b'"communities":2', b'"communities":9000000000000'), 2, "2 of 9000000000000 communities"),
    ("part.geojson", lambda d: d.replace(b'"indicators":[', b'"scorecard":{"items":[1]},"indicators":[', 1), 2, "scorecard"),
    ("part.geojson", lambda d: d.replace(b'"metric":', b'"metre":'), 2, "indicators"),
    ("part.geojson", lambda d: d.replace(b'"Polygon","coordinates"', b'"Polygon";"coordinates"'), 2, "not JSON"),
]
