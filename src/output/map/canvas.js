/* --------------------------------------------------------------------- map */

const view = { names: [], areas: [], gaps: [], facilities: [], under: -1 };

/* Stripes for a canvas, or for the legend. */
function stripes(background, line, width, gap) {
  const size = width + gap, tile = make("canvas");
  tile.width = tile.height = 2 * size;
  const pen = tile.getContext("2d");
  if (background) {
    pen.fillStyle = background;
    pen.fillRect(0, 0, 2 * size, 2 * size);
  }
  pen.strokeStyle = line;
  pen.lineWidth = width;
  for (let k = -2; k <= 2; k += 1) {
    pen.beginPath();
    pen.moveTo((k - 0.5) * size, 2.5 * size);
    pen.lineTo((k + 2.5) * size, -0.5 * size);
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}

const NO_DATA_FILL = stripes("#f2f2f2", "#9a9a9a", 1, 4);
const GAP_FILL = stripes(null, "#c2410c", 1.2, 7);
const OFF_FILL = CLASS_COLOUR.map((colour) => stripes(colour, "#6b7280", 1, 6));

/* Whatever else is shown, the classes stay to be told apart: areas and gaps let them through. */
function community_style(c, i = chosen.indicator) {
  const value = value_of(c, i), colour = value.ratio === null ? null : class_of(scaled(value.ratio, i));
  return {
    fillColor: colour === null ? NO_DATA_FILL : is_mostly_off(value) ? OFF_FILL[colour] : CLASS_COLOUR[colour],
    fillOpacity: colour === null ? 1 : chosen.layers.has("ground") ? 0.75 : 0.9,
  };
}

/* ------------------------------------------------------------------ ground */

/* Paths by the factor of their walking length, from flat to steep; the last are closed to walkers. */
const SLOPE_COLOUR = ["#6b7280", "#eab308", "#ea580c", "#b91c1c", "#111827"];

/* Paths and parks, softly, from the report's own data: to know where one is without any tiles. */
function draw_ground() {
  if (view.ground) view.ground.remove();
  view.ground = null;
  const steep = chosen.layers.has("slopes"), layers = [];
  if (!steep && !chosen.layers.has("ground")) return;
  const common = { renderer: view.soft, interactive: false, smoothFactor: 0.5 };
  view.lines = view.lines || DATA.ground.paths.map((one) => decode_lines(one.arcs, DATA.ground.unit));
  view.parks = view.parks || decode_layer(DATA.ground.areas, DATA.ground.unit);
  if (chosen.layers.has("ground"))
    for (const polygons of view.parks)
      layers.push(L.polygon(polygons, Object.assign({ stroke: false, fillColor: "#4d7c0f", fillOpacity: 0.18 }, common)));
  view.lines.forEach((lines, k) => lines.length && layers.push(L.polyline(lines, Object.assign(
    steep ? { color: SLOPE_COLOUR[k], weight: k ? 1.6 : 0.6, opacity: k ? 0.9 : 0.4 } :
      { color: "#374151", weight: 0.6, opacity: 0.4 }, common))));
  view.ground = L.layerGroup(layers).addTo(view.map);
}

/* ------------------------------------------------------------ walk and line */

/* The other metric's map on the right of a bar that can be dragged. */
function draw_twin() {
  const twin = chosen.layers.has("twin") ? twin_of(chosen.indicator) : -1, bar = by_id("swipe");
  if (view.twin) view.twin.remove();
  view.twin = null;
  bar.hidden = by_id("twin_left").hidden = by_id("twin_right").hidden = twin < 0;
  if (twin < 0) return;
  by_id("twin_left").textContent = tr(INDICATORS[chosen.indicator].metric + "_short");
  by_id("twin_right").textContent = tr(INDICATORS[twin].metric + "_short");
  view.twin = new Communities({ renderer: view.other, interactive: false, style: { fillOpacity: 1 } }).colour(twin).addTo(view.map);
  clip_twin();
}

/* Only the part on the right of the bar is seen. */
function clip_twin() {
  if (!view.twin) return;
  const size = view.map.getSize(), share = Number(by_id("swipe").value) / 1000;
  const from = view.map.containerPointToLayerPoint([share * size.x, 0]), to = view.map.containerPointToLayerPoint(size);
  view.map.getPane("twin").style.clip = `rect(${from.y}px, ${to.x}px, ${to.y}px, ${from.x}px)`;
  by_id("swipe").style.setProperty("--at", 100 * share + "%");
}

/* How much a facility serves, in words. */
function served_text(facility, indicator) {
  const people = indicator.denominator === "population";
  const amount = people ? tr("people")(facility.served) : tr("square")(facility.served);
  return tr("serves")(amount + tr("serves_demand")[indicator.denominator]);
}

/* Circles whose area goes with what the facilities serve, smaller where there are many. */
function facility_radius(facility, most, count) {
  const largest = Math.max(3, Math.min(9, 70 / Math.sqrt(count)));
  return most > 0 ? Math.max(2, largest * Math.sqrt(facility.served / most)) : 3;
}

function draw_facilities() {
  if (view.circles) view.circles.remove();
  view.circles = null;
  view.facilities = chosen.layers.has("facilities") ? facilities_of(chosen.indicator) : [];
  const most = view.facilities.length ? view.facilities[0].served : 0;
  view.circles = L.layerGroup(view.facilities.map((facility) => {
    facility.radius = facility_radius(facility, most, view.facilities.length);
    return L.circleMarker(facility.at, { renderer: view.points, interactive: false, radius: facility.radius,
      color: "#111827", weight: 1.2, fillColor: facility.served > 0 ? "#ffd23f" : "#ffffff", fillOpacity: 0.95 });
  })).addTo(view.map);
}

/* The facility under the pointer, the smallest if there are several. */
function facility_at(point) {
  let found = null;
  for (const facility of view.facilities || []) {
    const p = view.map.latLngToContainerPoint(facility.at);
    if (point.distanceTo(p) <= facility.radius + 3) found = facility;
  }
  return found;
}

function show_facility(facility) {
  const indicator = INDICATORS[chosen.indicator];
  const kind = [either(facility.kind), facility.level && tr("levels")[facility.level]];
  view.hint.setContent(make("span", "", make("b", "", either(facility.name) || facility.id), make("br"),
    kind.filter(Boolean).join(" · "), make("br"), served_text(facility, indicator)));
  view.hint.setLatLng(facility.at).addTo(view.map);
}

function follow_pointer(event) {
  const facility = facility_at(event.containerPoint);
  if (!extra.hints()) view.hint.remove();
  else if (facility) show_facility(facility);
  else if (view.under >= 0) show_hint(view.under, event.latlng);
  else view.hint.remove();
}

function start_map() {
  const map = make_map({ preferCanvas: true, zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false,
    maxBoundsViscosity: 1, zoomControl: false });
  view.map = map;
  view.zoom = L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const credit = L.control.attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' }).addTo(map);
  if (DATA.osm)
    credit.addAttribution('© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors, ODbL');
  if (DATA.tiles) {
    const words = make("span", "", DATA.tiles_attribution || "").innerHTML;
    L.tileLayer(DATA.tiles, { attribution: words, maxZoom: 19 }).addTo(map);
  }
  for (const [name, z] of [["twin", 403], ["ground", 406], ["overlay", 410], ["facilities", 420], ["names", 430]]) {
    const pane = map.createPane(name);
    pane.style.zIndex = z;
    pane.style.pointerEvents = "none";
  }
  view.base = L.canvas({ padding: 0.2 });
  view.other = L.canvas({ padding: 0.2, pane: "twin" });
  view.soft = L.canvas({ padding: 0.2, pane: "ground" });
  view.overlay = L.canvas({ padding: 0.2, pane: "overlay" });
  view.points = L.canvas({ padding: 0.2, pane: "facilities" });
  add_communities();
  map.on("moveend zoomend resize", draw_names);
  map.on("move zoomend resize", clip_twin);
  by_id("swipe").addEventListener("input", clip_twin);
}

function add_communities() {
  read_borders();
  view.communities = new Communities({ renderer: view.base });
  view.communities.on("click", (event) => facility_at(event.containerPoint) ? follow_pointer(event) :
    choose_community(view.communities.at(event.layerPoint)));
  view.communities.on("mouseover mousemove", (event) => (view.under = view.communities.at(event.layerPoint)));
  view.communities.on("mouseout", () => (view.under = -1));
  view.bounds = bounds_of_all();
  view.map.fitBounds(view.bounds, { padding: [14, 14], animate: false });
  view.map.setMinZoom(view.map.getZoom() - 2);
  view.hint = L.tooltip({ direction: "top", offset: [0, -4], className: "hint" });
  view.map.on("mousemove click", follow_pointer);
  view.map.on("mouseout", () => view.hint.remove());
}

function show_hint(c, at) {
  const value = value_of(c, chosen.indicator), share = value.ratio === null ? tr("no_data") : amount(value.ratio, 1, chosen.indicator);
  view.hint.setContent(make("span", "", make("b", "", DATA.communities.name[c]), " " + share));
  view.hint.setLatLng(at).addTo(view.map);
}

/* Colours by the indicator, and the layers that go with it. */
function colour_map() {
  view.communities.colour(chosen.indicator);
  draw_twin();
  draw_overlay();
  draw_facilities();
  draw_chosen();
}

/* Areas and gaps are decoded when they are first looked at. */
function shapes_of(kind, i) {
  const layers = DATA.shapes[kind];
  if (!layers.length) return [];
  if (!view[kind][i]) view[kind][i] = decode_layer(layers[i], DATA.shapes.overlay_unit);
  return view[kind][i];
}

function draw_overlay() {
  const i = chosen.indicator, layers = [];
  const add = (shapes, style) => shapes.forEach((polygons) => polygons.length &&
    layers.push(L.polygon(polygons, Object.assign({ renderer: view.overlay, interactive: false, smoothFactor: 0 },
      style))));
  if (chosen.layers.has("areas"))
    add(shapes_of("areas", i), { color: "#5b2a86", weight: 1.6, fillColor: "#7b3fb0",
      fillOpacity: chosen.layers.has("gaps") ? 0 : 0.18 });
  if (chosen.layers.has("gaps")) {
    add(shapes_of("gaps", i), { color: "#c2410c", weight: 0.7, fillColor: GAP_FILL, fillOpacity: 0.9 });
    const gaps = DATA.shapes.gaps[i];
    for (const at of gaps ? decode_points(gaps.places, DATA.shapes.overlay_unit) : [])
      layers.push(L.circleMarker(at, { renderer: view.overlay, interactive: false, radius: 2, stroke: false,
        fillColor: "#c2410c", fillOpacity: 0.8 }));
  }
  if (view.layers) view.layers.remove();
  view.layers = L.layerGroup(layers).addTo(view.map);
}

function draw_chosen() {
  if (view.outline) view.outline.remove();
  view.outline = null;
  if (chosen.community < 0 || !is_drawn(chosen.community)) return;
  const polygons = polygons_of(chosen.community);
  const common = { renderer: view.overlay, interactive: false, fill: false, smoothFactor: 0 };
  view.outline = L.layerGroup([
    L.polygon(polygons, Object.assign({ color: "#ffffff", weight: 6 }, common)),
    L.polygon(polygons, Object.assign({ color: "#111827", weight: 3 }, common)),
  ]).addTo(view.map);
}

/* Bring a community into view: the panel of its numbers stands beside the map. */
function show_on_map(c) {
  if (c >= 0 && is_drawn(c) && !view.map.getBounds().pad(-0.05).contains(bounds_of(c)))
    view.map.fitBounds(bounds_of(c).pad(1), { animate: false, maxZoom: Math.max(15, view.map.getZoom()) });
}

/* Names where there is room for them: inside their community, not over one another. */
function draw_names() {
  const pane = view.map.getPane("names");
  pane.replaceChildren();
  if (!chosen.layers.has("names")) return;
  const size = view.map.getSize(), taken = [], MOST = 150;
  const pixels = (lat, lng) => view.map.latLngToContainerPoint([lat, lng]);
  const LEAST = 24, shown = view.communities.shown(view.map.getPixelBounds(), LEAST - 1);
  for (const c of shown) {
    if (taken.length >= MOST) break;
    const place = name_of(c), name = DATA.communities.name[c];
    if (!place) continue;
    const p = pixels(...place.at);
    if (p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y) continue;
    const room = pixels(place.at[0], place.east).x - pixels(place.at[0], place.west).x;
    if (room < LEAST) continue;
    const width = text_width(name);
    if (width > 1.5 * room) continue;
    const box = [p.x - width / 2 - 3, p.y - 8, p.x + width / 2 + 3, p.y + 8];
    if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
    taken.push(box);
    const label = make("span", "place", name), at = view.map.latLngToLayerPoint(place.at);
    label.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, -50%)`;
    pane.append(label);
  }
}

const RULER = make("canvas").getContext("2d");

function text_width(text) {
  RULER.font = "12px system-ui, sans-serif";
  return RULER.measureText(text).width;
}
