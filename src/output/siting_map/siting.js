"use strict";

/* --------------------------------------------------------------------- data */

const DATA = JSON.parse(by_id("data").textContent);
const ANSWER = DATA.lifecircle, SITES = DATA.sites, INDICATORS = ANSWER.indicators;
const COLOUR = ["#d1495b", "#1d4f91", "#2f7d32", "#a45a00", "#6a3d9a", "#00707a", "#8c2d04", "#4d4d4d", "#b0308f", "#5b7000"];

const TEXT = {
  en: {
    title: "Where to add", other: "中文", print: "Print",
    count: (n) => `as much as possible with ${n} sites`, reach: (t) => `as few as possible for ${percent(t)} of the city`,
    each_community: (t) => `as few as possible for ${percent(t)} of each community`,
    budget: (b) => `as much as possible for ${b}`,
    covered: "covered", before: "before", after: "with the sites",
    proven: "Nothing is better: proven.",
    at_most: (bound, gap) => `Nothing covers more than ${bound}: a gap of ${gap}.`,
    at_least: (bound, cost, gap) => `At least ${bound} is needed, and this costs ${cost}: a gap of ${gap}.`,
    curve: "Covered demand by the number of sites", sites: "Sites, in the order of what they add",
    gains: "Communities that gain", notes: "Notes",
    rank: "", site: "Candidate", gain: "Adds", alone: "Alone", cost: "Cost", by_then: "By then",
    community: "Community", legend: "Covered with the sites", dots: "what a site is the first to cover",
  },
  zh: {
    title: "在哪里增设", other: "English", print: "打印",
    count: (n) => `用 ${n} 处尽量多覆盖`, reach: (t) => `用尽量少的设施使全市达到 ${percent(t)}`,
    each_community: (t) => `用尽量少的设施使每个社区达到 ${percent(t)}`, budget: (b) => `用预算 ${b} 尽量多覆盖`,
    covered: "已覆盖", before: "之前", after: "增设之后",
    proven: "已证明没有更好的选法。",
    at_most: (bound, gap) => `任何选法至多覆盖 ${bound}：差距 ${gap}。`,
    at_least: (bound, cost, gap) => `至少需要 ${bound}，所选为 ${cost}：差距 ${gap}。`,
    curve: "覆盖量随设施数的变化", sites: "增设点，按新增覆盖排列",
    gains: "得益的社区", notes: "说明",
    rank: "", site: "候选点", gain: "新增", alone: "单独", cost: "费用", by_then: "累计",
    community: "社区", legend: "增设后的覆盖率", dots: "由该点首先覆盖的需求",
  },
};
let chosen = -1;

function percent(share) {
  return share === null ? "–" : (100 * share).toFixed(1) + " %";
}

/* Demand: whole numbers, or decimals where all of it is small. */
function amount(value) {
  return ANSWER.demand >= 1000 ? Math.round(value).toLocaleString("en") : value.toFixed(4);
}

function title_of(indicator) {
  return either(indicator.title) || indicator.id;
}

/* ---------------------------------------------------------------------- map */

const view = { pins: [], communities: [] };

function shade(ratio) {
  return ratio === null ? "#f2f2f2" : CLASS_COLOUR[Math.min(4, Math.floor(5 * ratio))];
}

function colour_of(site) {
  return COLOUR[site % COLOUR.length];
}

function draw_map() {
  view.map = make_map({ preferCanvas: true, attributionControl: false });
  const shapes = decode_layer(DATA.shapes, DATA.shapes.unit);
  shapes.forEach((polygons, c) => {
    const one = DATA.all[c];
    view.communities.push(L.polygon(polygons, { color: "#5a6672", weight: 1, fillColor: shade(one.after), fillOpacity: 0.55 })
      .bindTooltip(() => make("span", "", `${one.name}: ${percent(one.before)} → ${percent(one.after)}`)).addTo(view.map));
  });
  SITES.forEach((site, i) => {
    decode(site.covers, DATA.shapes.unit, (arc, x, y) => L.circleMarker([y, x], { radius: 2.2, weight: 0, fillOpacity: 0.8,
      fillColor: colour_of(i), interactive: false }).addTo(view.map));
  });
  SITES.forEach((site, i) => {
    const pin = make("div", "pin", String(i + 1));
    pin.style.background = colour_of(i);
    view.pins.push(L.marker([site.lat, site.lon], { icon: L.divIcon({ html: pin, className: "", iconSize: [24, 24] }), title: site.name || site.id })
      .on("click", () => choose(i)).addTo(view.map));
  });
  const box = L.featureGroup([...view.communities, ...view.pins]);
  if (box.getLayers().length) view.map.fitBounds(box.getBounds().pad(0.02));
  else view.map.setView([0, 0], 2);
}

function draw_legend() {
  const legend = by_id("legend");
  legend.replaceChildren(make("b", "", tr("legend")));
  CLASS_COLOUR.forEach((colour, k) => {
    const key = make("i");
    key.style.background = colour;
    legend.append(key, `${20 * k}–${20 * k + 20} %`);
  });
  legend.append(make("br"), "● " + tr("dots"));
}

/* -------------------------------------------------------------------- panel */

function proof_text() {
  const least = "reach" in ANSWER.question || "each_community" in ANSWER.question, gap = (100 * ANSWER.gap).toFixed(2) + " %";
  if (ANSWER.optimal) return tr("proven");
  return least ? tr("at_least")(ANSWER.bound, ANSWER.cost, gap) : tr("at_most")(amount(ANSWER.bound), gap);
}

