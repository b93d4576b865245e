"""Random towns, in lon/lat, as anybody would bring them: streets with gaps, an island of paths, stores, parks, homes, communities."""
import json

import numpy
import pyproj

PLANE = pyproj.Proj(proj="tmerc", lon_0=104.06, lat_0=30.66, k=1, ellps="WGS84")


def lonlat(x, y):
    lon, lat = PLANE(x, y, inverse=True)
    return [round(float(lon), 10), round(float(lat), 10)]


def streets(rng):
    """A crooked grid of 5 to 7 streets each way, some of its pieces missing, and a path in a park that leads nowhere."""
    n, step = int(rng.integers(5, 8)), rng.uniform(150, 260)
    at = {(i, j): (i * step + rng.normal(0, 25), j * step + rng.normal(0, 25)) for i in range(n) for j in range(n)}
    lines = []
    for i in range(n):
        for j in range(n):
            for other in ((i + 1, j), (i, j + 1)):
                if other in at and rng.random() > 0.25:
                    lines.append([at[i, j], at[other]])
    x, y = rng.uniform(0.3, 0.7, 2) * n * step
    lines.append([(x, y), (x + 60, y + rng.uniform(-40, 40)), (x + rng.uniform(520, 640), y + 90)])
    return lines, n * step


def town(seed):
    rng = numpy.random.default_rng(seed)
    lines, size = streets(rng)
    place = lambda: tuple(rng.uniform(-0.05, 1.0, 2) * size)
    parks = []
    for _ in range(int(rng.integers(1, 4))):
        (x, y), w, h = place(), rng.uniform(20, 160), rng.uniform(20, 160)
        parks.append([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)])
    half = size / 2
    boxes = [
        [(-100, -100), (half, -100), (half, half), (-100, half), (-100, -100)],
        [(half, -100), (size, -100), (size, size), (half, size), (half, -100)],
        [(-100, half), (half, half), (half - 80, size), (-100, size), (-100, half)],
    ]
    return {
        "streets": lines,
        "stores": [place() for _ in range(int(rng.integers(1, 6)))],
        "parks": parks,
        "homes": [(*place(), int(rng.integers(1, 50))) for _ in range(120)],
        "communities": boxes,
    }


def write(folder, name, kind, shapes, **columns):
    features = [
        {"type": "Feature", "properties": {"id": str(i), **{key: values[i] for key, values in columns.items()}},
         "geometry": {"type": kind, "coordinates": shape}} for i, shape in enumerate(shapes)
    ]  # fmt: skip
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


PROFILE = """name: reference
indicators:
  - {id: store_300, category: store, distance_m: 300}
  - {id: store_600, category: store, distance_m: 600}
  - {id: store_line, category: store, distance_m: 300, metric: straight}
  - {id: park_400, category: park, distance_m: 400}
  - {id: park_line, category: park, distance_m: 200, metric: straight}
  - {id: homes_store, category: store, distance_m: 450, denominator: population}
  - {id: homes_park, category: park, distance_m: 450, denominator: population}
"""


def save(made, folder):
    """The town's files, and the options that read them."""
    ring = lambda points: [lonlat(*p) for p in points]
    write(folder, "streets.geojson", "LineString", [ring(line) for line in made["streets"]])
    write(folder, "stores.geojson", "Point", [lonlat(*p) for p in made["stores"]])
    write(folder, "parks.geojson", "Polygon", [[ring(park)] for park in made["parks"]])
    write(folder, "communities.geojson", "Polygon", [[ring(box)] for box in made["communities"]])
    homes = made["homes"]
    write(folder, "homes.geojson", "Point", [lonlat(x, y) for x, y, _ in homes], people=[w for _, _, w in homes])
    (folder / "reference.yaml").write_text(PROFILE, encoding="utf-8")
    return ["--network", "streets.geojson", "--communities", "communities.geojson", "--id-field", "id", "--facilities",
            "store=stores.geojson", "--facilities", "park=parks.geojson", "--demand", "homes.geojson", "--weight-field", "people",
            "--profile", "./reference.yaml"]  # fmt: skip
