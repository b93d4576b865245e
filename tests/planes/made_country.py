"""A made country: towns of a few communities each over several degrees, with streets, stores, parks, homes and people.

    made_country.py FOLDER [--towns N] [--blocks N] [--columns N]

writes GeoJSON layers, country.osm with the same streets and parks, a profile and a project file."""
import argparse
import json
import math
import pathlib
import random


def feature(properties, kind, coordinates):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


class Country:
    def __init__(self, towns, blocks, columns=4, seed=7):
        self.random = random.Random(seed)
        self.layers = {name: [] for name in ("communities", "streets", "stores", "parks", "homes", "people")}
        for t in range(towns):
            lon = 103.1 + 0.47 * (t % columns) + 0.3 * self.random.random()
            lat = 30.1 + 0.46 * (t // columns) + 0.3 * self.random.random()
            self.town(t, lon, lat, blocks)

    def town(self, t, lon, lat, blocks):
        """A grid of streets 200 m apart; communities of 3 by 3 blocks on it."""
        up = 200 / 110900
        aside = up / math.cos(math.radians(lat))
        pick = self.random.random

        def at(i, j):
            return [round(lon + aside * i, 7), round(lat + up * j, 7)]

        def square(i, j, w, h):
            return [[at(i, j), at(i + w, j), at(i + w, j + h), at(i, j + h), at(i, j)]]

        for k in range(blocks + 1):
            for row, ends in ((k, lambda m: at(m, k)), (k, lambda m: at(k, m))):
                if pick() < 0.9:
                    line = [ends(m) for m in range(blocks + 1)]
                    self.layers["streets"].append(feature({"highway": "residential"}, "LineString", line))
        for i in range(0, blocks, 3):
            for j in range(0, blocks, 3):
                name = f"town {t} {i}/{j}"
                properties = {"code": f"c{t:03}{i:02}{j:02}", "name": name, "people": int(pick() * 5000)}
                properties["province"] = ["东", "西", None][t % 3]
                self.layers["communities"].append(feature(properties, "Polygon", square(i, j, 3, 3)))
                homes = square(i + 0.2, j + 0.2, 1.5, 2)
                self.layers["homes"].append(feature({}, "Polygon", homes))
                for _ in range(8):
                    place = at(i + 3 * pick(), j + 3 * pick())
                    self.layers["people"].append(feature({"n": int(pick() * 90)}, "Point", place))
                if pick() < 0.6:
                    self.layers["stores"].append(feature({"id": f"s{t}{i}{j}"}, "Point", at(i + 3 * pick(), j + 3 * pick())))
                if pick() < 0.3 and t % 3:
                    park = square(i + pick(), j + pick(), 0.5 + pick(), 0.5 + pick())
                    self.layers["parks"].append(feature({"name": f"park {t}"}, "Polygon", park))
        self.random.shuffle(self.layers["communities"])  # the order of input is not that of the planes

    def write(self, folder):
        for name, features in self.layers.items():
            text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
            (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
        (folder / "base.yaml").write_text(PROFILE, encoding="utf-8")
        (folder / "country.yaml").write_text("name: country\nextends: base.yaml\n", encoding="utf-8")
        (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
        (folder / "country.osm").write_text(self.osm(), encoding="utf-8")
        osm = PROJECT.replace("network: streets.geojson\n", "osm: country.osm\n").replace("  park: parks.geojson\n", "")
        (folder / "osm.yaml").write_text(osm, encoding="utf-8")

    def osm(self):
        nodes, ways = {}, []
        for name, tags in (("streets", {"highway": "residential"}), ("parks", {"leisure": "park"})):
            for f in self.layers[name]:
                points = f["geometry"]["coordinates"][0] if name == "parks" else f["geometry"]["coordinates"]
                ways.append(([nodes.setdefault(tuple(p), len(nodes) + 1) for p in points], tags))
        more_nodes, more_ways, relations = self.relations(len(nodes), len(ways))
        text = ["<osm version='0.6'>"]
        text += [f"<node id='{n}' version='1' lon='{x}' lat='{y}'/>" for (x, y), n in nodes.items()]
        text += more_nodes
        for w, (refs, tags) in enumerate(ways, 1):
            inside = [f"<nd ref='{r}'/>" for r in refs] + [f"<tag k='{k}' v='{v}'/>" for k, v in tags.items()]
            text.append(f"<way id='{w}' version='1'>" + "".join(inside) + "</way>")
        return "\n".join(text + more_ways + relations + ["</osm>\n"])

    def relations(self, last_node, last_way):
        """Parks as multipolygons of three ways, from a community of one plane to far beyond its box, where no other way leads;
        the last one lacks a way, and one way has a node of its own category."""
        nodes, ways, text = [], [], []
        for r, f in enumerate(self.layers["communities"][:40:4], 1):
            x, y = f["geometry"]["coordinates"][0][0]
            corners = [(x, y), (x + 0.001, y), (x + 0.3, y + 0.09), (x + 0.3, y + 0.1), (x, y + 0.001)]
            ids = [last_node + len(nodes) + k for k in range(1, 6)]
            tag = "<tag k='shop' v='convenience'/>"
            nodes += [f"<node id='{n}' version='1' lon='{lon:.7f}' lat='{lat:.7f}'>{tag if k == 2 else ''}</node>"
                      for k, (n, (lon, lat)) in enumerate(zip(ids, corners))]
            first = last_way + len(ways) + 1
            for k, refs in enumerate((ids[:2] + [ids[2]], ids[2:4], [ids[3], ids[4], ids[0]])):
                tags = "<tag k='leisure' v='park'/>" if k == 1 else ""
                ways.append(f"<way id='{first + k}' version='1'>" + "".join(f"<nd ref='{n}'/>" for n in refs) + tags + "</way>")
            members = [first, first + 1, first + 2 if r < 10 else 10**9]
            text.append(f"<relation id='{r}' version='1'>" + "".join(f"<member type='way' ref='{w}' role='outer'/>" for w in members) +
                        f"<tag k='type' v='{'boundary' if r == 3 else 'multipolygon'}'/><tag k='leisure' v='park'/></relation>")
        return nodes, ways, text


PROFILE = """name: country
title: {en: A made country, zh: 虚构国家}
source: none
bands_m: [200, 500]
indicators:
  - {id: store, category: convenience_store, distance_m: 400, target: 0.5, community_target: 0.3, title: {en: Store, zh: 便利店}}
  - {id: park, category: park, distance_m: 500, min_area_m2: 10000, community_target: 0.2, title: {en: Park, zh: 公园}}
  - {id: park_straight, category: park, distance_m: 500, metric: straight, denominator: residential, title: {en: Park, zh: 公园}}
  - {id: store_people, category: convenience_store, distance_m: 400, denominator: population, title: {en: Store, zh: 便利店}}
  - {id: school, category: primary_school, distance_m: 500, target: 0.4, title: {en: School, zh: 小学}}
  - {id: both, all_of: [store, park], title: {en: Both, zh: 都有}}
  - {id: some, at_least: {n: 1, of: [store, park]}, title: {en: Some, zh: 之一}}
scorecard: {items: [store, park]}
"""

PROJECT = """network: streets.geojson
communities: communities.geojson
id_field: code
name_field: name
population_field: people
group_field: province
facilities:
  convenience_store: stores.geojson
  park: parks.geojson
residential: homes.geojson
demand: people.geojson
weight_field: n
profile: country.yaml
html: map.html
overlap: yes
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--towns", type=int, default=14)
    parser.add_argument("--blocks", type=int, default=9)
    parser.add_argument("--columns", type=int, default=4, help="towns in a row from west to east")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    Country(arguments.towns, arguments.blocks, arguments.columns).write(folder)


if __name__ == "__main__":
    main()
