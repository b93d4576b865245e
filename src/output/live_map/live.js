/* -------------------------------------------------------------------- live */

/* After every change of the edits: what shows them, what keeps them, what they make of the city. */
function edits_changed() {
  keep_edits();
  draw_existing();
  draw_edits();
  draw_list();
  draw_tools();
  draw_results();
  if (measuring.shown !== work.plan) show_result(); /* as it was measured last, until it is measured again */
  measure();
}

function start_panes() {
  for (const [name, z] of [["change", 415], ["existing", 425], ["edits", 440]]) {
    const pane = view.map.createPane(name);
    pane.style.zIndex = z;
    pane.style.pointerEvents = "none";
  }
  view.change = L.canvas({ padding: 0.2, pane: "change" });
  view.existing = L.canvas({ padding: 0.2, pane: "existing" });
  view.edits = L.svg({ padding: 0.5, pane: "edits" });
}

/* What goes with the indicator that the map shows. */
function follow_indicator() {
  draw_results();
  draw_suggest();
  say_result();
  follow_category();
  if (!measuring.busy) ask_change();
}

/* The category that it is of, where it has one. */
function follow_category() {
  const category = INDICATORS[chosen.indicator].category, known = server.state.categories.map((one) => one.id);
  if (known.includes(category) && category !== draw.category) choose_category(category);
}

function draw_live() {
  draw_tools();
  draw_guide();
  draw_list();
  draw_results();
  draw_suggest();
  say_result();
  if (change.found) show_change(change.found);
}

/* Both plans once, the one that is worked on last, so that the server stands where the page does. */
async function start_plans() {
  const other = PLANS.find((plan) => plan !== work.plan), here = work.plan;
  if (work.lists[other].length && !measuring.busy) {
    try {
      measured[other] = await ask(work.lists[other]);
    } catch (error) {
      show_trouble(error.message);
    }
  }
  if (here === work.plan) measure();
}

async function start_live() {
  start_panes();
  extra.hints = () => draw.tool === "choose" && !drag.held && !existing.hint;
  start_pointer();
  new ResizeObserver(() => view.map.invalidateSize({ animate: false, pan: false })).observe(by_id("map"));
  by_id("tools").addEventListener("keydown", tools_key);
  document.addEventListener("keydown", live_key, true);
  by_id("language").addEventListener("click", draw_live);
  try {
    server.state = await call_json("GET", "/api/state");
  } catch (error) {
    show_trouble(error.message);
    return;
  }
  take_edits(server.state);
  draw_category(server.state.categories.length ? server.state.categories[0].id : "");
  follow_category();
  load_existing(draw.category);
  choose_tool("choose");
  draw_edits();
  draw_live();
  extra.chosen = follow_indicator;
  start_plans();
}

take_token();
start_live();
