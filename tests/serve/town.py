#!/usr/bin/env python3
"""A made town for the page of `lifecircle serve`: town.py FOLDER

Two halves with a railway between them that no street crosses. All stores are in the west. Streets run every 100 m; the
town is near the equator, so that metres are degrees nearly alike in both directions.
"""
import json
import pathlib
import sys

M = 1 / 111195  # degrees of a metre, nearly
HALF, GAP, STEP = 800, 100, 100  # metres: a half's side, the railway's width, between streets
WEST, EAST = 0, HALF + GAP
NASTY = '</script><script>document.title="broken"</script> <img src=x onerror="document.title=1"> "东"'
STORES = {"s1": (150, 110, "Corner shop"), "s2": (690, 410, NASTY), "s3": (350, 710, "北门店")}  # each has one nearest street

PROJECT = """osm: streets.osm
communities: communities.geojson
id_field: id
name_field: name
profile: ./town-profile.yaml
facilities:
  store: stores.geojson
  park: parks.geojson
"""

PROFILE = """name: town
title: {en: Made town, zh: 虚构小城}
indicators:
  - {id: store_400, title: {en: Store within a 400 m walk, zh: 步行400米内有便利店}, category: store, distance_m: 400,
     metric: network, denominator: area, target: 0.6, community_target: 0.5, source: made, verified: unverified}
  - {id: store_400_straight, title: {en: Store within 400 m, zh: 便利店400米服务半径}, category: store, distance_m: 400,
     metric: straight, denominator: area, source: made, verified: unverified}
  - {id: park_300, title: {en: Park within a 300 m walk, zh: 步行300米见园}, category: park, distance_m: 300, min_area_m2: 2000,
     metric: network, denominator: area, source: made, verified: unverified}
"""


def place(x, y):
    return [round(x * M, 9), round(y * M, 9)]


def box(x0, y0, x1, y1):
    return {"type": "Polygon", "coordinates": [[place(*p) for p in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))]]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def streets():
    """Ways of nodes: a grid in each half."""
    nodes, ways = [], []
    for x0 in (WEST, EAST):
        grid = {}
        for i in range(0, HALF + 1, STEP):
            for j in range(0, HALF + 1, STEP):
                nodes.append(place(x0 + i, j))
                grid[i, j] = len(nodes)
        for k in range(0, HALF + 1, STEP):
            ways.append([grid[k, j] for j in range(0, HALF + 1, STEP)])
            ways.append([grid[i, k] for i in range(0, HALF + 1, STEP)])
    return nodes, ways


def communities(across, up):
    """Each half in so many columns and rows."""
    wide, high = HALF / across, HALF / up
    for side, x0 in (("w", WEST), ("e", EAST)):
        for k in range(across * up):
            x, y = x0 + k % across * wide, k // across * high
            name = NASTY if (side, k) == ("e", 0) else f"{side.upper()} {k + 1}"
            yield feature(box(x, y, x + wide, y + high), id=f"{side}{k + 1}", name=name)


def main(folder, across=1, up=2):
    folder.mkdir(parents=True, exist_ok=True)
    nodes, ways = streets()
    osm = ["<osm version='0.6'>"]
    osm += [f"<node id='{n}' lon='{x!r}' lat='{y!r}'/>" for n, (x, y) in enumerate(nodes, 1)]
    for k, way in enumerate(ways, 1):
        osm.append(f"<way id='{k}'>" + "".join(f"<nd ref='{n}'/>" for n in way) + "<tag k='highway' v='footway'/></way>")
    (folder / "streets.osm").write_text("\n".join(osm + ["</osm>"]), encoding="utf-8")
    write(folder / "communities.geojson", list(communities(across, up)))
    write(folder / "stores.geojson", [
        feature({"type": "Point", "coordinates": place(x, y)}, id=id, name=name) for id, (x, y, name) in STORES.items()
    ])  # fmt: skip
    write(folder / "parks.geojson", [feature(box(210, 510, 290, 590), id="p1", name="Green")])
    (folder / "town-profile.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "town.yaml").write_text(PROJECT, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
