/* ----------------------------------------------------------------- choices */

function has_layer(layer) {
  if (layer === "names") return true;
  if (layer === "ground") return DATA.ground.areas.features.length > 0 || DATA.ground.paths.some((one) => one.arcs);
  if (layer === "slopes") return DATA.ground.slopes && DATA.ground.paths.some((one) => one.arcs);
  if (layer === "twin") return INDICATORS.some((one, i) => twin_of(i) >= 0);
  return (layer === "facilities" ? DATA.facilities : DATA.shapes[layer]).length > 0;
}

/* The address keeps what is chosen, so that it can be bookmarked. */
function keep_address() {
  const parts = new URLSearchParams({ lang: language, indicator: INDICATORS[chosen.indicator].id });
  parts.set("layers", [...chosen.layers].join(","));
  if (chosen.community >= 0) parts.set("community", DATA.communities.id[chosen.community]);
  try {
    history.replaceState(null, "", "#" + parts);
  } catch (error) {
    /* A page from disk may not be allowed to; nothing depends on it. */
  }
}

function choose_indicator(i) {
  chosen.indicator = i;
  by_id("indicator").value = i;
  colour_map();
  draw_legend();
  draw_city();
  draw_table();
  draw_detail();
  mark_row();
  keep_address();
  extra.chosen();
}

/* A community by its place, -1 for none; `away`: it was chosen beside the map. */
function choose_community(c, away) {
  const shown = chosen.community >= 0;
  chosen.community = c;
  draw_detail();
  if (shown !== c >= 0) view.map.invalidateSize({ animate: false });
  draw_chosen();
  mark_row();
  if (away || !shown) show_on_map(c);
  keep_address();
}

function choose_layer(layer, on) {
  if (on) chosen.layers.add(layer);
  else chosen.layers.delete(layer);
  if (layer === "names") draw_names();
  else colour_map();
  if (layer === "ground" || layer === "slopes") draw_ground();
  draw_legend();
  keep_address();
}

/* ---------------------------------------------------------------- controls */

function draw_indicators() {
  const groups = METRICS.map((metric) => {
    const group = make("optgroup");
    group.label = tr(metric);
    INDICATORS.forEach((indicator, i) => {
      const mark = indicator.ratio === null ? ` — ${tr("no_data")}` : "";
      if (indicator.metric === metric) group.append(new Option(either(indicator.title) + mark, i));
    });
    return group;
  });
  by_id("indicator").replaceChildren(...groups.filter((group) => group.children.length));
  by_id("indicator").value = chosen.indicator;
}

function draw_layers() {
  const box = by_id("layers");
  box.querySelectorAll("label").forEach((label) => label.remove());
  for (const layer of ["areas", "gaps", "facilities", "ground", "slopes", "twin", "names"].filter(has_layer)) {
    const input = make("input");
    input.type = "checkbox";
    input.checked = chosen.layers.has(layer);
    input.dataset.layer = layer;
    input.addEventListener("change", () => choose_layer(layer, input.checked));
    box.append(make("label", "", input, make("i", "key " + layer), tr("layer_" + layer)));
  }
}

function draw_language() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-text]").forEach((element) => (element.textContent = tr(element.dataset.text)));
  document.querySelectorAll("[data-label]").forEach((element) =>
    element.setAttribute("aria-label", tr(element.dataset.label)));
  by_id("language").textContent = tr("other_language");
  by_id("language").lang = language === "zh" ? "en" : "zh-CN";
  by_id("search").placeholder = tr("search");
  by_id("search").setAttribute("aria-label", tr("search"));
  by_id("table").setAttribute("aria-label", tr("communities"));
  by_id("title").textContent = document.title = either(REPORT.profile.title) || REPORT.profile.name;
  by_id("subtitle").textContent = tr("subtitle")(N, REPORT.profile.name);
  draw_indicators();
  draw_layers();
  draw_about();
  choose_indicator(chosen.indicator);
}

/* The map for a print, as one picture. Leaflet draws in the next frame, which a print does not wait for, and what its
   canvases clear, Chromium clears on the paper, with all that lies below. */
function draw_for_print() {
  const size = view.map.getSize(), scale = L.Browser.retina ? 2 : 1;
  const picture = make("canvas", "printed"), pen = picture.getContext("2d");
  [picture.width, picture.height] = [scale * size.x, scale * size.y];
  [picture.style.width, picture.style.height] = [size.x + "px", size.y + "px"];
  for (const renderer of [view.base, view.soft, view.overlay, view.change, view.existing, view.points].filter((one) => one && one._map)) {
    renderer._redrawBounds = null;
    renderer._update();
    renderer._draw();
    const at = view.map.layerPointToContainerPoint(renderer._bounds.min).multiplyBy(scale);
    pen.drawImage(renderer._container, at.x, at.y);
  }
  L.DomUtil.setPosition(picture, view.map.containerPointToLayerPoint([0, 0]));
  view.map.getPane("overlay").append(picture);
  view.printed = picture;
}

function start_print() {
  window.addEventListener("beforeprint", () => {
    show_rows(0, table.order.length);
    by_id("about").open = true;
    document.body.classList.add("printing");
    view.map.invalidateSize({ animate: false });
    view.map.fitBounds(view.bounds, { animate: false });
    draw_for_print();
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    if (view.printed) view.printed.remove();
    view.map.invalidateSize({ animate: false });
  });
}

function start() {
  start_map();
  start_table();
  start_print();
  by_id("indicator").addEventListener("change", (event) => choose_indicator(Number(event.target.value)));
  by_id("language").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    draw_language();
  });
  by_id("print").addEventListener("click", () => window.print());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen.community >= 0) choose_community(-1);
  });
  draw_language();
  view.map.invalidateSize({ animate: false }); /* the legend and the panel have taken their room */
  view.map.fitBounds(view.bounds, { padding: [14, 14], animate: false });
  view.communities.addTo(view.map); /* here, so that they are drawn once */
  draw_ground();
  draw_names();
  if (chosen.community >= 0) show_on_map(chosen.community);
}

start();
