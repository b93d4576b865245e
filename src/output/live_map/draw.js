/* ----------------------------------------------------------------- drawing */

/* What the pointer does on the map. Points are drawn by one click; lines and areas by several, Enter or a double click. */
const TOOLS = ["choose", "add", "remove", "path", "bridge", "wall", "area", "lock", "open"];
const LEAST_POINTS = { path: 2, bridge: 2, wall: 2, area: 3, add: 3 };

const draw = { tool: "choose", category: "", outline: false, level: "", points: [], pointer: null, layer: null };

/* Does the tool draw lines or areas? A facility is added as a point or by its outline. */
function is_line_tool() {
  return draw.tool in LEAST_POINTS && (draw.tool !== "add" || draw.outline);
}

function is_area_tool() {
  return draw.tool === "area" || (draw.tool === "add" && draw.outline);
}

/* What the indicators ask of facilities of a category. */
function rules_of(category) {
  return INDICATORS.flatMap((indicator) => indicator.rules || []).filter((rule) => rule.category === category);
}

/* Where a size is asked for a point would not count; where a level is, one without. */
function draw_category(category) {
  draw.category = category;
  draw.outline = rules_of(category).some((rule) => rule.min_area_m2 !== null || rule.max_area_m2 !== null);
  draw.level = levels_of(category)[0] || "";
  if (draw.tool === "add") draw.points = [];
}

function levels_of(category) {
  return [...new Set(rules_of(category).map((rule) => rule.level).filter(Boolean))];
}

function choose_tool(tool) {
  draw.tool = tool;
  drag.kept = null;
  draw.points = [];
  draw.pointer = null;
  by_id("map").classList.toggle("drawing", tool !== "choose");
  document.body.dataset.tool = tool;
  if (tool !== "choose") view.hint.remove();
  if (["path", "bridge", "lock", "open"].includes(tool)) read_streets();
  if (tool === "add" || tool === "remove") load_existing(draw.category);
  draw_tools();
  draw_guide();
  draw_preview();
}

/* The geometry of what has been drawn, a list of places. */
function geometry_of(kind, drawn, key) {
  switch (kind) {
  case "path": {
    const pieces = joined_pieces(drawn, key);
    return pieces.length > 1 ? { type: "MultiLineString", coordinates: pieces } : { type: "LineString", coordinates: pieces[0] };
  }
  case "bridge": case "wall": return { type: "LineString", coordinates: drawn };
  case "area": case "add":
    if (drawn.length > 1) return { type: "Polygon", coordinates: [[...drawn, drawn[0]]] };
    return { type: "Point", coordinates: drawn[0] };
  default: return { type: "Point", coordinates: drawn[0] };
  }
}

/* Where a point of a kind goes: onto a path where it is to join or cut one. The points between the ends of a bridge are
   free, so that it crosses what is below. */
function put_place(kind, p, is_end, key) {
  const place = p.map((degrees) => Math.round(degrees * 1e8) / 1e8);
  if (kind === "path" || kind === "lock" || (kind === "bridge" && is_end)) return snap(place, key) || place;
  if (kind === "open") return snap_crossing(place) || place;
  return place;
}

function drawn_edit(kind, drawn) {
  const points = drawn.map((p, k) => put_place(kind, p, k === 0 || k === drawn.length - 1, 0));
  const about = kind !== "add" ? {} : draw.level ? { category: draw.category, level: draw.level } : { category: draw.category };
  const edit = new_edit(kind, geometry_of(kind, points, 0), about);
  return points.length > 1 ? replaced(edit, { drawn: points }) : edit;
}

function finish_drawing() {
  if (!is_line_tool()) return;
  if (draw.points.length < LEAST_POINTS[draw.tool]) {
    say(tr("too_few")(LEAST_POINTS[draw.tool]));
    return;
  }
  const points = draw.points;
  draw.points = [];
  draw.pointer = null;
  add_edit(drawn_edit(draw.tool, points));
  draw_preview();
  draw_guide();
}

/* One step back: the line that is being drawn, then the tool. */
function cancel_drawing() {
  if (draw.points.length) {
    draw.points = [];
    draw_preview();
    draw_guide();
  } else if (draw.tool !== "choose") choose_tool("choose");
  else return false;
  return true;
}

