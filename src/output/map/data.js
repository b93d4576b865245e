/* -------------------------------------------------------------------- data */

const DATA = JSON.parse(by_id("data").textContent);
const REPORT = DATA.lifecircle;
const INDICATORS = REPORT.indicators;
const N = DATA.communities.id.length;
/* Of many communities numbers come as texts, in steps: those of an indicator are decoded when it is shown first. */
function numbers_of(i) {
  const values = DATA.values[i];
  if (typeof values.ratio !== "string") return values;
  const missing = (number) => number < 0 ? null : number;
  const all = { ...values, ratio: decode_numbers(values.ratio, DATA.steps.ratio).map((n) => n < 0 ? values.reasons[-1 - n] : n) };
  for (const key of ["err", "offnet", "mean"]) all[key] = decode_numbers(values[key], DATA.steps[key]).map(missing);
  return DATA.values[i] = all;
}

const METRICS = ["network", "straight", "mixed"];

/* The facilities that an indicator counts, with what each serves, the largest first. */
const counted = [];

function facilities_of(i) {
  if (counted[i]) return counted[i];
  counted[i] = [];
  for (const one of DATA.facilities) {
    const served = one.served[INDICATORS[i].id];
    if (!served) continue;
    one.points = one.points || decode_points(one.places, DATA.shapes.unit);
    served.forEach((number, f) => number !== null && counted[i].push({ at: one.points[f], served: number,
      kind: either(one.title) ? one.title : { en: one.category }, id: one.id[f], name: { en: one.name[f], zh: one.name_zh[f] || one.name[f] },
      level: one.level[f] }));
  }
  counted[i].sort((a, b) => b.served - a.served);
  return counted[i];
}

/* Twice the area of a ring, and the box of some. */
function ring_area(ring) {
  let sum = 0;
  for (let i = 0, k = ring.length - 1; i < ring.length; k = i++)
    sum += (ring[k][1] - ring[0][1]) * (ring[i][0] - ring[0][0]) - (ring[i][1] - ring[0][1]) * (ring[k][0] - ring[0][0]);
  return Math.abs(sum);
}

/* A place for the name of a community: the middle of the widest stretch inside its largest polygon, at mid height. */
function name_place(polygons) {
  let best = null, size = -1;
  for (const polygon of polygons) {
    const area = ring_area(polygon[0]);
    if (area > size) [best, size] = [polygon, area];
  }
  if (!best) return null;
  let low = Infinity, high = -Infinity;
  for (const [y] of best[0]) [low, high] = [Math.min(low, y), Math.max(high, y)];
  const middle = (low + high) / 2, crossings = [];
  for (const ring of best)
    for (let i = 0, k = ring.length - 1; i < ring.length; k = i++) {
      const [y0, x0] = ring[k], [y1, x1] = ring[i];
      if ((y0 > middle) !== (y1 > middle)) crossings.push(x0 + (middle - y0) / (y1 - y0) * (x1 - x0));
    }
  crossings.sort((a, b) => a - b);
  let x = 0, width = -1;
  for (let i = 0; i + 1 < crossings.length; i += 2)
    if (crossings[i + 1] - crossings[i] > width)
      [x, width] = [(crossings[i] + crossings[i + 1]) / 2, crossings[i + 1] - crossings[i]];
  return { at: [middle, x], west: x - width / 2, east: x + width / 2 };
}

/* ---------------------------------------------------------- what is chosen */

const chosen = {
  indicator: Math.max(0, INDICATORS.findIndex((indicator) => indicator.id === ADDRESS.get("indicator"))),
  community: DATA.communities.id.indexOf(ADDRESS.get("community")),
  layers: new Set((ADDRESS.get("layers") || "ground,names").split(",")),
};

/* Indicator i in community c. A ratio that is a text is a reason why there is none. */
function value_of(c, i) {
  const values = numbers_of(i), ratio = values.ratio[c], known = typeof ratio === "number";
  return {
    ratio: known ? ratio : null, reason: known ? null : ratio, verdict: values.verdict[c],
    err: values.err[c], offnet: values.offnet[c], mean: values.mean[c],
  };
}

/* The indicator that asks the same of the other metric: walk beside line. -1 without. */
function twin_of(i) {
  const asks = (one) => JSON.stringify([one.rules, one.denominator, one.distance_m]), here = INDICATORS[i];
  if (here.combines) return -1;
  return INDICATORS.findIndex((one) => !one.combines && one.metric !== here.metric && asks(one) === asks(here));
}

/* Is so much of a community off network that its share says little? */
function is_mostly_off(value) {
  return value.ratio !== null && value.offnet >= 500000;
}

/* ------------------------------------------------------------------ colour */

/* Supply for each person is no share: its colours run from 0 to twice the city's. */
function is_supply(i) {
  return INDICATORS[i].measure === "2sfca";
}

function scaled(millionths, i) {
  return is_supply(i) ? Math.min(1e6, millionths / (2 * INDICATORS[i].ratio || 1)) : millionths;
}

function class_of(millionths) {
  return Math.min(4, Math.floor(millionths / 200000));
}
