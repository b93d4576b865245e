/* ------------------------------------------------------------------- paths */

/* The paths as they are (docs/edits.md: an end joins a path within 0.5 m of it, a vertex within 1 cm of another), in a grid
   of cells, so that what is drawn can be put onto them. Places are [lon, lat]. */
const CELL = 1e-3;
const METRES_LAT = 111195;
const streets = { x: null, y: null, first: [], grid: null };

function metres_lon(lat) {
  return METRES_LAT * Math.cos(lat * Math.PI / 180);
}

function cell_key(i, j) {
  return i * 1048576 + j;
}

/* Call `each` with every cell that a box meets. */
function each_cell(west, south, east, north, each) {
  for (let i = Math.floor(west / CELL); i <= Math.floor(east / CELL); i++)
    for (let j = Math.floor(south / CELL); j <= Math.floor(north / CELL); j++) each(cell_key(i, j));
}

/* Read when they are first needed. Segment k goes from vertex k to k + 1; the last vertex of a line begins none. */
function read_streets() {
  if (streets.grid) return;
  const data = JSON.parse(by_id("paths").textContent), x = [], y = [], line = [];
  decode(data.lines, data.unit, (arc, lon, lat) => {
    x.push(lon);
    y.push(lat);
    line.push(arc);
  });
  streets.x = Float64Array.from(x);
  streets.y = Float64Array.from(y);
  streets.grid = new Map();
  for (let k = 0; k + 1 < x.length; k++) {
    if (line[k] !== line[k + 1]) continue;
    each_cell(Math.min(x[k], x[k + 1]), Math.min(y[k], y[k + 1]), Math.max(x[k], x[k + 1]), Math.max(y[k], y[k + 1]), (key) => {
      if (streets.grid.has(key)) streets.grid.get(key).push(k);
      else streets.grid.set(key, [k]);
    });
  }
}

/* The lines of a geometry: a list of lists of places. */
function lines_of(geometry) {
  if (!geometry) return [];
  switch (geometry.type) {
  case "LineString": return [geometry.coordinates];
  case "MultiLineString": case "Polygon": return geometry.coordinates;
  case "MultiPolygon": return geometry.coordinates.flat();
  default: return [];
  }
}

/* All segments [a, b] near a box: of the city's paths, and of those that other edits add. */
function segments_near(west, south, east, north, except) {
  read_streets();
  const found = new Set(), segments = [];
  each_cell(west, south, east, north, (key) => (streets.grid.get(key) || []).forEach((k) => found.add(k)));
  for (const k of found) segments.push([[streets.x[k], streets.y[k]], [streets.x[k + 1], streets.y[k + 1]]]);
  for (const edit of edits_now())
    if (edit.on && edit.key !== except && edit.feature.properties.op === "path")
      for (const line of lines_of(edit.feature.geometry))
        for (let k = 0; k + 1 < line.length; k++) segments.push([line[k], line[k + 1]]);
  return segments;
}

/* The place of a segment that is nearest to p, and how many metres away it is. */
function nearest_on(p, [a, b]) {
  const kx = metres_lon(p[1]), ax = (a[0] - p[0]) * kx, ay = (a[1] - p[1]) * METRES_LAT;
  const dx = (b[0] - a[0]) * kx, dy = (b[1] - a[1]) * METRES_LAT, length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0;
  return { at: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])], metres: Math.hypot(ax + t * dx, ay + t * dy) };
}

/* Where two segments cross, as [t on the first, place]; null when they do not. */
function crossing_of([a, b], [c, d]) {
  const rx = b[0] - a[0], ry = b[1] - a[1], sx = d[0] - c[0], sy = d[1] - c[1], cross = rx * sy - ry * sx;
  if (!cross) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross, u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [t, [a[0] + t * rx, a[1] + t * ry]] : null;
}

/* How many metres the pointer may be away, by its pixels; no farther than paths are looked up at once. */
const SNAP_PIXELS = 12, SNAP_MOST_M = 150;

