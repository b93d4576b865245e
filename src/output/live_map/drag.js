/* ------------------------------------------------------- existing facilities */

/* The facilities of a category without any edits: asked for when it is first chosen. */
const existing = { of: new Map(), index: new Map(), category: "", layer: null, drawn: "", hint: null };

/* A place to show a geometry at: a point, else the middle of its box. */
function middle_of(geometry) {
  if (geometry.type === "Point") return geometry.coordinates;
  const all = geometry.type === "MultiPoint" ? geometry.coordinates : lines_of(geometry).flat();
  const [x, y] = [0, 1].map((k) => all.map((p) => p[k]));
  return [(Math.min(...x) + Math.max(...x)) / 2, (Math.min(...y) + Math.max(...y)) / 2];
}

async function load_existing(category) {
  existing.category = category;
  if (category && !existing.of.has(category)) {
    existing.of.set(category, []);
    try {
      const found = await call_json("GET", "/api/facilities?category=" + encodeURIComponent(category));
      const list = found.features.filter((feature) => feature.geometry).map((feature) => ({
        id: feature.properties.id, name: feature.properties.name || "", category, geometry: feature.geometry,
        at: middle_of(feature.geometry) }));
      existing.of.set(category, list);
      existing.index.set(category, new Map(list.map((facility) => [facility.id, facility])));
    } catch (error) {
      existing.of.delete(category);
      show_trouble(error.message);
    }
  }
  draw_existing();
  draw_edits();
}

/* The facility that an edit closes or moves, where its category has been read. */
function facility_of(edit) {
  const { category, id } = edit.feature.properties;
  return existing.index.has(category) ? existing.index.get(category).get(id) : undefined;
}

/* The edits of a list that close or move facilities, by category and id. */
const touching = new WeakMap();

function touched_by(list) {
  if (!touching.has(list)) {
    const ours = list.filter((edit) => edit.on && (edit.kind === "remove" || edit.kind === "move"));
    touching.set(list, new Map(ours.map((edit) => [JSON.stringify([edit.feature.properties.category, edit.feature.properties.id]), edit])));
  }
  return touching.get(list);
}

/* What the plan does to a facility: the edit that closes or moves it. */
function edit_on(facility) {
  const touched = touched_by(edits_now());
  return touched.size ? touched.get(JSON.stringify([facility.category, facility.id])) : undefined;
}

/* Where it stands now; null when it is closed. */
function place_now(facility) {
  const edit = edit_on(facility);
  return !edit ? facility.at : edit.kind === "move" ? middle_of(edit.feature.geometry) : null;
}

/* Made anew only when other facilities are to be seen: there may be thousands. */
function draw_existing() {
  const list = existing.of.get(existing.category) || [];
  const drawn = JSON.stringify([existing.category, list.length, ...touched_by(edits_now()).keys()]);
  if (drawn === existing.drawn) return;
  existing.drawn = drawn;
  if (existing.layer) existing.layer.remove();
  existing.layer = L.layerGroup(list.filter((facility) => !edit_on(facility)).map((facility) =>
    L.circleMarker(latlng(facility.at), { renderer: view.existing, interactive: false, radius: list.length > 800 ? 3.5 : 5, color: "#fff",
      weight: 1.5, fillColor: "#1d4f91", fillOpacity: 1 }))).addTo(view.map);
}

/* The facility of the category that is nearest to a place in pixels, closed ones too. */
function existing_at(pixels, most) {
  return nearest_of(existing.of.get(existing.category) || [], (facility) => place_now(facility) || facility.at, pixels, most);
}

function named(facility) {
  const about = { category: facility.category, id: facility.id };
  if (facility.name) about.name = facility.name;
  return about;
}

function close_or_reopen(facility) {
  const edit = edit_on(facility);
  if (edit && edit.kind === "remove") delete_edit(edit.key);
  else if (edit) put_edit(replaced(new_edit("remove", null, named(facility)), { key: edit.key }));
  else add_edit(new_edit("remove", null, named(facility)));
}

/* ------------------------------------------------------- edits on the map */

const EDIT_COLOUR = { add: "#15803d", remove: "#b91c1c", move: "#7c3aed", path: "#15803d", bridge: "#0f766e", wall: "#b91c1c",
  area: "#b45309", lock: "#b91c1c", open: "#15803d" };
const shown = { layer: null, handles: [] };

/* Where an edit's pin stands, [lon, lat]: of a closed facility where that is. */
function pin_place(edit) {
  if (edit.feature.geometry) return edit.feature.geometry.type === "Point" || edit.kind === "add" || edit.kind === "move" ?
    middle_of(edit.feature.geometry) : null;
  const facility = facility_of(edit);
  return facility ? facility.at : null;
}

function pin_of(edit, at, chosen_one) {
  const pin = make("div", "edit-pin" + (chosen_one ? " chosen" : ""), icon_of(edit.kind));
  pin.style.background = EDIT_COLOUR[edit.kind];
  return L.marker(latlng(at), { pane: "edits", interactive: false, keyboard: false,
    icon: L.divIcon({ html: pin, className: "", iconSize: [24, 24] }) });
}

