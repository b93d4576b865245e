/* ------------------------------------------------------------------- table */

/* The columns of the table: how they sort, and what stands in them. Communities without a ratio sort last. */
const COLUMNS = [
  { key: "name", text: "name", value: (c) => DATA.communities.name[c], cell: (c) => [DATA.communities.name[c]] },
  { key: "ratio", text: "ratio", value: (c) => value_of(c, chosen.indicator).ratio, cell: (c, value) => ratio_cell(value) },
  { key: "verdict", text: "verdict", value: (c) => "!-+?".indexOf(value_of(c, chosen.indicator).verdict),
    cell: (c, value) => [verdict_badge(value.verdict)] },
  { key: "mean", text: "mean_short", value: (c) => value_of(c, chosen.indicator).mean,
    cell: (c, value) => [value.ratio === null ? "–" : distance(value.mean)] },
  { key: "offnet", text: "offnet_short", value: (c) => value_of(c, chosen.indicator).offnet,
    cell: (c, value) => [value.ratio === null ? "–" : percent(value.offnet, 1)] },
];

function ratio_cell(value) {
  if (value.ratio === null) return [make("span", "none", tr("no_data"))];
  return [make("span", "", amount(value.ratio, 1, chosen.indicator)),
    bar(scaled(value.ratio, chosen.indicator), INDICATORS[chosen.indicator].community_target)];
}

const CHUNK = 100; /* rows that are made at a time, as they are scrolled to */

const table = { sort: "ratio", down: false, order: [], first: 0, end: 0, row: new Map(), focus: 0 };

function visible_columns() {
  const judged = INDICATORS[chosen.indicator].community_target !== null;
  return COLUMNS.filter((column) => column.key !== "verdict" || judged);
}

/* Sorts table.order; each value is looked up once. */
function sort_order() {
  const value = COLUMNS.find((one) => one.key === table.sort).value, sign = table.down ? -1 : 1;
  const texts = new Intl.Collator(language, { numeric: true }), known = [], unknown = [];
  for (const c of table.order) {
    const of_c = value(c);
    if (of_c === null) unknown.push(c);
    else known.push({ c, value: of_c });
  }
  const compare = known.length && typeof known[0].value === "string" ? (a, b) => texts.compare(a.value, b.value) : (a, b) => a.value - b.value;
  known.sort((a, b) => sign * compare(a, b) || a.c - b.c);
  table.order = known.map((one) => one.c).concat(unknown);
}

function draw_head() {
  const cells = visible_columns().map((column) => {
    const button = make("button", "", tr(column.text)), here = table.sort === column.key;
    button.type = "button";
    button.tabIndex = -1; /* reached from the first row with the arrow up */
    button.title = tr("sort")(tr(column.text));
    button.append(make("span", "arrow", here ? (table.down ? " ▼" : " ▲") : ""));
    button.addEventListener("click", () => sort_by(column.key));
    const cell = make("th", column.key, button);
    cell.scope = "col";
    cell.setAttribute("aria-sort", here ? (table.down ? "descending" : "ascending") : "none");
    cell.dataset.column = column.key;
    return cell;
  });
  by_id("columns").replaceChildren(...cells);
}

function sort_by(key) {
  table.down = table.sort === key ? !table.down : false;
  table.sort = key;
  draw_table();
  by_id("columns").querySelector(`[data-column="${key}"] button`).focus();
}

function row_cells(c) {
  const value = value_of(c, chosen.indicator);
  return visible_columns().map((column) => {
    const cell = make("td", column.key, ...column.cell(c, value));
    cell.setAttribute("role", "gridcell");
    return cell;
  });
}

function make_row(place) {
  const c = table.order[place], row = make("tr", "", ...row_cells(c));
  row.tabIndex = -1;
  row.dataset.community = DATA.communities.id[c];
  row.setAttribute("aria-rowindex", place + 2);
  row.setAttribute("aria-selected", c === chosen.community);
  row.place = place;
  table.row.set(c, row);
  return row;
}

function make_rows(first, end) {
  const rows = [];
  for (let place = first; place < end; place++) rows.push(make_row(place));
  return rows;
}

/* Of thousands of rows only some stand in the page, those from table.first to table.end: make it so that all from
   `first` to `end` do. Rows far from these begin anew. */