function take_back_point() {
  draw.points.pop();
  draw_preview();
  draw_guide();
}

/* A click, or the space bar, at a place of the map. */
function put_point(place, pixels) {
  if (draw.tool === "add" && !draw.outline) {
    if (draw.category) add_edit(drawn_edit("add", [place]));
    else say(tr("no_category"));
  } else if (draw.tool === "remove") {
    const added = edits_now().filter((one) => one.on && one.kind === "add");
    const facility = existing_at(pixels, 26), edit = nearest_of(added, pin_place, pixels, 26);
    if (facility) close_or_reopen(facility);
    else if (edit) delete_edit(edit.key);
    else say(tr("no_facility_there"));
  } else if (is_line_tool()) {
    const last = draw.points[draw.points.length - 1];
    if (last && pixels.distanceTo(view.map.latLngToContainerPoint(latlng(last))) < 3) return;
    draw.points.push(put_place(draw.tool, place, !draw.points.length, 0));
    draw_preview();
    draw_guide();
  } else add_edit(drawn_edit(draw.tool, [place]));
}

/* ----------------------------------------------------------------- preview */

function latlng(p) {
  return [p[1], p[0]];
}

function draw_preview() {
  if (draw.layer) draw.layer.remove();
  draw.layer = null;
  const layers = [], common = { renderer: view.edits, interactive: false };
  const pointer = draw.pointer && ["path", "bridge", "lock", "open"].includes(draw.tool) ?
    put_place(draw.tool, draw.pointer, true, 0) : draw.pointer;
  if (is_line_tool() && draw.points.length) {
    const line = [...draw.points, ...(pointer ? [pointer] : [])].map(latlng);
    layers.push(L.polyline(line, Object.assign({ color: "#fff", weight: 6 }, common)),
      (is_area_tool() ? L.polygon : L.polyline)(line, Object.assign({ color: EDIT_COLOUR[draw.tool], weight: 3, dashArray: "6 5",
        fillOpacity: 0.15 }, common)));
    for (const at of draw.points)
      layers.push(L.circleMarker(latlng(at), Object.assign({ radius: 4, color: EDIT_COLOUR[draw.tool], weight: 2, fillColor: "#fff",
        fillOpacity: 1 }, common)));
  }
  if (pointer && pointer !== draw.pointer && nearest_on(pointer, [draw.pointer, draw.pointer]).metres > 0)
    layers.push(L.circleMarker(latlng(pointer), Object.assign({ radius: 8, color: "#111827", weight: 2.5, fill: false }, common)));
  if (layers.length) draw.layer = L.layerGroup(layers).addTo(view.map);
}

/* What to do next, over the map, with buttons for those who have no keyboard. */
function draw_guide() {
  const box = by_id("guide"), n = draw.points.length;
  box.hidden = draw.tool === "choose";
  if (box.hidden) return;
  const text = is_line_tool() && n ? tr("guide_more")(n, LEAST_POINTS[draw.tool]) :
    tr(is_area_tool() && draw.tool === "add" ? "guide_outline" : "guide_" + draw.tool);
  const buttons = [];
  if (is_line_tool() && n) {
    buttons.push(button_of(tr("finish"), finish_drawing, "finish"), button_of(tr("point_back"), take_back_point, "point-back"));
    buttons[0].disabled = n < LEAST_POINTS[draw.tool];
  }
  buttons.push(button_of(tr("end"), () => (n ? cancel_drawing() : choose_tool("choose")), "end"));
  if (draw.tool === "add" && !n) buttons.unshift(...add_choices());
  box.replaceChildren(make("span", "", text), ...buttons);
}

/* How a facility is added: as a point or by its outline, and of which level where indicators ask for one. */
function add_choices() {
  const outline = button_of(tr("outline"), () => {
    draw.outline = !draw.outline;
    draw_guide();
    by_id("guide").querySelector('[data-does="outline"]').focus();
  }, "outline");
  outline.setAttribute("aria-pressed", draw.outline);
  const levels = levels_of(draw.category);
  if (!levels.length) return [outline];
  const menu = make("select", "", ...levels.map((level) => new Option(tr("levels")[level] || level, level)));
  menu.value = draw.level;
  menu.setAttribute("aria-label", tr("level"));
  menu.addEventListener("change", () => (draw.level = menu.value));
  return [menu, outline];
}
