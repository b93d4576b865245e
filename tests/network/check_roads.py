#!/usr/bin/env python3
"""The walk network of a line layer, held against a second computation.

    check_roads.py LIFECIRCLE ROADS.shp KM LINES

The shapefile is read here byte by byte, in its own metres, and taken by the words of docs/definitions.md and
docs/line-networks.md alone: pairs of segments, compared one by one (a grid of squares only saves pairs that are far
apart). What `lifecircle inspect --json` says must agree: length drawn, components, share of the largest, length with
what is drawn twice counted once, crossings.
"""
import json
import math
import struct
import subprocess
import sys

SAME, JOIN, SQUARE = 0.01, 0.5, 60.0


def read_lines(path):
    data = open(path, "rb").read()
    lines, at = [], 100
    while at < len(data):
        words, = struct.unpack(">i", data[at + 4:at + 8])
        kind, = struct.unpack("<i", data[at + 8:at + 12])
        if kind:
            parts, points = struct.unpack("<2i", data[at + 44:at + 52])
            starts = struct.unpack(f"<{parts}i", data[at + 52:at + 52 + 4 * parts]) + (points,)
            values = struct.unpack(f"<{2 * points}d", data[at + 52 + 4 * parts:at + 52 + 4 * parts + 16 * points])
            xy = list(zip(values[::2], values[1::2]))
            lines += [xy[a:b] for a, b in zip(starts, starts[1:])]
        at += 8 + 2 * words
    return lines


def read_texts(path, name):
    """A text field of the .dbf."""
    data = open(path, "rb").read()
    n, header, size = struct.unpack("<IHH", data[4:12])
    start, texts = 1, []
    for at in range(32, header - 1, 32):
        width = data[at + 16]
        if data[at:at + 11].split(b"\0")[0] == name:
            for i in range(n):
                record = data[header + i * size:header + (i + 1) * size]
                texts.append(record[start:start + width].decode("ascii").strip())
        start += width
    return texts


def foot(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = min(1, max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square)) if square else 0
    return t, math.dist(p, (a[0] + t * dx, a[1] + t * dy))


def crossing(a, b, c, d):
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    det = ux * vy - uy * vx
    if det == 0:
        return False
    t, u = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / det, ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / det
    return 0 <= t <= 1 and 0 <= u <= 1


class Sets:
    def __init__(self, n):
        self.parent = list(range(n))

    def root(self, i):
        while self.parent[i] != i:
            i = self.parent[i]
        return i

    def join(self, i, j):
        self.parent[self.root(i)] = self.root(j)


def squares(box, margin):
    for x in range(int((box[0] - margin) // SQUARE), int((box[2] + margin) // SQUARE) + 1):
        for y in range(int((box[1] - margin) // SQUARE), int((box[3] + margin) // SQUARE) + 1):
            yield x, y


def near_pairs(segments):
    grid, pairs = {}, set()
    for k, (_, a, b) in enumerate(segments):
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for square in squares(box, JOIN):
            others = grid.setdefault(square, [])
            pairs.update((j, k) for j in others)
            others.append(k)
    return sorted(pairs)


def uncovered(segment, others):
    """How much of a segment no other lies on, within SAME."""
    (_, a, b), length = segment, math.dist(segment[1], segment[2])
    covered = []
    for _, c, d in others:
        (t, dt), (u, du) = foot(c, a, b), foot(d, a, b)
        low, high = sorted((t, u))
        ends = [(a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])) for s in (low, high)]
        if (high - low) * length > 0.05 and all(foot(p, c, d)[1] < SAME for p in ends):
            covered.append((low, high))
    free, at = 0.0, 0.0
    for low, high in sorted(covered):
        free += max(0, low - at)
        at = max(at, high)
    return (free + max(0, 1 - at)) * length


def second_opinion(lines, node_all):
    sets = Sets(len(lines))
    segments = [(n, a, b) for n, line in enumerate(lines) for a, b in zip(line, line[1:]) if a != b]
    earlier = [[] for _ in segments]
    for j, k in near_pairs(segments):
        (m, a, b), (n, c, d) = segments[j], segments[k]
        earlier[k].append(segments[j])
        if m == n:
            continue
        if min(math.dist(p, q) for p in (a, b) for q in (c, d)) < SAME:
            sets.join(m, n)
        for p, line, e, f, other in ((c, n, a, b, m), (d, n, a, b, m), (a, m, c, d, n), (b, m, c, d, n)):
            t, distance = foot(p, e, f)
            at = (e[0] + t * (f[0] - e[0]), e[1] + t * (f[1] - e[1]))
            is_end = p in (lines[line][0], lines[line][-1])
            inside = all(math.dist(at, q) >= SAME for q in (lines[other][0], lines[other][-1]))
            if (is_end and inside and distance < JOIN) or (node_all and distance < SAME):
                sets.join(m, n)
        if node_all and crossing(a, b, c, d):
            sets.join(m, n)
    once = [uncovered(s, before) for s, before in zip(segments, earlier)]
    by_component = {}
    for (n, _, _), length in zip(segments, once):
        by_component[sets.root(n)] = by_component.get(sets.root(n), 0) + length
    return len(by_component), sum(once), max(by_component.values()) / sum(once)


def inspect(program, source):
    run = subprocess.run([program, "inspect", "--json", source], capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stderr
    return json.loads(run.stdout)["sources"][0]


def main():
    program, path, km, n_lines = sys.argv[1:]
    lines = read_lines(path)
    drawn = sum(math.dist(a, b) for line in lines for a, b in zip(line, line[1:]))
    print(f"{len(lines)} lines, {drawn / 1000:.3f} km in the file's own metres")
    assert len(lines) == int(n_lines) and abs(drawn / 1000 - float(km)) < 0.05
    # By data/rules/walk.yaml there is no walking along trunk roads, as no line of the sample has a pavement.
    classes = read_texts(path[:-4] + ".dbf", b"highway")
    lines = [line for line, road in zip(lines, classes) if road not in ("trunk", "trunk_link")]
    for node_all in (False, True):
        components, length, share = second_opinion(lines, node_all)
        network = inspect(program, path + ("|noding=all" if node_all else ""))["network"]
        # In the work CRS lengths are true on the ground; on the file's plane, some way from its meridian, a little longer.
        scale = network["lines_m"] / drawn
        print(f"noding={'all' if node_all else 'no'}: {components} components, {length * scale / 1000:.3f} km, "
              f"largest {share:.5f}; lifecircle: {network}")
        assert 0.998 < scale < 1
        assert network["components"] == components
        assert abs(network["largest_share"] - share) < 0.001
        # Without noding, what lies on one another with different vertices counts twice.
        slack = 30 if node_all else 2500  # noding: gaps of up to 0.5 m at 55 junctions
        assert -1 < network["length_m"] - length * scale < slack


main()