function show_rows(first, end) {
  const from = Math.max(0, first), to = Math.min(end, table.order.length), rows = by_id("rows");
  if (from > table.end + CHUNK || to < table.first - CHUNK) {
    table.row.clear();
    rows.replaceChildren();
    table.first = table.end = from;
  }
  if (from < table.first) {
    const box = document.querySelector(".scroll"), before = box.scrollHeight;
    rows.prepend(...make_rows(from, table.first));
    table.first = from;
    box.scrollTop += box.scrollHeight - before;
  }
  if (to > table.end) {
    rows.append(...make_rows(table.end, to));
    table.end = to;
  }
}

function draw_table() {
  const wanted = by_id("search").value.trim().toLowerCase(), communities = DATA.communities;
  table.order = [];
  for (let c = 0; c < N; c++)
    if (!wanted || communities.name[c].toLowerCase().includes(wanted) || communities.id[c].toLowerCase().includes(wanted))
      table.order.push(c);
  sort_order();
  table.row.clear();
  table.first = table.end = 0;
  by_id("rows").replaceChildren();
  by_id("table").setAttribute("aria-rowcount", table.order.length + 1);
  by_id("found").textContent = tr("found")(table.order.length, N);
  draw_head();
  show_rows(0, CHUNK);
  document.querySelector(".scroll").scrollTop = 0;
  const here = table.order.indexOf(chosen.community);
  set_focus(here < 0 ? 0 : here, false);
}

/* One row is in the order of tabulation; arrow keys move on from it. */
function set_focus(place, take) {
  if (!table.order.length) return;
  const to = Math.max(0, Math.min(table.order.length - 1, place));
  show_rows(to - CHUNK / 4, to + CHUNK / 2);
  const before = table.row.get(table.order[table.focus]), row = table.row.get(table.order[to]);
  if (before) before.tabIndex = -1;
  row.tabIndex = 0;
  table.focus = to;
  if (take) row.focus();
}

function mark_row() {
  for (const row of by_id("rows").querySelectorAll("[aria-selected=true]")) row.setAttribute("aria-selected", "false");
  const place = table.order.indexOf(chosen.community);
  if (place < 0) return;
  set_focus(place, false);
  const row = table.row.get(chosen.community), box = document.querySelector(".scroll");
  row.setAttribute("aria-selected", "true");
  const top = row.offsetTop - by_id("columns").offsetHeight;
  if (top < box.scrollTop || row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight)
    box.scrollTop = top - box.clientHeight / 3;
}

function table_key(event) {
  const row = event.target.closest("tr"), page = 10;
  if (!row || row.place === undefined) return;
  const to = { ArrowDown: row.place + 1, ArrowUp: row.place - 1, PageDown: row.place + page, PageUp: row.place - page,
    Home: 0, End: table.order.length - 1 }[event.key];
  if (event.key === "ArrowUp" && row.place === 0) by_id("columns").querySelector("button").focus();
  else if (to !== undefined) set_focus(to, true);
  else if (event.key === "Enter" || event.key === " ") choose_community(table.order[row.place], true);
  else return;
  event.preventDefault();
}

/* Along the head, and back to the rows. */
function head_key(event) {
  const buttons = [...by_id("columns").querySelectorAll("button")], here = buttons.indexOf(event.target);
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1 }[event.key];
  if (to !== undefined && buttons[to]) buttons[to].focus();
  else if (event.key === "ArrowDown") set_focus(0, true);
  else return;
  event.preventDefault();
}

function start_table() {
  const rows = by_id("rows"), box = document.querySelector(".scroll");
  rows.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row) choose_community(table.order[row.place], true);
  });
  rows.addEventListener("keydown", table_key);
  by_id("columns").addEventListener("keydown", head_key);
  box.addEventListener("scroll", () => {
    if (box.scrollTop + 2 * box.clientHeight > box.scrollHeight) show_rows(table.first, table.end + CHUNK);
    if (box.scrollTop < box.clientHeight && table.first > 0) show_rows(table.first - CHUNK, table.end);
  });
  by_id("search").addEventListener("input", draw_table);
  by_id("search").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    if (event.key === "Enter" && table.order.length) choose_community(table.order[0], true);
    set_focus(0, true);
    event.preventDefault();
  });
}
