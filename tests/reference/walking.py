"""Walking distance, the slow and plain way: docs/definitions.md, sections 2 to 5, written down again from that page alone.

Nothing here is fast or clever. A network is a list of straight pieces between vertices; facilities split the pieces where they meet
them; Dijkstra's algorithm is scipy's. What is not covered: squares, gated compounds, entrances, walking costs.
"""
import math
import warnings

import numpy
import pyproj
import scipy.sparse
import scipy.sparse.csgraph
import scipy.spatial
import shapely.errors
import shapely.geometry
import shapely.ops
import shapely.strtree

warnings.filterwarnings("ignore", category=shapely.errors.ShapelyDeprecationWarning)  # of Debian 12's shapely 1.8

LINK_LIMIT_M, MIN_COMPONENT_M, ISLAND_GAP_M, MAJOR_SHARE, JOIN_END_M, SAME_M = 250, 500, 20, 0.1, 0.5, 1e-6
PIECE_M = 50  # pieces are looked up by their middles: none is longer


def work_crs(lonlat):
    """Transverse Mercator about the middle of the box of some points."""
    lonlat = numpy.asarray(lonlat)
    lon, lat = (lonlat.min(axis=0) + lonlat.max(axis=0)) / 2
    return pyproj.Proj(proj="tmerc", lon_0=lon, lat_0=lat, k=1, ellps="WGS84")


def foot(p, a, b):
    """Distance from p to the segment from a to b, and the share of it where that is reached."""
    d, q = b - a, p - a
    length = d @ d
    t = min(1.0, max(0.0, (q @ d) / length)) if length > 0 else 0.0
    return math.hypot(*(q - t * d)), t


class Pieces:
    """Straight pieces of path, and the nearest of them to a place."""

    def __init__(self, xy, ends):
        self.xy, self.ends = xy, ends
        u, v = numpy.array(ends).T
        n = numpy.maximum(1, numpy.ceil(numpy.hypot(*(xy[v] - xy[u]).T) / PIECE_M)).astype(int)
        self.of = numpy.repeat(numpy.arange(len(ends)), n)
        number = numpy.arange(len(self.of)) - numpy.repeat(numpy.cumsum(n) - n, n)
        t = ((number + 0.5) / n[self.of])[:, None]
        start, end = xy[u[self.of]], xy[v[self.of]]
        self.tree = scipy.spatial.cKDTree(start + t * (end - start))

    def nearest(self, p, limit):
        """All pieces that are nearest to p, to 1e-6 m, with the share along each; none beyond the limit."""
        middle, at = self.tree.query(p)
        reach = min(middle, limit) + PIECE_M / 2 + SAME_M
        found = {}
        for k in self.tree.query_ball_point(p, reach):
            i = self.of[k]
            if i not in found:
                found[i] = foot(p, self.xy[self.ends[i][0]], self.xy[self.ends[i][1]])
        if not found:
            return math.inf, []
        leg = min(distance for distance, _ in found.values())
        if leg > limit:
            return math.inf, []
        return leg, [(i, t) for i, (distance, t) in found.items() if distance <= leg + SAME_M]


