/* ------------------------------------------------------------- communities */

/* Borders of all communities in flat arrays, as a country has 100,000 of them: places in degrees and in Leaflet's pixels at
   zoom 0, where each ring begins and whether it is an outer one, where the rings of each community begin, and its box. Outer
   rings run one way and holes the other, so that many can be filled together whatever lies over what. */
const borders = { lon: [], lat: [], x: [], y: [], ring: [0], outer: [], first: [0], box: [] };

function mercator(lat) {
  const sine = Math.sin(Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * Math.PI / 180);
  return 128 - 64 * Math.log((1 + sine) / (1 - sine)) / Math.PI;
}

function add_ring(points, outer) {
  let twice = 0;
  for (let i = 0, k = points.length - 1; i < points.length; k = i++)
    twice += points[k][1] * points[i][0] - points[i][1] * points[k][0];
  if (twice > 0 !== outer) points.reverse();
  for (const [lat, lon] of points) {
    borders.lat.push(lat);
    borders.lon.push(lon);
    borders.x.push((lon + 180) * 256 / 360);
    borders.y.push(mercator(lat));
  }
  borders.ring.push(borders.x.length);
  borders.outer.push(outer);
}

function add_box(from) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < borders.x.length; i++) {
    const x = borders.x[i], y = borders.y[i];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  borders.box.push(west, north, east, south);
}

function read_borders() {
  for (const polygons of decode_layer(DATA.shapes.communities, DATA.shapes.unit)) {
    const from = borders.x.length;
    for (const rings of polygons) rings.forEach((ring, k) => add_ring(ring, k === 0));
    borders.first.push(borders.outer.length);
    add_box(from);
  }
}

function is_drawn(c) {
  return borders.first[c] < borders.first[c + 1];
}

/* Polygons of rings of [lat, lon]. */
function polygons_of(c) {
  const polygons = [];
  for (let r = borders.first[c]; r < borders.first[c + 1]; r++) {
    if (borders.outer[r]) polygons.push([]);
    const ring = [];
    for (let i = borders.ring[r]; i < borders.ring[r + 1]; i++) ring.push([borders.lat[i], borders.lon[i]]);
    polygons[polygons.length - 1].push(ring);
  }
  return polygons;
}

function bounds_of(c) {
  return L.latLngBounds(polygons_of(c).flat(2));
}

function bounds_of_all() {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < borders.lat.length; i++) {
    box[0] = Math.min(box[0], borders.lat[i]);
    box[1] = Math.min(box[1], borders.lon[i]);
    box[2] = Math.max(box[2], borders.lat[i]);
    box[3] = Math.max(box[3], borders.lon[i]);
  }
  return borders.lat.length ? L.latLngBounds([box[0], box[1]], [box[2], box[3]]) : L.latLngBounds([[-1, -1], [1, 1]]);
}

/* The place for the name of a community, found when it is asked for first. */
function name_of(c) {
  if (view.names[c] === undefined) view.names[c] = name_place(polygons_of(c));
  return view.names[c];
}

const LEAST_PIXELS = 4; /* of many communities, those that are smaller have no border drawn */
const TOGETHER = 500; /* in one path: browsers take more time for longer ones */

/* All communities as one layer of Leaflet's on a canvas: a layer for each takes seconds of a country. What Leaflet asks of a
   path: _project, _update, _updatePath and _containsPoint. */
