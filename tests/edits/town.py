"""A made town, and what edits make of it: the second way to the same numbers.

Streets run east and west, north and south, on the equator, so that places where they are cut can be written down exactly. A
town is kept as ways of nodes; it is written as an OpenStreetMap file (ways join at common nodes) or as lines. Each edit is
done twice: as a feature of an edits file, and to the town itself.
"""
import json
import math
import pathlib

RADIUS = 6378137.0
FLATNESS = 0.0066943799901413165  # WGS 84, first eccentricity squared
LON_M = math.radians(1) * RADIUS
LAT_M = math.radians(1) * RADIUS * (1 - FLATNESS)


def feature(kind, coordinates, **properties):
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_features(path, features):
    text = json.dumps({"type": "FeatureCollection", "features": features})
    pathlib.Path(path).write_text(text, encoding="utf-8")


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


class Town:
    def __init__(self, rng, osm, cells=False):
        """With `cells` it is larger, and four cells of half degrees meet in its middle."""
        self.rng, self.osm, self.cells = rng, osm, cells
        self.place, self.ways, self.edits = [], [], []
        self.next_id = 0
        self.xs = self._steps(rng.randint(5, 7) + 8 * cells)
        self.ys = self._steps(rng.randint(5, 7) + 8 * cells)
        self._streets()
        self._facilities()

    def _steps(self, n):
        steps = [0.0]
        for _ in range(n - 1):
            steps.append(round(steps[-1] + self.rng.uniform(120, 260) / LON_M, 7))
        west = round(steps[-1] / 2, 7) if self.cells else 0
        return [round(step - west, 7) if west else step for step in steps]

    # ------------------------------------------------------------------------------------------------------ streets

    def node(self, x, y):
        self.place.append((x, y))
        return len(self.place) - 1

    def _streets(self):
        grid = {(i, j): self.node(x, y) for i, x in enumerate(self.xs) for j, y in enumerate(self.ys)}
        for j in range(len(self.ys)):
            self._street([grid[i, j] for i in range(len(self.xs))])
        for i in range(len(self.xs)):
            self._street([grid[i, j] for j in range(len(self.ys))])
        # An island that the gap does not reach, and one that it does.
        east = self.xs[-1]
        for k, gap in enumerate((35, 12)):
            x0, y0 = east + gap / LON_M, self.ys[k * 2]
            ring = [self.node(x0 + dx / LON_M, y0 + dy / LAT_M) for dx, dy in ((0, 5), (160, 5), (160, 160), (7, 160))]
            self.ways.append(ring + ring[:1])

    def _street(self, nodes):
        """With gaps here and there, in several ways."""
        way = [nodes[0]]
        for node in nodes[1:]:
            if self.rng.random() < 0.1:
                self._add(way)
                way = []
            way.append(node)
            if self.rng.random() < 0.2:
                self._add(way)
                way = [node]
        self._add(way)

    def _add(self, way):
        if len(way) > 1:
            self.ways.append(way)

    def segments(self):
        for w, way in enumerate(self.ways):
            for k in range(len(way) - 1):
                yield w, k, self.place[way[k]], self.place[way[k + 1]]

    def random_spot(self, margin_m=2):
        """A place on a street away from nodes: way, piece, place."""
        while True:
            w = self.rng.randrange(len(self.ways))
            k = self.rng.randrange(len(self.ways[w]) - 1)
            a, b = self.place[self.ways[w][k]], self.place[self.ways[w][k + 1]]
            length = math.hypot((b[0] - a[0]) * LON_M, (b[1] - a[1]) * LAT_M)
            if length < 3 * margin_m:
                continue
            share = self.rng.uniform(margin_m / length, 1 - margin_m / length)
            spot = tuple(round(p + share * (q - p), 9) if p != q else p for p, q in zip(a, b))
            # a piece of a street that several ways run along is no place for edits: which of them is cut?
            if sum(self._on(spot, c, d) for _, _, c, d in self.segments()) == 1:
                return w, k, spot

    @staticmethod
    def _on(p, a, b):
        along = 0 if a[1] == b[1] else 1
        if a[0] != b[0] and a[1] != b[1]:
            return False
        low, high = sorted((a[along], b[along]))
        return abs(p[1 - along] - a[1 - along]) < 1e-12 and low - 1e-12 <= p[along] <= high + 1e-12

    def is_level(self, w, k):
        return self.place[self.ways[w][k]][1] == self.place[self.ways[w][k + 1]][1]

    # --------------------------------------------------------------------------------------------------- facilities

    def random_place(self):
        return [round(self.rng.uniform(self.xs[0], self.xs[-1]), 7), round(self.rng.uniform(self.ys[0], self.ys[-1]), 7)]

    def random_facility(self, category):
        x, y = self.random_place()
        if category == "store":
            return "Point", [x, y]
        w, h = self.rng.uniform(20, 90) / LON_M, self.rng.uniform(20, 90) / LAT_M
        return "Polygon", box(x, y, x + w, y + h)

    def new_id(self):
        self.next_id += 1
        return f"f{self.next_id}"

    def _facilities(self):
        self.facilities = {}
        for category, n in (("store", 6 + 14 * self.cells), ("park", 4 + 8 * self.cells)):
            self.facilities[category] = [
                feature(*self.random_facility(category), id=self.new_id(), name=f"{category} {k}") for k in range(n)
            ]

    # -------------------------------------------------------------------------------------------------------- files

    def write(self, folder):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for category, features in self.facilities.items():
            write_features(folder / f"{category}.geojson", features)
        if self.osm:
            self._write_osm(folder / "streets.osm")
        else:
            lines = [feature("LineString", [list(self.place[n]) for n in way]) for way in self.ways]
            write_features(folder / "streets.geojson", lines)

    def _write_osm(self, path):
        used = sorted({n for way in self.ways for n in way})
        text = ["<osm version='0.6'>"]
        text += [f"<node id='{n + 1}' lon='{self.place[n][0]!r}' lat='{self.place[n][1]!r}'/>" for n in used]
        for k, way in enumerate(self.ways):
            refs = "".join(f"<nd ref='{n + 1}'/>" for n in way)
            text.append(f"<way id='{k + 1}'>{refs}<tag k='highway' v='footway'/></way>")
        path.write_text("\n".join(text + ["</osm>"]), encoding="utf-8")

    def write_fixed(self, folder):
        """What edits do not change: communities, people, the profile."""
        folder = pathlib.Path(folder)
        x = [self.xs[0] - 0.001, (self.xs[0] + self.xs[-1]) / 2, self.xs[-1] + 0.0025]
        y = [self.ys[0] - 0.001, (self.ys[0] + self.ys[-1]) / 2, self.ys[-1] + 0.001]
        quarters = [
            feature("Polygon", box(x[i], y[j], x[i + 1], y[j + 1]), id=f"q{i}{j}") for i in range(2) for j in range(2)
        ]
        write_features(folder / "quarters.geojson", quarters)
        people = [feature("Point", self.random_place(), people=self.rng.randint(1, 90)) for _ in range(60)]
        write_features(folder / "people.geojson", people)
        (folder / "p.yaml").write_text(
            """name: town
indicators:
  - {id: store, title: {en: Store, zh: 店}, category: store, distance_m: 300, denominator: area}
  - {id: people, title: {en: People, zh: 人}, category: store, distance_m: 350, denominator: population}
  - {id: park, title: {en: Park, zh: 园}, category: park, distance_m: 250, min_area_m2: 500, denominator: area}
  - {id: line, title: {en: Line, zh: 线}, category: park, distance_m: 200, metric: straight, denominator: area}
""",
            encoding="utf-8",
        )

    # -------------------------------------------------------------------------------------------------------- edits

    def random_edit(self):
        """A random edit, done to the town and noted; False when it found no place."""
        ops = [self.add, self.remove, self.move, self.path, self.close_area, self.close_wall, self.close_point, self.open]
        if not self.osm:  # a layer of lines cannot say that two ends at one place do not join
            ops = [self.add, self.remove, self.move, self.path, self.close_area, self.open]
        return self.rng.choice(ops)()

    def note(self, kind, coordinates, **properties):
        self.edits.append(feature(kind, coordinates, **properties))
        return True

    def add(self):
        category = self.rng.choice(list(self.facilities))
        kind, coordinates = self.random_facility(category)
        properties = {"id": self.new_id(), "name": "new"}
        self.facilities[category].append(feature(kind, coordinates, **properties))
        return self.note(kind, coordinates, op="add", category=category, **properties)

    def _choose(self):
        category = self.rng.choice(list(self.facilities))
        features = self.facilities[category]
        return (category, self.rng.randrange(len(features))) if len(features) > 1 else (category, None)

    def remove(self):
        category, k = self._choose()
        if k is None:
            return False
        gone = self.facilities[category].pop(k)
        shape = gone["geometry"]
        if self.rng.random() < 0.5 and shape["type"] == "Point":
            near = [shape["coordinates"][0] + 0.4 / LON_M, shape["coordinates"][1]]
            return self.note("Point", near, op="remove", category=category)
        return self.note(None, None, op="remove", category=category, id=gone["properties"]["id"])

    def move(self):
        category, k = self._choose()
        if k is None:
            return False
        moved = self.facilities[category].pop(k)
        kind, coordinates = self.random_facility(category)
        moved = feature(kind, coordinates, **moved["properties"])
        self.facilities[category].append(moved)
        return self.note(kind, coordinates, op="move", category=category, id=moved["properties"]["id"])

    # ------------------------------------------------------------------------------------------------ edits of paths

    def random_node(self):
        """A node that is alone at its place: a path to the ends of a cut would join both."""
        while True:
            node = self.rng.choice(self.rng.choice(self.ways))
            if self.place.count(self.place[node]) == 1:
                return node

    def path(self):
        """From a node to a node or into the inside of a street, by way of a bend."""
        start, bend = self.random_node(), self.random_place()
        if not self._is_beside(start, bend):
            return False
        way = [start, self.node(*bend)]
        if self.rng.random() < 0.5:
            way.append(self.random_node())
            if way[-1] == start or not self._is_beside(start, self.place[way[-1]]):
                return False
            self.ways.append(way)
        else:
            w, k, spot = self.random_spot()
            if not self._is_beside(start, spot):
                return False
            level = self.is_level(w, k)
            end = self.node(spot[0] + (0 if level else 0.2 / LON_M), spot[1] + (0.2 / LAT_M if level else 0))
            way.append(end)
            if self.osm:
                foot = self.node(*spot)
                self.ways[w].insert(k + 1, foot)
                self.ways.append([end, foot])
            self.ways.append(way)
        return self.note("LineString", [list(self.place[n]) for n in way], op="path")

    def _is_beside(self, node, place):
        """In several planes paths are short: a long one may be a way of its own in a plane far from where it joins others."""
        (x, y), (p, q) = self.place[node], place
        return not self.cells or math.hypot((p - x) * LON_M, (q - y) * LAT_M) < 400

    def close_area(self):
        x, y = self.random_place()
        east, north = x + self.rng.uniform(15, 120) / LON_M, y + self.rng.uniform(15, 120) / LAT_M
        if any(x <= p[0] <= east and abs(p[1] - e) < 1e-6 or y <= p[1] <= north and abs(p[0] - f) < 1e-6
               for p in self.place for e in (y, north) for f in (x, east)):
            return False
        if any(a[0] != b[0] and a[1] != b[1] and self._near([[x, y], [east, north]], a, b) for _, _, a, b in self.segments()):
            return False  # where slanting paths are cut cannot be written exactly
        ways, met = [], False
        for way in self.ways:
            pieces, changed = self._outside(way, x, y, east, north)
            ways += pieces
            met = met or changed
        if not met:
            return False
        self.ways = ways
        return self.note("Polygon", box(x, y, east, north), op="close")

    def _outside(self, way, west, south, east, north):
        """The pieces of a way outside a rectangle, and whether there is anything inside."""
        pieces, piece, changed = [], [], False
        for a, b in zip(way, way[1:]):
            (ax, ay), (bx, by) = self.place[a], self.place[b]
            level = ay == by
            low, high = (west, east) if level else (south, north)
            across = south <= ay <= north if level else west <= ax <= east
            p, q = (ax, bx) if level else (ay, by)
            first, last = max(min(p, q), low), min(max(p, q), high)
            if not piece:
                piece = [a] if not (across and low <= p <= high) else []
            if not across or first > last:
                piece = (piece or [a]) + [b]
                continue
            changed = True
            enter, leave = (first, last) if p < q else (last, first)
            if not low <= p <= high:
                piece.append(self.node(enter, ay) if level else self.node(ax, enter))
            if len(piece) > 1:
                pieces.append(piece)
            piece = []
            if not low <= q <= high:
                piece = [self.node(leave, ay) if level else self.node(ax, leave), b]
        if len(piece) > 1:
            pieces.append(piece)
        return pieces, changed

    def _cut(self, w, k, spot):
        way = self.ways[w]
        self.ways[w : w + 1] = [way[: k + 1] + [self.node(*spot)], [self.node(*spot)] + way[k + 1 :]]

    def close_wall(self):
        w, k, (x, y) = self.random_spot()
        a, b = self.place[self.ways[w][k]], self.place[self.ways[w][k + 1]]
        if a[0] != b[0] and a[1] != b[1]:
            return False
        reach = 0.8 / LON_M
        wall = [[x, y - reach], [x, y + reach]] if self.is_level(w, k) else [[x - reach, y], [x + reach, y]]
        crossed = [s for s in self.segments() if self._near(wall, s[2], s[3])]
        if len(crossed) != 1:
            return False
        self._cut(w, k, (x, y))
        return self.note("LineString", wall, op="close")

    @staticmethod
    def _near(wall, a, b):
        grow = 0.1 / LON_M
        return all(
            min(a[i], b[i]) <= max(wall[0][i], wall[1][i]) + grow and max(a[i], b[i]) >= min(wall[0][i], wall[1][i]) - grow
            for i in range(2)
        )

    def close_point(self):
        w, k, (x, y) = self.random_spot(8)
        a, b = self.place[self.ways[w][k]], self.place[self.ways[w][k + 1]]
        if a[0] != b[0] and a[1] != b[1]:
            return False
        at = [x, y + 3 / LAT_M] if self.is_level(w, k) else [x + 3 / LON_M, y]
        around = [[at[0] - 5 / LON_M, at[1] - 5 / LAT_M], [at[0] + 5 / LON_M, at[1] + 5 / LAT_M]]
        if sum(self._near(around, c, d) for _, _, c, d in self.segments()) != 1:
            return False
        self._cut(w, k, (x, y))
        return self.note("Point", at, op="close")

    def open(self):
        """A path to somewhere beside a street, and an opening between the two."""
        w, k, (x, y) = self.random_spot(8)
        a, b = self.place[self.ways[w][k]], self.place[self.ways[w][k + 1]]
        if a[0] != b[0] and a[1] != b[1]:
            return False
        level = self.is_level(w, k)
        beside = (x, y + 3 / LAT_M) if level else (x + 3 / LON_M, y)
        gate = (x, y + 1.5 / LAT_M) if level else (x + 1.5 / LON_M, y)
        around = [[gate[0] - 4 / LON_M, gate[1] - 4 / LAT_M], [gate[0] + 4 / LON_M, gate[1] + 4 / LAT_M]]
        if sum(self._near(around, c, d) for _, _, c, d in self.segments()) != 1:
            return False
        far = (x, y + 80 / LAT_M) if level else (x + 80 / LON_M, y)
        blind = [self.node(*beside), self.node(*far)]
        foot, centre = self.node(x, y), self.node(*gate)
        self.ways[w].insert(k + 1, foot)
        self.ways += [blind, [centre, foot], [centre, blind[0]]]
        self.note("LineString", [list(beside), list(far)], op="path")
        return self.note("Point", list(gate), op="open")