class Network:
    """Vertices and the pieces between them; what is left when small components are gone and islands are joined."""

    def __init__(self, xy, ends):
        self.xy = numpy.asarray(xy, dtype=float)
        self.ends = sorted({(min(u, v), max(u, v)) for u, v in ends if u != v})
        self.drop_small()
        self.joints = self.join_islands()
        self.pieces = Pieces(self.xy, self.ends)

    def length(self, piece):
        return math.hypot(*(self.xy[piece[1]] - self.xy[piece[0]]))

    def components(self):
        """The component of each vertex, and the length of path in each component."""
        n = len(self.xy)
        u, v = numpy.array(self.ends).T
        graph = scipy.sparse.coo_matrix((numpy.ones(len(u)), (u, v)), shape=(n, n))
        count, of = scipy.sparse.csgraph.connected_components(graph, directed=False)
        lengths = numpy.zeros(count)
        for piece in self.ends:
            lengths[of[piece[0]]] += self.length(piece)
        return of, lengths

    def drop_small(self):
        of, lengths = self.components()
        self.ends = [piece for piece in self.ends if lengths[of[piece[0]]] >= MIN_COMPONENT_M]

    def join_islands(self):
        of, lengths = self.components()
        major = lengths >= MAJOR_SHARE * lengths.max()
        self.on_island = [not major[of[u]] for u, v in self.ends]
        main = [piece for piece in self.ends if major[of[piece[0]]]]
        lines = [shapely.geometry.LineString([self.xy[u], self.xy[v]]) for u, v in main]
        tree = shapely.strtree.STRtree(lines)
        number = {id(line): i for i, line in enumerate(lines)}
        degree = numpy.bincount(numpy.array(self.ends).ravel(), minlength=len(self.xy))
        wanted = []  # (from: xy, and the piece or vertex there; to: main piece, share)
        for component in [c for c in range(len(lengths)) if lengths[c] > 0 and not major[c]]:
            own = [piece for piece in self.ends if of[piece[0]] == component]
            found = []
            for end in sorted({v for piece in own for v in piece if degree[v] == 1}):
                near = tree.query(shapely.geometry.Point(self.xy[end]).buffer(ISLAND_GAP_M + 1))
                best = min(((*foot(self.xy[end], *self.xy[list(main[number[id(line)]])]), number[id(line)]) for line in near), default=None)
                if best and best[0] <= ISLAND_GAP_M:
                    found.append((None, end, best[2], best[1]))
            wanted += found or self.nearest_of(own, main, lines, tree, number)
        self.make_joints(wanted, main)
        return len(wanted)

    def nearest_of(self, own, main, lines, tree, number):
        """Where an island comes nearest to the major components, any point of it to any of theirs: the most western place."""
        found = []
        for piece in own:
            line = shapely.geometry.LineString(self.xy[list(piece)])
            for other in tree.query(line.buffer(ISLAND_GAP_M + 1)):
                distance = line.distance(other)
                if distance <= ISLAND_GAP_M:
                    a, b = (numpy.array(p.coords[0]) for p in shapely.ops.nearest_points(line, other))
                    k = number[id(other)]
                    ends = foot(a, *self.xy[list(piece)])[1], foot(b, *self.xy[list(main[k])])[1]
                    found.append((distance, *b, piece, ends[0], k, ends[1]))
        if not found:
            return []
        least = min(one[0] for one in found)
        _, x, y, piece, t, k, u = min((one for one in found if one[0] <= least + SAME_M), key=lambda one: one[1:3])
        return [((piece, t), None, k, u)]

    def make_joints(self, wanted, main):
        """Split what is joined, and draw the joints."""
        cuts = {}  # piece: [(share, vertex)]
        xy, new = list(self.xy), []

        def vertex_at(piece, t):
            if t in (0.0, 1.0):
                return piece[int(t)]
            xy.append(self.xy[piece[0]] + t * (self.xy[piece[1]] - self.xy[piece[0]]))
            cuts.setdefault(piece, []).append((t, len(xy) - 1))
            return len(xy) - 1

        for start, end, k, t in wanted:
            a = end if start is None else vertex_at(*start)
            new.append((a, vertex_at(main[k], t)))
        self.xy = numpy.array(xy)
        self.ends = split(self.ends, cuts) + [piece for piece in new if piece[0] != piece[1]]


def split(ends, cuts):
    out = []
    for piece in ends:
        if piece not in cuts:
            out.append(piece)
            continue
        chain = [piece[0]] + [v for _, v in sorted(cuts[piece])] + [piece[1]]
        out += list(zip(chain, chain[1:]))
    return out


def join_ends(xy, ends, loose):
    """Ends of drawn lines less than half a metre from the inside of another line join it there; they keep their places."""
    xy, cuts, new = list(xy), {}, []
    for end in loose:
        for u, v in ends:
            if end in (u, v):
                continue
            distance, t = foot(numpy.array(xy[end]), numpy.array(xy[u]), numpy.array(xy[v]))
            if distance < JOIN_END_M and 0 < t < 1:
                xy.append(tuple(numpy.array(xy[u]) + t * (numpy.array(xy[v]) - numpy.array(xy[u]))))
                cuts.setdefault((u, v), []).append((t, len(xy) - 1))
                new.append((end, len(xy) - 1))
    return xy, split(ends, cuts) + new


