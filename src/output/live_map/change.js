/* ------------------------------------------------------------ gained and lost */

/* What the service area of the indicator gains and loses against before: asked for when the numbers are there, and no
   longer waited for when a newer edit comes. */
const change = { control: null, layer: null, asked: "", key: "", found: null };
/* Light and dark, so that they are told apart on the colours of all classes. */
const CHANGE_STYLE = { gained: { color: "#1d4f91", fillColor: "#ffffff" }, lost: { color: "#c2410c", fillColor: "#7c2d12" } };

function stop_change() {
  if (change.control) change.control.abort();
  change.control = null;
}

async function ask_change() {
  const answer = measured[work.plan], indicator = INDICATORS[chosen.indicator];
  if (!answer || !answer.features.length) return show_change(null);
  const key = JSON.stringify([indicator.id, answer.features]);
  if (change.control && key === change.asked) return;
  if (key === change.key) return show_change(change.found);
  show_change(null);
  const control = change.control = new AbortController();
  change.asked = key;
  try {
    await pause(250);
    if (control.signal.aborted) return;
    const found = await call_json("GET", "/api/change?indicator=" + encodeURIComponent(indicator.id), undefined, control.signal);
    if (change.control !== control) return;
    if (found.version !== undefined && found.version !== answer.version) return measure(); /* another page was there meanwhile */
    [change.key, change.found, change.control] = [key, found, null];
    show_change(found);
  } catch (error) {
    if (error.name !== "AbortError") show_change(null, error.message);
  }
}

function change_line(kind, found) {
  const features = found.features.filter((feature) => feature.properties.kind === kind);
  const sum = (key) => features.reduce((total, feature) => total + (feature.properties[key] || 0), 0);
  const people = features.some((feature) => typeof feature.properties.people === "number");
  const line = make("p", "change-line " + kind, make("i", "key " + kind), `${tr(kind)} ${tr("square")(sum("area_m2"))}` +
    (people ? ` · ${tr("people")(Math.round(sum("people")))}` : ""));
  line.dataset.area = sum("area_m2");
  return line;
}

function show_change(found, trouble) {
  if (!found) stop_change();
  if (change.layer) change.layer.remove();
  change.layer = null;
  if (!found) [change.found, change.key] = [null, ""];
  const box = by_id("change");
  if (!found) {
    box.replaceChildren(...(trouble ? [make("p", "quiet", trouble)] : []));
    return;
  }
  change.layer = L.layerGroup(["gained", "lost"].map((kind) => L.geoJSON(found, {
    filter: (feature) => feature.properties.kind === kind && feature.geometry,
    style: Object.assign({ renderer: view.change, interactive: false, weight: 2, fillOpacity: 0.55, smoothFactor: 0 }, CHANGE_STYLE[kind]),
  }))).addTo(view.map);
  box.replaceChildren(change_line("gained", found), change_line("lost", found));
}
