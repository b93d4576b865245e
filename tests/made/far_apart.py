"""Two communities at the ends of a straight road of 5 km, and a store in its middle."""
import json


def square(x, y):
    return [[[x, y], [x + 0.002, y], [x + 0.002, y + 0.002], [x, y + 0.002], [x, y]]]


def write(file, kind, *coordinates):
    features = [
        {"type": "Feature", "properties": {"id": str(i)}, "geometry": {"type": kind, "coordinates": c}}
        for i, c in enumerate(coordinates)
    ]
    with open(file, "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)


write("two.geojson", "Polygon", square(104, 30), square(104.04, 30.03))
write("store.geojson", "Point", [104.021, 30.016])
write("road.geojson", "LineString", [[104, 30.0005], [104.042, 30.0315]])