function snap_metres(lat) {
  return Math.min(SNAP_MOST_M, SNAP_PIXELS * 40075016 * Math.cos(lat * Math.PI / 180) / 2 ** (view.map.getZoom() + 8));
}

function near_place(p, metres, except) {
  const dx = metres / metres_lon(p[1]), dy = metres / METRES_LAT;
  return segments_near(p[0] - dx, p[1] - dy, p[0] + dx, p[1] + dy, except);
}

/* The place of a path near p: one of its vertices, else the nearest of it. null when there is none. */
function snap(p, except) {
  const most = snap_metres(p[1]);
  let line = null, vertex = null;
  for (const segment of near_place(p, most, except)) {
    const found = nearest_on(p, segment);
    if (found.metres <= most && (!line || found.metres < line.metres)) line = found;
    for (const end of segment) {
      const metres = Math.hypot((end[0] - p[0]) * metres_lon(p[1]), (end[1] - p[1]) * METRES_LAT);
      if (metres <= most / 2 && (!vertex || metres < vertex.metres)) vertex = { at: end, metres };
    }
  }
  return (vertex || line || { at: null }).at;
}

/* Where two paths cross near p; null when none do. Where they meet in a vertex of both they are joined already. */
function snap_crossing(p) {
  const most = snap_metres(p[1]), segments = near_place(p, most), same = (a, b) => a[0] === b[0] && a[1] === b[1];
  let best = null;
  for (let i = 0; i < segments.length; i++)
    for (let k = 0; k < i; k++) {
      const [a, b] = [segments[i], segments[k]];
      if (a.some((end) => b.some((other) => same(end, other)))) continue;
      const found = crossing_of(a, b);
      if (!found) continue;
      const metres = nearest_on(p, [found[1], found[1]]).metres;
      if (metres <= most && (!best || metres < best.metres)) best = { at: found[1], metres };
    }
  return best && best.at;
}

/* A path joins what it crosses: it is cut there, since ends join and what lies between does not. Its own vertices that lie
   on a path are ends as well. */
function joined_pieces(drawn, except) {
  const pieces = [[drawn[0]]], APART_M = 0.5;
  const add = (at, cut) => {
    const piece = pieces[pieces.length - 1];
    piece.push(at);
    if (cut) pieces.push([at]);
  };
  for (let k = 0; k + 1 < drawn.length; k++) {
    const [a, b] = [drawn[k], drawn[k + 1]], cuts = [];
    for (const segment of segments_near(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]), except)) {
      const found = crossing_of([a, b], segment);
      if (found && [a, b].every((end) => nearest_on(end, [found[1], found[1]]).metres > APART_M)) cuts.push(found);
    }
    cuts.sort((p, q) => p[0] - q[0]);
    for (const [, at] of cuts)
      if (nearest_on(at, [pieces[pieces.length - 1][0], pieces[pieces.length - 1][0]]).metres > APART_M) add(at, true);
    const last = k + 2 === drawn.length;
    add(b, !last && near_place(b, 1, except).some((segment) => nearest_on(b, segment).metres < 0.01));
  }
  return pieces;
}

/* How many ends of a path or a bridge lie on no other path, so that one cannot walk on there. */
const JOIN_M = 0.5;

function loose_ends(edit) {
  if (edit.feature.properties.op !== "path" || !edit.drawn) return 0;
  return [edit.drawn[0], edit.drawn[edit.drawn.length - 1]].filter((end) =>
    !near_place(end, 2 * JOIN_M, edit.key).some((segment) => nearest_on(end, segment).metres <= JOIN_M)).length;
}

/* ---------------------------------------------------------------- measures */

function length_of(geometry) {
  let sum = 0;
  for (const line of lines_of(geometry))
    for (let k = 0; k + 1 < line.length; k++) sum += nearest_on(line[k], [line[k + 1], line[k + 1]]).metres;
  return sum;
}

function area_of(geometry) {
  const rings = lines_of(geometry);
  if (!rings.length) return 0;
  return ring_area(rings[0]) / 2 * METRES_LAT * metres_lon(rings[0][0][1]);
}
