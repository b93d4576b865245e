/* -------------------------------------------------------------------- save */

const SAVED = { edits: ["/api/edits", "edits", "geojson"], report: ["/api/report", "report", "geojson"], note: ["/api/note", "note", "md"] };

/* The bytes that the server has, as a file. Another page may have measured something else there meanwhile: this plan is
   measured once more, so that the file is of what is seen here. */
async function save(what) {
  const [path, name, tail] = SAVED[what];
  await settled();
  try {
    measured[work.plan] = await ask(work.lists[work.plan]);
    const answer = await call("GET", path), file = await answer.blob();
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
