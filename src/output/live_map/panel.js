/* ------------------------------------------------------------------- icons */

/* Drawn in a square of 16; with strokes in the colour of the text. */
const ICON = {
  choose: "M4 2 L4 13 L7 10.3 L9 14.5 L11 13.6 L9 9.6 L13 9.3 Z", add: "M8 3 V13 M3 8 H13", remove: "M4 4 L12 12 M12 4 L4 12",
  move: "M8 2 V14 M2 8 H14 M8 2 L6 4 M8 2 L10 4 M8 14 L6 12 M8 14 L10 12 M2 8 L4 6 M2 8 L4 10 M14 8 L12 6 M14 8 L12 10",
  path: "M2 13 C5 5 8 13 14 3", bridge: "M1 11 H15 M2 11 C5 4 11 4 14 11 M5 11 V8 M8 11 V6 M11 11 V8",
  wall: "M2 4 H14 M2 8 H14 M2 12 H14 M6 4 V8 M10 8 V12 M11 4 V8 M5 8 V12", area: "M3 13 L2.5 5 L9 2.5 L13.5 7 L12 13 Z",
  lock: "M4 7.5 H12 V13.5 H4 Z M5.5 7.5 V5 A2.5 2.5 0 0 1 10.5 5 V7.5", open: "M3 14 V3 M13 14 V3 M3 4 L9 6 V12 L3 14",
  undo: "M6 3 L3 6 L6 9 M3 6 H9.5 A3.5 3.5 0 0 1 9.5 13 H6", redo: "M10 3 L13 6 L10 9 M13 6 H6.5 A3.5 3.5 0 0 0 6.5 13 H10",
  bin: "M3 5 H13 M6 5 V3 H10 V5 M4.5 5 L5 13.5 H11 L11.5 5",
};

function icon_of(name) {
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: "icon", "aria-hidden": "true" },
    svg("path", { d: ICON[name] }));
}

function button_of(text, does, name, icon) {
  const button = make("button", "", icon ? icon_of(icon) : null, text || null);
  button.type = "button";
  if (name) button.dataset.does = name;
  button.addEventListener("click", does);
  return button;
}

/* ------------------------------------------------------------------- tools */

function choose_category(id) {
  draw_category(id);
  load_existing(id);
  draw_tools();
  draw_guide();
  draw_preview();
}

function category_menu() {
  const menu = make("select");
  menu.id = "category";
  menu.setAttribute("aria-label", tr("category"));
  for (const one of server.state ? server.state.categories : []) menu.append(new Option(category_title(one.id), one.id));
  menu.value = draw.category;
  menu.addEventListener("change", () => {
    choose_category(menu.value);
    by_id("category").focus();
  });
  return menu;
}

/* One button is in the order of tabulation, arrow keys go along them (a toolbar, as ARIA has it). */
function draw_tools() {
  const box = by_id("tools"), focus = box.contains(document.activeElement) ? document.activeElement.dataset.does : null;
  const tools = TOOLS.map((tool) => {
    const button = button_of(make("span", "", tr("tool_" + tool)), () => choose_tool(tool), "tool-" + tool, tool);
    button.setAttribute("aria-pressed", draw.tool === tool);
    button.title = tr("guide_" + tool);
    return button;
  });
  const back = button_of(null, undo, "undo", "undo"), forth = button_of(null, redo, "redo", "redo");
  back.setAttribute("aria-label", tr("undo"));
  forth.setAttribute("aria-label", tr("redo"));
  back.disabled = !work.undo.length;
  forth.disabled = !work.redo.length;
  back.title = tr("undo") + " (Ctrl+Z)";
  forth.title = tr("redo") + " (Ctrl+Y)";
  box.replaceChildren(make("div", "group", category_menu(), ...tools.slice(0, 3)), make("div", "group", ...tools.slice(3)),
    make("div", "group", back, forth));
  box.querySelectorAll("button").forEach((button) => (button.tabIndex = button.dataset.does === "tool-" + draw.tool ? 0 : -1));
  if (focus) (box.querySelector(`[data-does="${focus}"]:not(:disabled)`) || box.querySelector('[tabindex="0"]')).focus();
}

