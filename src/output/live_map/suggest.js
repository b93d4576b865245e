/* ----------------------------------------------------------------- suggest */

/* Where facilities would help most: the server searches, and its sites are taken one by one. */
const suggesting = { sites: [], control: null, count: 3, layer: null, trouble: "", indicator: -1 };

async function ask_sites() {
  suggesting.control = new AbortController();
  suggesting.sites = [];
  suggesting.trouble = "";
  suggesting.indicator = chosen.indicator;
  draw_suggest();
  try {
    await with_plan(() => null);
    const found = await call_json("POST", "/api/suggest", { indicator: INDICATORS[chosen.indicator].id, count: suggesting.count },
      suggesting.control.signal);
    suggesting.sites = found.sites.features;
    if (!suggesting.sites.length) suggesting.trouble = tr("no_sites");
    else show_sites();
  } catch (error) {
    if (error.name !== "AbortError") suggesting.trouble = error.message;
  }
  suggesting.control = null;
  draw_suggest();
}

function stop_sites() {
  if (suggesting.control) suggesting.control.abort();
}

/* A site becomes an edit of the plan. */
function take_site(k) {
  const [site] = suggesting.sites.splice(k, 1), { category, id, name, level, area } = site.properties, about = { category };
  for (const [key, value] of Object.entries({ id, name, level, area }))
    if (value !== undefined && value !== null) about[key] = value;
  add_edit(new_edit("add", site.geometry, about));
  draw_suggest();
}

function site_gain(site) {
  const gain = site.properties.gain, indicator = INDICATORS[suggesting.indicator];
  if (typeof gain !== "number") return "";
  return indicator.denominator === "population" ? tr("people")(Math.round(gain)) : tr("square")(gain);
}

/* All of them, where some are out of sight. */
function show_sites() {
  const box = L.latLngBounds(suggesting.sites.map((site) => latlng(middle_of(site.geometry))));
  if (!view.map.getBounds().contains(box)) view.map.fitBounds(box.pad(0.2), { animate: false, maxZoom: view.map.getZoom() });
}

function draw_sites() {
  if (suggesting.layer) suggesting.layer.remove();
  suggesting.layer = L.layerGroup(suggesting.sites.map((site) => L.marker(latlng(middle_of(site.geometry)), { pane: "edits",
    interactive: false, keyboard: false, icon: L.divIcon({ html: make("div", "site-pin", String(site.properties.rank || "")), className: "",
      iconSize: [24, 24] }) }))).addTo(view.map);
}

function draw_suggest() {
  const box = by_id("suggest"), old = box.querySelector("details"), number = make("input");
  const had = box.contains(document.activeElement) ? document.activeElement.dataset.does : null;
  number.type = "number";
  [number.min, number.max, number.value] = [1, 50, suggesting.count];
  number.dataset.does = "count";
  number.setAttribute("aria-label", tr("how_many"));
  number.addEventListener("change", () => {
    if (!number.value) return;
    suggesting.count = Math.max(1, Math.min(50, Math.round(Number(number.value)) || 1));
    number.value = suggesting.count;
  });
  const go = suggesting.control ? button_of(tr("stop"), stop_sites, "suggest-stop") : button_of(tr("suggest_go"), ask_sites, "suggest-go");
  const list = make("ol", "", ...suggesting.sites.map((site, k) => make("li", "",
    make("b", "", String(site.properties.rank || k + 1)), make("span", "", `${category_title(site.properties.category)} · +${site_gain(site)}`),
    button_of(tr("accept"), () => take_site(k), "accept-" + k))));
  const part = make("details", "", make("summary", "", tr("suggest")),
    make("p", "quiet", tr("suggest_text")(either(INDICATORS[chosen.indicator].title))),
    make("p", "row", number, go, suggesting.control ? make("span", "quiet", tr("searching")) : null),
    suggesting.trouble ? make("p", "fault-line", suggesting.trouble) : null, suggesting.sites.length ? list : null);
  part.open = old ? old.open : false;
  box.replaceChildren(part);
  if (had) (box.querySelector(`[data-does="${had}"]`) || box.querySelector("button")).focus();
  draw_sites();
}