const Communities = L.Path.extend({
  options: { color: "#4a5560", fill: true, bubblingMouseEvents: false },

  initialize(options) {
    L.setOptions(this, options);
    this.options.weight = N > 1500 ? 0.5 : 1;
    this._styles = [];
  },

  /* Colours by indicator i; what has another than before is drawn again. */
  colour(i) {
    const changed = L.bounds([]);
    for (let c = 0; c < N; c++) {
      if (!is_drawn(c)) continue;
      const style = L.extend(community_style(c, i), this.options.style), before = this._styles[c];
      if (before && before.fillColor === style.fillColor && before.fillOpacity === style.fillOpacity) continue;
      this._styles[c] = style;
      if (this._map) this._extend(changed, c);
    }
    if (changed.isValid()) this._renderer._requestRedraw({ _pxBounds: changed, options: this.options });
    return this;
  },

  /* The community at a point of the map's layers, the last one drawn there; -1 without. */
  at(point) {
    const x = (point.x + this._origin.x) / this._scale, y = (point.y + this._origin.y) / this._scale, box = borders.box;
    for (let c = N - 1; c >= 0; c--)
      if (box[4 * c] <= x && x <= box[4 * c + 2] && box[4 * c + 1] <= y && y <= box[4 * c + 3] && this._holds(c, x, y)) return c;
    return -1;
  },

  _holds(c, x, y) {
    let inside = false;
    for (let r = borders.first[c]; r < borders.first[c + 1]; r++)
      for (let i = borders.ring[r], end = borders.ring[r + 1], k = end - 1; i < end; k = i++) {
        const y0 = borders.y[k], y1 = borders.y[i];
        if ((y0 > y) !== (y1 > y) && x < borders.x[k] + (y - y0) / (y1 - y0) * (borders.x[i] - borders.x[k])) inside = !inside;
      }
    return inside;
  },

  _extend(bounds, c) {
    for (const k of [4 * c, 4 * c + 2])
      bounds.extend([borders.box[k] * this._scale - this._origin.x, borders.box[k + 1] * this._scale - this._origin.y]);
  },

  _project() {
    this._scale = this._map.options.crs.scale(this._map.getZoom()) / 256;
    this._origin = this._map.getPixelOrigin();
    const all = view.bounds, point = (at) => this._map.latLngToLayerPoint(at);
    this._pxBounds = L.bounds([point(all.getNorthWest()), point(all.getSouthEast())]);
  },

  _update() {},

  _containsPoint(point) {
    return this.at(point) >= 0;
  },

  _updatePath() {
    const seen = this._seen();
    if (DATA.steps) this._draw_together(seen); /* many */
    else for (const c of seen) this._draw_one(c);
  },

  /* Those that meet a part of the world, in pixels of this zoom, and are at least so wide. */
  shown(part, least) {
    const scale = view.map.options.crs.scale(view.map.getZoom()) / 256, box = borders.box, found = [];
    const [west, north, east, south, wide] = [part.min.x, part.min.y, part.max.x, part.max.y, least].map((x) => x / scale);
    for (let c = 0; c < N; c++) {
      const k = 4 * c;
      if (box[k] <= east && box[k + 2] >= west && box[k + 1] <= south && box[k + 3] >= north && box[k + 2] - box[k] >= wide)
        found.push(c);
    }
    return found;
  },

  /* Those in the part of the canvas that is drawn. */
  _seen() {
    const part = this._renderer._redrawBounds || this._renderer._bounds, more = L.point(this.options.weight + 1, this.options.weight + 1);
    return this.shown({ min: part.min.add(this._origin).subtract(more), max: part.max.add(this._origin).add(more) }, 0)
      .filter((c) => this._styles[c]);
  },

  _trace(pen, c) {
    const scale = this._scale, { x: left, y: top } = this._origin;
    for (let r = borders.first[c]; r < borders.first[c + 1]; r++) {
      let x0 = NaN, y0 = NaN;
      for (let i = borders.ring[r]; i < borders.ring[r + 1]; i++) {
        const x = Math.round(borders.x[i] * scale) - left, y = Math.round(borders.y[i] * scale) - top;
        if (x === x0 && y === y0) continue;
        if (i === borders.ring[r]) pen.moveTo(x, y);
        else pen.lineTo(x, y);
        [x0, y0] = [x, y];
      }
      pen.closePath();
    }
  },

  _draw_one(c) {
    const pen = this._renderer._ctx;
    pen.beginPath();
    this._trace(pen, c);
    this._renderer._fillStroke(pen, { options: L.extend({}, this.options, this._styles[c]) });
  },

  _is_small(c) {
    const least = LEAST_PIXELS / this._scale, box = borders.box;
    return box[4 * c + 2] - box[4 * c] < least && box[4 * c + 3] - box[4 * c + 1] < least;
  },

  /* Colour by colour, then the borders of all that are large enough. */
  _draw_together(seen) {
    const groups = new Map(), bordered = seen.filter((c) => !this._is_small(c));
    for (const c of seen) {
      const fill = this._styles[c].fillColor;
      if (!groups.has(fill)) groups.set(fill, []);
      groups.get(fill).push(c);
    }
    for (const group of groups.values())
      this._draw_all(group, L.extend({}, this.options, this._styles[group[0]], { stroke: false, fillRule: "nonzero" }));
    this._draw_all(bordered, L.extend({}, this.options, { fill: false }));
  },

  _draw_all(group, options) {
    const pen = this._renderer._ctx;
    for (let from = 0; from < group.length; from += TOGETHER) {
      pen.beginPath();
      for (let k = from; k < Math.min(group.length, from + TOGETHER); k++) this._trace(pen, group[k]);
      this._renderer._fillStroke(pen, { options });
    }
  },
});
