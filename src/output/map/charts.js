/* ------------------------------------------------------------------ charts */

const CHART = { left: 34, top: 6, side: 160, width: 208, height: 206 };

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const chart_x = (share) => CHART.left + CHART.side * share;
const chart_y = (share) => CHART.top + CHART.side * (1 - share);

/* A square plot with its axes; `across` and `up` are the words at their ends. */
function chart(kind, title, across, up, top, ...shapes) {
  const label = (x, y, anchor, text) => svg("text", { x, y, "text-anchor": anchor }, text);
  const drawing = svg("svg", { viewBox: `0 0 ${CHART.width} ${CHART.height}`, class: "chart", role: "img" },
    svg("title", {}, title), ...shapes,
    svg("rect", { x: CHART.left, y: CHART.top, width: CHART.side, height: CHART.side, class: "frame" }),
    label(CHART.left - 4, CHART.top + 8, "end", up), label(CHART.left - 4, CHART.top + CHART.side, "end", "0"),
    label(CHART.left, CHART.top + CHART.side + 13, "middle", "0"),
    label(CHART.left + CHART.side, CHART.top + CHART.side + 13, "end", across),
    label(CHART.left + CHART.side / 2, CHART.top + CHART.side + 28, "middle", title));
  drawing.dataset.chart = kind;
  drawing.dataset.top = top;
  return drawing;
}

/* How much of what is served the least served have: on the diagonal all have the same. */
function lorenz_chart(indicator) {
  const line = indicator.lorenz.map(([x, y]) => `${chart_x(x).toFixed(2)} ${chart_y(y).toFixed(2)}`).join(" L");
  return chart("lorenz", `${tr("lorenz")} · Gini ${indicator.gini.toFixed(3)}`, "100 %", "100 %", 1,
    svg("path", { d: `M${line} Z`, class: "between" }));
}

function distance_chart(indicator) {
  const { width_m, shares } = indicator.distances, most = Math.max(0.01, ...shares), step = CHART.side / shares.length;
  const title = tr(indicator.denominator === "population" ? "distances" : "distances_of_land");
  return chart("distances", title, tr("metres")((width_m * shares.length).toFixed(0)), `${(100 * most).toFixed(0)} %`,
    most, ...shares.map((share, k) => svg("rect", { x: (CHART.left + k * step + 0.5).toFixed(2), width: (step - 1).toFixed(2),
      y: chart_y(share / most).toFixed(2), height: (CHART.side * share / most).toFixed(2), class: "share" })));
}

/* Of an indicator: what there is to draw, behind a heading that opens it; null when there is nothing. */
function charts_of(indicator) {
  const drawn = [indicator.lorenz && lorenz_chart(indicator), indicator.distances && distance_chart(indicator)].filter(Boolean);
  return drawn.length ? make("details", "charts", make("summary", "", tr("charts")), ...drawn) : null;
}
