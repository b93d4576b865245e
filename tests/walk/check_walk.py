#!/usr/bin/env python3
"""Walking lengths on hills, computed a second time: check_walk.py PROGRAM [TOWNS]

Random towns of drawn streets on random hills. Heights are averaged and interpolated here from the raster's own cells,
streets are cut into parts of at most 30 m, Tobler's factor is worked out for each part, and the share of each community
within 500 m is counted over points. The program's ratios must agree within the noise of the points.
"""
import heapq
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "made"))
import hills  # noqa: E402

REACH, LIMIT, PIECE = 500.0, 250.0, 30.0
N = 2 * hills.HALF


def ground(rng):
    """Heights of the raster's cells, row by row from the north, as written: six decimals."""
    waves = [(rng.uniform(5, 25), rng.uniform(150, 500), rng.uniform(0, 6.28), rng.uniform(0, 6.28)) for _ in range(4)]

    def height(x, y):
        return 400 + sum(a * math.sin((x * math.cos(t) + y * math.sin(t)) / w + p) for a, w, p, t in waves)
    return height


def averaged(cells):
    """Each cell with its eight neighbours, as far as there are any."""
    out = []
    for j in range(N):
        row = []
        for i in range(N):
            near = [cells[b][a] for b in range(max(0, j - 1), min(N, j + 2)) for a in range(max(0, i - 1), min(N, i + 2))]
            row.append(sum(near) / len(near))
        out.append(row)
    return out


def at(cells, x, y):
    """Bilinear between cell centres; x, y in metres of the ground from the middle."""
    u = x * 0.9996 / hills.CELL + hills.HALF - 0.5
    v = hills.HALF - y * 0.9996 / hills.CELL - 0.5
    i, j = int(u), int(v)
    s, t = u - i, v - j
    return (cells[j][i] * (1 - s) * (1 - t) + cells[j][i + 1] * s * (1 - t) + cells[j + 1][i] * (1 - s) * t +
            cells[j + 1][i + 1] * s * t)


def factor(slope):
    s = min(abs(slope), 1)

    def pace(v):
        return math.exp(3.5 * abs(v + 0.05))
    return max(1.0, 0.5 * (pace(s) + pace(-s)) / pace(0))


def town(rng):
    """Streets of a bent lattice: polylines of vertices."""
    step, n = 260, 6
    node = {(i, j): ((i - (n - 1) / 2) * step + rng.uniform(-60, 60), (j - (n - 1) / 2) * step + rng.uniform(-60, 60))
            for i in range(n) for j in range(n)}
    lines = []
    for (i, j), a in node.items():
        for other in ((i + 1, j), (i, j + 1)):
            if other in node and rng.random() < 0.85:
                b = node[other]
                bend = ((a[0] + b[0]) / 2 + rng.uniform(-25, 25), (a[1] + b[1]) / 2 + rng.uniform(-25, 25))
                lines.append([a, bend, b])
    stores = [lines[rng.randrange(len(lines))][1] for _ in range(2)]
    return lines, stores


def parts_of(lines, cells):
    """Straight parts: ends, length, walking length."""
    parts = []
    for line in lines:
        for a, b in zip(line, line[1:]):
            length = math.dist(a, b)
            k = max(1, math.ceil(length / PIECE - 1e-9))
            points = [(a[0] + (b[0] - a[0]) * i / k, a[1] + (b[1] - a[1]) * i / k) for i in range(k)] + [b]
            for p, q in zip(points, points[1:]):
                own = math.dist(p, q)
                parts.append((p, q, own, own * factor((at(cells, *q) - at(cells, *p)) / own)))
    return parts


def search(parts, stores):
    """Distance of every part's ends from the nearest store, which stands on one of them."""
    key = lambda p: (round(p[0], 6), round(p[1], 6))  # noqa: E731
    graph = {}
    for p, q, _, e in parts:
        graph.setdefault(key(p), []).append((key(q), e))
        graph.setdefault(key(q), []).append((key(p), e))
    best = {key(s): 0.0 for s in stores}
    queue = [(0.0, key(s)) for s in stores]
    while queue:
        d, u = heapq.heappop(queue)
        if d > best.get(u, math.inf):
            continue
        for v, e in graph[u]:
            if d + e < best.get(v, math.inf):
                best[v] = d + e
                heapq.heappush(queue, (d + e, v))
    return [(p, q, own, e, best.get(key(p), math.inf), best.get(key(q), math.inf)) for p, q, own, e in parts]


