/* ------------------------------------------------------------------ result */

/* The city as it is, in numbers where they came as texts, too. What the map shows is the city with the edits of the plan:
   DATA.values and INDICATORS are made anew from this and the server's answer. */
const before = {
  city: INDICATORS.map((indicator) => Object.assign({}, indicator)),
  values: INDICATORS.map((indicator, i) => numbers_of(i)),
};

/* `answer` of each plan, and the features that it is of. An edit that the server refuses is left out, and is asked for
   again when something before it is another. */
const measured = { A: null, B: null };
const faults = new Map(); /* edit -> { line, context } */
const measuring = { busy: false, again: false, shown: "" };

function context_of(list, edit) {
  return JSON.stringify(list.slice(0, list.indexOf(edit)).filter((one) => one.on).map((one) => one.feature));
}

function fault_of(list, edit) {
  const fault = faults.get(edit);
  return fault && fault.context === context_of(list, edit) ? fault : null;
}

function features_of(edits) {
  return { type: "FeatureCollection", features: edits.map((edit) => edit.feature) };
}

/* Which edit is refused: the line names its number, else the shortest beginning of the list that is refused ends with it. */
async function find_fault(edits, refusal) {
  /* Without the number, which counts what was sent. */
  const line_of = (text) => text.replace(/^[^:：]*?\d+[^(（:：]*[(（]\w+[)）]\s*[:：]\s*/, "");
  const named = /(?:number|edit|第)\s*(\d+)/.exec(refusal.message);
  if (named && edits[named[1] - 1]) return { edit: edits[named[1] - 1], line: line_of(refusal.message) };
  let good = 0, bad = edits.length, line = refusal.message;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    try {
      await call("PUT", "/api/edits", features_of(edits.slice(0, middle)));
      good = middle;
    } catch (error) {
      if (error.status !== 400) throw error;
      [bad, line] = [middle, error.message];
    }
  }
  return { edit: edits[bad - 1], line: line_of(line) };
}

/* The answer to a list, without the edits that are refused. */
async function ask(list) {
  let edits = list.filter((edit) => edit.on && !fault_of(list, edit));
  for (;;) {
    try {
      const answer = await call_json("PUT", "/api/edits", features_of(edits));
      return Object.assign(answer, { features: edits.map((edit) => edit.feature) });
    } catch (error) {
      if (error.status !== 400 || !edits.length) throw error;
      const fault = await find_fault(edits, error);
      faults.set(fault.edit, { line: fault.line, context: context_of(list, fault.edit) });
      edits = edits.filter((edit) => edit !== fault.edit);
    }
  }
}

/* Measure what stands now. While the server works only the newest list waits. */
async function measure() {
  measuring.again = true;
  if (measuring.busy) return;
  measuring.busy = true;
  show_change(null);
  show_busy(true);
  while (measuring.again) {
    measuring.again = false;
    const plan = work.plan, list = edits_now();
    try {
      measured[plan] = await ask(list);
      show_trouble("");
      if (plan === work.plan) show_result();
    } catch (error) {
      if (error.status === 503) {
        measuring.again = true;
        await pause(400);
      } else show_trouble(error.message);
    }
  }
  measuring.busy = false;
  show_busy(false);
  ask_change();
}

/* Do something while the server has the plan as it is seen here, whatever another page has measured there meanwhile. */
async function with_plan(does) {
  while (measuring.busy) await pause(30);
  measuring.busy = true;
  try {
    measured[work.plan] = await ask(work.lists[work.plan]);
    return await does();
  } finally {
    measuring.busy = false;
    if (measuring.again) measure();
  }
}

/* ------------------------------------------------------------- into the map */

const COLUMN_OF = { "": "ratio", _err: "err", _offnet: "offnet", _mean_m: "mean", _verdict: "verdict" };
const MILLION_OF = { ratio: 1e6, err: 1e6, offnet: 1e6, mean: 10 };

/* Without a ratio there is a reason, which stands in its place. */
function take_column(values, c, column, value, reason) {
  if (column === "verdict") values.verdict[c] = VERDICT_CODE[value] || "?";
  else if (value === null) values[column][c] = column === "ratio" ? reason || "no_data" : null;
  else values[column][c] = Math.round(MILLION_OF[column] * value);
}

/* DATA.values with the columns that the answer names, which differ from before. */
function take_values(answer) {
  const place = new Map(DATA.communities.id.map((id, c) => [id, c])), column = new Map();
  INDICATORS.forEach((indicator, i) => {
    for (const [tail, name] of Object.entries(COLUMN_OF)) column.set(indicator.id + tail, [i, name]);
    const old = before.values[i];
    DATA.values[i] = { ratio: old.ratio.slice(), err: old.err.slice(), offnet: old.offnet.slice(), mean: old.mean.slice(),
      verdict: [...old.verdict] };
  });
  for (const community of answer ? answer.communities : []) {
    const c = place.get(String(community.id));
    if (c === undefined) continue;
    for (const [key, value] of Object.entries(community)) {
      const found = column.get(key);
      if (found) take_column(DATA.values[found[0]], c, found[1], value, community[key + "_reason"]);
    }
  }
}