function tools_key(event) {
  const buttons = [...by_id("tools").querySelectorAll("button:not(:disabled)")], here = buttons.indexOf(event.target);
  if (here < 0) return;
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  buttons[(to + buttons.length) % buttons.length].focus();
  event.preventDefault();
}

/* ------------------------------------------------------------------- plans */

function select_edit(key) {
  work.selected = key;
  draw_list();
  draw_edits();
  const row = document.querySelector(`#edits [data-key="${key}"]`);
  if (row) row.scrollIntoView({ block: "nearest" });
}

function show_edit(edit) {
  select_edit(edit.key);
  const at = pin_place(edit), lines = lines_of(edit.feature.geometry).flat();
  if (at) view.map.panTo(latlng(at), { animate: false });
  else if (lines.length)
    view.map.fitBounds(L.latLngBounds(lines.map(latlng)).pad(1), { animate: false, maxZoom: Math.max(16, view.map.getZoom()) });
}

function edit_row(edit, list) {
  const fault = edit.on ? fault_of(list, edit) : null, box = make("input"), subject = edit_subject(edit);
  const loose = edit.on && !fault ? loose_ends(edit) : 0;
  const words = `${tr("edit_" + edit.kind)} ${subject}`.trim();
  box.type = "checkbox";
  box.checked = edit.on;
  box.setAttribute("aria-label", tr("switch_on")(words));
  box.addEventListener("change", () => switch_edit(edit.key, box.checked));
  const name = make("button", "name", icon_of(edit.kind), make("b", "", tr("edit_" + edit.kind)),
    subject ? make("span", "", subject) : null);
  name.type = "button";
  name.addEventListener("click", () => show_edit(edit));
  const bin = button_of("", () => delete_edit(edit.key), "delete", "bin");
  bin.setAttribute("aria-label", tr("delete")(words));
  bin.title = tr("delete")(words);
  name.style.color = edit.on && !fault ? EDIT_COLOUR[edit.kind] : "";
  const row = make("li", [edit.key === work.selected ? "chosen" : "", edit.on ? "" : "off", fault ? "fault" : ""].filter(Boolean).join(" "),
    box, name, bin, loose ? make("p", "loose", tr("loose")(loose)) : null,
    fault ? make("p", "fault-line", `${tr("no_effect")} ${fault.line}`) : null);
  row.dataset.key = edit.key;
  return row;
}

/* Which control of the list has the focus, by its row and its place in it: the list is made anew. */
function focus_in(box) {
  const row = box.contains(document.activeElement) && document.activeElement.closest("li");
  return row ? { key: row.dataset.key, place: [...row.querySelectorAll("input, button")].indexOf(document.activeElement),
    index: [...row.parentElement.children].indexOf(row) } : null;
}

function give_focus(box, focus) {
  if (!focus) return;
  const rows = [...box.querySelectorAll("li")], row = rows.find((one) => one.dataset.key === focus.key) ||
    rows[Math.min(focus.index, rows.length - 1)];
  const control = row ? row.querySelectorAll("input, button")[focus.place] : box.querySelector("button");
  if (control) control.focus();
}

function draw_list() {
  const box = by_id("plans"), focus = focus_in(box), list = edits_now(), does = document.activeElement.dataset.does;
  const in_box = box.contains(document.activeElement);
  const tabs = make("div", "tabs", ...PLANS.map((plan) => {
    const tab = button_of(`${tr("plan")} ${plan}`, () => choose_plan(plan), "plan-" + plan);
    tab.append(make("span", "count", String(work.lists[plan].length)));
    tab.setAttribute("aria-pressed", plan === work.plan);
    return tab;
  }));
  const items = make("ul", "", ...list.map((edit) => edit_row(edit, list)));
  items.id = "edits";
  items.setAttribute("aria-label", `${tr("edits")}: ${tr("plan")} ${work.plan}`);
  const other = PLANS.find((plan) => plan !== work.plan), actions = make("div", "actions");
  if (work.lists[other].length && !list.length) actions.append(button_of(tr("copy_plan")(other), copy_plan, "copy-plan"));
  if (list.length) actions.append(button_of(tr("clear"), () => change_list([]), "clear"));
  actions.append(make("span", "space"), make("span", "", tr("save")), ...["edits", "report", "note"].map((what) =>
    button_of(tr("save_" + what), () => save(what), "save-" + what)));
  box.replaceChildren(tabs, list.length ? items : make("p", "quiet", tr("no_edits")), actions);
  give_focus(box, focus);
  if (!focus && in_box && does) (box.querySelector(`[data-does="${does}"]`) || box.querySelector("button")).focus();
}

