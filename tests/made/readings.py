#!/usr/bin/env python3
"""Small files that say more, or less, than they seem to (docs/inputs.md); tests/cli/readings.txt reads them. A community of
2000 x 400 m around 104.06 E 30.65 N, a street through it, a store in its middle; and show.py, which prints a report's numbers."""
import json
import struct
import zipfile

LON, LAT = 104.06, 30.65
EAST, NORTH = 1 / 95853.2, 1 / 110863.45  # degrees a metre there


def at(x, y):
    return [round(LON + x * EAST, 8), round(LAT + y * NORTH, 8)]


def box(x0, y0, x1, y1):
    return [[at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)]]


def save(name, *features, **members):
    features = [{"type": "Feature", "properties": p, "geometry": {"type": kind, "coordinates": xy}} for p, kind, xy in features]
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", **members, "features": features}, file, ensure_ascii=False)


def save_shapefile(name, points, field, kind, width, cells, records=None):
    """Points and one field; `records` of them in the .dbf."""
    records = len(points) if records is None else records
    head = struct.pack(">i20xi", 9994, (100 + 28 * len(points)) // 2) + struct.pack("<2i8d", 1000, 1, -180, -90, 180, 90, *[0.0] * 4)
    index = struct.pack(">i20xi", 9994, (100 + 8 * len(points)) // 2) + head[28:]
    for i, xy in enumerate(points):
        index += struct.pack(">2i", len(head) // 2, 10)
        head += struct.pack(">2i", i + 1, 10) + struct.pack("<i2d", 1, *xy)
    dbf = struct.pack("<4BIHH20x", 3, 126, 1, 1, records, 65, 1 + width)
    dbf += struct.pack("<11sc4x2B14x", field.encode(), kind.encode(), width, 0) + b"\r"
    dbf += b"".join(b" " + cell.encode().rjust(width) for cell in cells[:records]) + b"\x1a"
    for ending, content in (("shp", head), ("shx", index), ("dbf", dbf)):
        with open(f"{name}.{ending}", "wb") as file:
            file.write(content)


save("community.geojson", ({"code": "1"}, "Polygon", box(-1000, -200, 1000, 200)))
save("twice.geojson", ({"code": "1"}, "MultiPolygon", [box(-1000, -200, 1000, 200)] * 2))
save("ids.geojson", ({"code": "2"}, "Polygon", box(-1000, -200, 0, 200)), ({"code": None}, "Polygon", box(0, -200, 1000, 200)))
save("street.geojson", ({}, "LineString", [at(-1500, 0), at(1500, 0)]))
save("store.geojson", ({"id": "a"}, "Point", at(0, 0)))
save("gcj.geojson", ({"id": "a"}, "Point", at(0, 0)), crs={"type": "name", "properties": {"name": "GCJ02"}})
save("page.geojson", ({"id": "a"}, "Point", at(0, 0)), numberMatched=7, numberReturned=1)
save("pocket.geojson", ({"id": "p"}, "MultiPolygon", [box(0, 0, 60, 50)] * 2))
save("closed.geojson", ({"id": "p"}, "LineString", box(-900, -150, 900, 150)[0]))
homes = [at(x, 10) for x in (-800, -100, 100)]
save_shapefile("people", homes, "pop", "N", 12, ["1,000", "153,084", "500"])
save_shapefile("fewer", homes, "pop", "N", 12, ["1000", "153084", "500"], records=2)
save_shapefile("stores", homes[1:], "id", "N", 20, ["51010400100100110001", "51010400100100110002"])
with zipfile.ZipFile("people.zip", "w") as archive:
    for ending in ("shp", "shx", "dbf"):
        archive.write(f"people.{ending}")
with open("years.csv", "w", encoding="utf-8") as file:
    file.write("lng,lat,2020\n" + "".join(f"{x},{y},{n}\n" for (x, y), n in zip(homes, (1000, 1500, 500))))
with open("show.py", "w", encoding="utf-8") as file:
    file.write("""import json, sys
report = json.load(open("r.geojson"))
for i in report["lifecircle"]["indicators"]:
    print(i["id"], "of", round(i["demand"], -2) if i["denominator"] == "area" else i["demand"], i["ratio"] and round(i["ratio"], 3))
for f in report["features"]:
    print(f["properties"]["id"], round(f["properties"]["area_m2"], -2), *(f["properties"].get(k) for k in sys.argv[1:]))
print(*(w["code"] for w in report["lifecircle"]["warnings"] if w["code"] not in ("edge_effect", "line_dangle")))
""")
with open("p.yaml", "w", encoding="utf-8") as file:
    file.write("name: p\nindicators:\n  - {id: walk, category: store, distance_m: 500}\n")
with open("people.yaml", "w", encoding="utf-8") as file:
    file.write("name: p\nindicators:\n  - {id: line, category: store, distance_m: 500, metric: straight, denominator: population}\n")
with open("park.yaml", "w", encoding="utf-8") as file:
    file.write("name: p\nindicators:\n  - {id: park, category: park, distance_m: 100, metric: straight}\n"
               "  - {id: large, category: park, distance_m: 100, metric: straight, min_area_m2: 5000}\n")
