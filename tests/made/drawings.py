#!/usr/bin/env python3
"""Small drawings of streets for tests/cli/lines.txt, written into the current folder.

Degrees at 30.63 N: 0.0001 are 9.6 m to the east, 11.1 m to the north.
"""
import json

X, Y = 104.05, 30.63


def feature(kind, xy, **fields):
    return {"type": "Feature", "properties": fields, "geometry": {"type": kind, "coordinates": xy}}


def line(*xy, **fields):
    return feature("LineString", [[X + x, Y + y] for x, y in xy], **fields)


def save(name, features):
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


# A street, a bridge over it between two streets, a tunnel, and a street across; fields as Geofabrik writes them.
street = {"fclass": "residential", "layer": 0, "bridge": "F", "tunnel": "F"}
save("bridge.geojson", [
    line((0, 0), (0.01, 0), **street),
    line((0.005, -0.01), (0.005, -0.0002), **street),
    line((0.005, -0.0002), (0.005, 0.0002), **dict(street, layer=1, bridge="T")),
    line((0.005, 0.0002), (0.005, 0.01), **street),
    line((0.002, -0.001), (0.002, 0.001), **dict(street, tunnel="T")),
    line((0.008, -0.001), (0.008, 0.001), **street)])

# As CAD leaves it: an end 2 m short, one 1 m over, a gap of 2 m, a line drawn twice, a stretch drawn twice.
save("cad.geojson", [
    line((0, 0), (0.01, 0)),
    line((0.002, 0.000018), (0.002, 0.005)),
    line((0.004, -0.000009), (0.004, 0.005)),
    line((0.01002, 0), (0.02, 0)),
    line((0.02, 0), (0.01002, 0)),
    line((0.008, 0), (0.01, 0), (0.01, 0.005))])

corners = [(-0.002, -0.008), (0.022, -0.008), (0.022, 0.008), (-0.002, 0.008), (-0.002, -0.008)]
save("home.geojson", [feature("Polygon", [[[X + x, Y + y] for x, y in corners]])])
save("shop.geojson", [feature("Point", [X + 0.001, Y])])
with open("shops.yaml", "w", encoding="utf-8") as file:
    file.write("name: shops\nwalk_speed_m_per_min: 66.7\nindicators:\n  - {id: shop, category: shop, distance_m: 500}\n")