def covered(parts, x, y):
    """Which points are, by the nearest of all parts: start, end, length, walking length, distances of both ends."""
    ax, ay, bx, by, own, walk, first, last = numpy.array([(*start, *end, *numbers) for start, end, *numbers in parts]).T
    ux, uy = (bx - ax) / own, (by - ay) / own
    x, y = x[:, None], y[:, None]
    s = numpy.minimum(numpy.maximum((x - ax) * ux + (y - ay) * uy, 0), own)
    d = numpy.hypot(x - ax - s * ux, y - ay - s * uy)
    k = d.argmin(axis=1)
    row = numpy.arange(len(k))
    t = s[row, k] / own[k]
    along = numpy.minimum(first[k] + t * walk[k], last[k] + (1 - t) * walk[k])
    return (d[row, k] <= LIMIT) & (d[row, k] + along <= REACH)


def share(parts, box, rng, n):
    x0, y0, x1, y1 = box
    near = [p for p in parts if x0 - 300 < p[0][0] < x1 + 300 and y0 - 300 < p[0][1] < y1 + 300]
    k = numpy.arange(n)  # a Kronecker sequence: even, and independent of the grid
    x = x0 + (x1 - x0) * ((0.5 + k * 0.7548776662466927) % 1)
    y = y0 + (y1 - y0) * ((0.5 + k * 0.5698402909980532) % 1)
    return covered(near, x, y).mean()


def check(program, seed, n=2500):
    rng = random.Random(seed)
    height = ground(rng)
    lines, stores = town(rng)
    cells = [[float(f"{height((i - hills.HALF + 0.5) * hills.CELL / 0.9996, (hills.HALF - j - 0.5) * hills.CELL / 0.9996):.6f}")
              for i in range(N)] for j in range(N)]
    parts = search(parts_of(lines, averaged(cells)), stores)
    boxes = [(x, y, x + 500, y + 500) for x in (-500, 0) for y in (-500, 0)]
    with tempfile.TemporaryDirectory(prefix="lifecircle-walk-") as name:
        folder = pathlib.Path(name)
        hills.raster(folder, "dem", height)
        corners = [[(b[0], b[1]), (b[2], b[1]), (b[2], b[3]), (b[0], b[3]), (b[0], b[1])] for b in boxes]
        hills.write(folder / "c.geojson", [hills.feature("Polygon", [hills.transform(r)], id=str(i))
                                           for i, r in enumerate(corners)])
        places = iter(hills.transform([p for line in lines for p in line]))
        hills.write(folder / "n.geojson", [hills.feature("LineString", [next(places) for _ in line]) for line in lines])
        hills.write(folder / "s.geojson", [hills.feature("Point", p) for p in hills.transform(stores)])
        (folder / "p.yaml").write_text("name: p\nindicators: [{id: n500, category: store, distance_m: 500}]\n")
        flat = {}
        for dem in ([], ["--dem", str(folder / "dem.tif")]):
            subprocess.run([program, "check", "--network", str(folder / "n.geojson"), "--communities",
                            str(folder / "c.geojson"), "--id-field", "id", "--facilities",
                            f"store={folder / 's.geojson'}", "--profile", str(folder / "p.yaml"), "--island-gap", "0",
                            "--quiet", "--no-fail", "-o", str(folder / "r.geojson"), *dem], check=True)
            ratios = [f["properties"]["n500"] for f in json.loads((folder / "r.geojson").read_text())["features"]]
            flat = ratios if not dem else flat
    worst = 0.0
    for i, box in enumerate(boxes):
        worst = max(worst, abs(ratios[i] - share(parts, box, rng, n)))
    lost = sum(flat) / 4 - sum(ratios) / 4
    return worst, lost


def main():
    program, towns = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    results = [check(program, seed) for seed in range(towns)]
    worst, lost = max(r[0] for r in results), max(r[1] for r in results)
    print(f"{towns} towns: largest difference {worst:.4f}, hills take up to {lost:.3f} of coverage")
    return 0 if worst < 0.01 and lost > 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