function mean_of(values) {
  const known = values.filter((value) => typeof value === "number");
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length / 1e6 : null;
}

/* The city's numbers: those that the answer has, and what follows from the communities'. Charts are of before. */
function take_city(answer) {
  INDICATORS.forEach((indicator, i) => {
    Object.assign(indicator, before.city[i]);
    const now = answer && answer.indicators.find((one) => one.id === indicator.id);
    if (!now || !answer.features.length) return;
    const verdicts = DATA.values[i].verdict, count = (mark) => verdicts.filter((one) => one === mark).length;
    Object.assign(indicator, { ratio: now.ratio, err: now.err, verdict: now.verdict || indicator.verdict,
      communities_met: count("+"), communities_missed: count("!"), mean_ratio: mean_of(DATA.values[i].ratio),
      offnet: null, lorenz: null, distances: null });
  });
}

function show_result() {
  const answer = measured[work.plan];
  measuring.shown = work.plan;
  take_values(answer);
  take_city(answer);
  recolour();
  draw_city();
  const top = by_id("detail").scrollTop;
  draw_detail();
  by_id("detail").scrollTop = top;
  if (!work.draft) redraw_table();
  draw_results();
  draw_list();
  say_result();
}

/* Only the communities whose colour is another are drawn: there may be thousands. */
function recolour() {
  view.communities.colour(chosen.indicator);
  draw_twin();
}

/* The table stays where it was scrolled to, and keeps the focus. */
function redraw_table() {
  const box = document.querySelector(".scroll"), top = box.scrollTop, row = document.activeElement.closest("#rows tr");
  const community = row ? table.order[row.place] : -1;
  draw_table();
  if (top) show_rows(0, Math.ceil((top + 2 * box.clientHeight) / 28));
  box.scrollTop = top;
  const place = table.order.indexOf(community);
  if (place >= 0) set_focus(place, true);
}

/* ------------------------------------------------------------------ change */

/* A change of a share in points, of a supply as it is; null when there is none, or no two numbers. `bare`: where the unit
   stands elsewhere. */
function change_text(now, old, i, bare) {
  if (now === null || old === null || now === undefined || old === undefined) return null;
  const millionths = Math.round(1e6 * now) - Math.round(1e6 * old);
  if (!millionths) return null;
  const sign = millionths > 0 ? "+" : "−", size = Math.abs(millionths);
  if (is_supply(i)) return sign + (size / 1e6).toFixed(4);
  const decimals = size < 1000 ? 4 : size < 10000 ? 3 : 2;
  const number = (size / 1e4).toFixed(decimals);
  return sign + (bare ? number : tr("points")(number));
}

function change_mark(now, old, i, bare) {
  const text = change_text(now, old, i, bare);
  return text === null ? null : make("span", text[0] === "+" ? "change up" : "change down", text);
}

function change_of(c, i) {
  const now = DATA.values[i].ratio[c], old = before.values[i].ratio[c];
  return typeof now === "number" && typeof old === "number" ? now - old : null;
}

extra.city = (i) => {
  const old = before.city[i].ratio, now = INDICATORS[i].ratio;
  if (old === null || !measured[work.plan] || !measured[work.plan].features.length) return [];
  const line = make("p", "before-line", `${tr("before")} ${amount(1e6 * old, 2, i)} `, change_mark(now, old, i) ||
    make("span", "change none", tr("no_change")));
  line.dataset.before = old.toFixed(6);
  return [line];
};

extra.value = (c, i) => {
  const change = change_of(c, i);
  if (!change) return null;
  return make("span", "", change_mark(DATA.values[i].ratio[c] / 1e6, before.values[i].ratio[c] / 1e6, i),
    ` (${tr("before")} ${amount(before.values[i].ratio[c], 2, i)})`);
};

COLUMNS.splice(2, 0, { key: "change", text: "change", value: (c) => change_of(c, chosen.indicator),
  cell: (c) => [change_mark(DATA.values[chosen.indicator].ratio[c] / 1e6, before.values[chosen.indicator].ratio[c] / 1e6,
    chosen.indicator, true)].filter((mark) => mark && change_of(c, chosen.indicator)) });
COLUMNS.splice(COLUMNS.findIndex((column) => column.key === "offnet"), 1); /* the change has its room */