function draw_totals() {
  const [kind, number] = Object.entries(ANSWER.question)[0];
  by_id("title").textContent = `${tr("title")}: ${INDICATORS.map(title_of).join(" + ")}`;
  by_id("question").textContent = tr(kind)(number);
  document.title = by_id("title").textContent;
  by_id("totals").replaceChildren(
    make("p", "big", `${percent(ANSWER.ratio_before)} → ${percent(ANSWER.ratio_after)}`),
    make("p", "", `${tr("covered")}: ${amount(ANSWER.before)} → ${amount(ANSWER.value)} / ${amount(ANSWER.demand)}`),
    make("p", "", proof_text()),
    ...(INDICATORS.length > 1 ? INDICATORS.map((i) => make("p", "quiet",
      `${title_of(i)}: ${percent(i.ratio_before)} → ${percent(i.ratio_after)}`)) : []));
}

function svg(tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/* Covered demand over 0 … n sites, from nothing to all of it. */
function draw_curve() {
  const W = 440, H = 170, LEFT = 44, BOTTOM = 20, TOP = 8, curve = ANSWER.curve, n = Math.max(1, curve.length - 1);
  const x = (k) => LEFT + (W - LEFT - 8) * k / n, y = (value) => TOP + (H - TOP - BOTTOM) * (1 - value / (ANSWER.demand || 1));
  const plot = svg("svg", { viewBox: `0 0 ${W} ${H}`, width: "100%", role: "img", "aria-label": tr("curve") });
  for (let p = 0; p <= 4; p++) {
    const at = y(ANSWER.demand * p / 4);
    plot.append(svg("line", { x1: LEFT, x2: W - 8, y1: at, y2: at, stroke: "#d5dbe1" }),
      svg("text", { x: LEFT - 5, y: at + 4, "text-anchor": "end" }, `${25 * p} %`));
  }
  plot.append(svg("polyline", { points: curve.map((value, k) => `${x(k)},${y(value)}`).join(" "), fill: "none",
    stroke: "#1d4f91", "stroke-width": 2 }));
  if (n <= 60) curve.forEach((value, k) => plot.append(svg("circle", { cx: x(k), cy: y(value), r: 3, fill: "#1d4f91" })));
  for (const k of new Set([0, Math.round(n / 2), n])) plot.append(svg("text", { x: x(k), y: H - 5, "text-anchor": "middle" }, k));
  by_id("curve").replaceChildren(plot);
  by_id("curve_title").textContent = tr("curve");
}

function row(tag, cells, texts) {
  const line = make("tr");
  cells.forEach((cell, k) => line.append(make(tag, texts.includes(k) ? "text" : "", String(cell))));
  return line;
}

function draw_sites() {
  by_id("sites_title").textContent = tr("sites");
  const several = new Set(SITES.map((site) => site.category)).size > 1;
  const head = make("thead", "", row("th", ["rank", "site", "gain", "alone", "cost", "by_then"].map(tr), [1]));
  const body = make("tbody");
  SITES.forEach((site, i) => {
    const name = site.name || site.id;
    const line = row("td", [i + 1, several ? `${name} · ${site.category}` : name, amount(site.gain), amount(site.alone), site.cost,
      percent(ANSWER.curve[i + 1] / ANSWER.demand)], [1]);
    line.className = "row" + (i === chosen ? " chosen" : "");
    line.tabIndex = 0;
    line.addEventListener("click", () => choose(i, true));
    line.addEventListener("keydown", (event) => event.key === "Enter" && choose(i, true));
    body.append(line);
  });
  by_id("sites").replaceChildren(head, body);
}

function draw_gains() {
  by_id("gains_title").textContent = tr("gains");
  const rows = [];
  for (const one of ANSWER.communities)
    for (const indicator of INDICATORS) {
      const [before, after] = one[indicator.id];
      if (after !== null && after > before) rows.push({ name: one.name, indicator, before, after });
    }
  rows.sort((a, b) => (b.after - b.before) - (a.after - a.before));
  const several = INDICATORS.length > 1;
  by_id("gains").replaceChildren(
    make("thead", "", row("th", [tr("community"), tr("before"), tr("after")], [0])),
    make("tbody", "", ...rows.map((r) => row("td", [several ? `${r.name} · ${title_of(r.indicator)}` : r.name,
      percent(r.before), percent(r.after)], [0]))));
}

function draw_notes() {
  by_id("notes").replaceChildren(make("h2", "", tr("notes")),
    ...ANSWER.warnings.map((w) => make("p", "quiet", `${w.count} × ${w.message}${w.examples.length ? ` (${w.examples[0]})` : ""}`)),
    ...ANSWER.inputs.map((i) => make("p", "quiet", `${i.role}: ${i.file}`)));
}

function choose(i, away) {
  chosen = i;
  view.pins.forEach((pin, k) => pin.getElement().firstChild.classList.toggle("chosen", k === i));
  if (away) view.map.panTo([SITES[i].lat, SITES[i].lon]);
  draw_sites();
}

function draw_all() {
  document.documentElement.lang = language;
  by_id("language").textContent = tr("other");
  by_id("print").textContent = tr("print");
  draw_totals();
  draw_curve();
  draw_sites();
  draw_gains();
  draw_notes();
  draw_legend();
}

by_id("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  draw_all();
});
by_id("print").addEventListener("click", () => window.print());
draw_map();
draw_all();
