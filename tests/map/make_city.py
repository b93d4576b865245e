#!/usr/bin/env python3
"""A made city to try the map with: make_city.py FOLDER [COLUMNS ROWS [INDICATORS]]

Writes communities with winding, shared borders, streets, facilities, a profile of INDICATORS (20) rules, half of them on
foot and half in a straight line, and city.yaml, which `lifecircle check` takes. The same call writes the same bytes.
Measured with 100 x 50 communities and 20 rules (docs/map.md).
"""
import json
import math
import pathlib
import sys

CELL_M, BLOCK_M, STEPS = 400.0, 100.0, 24  # a community's side, a street's, points of one side
LON, LAT = 104.0, 30.6
DEGREE_M = 111320.0


def noise(*key):
    """A number from 0 to 1 that depends on the key alone."""
    state = 0x9E3779B97F4A7C15
    for part in key:
        state = ((state ^ (part + 0x7F4A7C15)) * 0xBF58476D1CE4E5B9) % 2**64
        state ^= state >> 29
    for factor in (0x94D049BB133111EB, 0xD6E8FEB86659FD93):
        state = (state ^ (state >> 32)) * factor % 2**64
    return (state >> 11) / 2**53


def lonlat(x, y):
    return [round(LON + x / (DEGREE_M * math.cos(math.radians(LAT))), 7), round(LAT + y / DEGREE_M, 7)]


def corner(i, k):
    return (i + 0.3 * noise(1, i, k)) * CELL_M, (k + 0.3 * noise(2, i, k)) * CELL_M


def side(a, b, key):
    """Points from a to b, without b, off the straight line by a winding."""
    (x0, y0), (x1, y1) = a, b
    points = []
    for s in range(STEPS):
        t = s / STEPS
        off = 8 * math.sin(t * math.pi) * (math.sin(9 * t + 6 * noise(3, *key)) + 0.5 * (noise(4, s, *key) - 0.5))
        length = math.hypot(x1 - x0, y1 - y0)
        points.append((x0 + t * (x1 - x0) - off * (y1 - y0) / length, y0 + t * (y1 - y0) + off * (x1 - x0) / length))
    return points


def backwards(a, b, key):
    """The same side from b to a: the very same points."""
    points = side(a, b, key)
    return [b] + points[:0:-1]


def community(i, k):
    a, b, c, d = corner(i, k), corner(i + 1, k), corner(i + 1, k + 1), corner(i, k + 1)
    ring = side(a, b, (0, i, k)) + side(b, c, (1, i + 1, k)) + backwards(d, c, (0, i, k + 1)) + backwards(a, d, (1, i, k))
    ring.append(ring[0])
    return {"type": "Polygon", "coordinates": [[lonlat(x, y) for x, y in ring]]}


def write(path, features):
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def streets(columns, rows):
    wide, high = int(columns * CELL_M / BLOCK_M) + 1, int(rows * CELL_M / BLOCK_M) + 1

    def node(i, k):
        return lonlat(i * BLOCK_M + 20 * noise(5, i, k), k * BLOCK_M + 20 * noise(6, i, k))

    for i in range(wide + 1):
        for k in range(high + 1):
            # A quarter of the blocks' sides is missing, as in towns.
            for to in ((i + 1, k), (i, k + 1)):
                if to[0] <= wide and to[1] <= high and noise(7, i, k, *to) > 0.25:
                    yield feature({"type": "LineString", "coordinates": [node(i, k), node(*to)]})


def facilities(category, columns, rows):
    for n in range(columns * rows // (2 + 3 * category)):
        x, y = columns * CELL_M * noise(8, category, n), rows * CELL_M * noise(9, category, n)
        yield feature({"type": "Point", "coordinates": lonlat(x, y)}, id=f"{category}-{n}", name=f"设施 {category}-{n}")


def profile(indicators):
    lines = ["name: made", "title: {en: Made city, zh: 虚构城市}", "indicators:"]
    for n in range(indicators):
        category, metric = n // 2, "straight" if n % 2 else "network"
        distance = (300, 500, 1000)[category % 3]
        lines += [
            f"  - id: c{category}_{metric}",
            f"    title: {{en: 'Facility {category}, {distance} m, {metric}', zh: '设施{category} {distance}米 {metric}'}}",
            f"    category: c{category}",
            f"    distance_m: {distance}",
            f"    metric: {metric}",
            "    denominator: area",
            "    target: 0.8",
            "    community_target: 0.6",
            "    source: made",
            "    verified: unverified",
        ]
    return "\n".join(lines) + "\n"


def main(folder, columns=100, rows=50, indicators=20):
    folder.mkdir(parents=True, exist_ok=True)
    write(
        folder / "communities.geojson",
        [
            feature(community(i, k), code=f"{i:03}{k:03}", name=f"第{i * rows + k + 1}社区", people=int(8000 * noise(10, i, k)))
            for i in range(columns)
            for k in range(rows)
        ],
    )
    write(folder / "streets.geojson", list(streets(columns, rows)))
    categories = (indicators + 1) // 2
    for category in range(categories):
        write(folder / f"c{category}.geojson", list(facilities(category, columns, rows)))
    (folder / "profile.yaml").write_text(profile(indicators), encoding="utf-8")
    sources = "".join(f"  c{category}: c{category}.geojson\n" for category in range(categories))
    (folder / "city.yaml").write_text(
        "communities: communities.geojson\nid_field: code\nname_field: name\npopulation_field: people\n"
        f"network: streets.geojson\nprofile: ./profile.yaml\nfacilities:\n{sources}",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5]))
