/* ------------------------------------------------------------------- edits */

/* Two plans, each a list of edits that are carried out in their order. An edit is never changed: another takes its place,
   so that a list can be kept for undo as it is.
     key      tells it from the others for as long as it lives
     kind     add, remove, move, path, bridge, wall, area, lock, open
     on       off: it stays in the list and plays no part
     feature  as docs/edits.md has it */
const PLANS = ["A", "B"];
const OP_OF = { add: "add", remove: "remove", move: "move", path: "path", bridge: "path", wall: "close", area: "close",
  lock: "close", open: "open" };

const work = { plan: "A", lists: { A: [], B: [] }, undo: [], redo: [], draft: null, selected: 0, next: 1 };

function new_edit(kind, geometry, properties) {
  return Object.freeze({ key: work.next++, kind, on: true,
    feature: { type: "Feature", properties: Object.assign({ op: OP_OF[kind] }, properties), geometry } });
}

/* The list of the plan that is worked on: with what is being dragged, which no undo knows of. */
function edits_now() {
  return work.draft || work.lists[work.plan];
}

function edit_of(key) {
  return edits_now().find((edit) => edit.key === key);
}

/* ----------------------------------------------------------- undo and redo */

const MOST_UNDO = 200;

function snapshot() {
  return { plan: work.plan, lists: Object.assign({}, work.lists) };
}

/* The plan's list becomes another one. */
function change_list(list) {
  work.undo.push(snapshot());
  if (work.undo.length > MOST_UNDO) work.undo.shift();
  work.redo = [];
  work.draft = null;
  work.lists[work.plan] = list;
  edits_changed();
}

function step_back(from, to) {
  const before = from.pop();
  if (!before) return;
  to.push(snapshot());
  work.draft = null;
  work.plan = before.plan;
  work.lists = before.lists;
  edits_changed();
}

function undo() {
  step_back(work.undo, work.redo);
}

function redo() {
  step_back(work.redo, work.undo);
}

/* ----------------------------------------------------------------- changes */

function add_edit(edit) {
  work.selected = edit.key;
  change_list([...edits_now(), edit]);
}

/* With another geometry, or on and off. */
function replaced(edit, what) {
  return Object.freeze(Object.assign({}, edit, what));
}

function with_geometry(edit, geometry) {
  return replaced(edit, { feature: Object.assign({}, edit.feature, { geometry }) });
}

function put_edit(edit) {
  change_list(work.lists[work.plan].map((one) => one.key === edit.key ? edit : one));
}

function delete_edit(key) {
  const list = work.lists[work.plan];
  if (!list.some((edit) => edit.key === key)) return;
  if (work.selected === key) work.selected = 0;
  change_list(list.filter((edit) => edit.key !== key));
}

function switch_edit(key, on) {
  const edit = edit_of(key);
  if (edit) put_edit(replaced(edit, { on }));
}

function choose_plan(plan) {
  work.plan = plan;
  work.draft = null;
  work.selected = 0;
  edits_changed();
}

/* The other plan's edits, in place of this one's. */
function copy_plan() {
  const other = PLANS.find((plan) => plan !== work.plan);
  change_list(work.lists[other].map((edit) => replaced(edit, { key: work.next++ })));
}

/* ------------------------------------------------------------------- words */

function category_title(id) {
  const found = (server.state ? server.state.categories : []).find((one) => one.id === id);
  if (found && (found.title || found.title_zh)) return (language === "zh" && found.title_zh) || found.title || found.title_zh;
  const drawn = DATA.facilities.find((one) => one.category === id);
  return drawn && either(drawn.title) ? either(drawn.title) : id;
}

/* What an edit is of: a category and a name, or how long or large it is. */
function edit_subject(edit) {
  const { category, id, name } = edit.feature.properties, geometry = edit.feature.geometry;
  if (category) return [category_title(category), name || id].filter(Boolean).join(" · ");
  if (edit.kind === "area") return tr("square")(area_of(geometry));
  if (geometry && geometry.type !== "Point") return tr("metres")(length_of(geometry).toFixed(0));
  return "";
}

/* ----------------------------------------------------------------- keeping */

/* A city is known by its profile and its communities: files may be written anew, and the edits still hold. */
function storage_key() {
  const text = JSON.stringify([REPORT.profile.name, DATA.communities.id, DATA.communities.name]);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) % 4294967291;
  return `lifecircle.edits.${hash.toString(36)}`;
}

function keep_edits() {
  try {
    localStorage.setItem(storage_key(), JSON.stringify({ plan: work.plan, lists: work.lists }));
  } catch (error) {
    show_trouble(tr("not_kept"));
  }
}

/* The kind of an edit that was not drawn here. */
function kind_of(feature) {
  const op = feature.properties.op, type = feature.geometry ? feature.geometry.type : "";
  if (op === "close") return type.endsWith("Polygon") ? "area" : type.endsWith("LineString") ? "wall" : "lock";
  return op;
}

/* The edits of last time in this browser, else those that the server has. */
function take_edits(state) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(storage_key()));
  } catch (error) {
    kept = null;
  }
  const some = kept && kept.lists && PLANS.some((plan) => Array.isArray(kept.lists[plan]) && kept.lists[plan].length);
  if (some) {
    work.plan = PLANS.includes(kept.plan) ? kept.plan : "A";
    for (const plan of PLANS)
      work.lists[plan] = (kept.lists[plan] || []).filter((edit) => edit && edit.feature && edit.feature.properties && OP_OF[edit.kind])
        .map((edit) => replaced(edit, { key: work.next++ }));
    return;
  }
  work.lists.A = state.edits.features.map((feature) =>
    Object.freeze({ key: work.next++, kind: kind_of(feature), on: true, feature }));
}