class Field:
    """D from some facilities, anywhere on the network, and d anywhere in the plane."""

    def __init__(self, network, points=(), polygons=()):
        self.polygons = list(polygons)
        pieces = network.pieces
        xy, sources, cuts = list(network.xy), [], {}
        self.free = set()  # pieces along which D is 0

        def vertex_at(i, t):
            u, v = network.ends[i]
            if t <= 0 or t >= 1:
                return u if t <= 0 else v
            xy.append(network.xy[u] + t * (network.xy[v] - network.xy[u]))
            cuts.setdefault((u, v), []).append((t, len(xy) - 1))
            return len(xy) - 1

        for p in points:
            leg, at = pieces.nearest(numpy.asarray(p, dtype=float), LINK_LIMIT_M)
            sources += [(vertex_at(i, t), leg) for i, t in at]
        inside = []
        for polygon in self.polygons:
            inside += self.enter(network, pieces, polygon, vertex_at, sources)
        self.xy = numpy.array(xy)
        self.ends = split(network.ends, cuts)
        self.pieces = Pieces(self.xy, self.ends)
        for i, (u, v) in enumerate(self.ends if inside else ()):
            middle = shapely.geometry.Point((self.xy[u] + self.xy[v]) / 2)
            if any(shape.contains(middle) for shape in inside):
                self.free.add(i)
        self.D = self.search(sources)

    def enter(self, network, pieces, polygon, vertex_at, sources):
        """Where paths enter the polygon grown by 1 m, D is 0; else its nearest network points are linked."""
        grown = polygon.buffer(1, resolution=256)
        around = grown.buffer(LINK_LIMIT_M).bounds
        near = [i for i, (u, v) in enumerate(network.ends)
                if max(network.xy[u][0], network.xy[v][0]) >= around[0] and min(network.xy[u][0], network.xy[v][0]) <= around[2]
                and max(network.xy[u][1], network.xy[v][1]) >= around[1] and min(network.xy[u][1], network.xy[v][1]) <= around[3]]  # fmt: skip
        lines = {i: shapely.geometry.LineString(network.xy[list(network.ends[i])]) for i in near}
        met = [i for i in near if lines[i].intersects(grown)]
        for i in met:
            common = lines[i].intersection(grown)
            for part in getattr(common, "geoms", [common]):
                for place in (part.coords[0], part.coords[-1]):
                    sources.append((vertex_at(i, foot(numpy.array(place), *network.xy[list(network.ends[i])])[1]), 0))
        if met:
            return [grown]
        least = min((lines[i].distance(polygon) for i in near), default=math.inf)
        for i in near:
            if least <= LINK_LIMIT_M and lines[i].distance(polygon) <= least + SAME_M:
                place = shapely.ops.nearest_points(lines[i], polygon)[0].coords[0]
                sources.append((vertex_at(i, foot(numpy.array(place), *network.xy[list(network.ends[i])])[1]), least))
        return []

    def search(self, sources):
        n = len(self.xy)
        u, v = numpy.array(self.ends).T
        length = numpy.hypot(*(self.xy[v] - self.xy[u]).T)
        length[list(self.free)] = 0.0
        u = numpy.append(u, numpy.full(len(sources), n))
        v = numpy.append(v, numpy.array([v for v, _ in sources], dtype=int))
        length = numpy.append(length, [leg for _, leg in sources])
        order = numpy.lexsort((length, v, u))  # of several edges between the same two the shortest is first
        u, v, length = u[order], v[order], length[order]
        best = numpy.append(True, (numpy.diff(u) != 0) | (numpy.diff(v) != 0))
        TINY = 1e-12  # scipy takes an entry of 0 for no edge
        graph = scipy.sparse.coo_matrix((numpy.maximum(length[best], TINY), (u[best], v[best])), shape=(n + 1, n + 1)).tocsr()
        return scipy.sparse.csgraph.dijkstra(graph, directed=False, indices=n)[:n]

    def on_piece(self, i, t):
        u, v = self.ends[i]
        if i in self.free:
            return 0.0
        length = math.hypot(*(self.xy[v] - self.xy[u]))
        return min(self.D[u] + t * length, self.D[v] + (1 - t) * length)

    def d(self, p):
        """Walking distance of a place, and whether it is off network."""
        p = numpy.asarray(p, dtype=float)
        leg, at = self.pieces.nearest(p, LINK_LIMIT_M)
        off = not at
        way = min((leg + self.on_piece(i, t) for i, t in at), default=math.inf)
        if any(polygon.covers(shapely.geometry.Point(p)) for polygon in self.polygons):
            return 0.0, False
        return way, off


def straight(p, points, polygons):
    here = shapely.geometry.Point(p)
    return min([math.hypot(p[0] - x, p[1] - y) for x, y in points] + [here.distance(polygon) for polygon in polygons], default=math.inf)