function shapes_of_edit(edit, chosen_one) {
  const geometry = edit.feature.geometry, layers = [], colour = EDIT_COLOUR[edit.kind];
  const common = { renderer: view.edits, interactive: false };
  if (edit.kind === "move" && geometry) {
    const facility = facility_of(edit);
    if (facility) layers.push(L.polyline([facility.at, middle_of(geometry)].map(latlng), Object.assign({ color: colour, weight: 2,
      dashArray: "2 6" }, common)), L.circleMarker(latlng(facility.at), Object.assign({ radius: 5, color: colour, weight: 2,
      fillColor: "#fff", fillOpacity: 1 }, common)));
  }
  const is_area = geometry && geometry.type.endsWith("Polygon");
  for (const line of lines_of(geometry)) {
    if (!is_area) layers.push(L.polyline(line.map(latlng), Object.assign({ color: chosen_one ? "#f0a020" : "#fff", weight: 7 }, common)));
    layers.push((is_area ? L.polygon : L.polyline)(line.map(latlng), Object.assign({ color: colour, weight: chosen_one ? 4 : 3,
      dashArray: edit.kind === "bridge" ? "10 4" : edit.kind === "wall" ? "3 5" : null, fillOpacity: 0.25, fillColor: colour }, common)));
  }
  return layers;
}

/* The plan's edits that are on. Those that the server refused are pale. */
function draw_edits() {
  if (shown.layer) shown.layer.remove();
  const list = edits_now(), layers = [];
  for (const edit of list.filter((one) => one.on)) {
    const chosen_one = edit.key === work.selected, at = pin_place(edit);
    layers.push(...shapes_of_edit(edit, chosen_one));
    if (at) layers.push(pin_of(edit, at, chosen_one));
  }
  const edit = edit_of(work.selected);
  shown.handles = edit && edit.on ? handles_of(edit) : [];
  for (const handle of shown.handles)
    layers.push(L.circleMarker(latlng(handle.at), { renderer: view.edits, interactive: false, radius: 5.5, color: "#111827", weight: 2,
      fillColor: "#fff", fillOpacity: 1 }));
  shown.layer = L.layerGroup(layers).addTo(view.map);
}

/* The points of a line or an area that can be dragged. */
function handles_of(edit) {
  const geometry = edit.feature.geometry, line = edit.drawn || (geometry && geometry.type === "LineString" ? geometry.coordinates : null);
  return line ? line.map((at, k) => ({ edit, at, k, line })) : [];
}

/* --------------------------------------------------------------- dragging */

const drag = { held: null, from: null, moved: false, swallow: false, kept: null };

function pixels_of(event) {
  return view.map.mouseEventToContainerPoint(event);
}

function place_of(event) {
  const at = view.map.mouseEventToLatLng(event);
  return [at.lng, at.lat];
}

function nearest_of(list, place, pixels, most) {
  let best = null, least = most;
  for (const one of list) {
    const at = place(one), distance = at ? pixels.distanceTo(view.map.latLngToContainerPoint(latlng(at))) : Infinity;
    if (distance <= least) [best, least] = [one, distance];
  }
  return best;
}

/* What can be dragged from there: a point of the chosen edit, an edit's pin, a facility. */
function held_at(pixels, most) {
  const handle = nearest_of(shown.handles, (one) => one.at, pixels, most);
  if (handle) return { handle };
  const edit = nearest_of(edits_now().filter((one) => one.on && one.kind !== "remove"), pin_place, pixels, most + 2);
  if (edit) return { edit };
  const facility = existing_at(pixels, most);
  if (!facility || !place_now(facility)) return null;
  return edit_on(facility) ? { edit: edit_on(facility) } : { facility };
}

/* A geometry moved so that its middle comes to a place. */
function moved_to(geometry, place) {
  const middle = middle_of(geometry), by = [place[0] - middle[0], place[1] - middle[1]];
  const move = (x) => typeof x[0] === "number" ? [x[0] + by[0], x[1] + by[1]].map((v) => Math.round(v * 1e8) / 1e8) : x.map(move);
  return Object.assign({}, geometry, { coordinates: move(geometry.coordinates) });
}

/* The list with what is held at a place. */
function dragged_list(held, place) {
  const list = work.lists[work.plan], swap = (edit) => list.map((one) => one.key === edit.key ? edit : one);
  if (held.handle) {
    const { edit, k, line } = held.handle, end = k === 0 || k === line.length - 1;
    const drawn = line.map((at, n) => n === k ? put_place(edit.kind, place, end, edit.key) : at);
    return swap(replaced(with_geometry(edit, geometry_of(edit.kind, drawn, edit.key)), { drawn }));
  }
  if (held.edit) {
    const kind = held.edit.kind, at = put_place(kind, place, true, held.edit.key);
    return swap(with_geometry(held.edit, moved_to(held.edit.feature.geometry, at)));
  }
  const { facility } = held, edit = held.move = held.move || new_edit("move", facility.geometry, named(facility));
  return [...list, with_geometry(edit, moved_to(facility.geometry, place))];
}