/* ----------------------------------------------------------------- results */

const VERDICT_SIGN = { met: " ✓", missed: " ✗" };

/* Both plans beside what is; the row of the indicator that the map shows is marked. A click chooses one. */
function draw_results() {
  const head = make("tr", "", make("th", "", tr("indicator")), make("th", "number", tr("before")),
    ...PLANS.map((plan) => make("th", "number" + (plan === work.plan ? " here" : ""), `${tr("plan")} ${plan}`)));
  head.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
  const rows = INDICATORS.map((indicator, i) => {
    const old = before.city[i].ratio, title = button_of(either(indicator.title), () => choose_indicator(i));
    const cells = PLANS.map((plan) => {
      const now = measured[plan] && measured[plan].indicators.find((one) => one.id === indicator.id);
      const cell = make("td", "number" + (plan === work.plan ? " here" : ""));
      if (now && now.ratio !== null) cell.append(make("b", "", amount(1e6 * now.ratio, 2, i) + (VERDICT_SIGN[now.verdict] || "")), make("br"),
        change_mark(now.ratio, old, i, true) || make("span", "change none", "="));
      else cell.append("–");
      if (now && now.ratio !== null) cell.dataset.value = now.ratio.toFixed(6);
      cell.dataset.plan = plan;
      return cell;
    });
    const name = make("th", "", make("small", "", tr(indicator.metric + "_short")), title);
    name.scope = "row";
    const row = make("tr", i === chosen.indicator ? "current" : "", name,
      make("td", "number", old === null ? tr("no_data") : amount(1e6 * old, 2, i)), ...cells);
    row.dataset.indicator = indicator.id;
    return row;
  });
  const table = make("table", "", make("thead", "", head), make("tbody", "", ...rows));
  const open = by_id("results").querySelector("details"), box = make("details", "", make("summary", "", tr("results")),
    make("p", "quiet", tr("in_points")), table);
  box.open = open ? open.open : true;
  by_id("results").replaceChildren(box);
}

/* ------------------------------------------------------------------- words */

/* The answer, for everyone: it is read out as well. */
function say(text) {
  by_id("answer").textContent = text;
}

function say_result() {
  const i = chosen.indicator, old = before.city[i].ratio, now = INDICATORS[i].ratio, answer = measured[work.plan];
  if (!answer || work.draft) return;
  if (old === null || now === null) return say(tr("no_data"));
  const change = change_text(now, old, i);
  say(tr("said")(work.plan, answer.features.length, amount(1e6 * now, 2, i), change || tr("no_change")));
  by_id("answer").title = tr("took")(Math.round(answer.ms));
}

function show_trouble(line) {
  by_id("trouble").textContent = line;
  by_id("trouble").hidden = !line;
}

function show_busy(busy) {
  document.body.classList.toggle("busy", busy);
  if (busy && !work.draft) say(tr("measuring"));
}

/* -------------------------------------------------------------------- keys */

function is_typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=range]), select, textarea");
}

function live_key(event) {
  const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase(), map = by_id("map");
  const done = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (is_typing(event.target) && event.key !== "Escape") return;
  if (command && key === "z" && !event.shiftKey) draw.points.length ? take_back_point() : undo();
  else if (command && (key === "y" || (key === "z" && event.shiftKey))) redo();
  else if (command || event.altKey) return;
  else if (event.key === "Escape") {
    if (!cancel_drag() && !cancel_drawing()) return;
  } else if (event.key === "Enter" && draw.points.length && !event.target.closest("button, summary, a")) finish_drawing();
  else if (event.key === "Backspace" && draw.points.length) take_back_point();
  else if (event.key === "Delete") {
    const row = event.target.closest("#edits li"), target = row ? Number(row.dataset.key) : work.selected;
    if (!target) return;
    delete_edit(target);
  } else if (event.key === " " && event.target === map) {
    const middle = view.map.getSize().divideBy(2), at = view.map.containerPointToLatLng(middle);
    (draw.tool === "choose" ? take_or_put : put_point)([at.lng, at.lat], middle);
  } else return;
  done();
}
