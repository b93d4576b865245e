/* -------------------------------------------------------------------- save */

const SAVED = { edits: ["/api/edits", "edits", "geojson"], report: ["/api/report", "report", "geojson"], note: ["/api/note", "note", "md"] };

/* The bytes that the server has, as a file. */
async function save(what) {
  const [path, name, tail] = SAVED[what];
  try {
    const file = await with_plan(async () => (await call("GET", path)).blob());
    const link = make("a");
    link.href = URL.createObjectURL(file);
    link.download = `${name}-${work.plan.toLowerCase()}.${tail}`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(tr("saved")(link.download));
  } catch (error) {
    show_trouble(error.message);
  }
}