function start_drag(event) {
  if (event.button || !event.isPrimary || !is_on_map(event)) return;
  drag.from = pixels_of(event);
  drag.moved = drag.swallow = false;
  if (draw.points.length || !["choose", "add"].includes(draw.tool)) return;
  drag.held = held_at(drag.from, event.pointerType === "touch" ? 24 : 11);
  if (drag.held) view.map.dragging.disable();
}

/* The plan with what is held at a place, which is chosen. */
function set_draft(held, place) {
  work.draft = dragged_list(held, place);
  work.selected = work.draft.find((edit, k) => edit !== work.lists[work.plan][k]).key;
}

/* Without a pointer: take what lies in the middle of the map, and put it down there when the map has been moved. */
function take_or_put(place, pixels) {
  if (drag.kept) {
    set_draft(drag.kept, place);
    drag.kept = null;
    change_list(work.draft);
    return;
  }
  drag.kept = held_at(pixels, 26);
  say(tr(drag.kept ? "taken" : "nothing_there"));
}

function follow_drag(event) {
  if (!drag.held) return follow_draw(event);
  if (!drag.moved && pixels_of(event).distanceTo(drag.from) < 5) return;
  drag.moved = true;
  view.hint.remove();
  if (existing.hint) existing.hint.remove();
  by_id("map").classList.add("dragging");
  set_draft(drag.held, place_of(event));
  draw_existing();
  draw_edits();
  measure();
}

function end_drag(event) {
  if (!drag.held) return;
  view.map.dragging.enable();
  by_id("map").classList.remove("dragging");
  drag.held = null;
  if (!drag.moved) return;
  drag.swallow = true;
  const list = work.draft;
  work.draft = null;
  if (event.type === "pointercancel" || !list) edits_changed();
  else change_list(list);
}

/* Escape puts back what is held. */
function cancel_drag() {
  if (drag.kept) {
    drag.kept = null;
    say_result();
    return true;
  }
  if (!drag.held || !drag.moved) return false;
  end_drag({ type: "pointercancel" });
  return true;
}

/* ---------------------------------------------------------------- pointer */

function is_on_map(event) {
  return event.target.closest("#map") && !event.target.closest(".leaflet-control");
}

/* The name of the facility under the pointer. */
function hint_facility(event) {
  const over = is_on_map(event) && ["choose", "add", "remove"].includes(draw.tool);
  const facility = over ? existing_at(pixels_of(event), 9) : null;
  if (existing.hint) existing.hint.remove();
  existing.hint = null;
  if (!facility) return;
  existing.hint = L.tooltip({ direction: "top", offset: [0, -6], className: "hint" }).setLatLng(latlng(place_now(facility) || facility.at))
    .setContent(make("span", "", make("b", "", facility.name || facility.id), " " + category_title(facility.category))).addTo(view.map);
  view.hint.remove();
}

function follow_draw(event) {
  if (event.pointerType === "touch") return;
  hint_facility(event);
  if (["choose", "remove"].includes(draw.tool) || (draw.tool === "add" && !draw.outline) || !is_on_map(event)) return;
  draw.pointer = place_of(event);
  draw_preview();
}

/* An edit whose line or area lies there. */
function edit_at(pixels, most) {
  const place = (p) => view.map.latLngToContainerPoint(latlng(p));
  const pin = nearest_of(edits_now().filter((edit) => edit.on), pin_place, pixels, most + 4);
  if (pin) return pin;
  return edits_now().find((edit) => edit.on && lines_of(edit.feature.geometry).some((line) => line.some((p, k) => k &&
    L.LineUtil.pointToSegmentDistance(pixels, place(line[k - 1]), place(p)) <= most))) || null;
}

function take_click(event) {
  if (!is_on_map(event)) return;
  const pixels = pixels_of(event), touch = event.pointerType === "touch";
  const stop = () => {
    event.stopPropagation();
    event.preventDefault();
  };
  if (drag.swallow) {
    drag.swallow = false;
    return stop();
  }
  if (drag.from && event.detail && pixels.distanceTo(drag.from) > 6) return; /* the map was moved */
  if (draw.tool === "choose") {
    const edit = edit_at(pixels, touch ? 20 : 8);
    if (!edit) return;
    select_edit(edit.key);
    return stop();
  }
  if (is_line_tool() && event.detail > 1) finish_drawing();
  else put_point(place_of(event), pixels);
  stop();
}

function start_pointer() {
  const frame = document.querySelector(".frame");
  frame.addEventListener("pointerdown", start_drag, true);
  frame.addEventListener("click", take_click, true);
  frame.addEventListener("dblclick", (event) => draw.tool !== "choose" && is_on_map(event) && event.stopPropagation(), true);
  frame.addEventListener("mouseleave", () => {
    draw.pointer = null;
    draw_preview();
  });
  document.addEventListener("pointermove", follow_drag);
  document.addEventListener("pointerup", end_drag);
  document.addEventListener("pointercancel", end_drag);
}
