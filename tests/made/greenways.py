#!/usr/bin/env python3
"""Three square communities beside one another, a park over two of them, and greenways through all, for tests/cli/inside.txt."""
import json


def square(x):
    return [[[x, 30.60], [x + 0.01, 30.60], [x + 0.01, 30.61], [x, 30.61], [x, 30.60]]]


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def write(name, features):
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


def way(number, nodes, **tags):
    refs = "".join(f"<nd ref='{node}'/>" for node in nodes)
    return f"<way id='{number}'>{refs}" + "".join(f"<tag k='{k}' v='{v}'/>" for k, v in tags.items()) + "</way>"


people = [100, 400, None]
write("squares.geojson", [feature("Polygon", square(104 + 0.01 * i), id="abc"[i], people=people[i]) for i in range(3)])
write("parks.geojson", [feature("Polygon", square(104.005)), feature("Polygon", square(104.005))])
write("greenways.geojson", [
    feature("LineString", [[104 + 0.005 * i, 30.605] for i in (1, 2, 3, 4, 5)]),
    feature("LineString", [[104 + 0.005 * i, 30.605] for i in (5, 4, 3, 2, 1)]),
    feature("LineString", [[104 + 0.005 * i, 30.605] for i in (4, 5, 6, 7)]),
])
nodes = [(104.001, 30.605), (104.011, 30.605), (104.021, 30.605), (104.031, 30.605), (104.0, 30.602), (104.03, 30.602)]
with open("town.osm", "w", encoding="utf-8") as town:
    town.write("<osm>" + "".join(f"<node id='{i}' lon='{x}' lat='{y}'/>" for i, (x, y) in enumerate(nodes, 1)))
    town.write(way(1, [1, 2], highway="footway", name="锦城绿道") + way(2, [2, 3], highway="residential", name="a street"))
    town.write(way(3, [3, 4], highway="cycleway", name="Jincheng GREENWAY"))
    town.write(way(4, [5, 6], highway="residential", name="绿道街"))
    town.write("<relation id='1'><member type='way' ref='2' role=''/><member type='way' ref='1' role=''/>")
    town.write("<tag k='type' v='route'/><tag k='route' v='hiking'/><tag k='name' v='锦城绿道'/></relation></osm>")
