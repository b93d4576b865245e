/* Edits: as a GeoJSON file, and as the page of `serve` sends them. */
#include "city/edits.h"
#include "fuzz.h"
#include "serve/edits_json.h"

static void check_edits(lc_context *ctx, const lc_edits *edits) {
    lc_edits *copy = NULL;
    for (size_t i = 0; i < edits->n; i++) {
        const lc_edit *e = &edits->edit[i];
        fuzz_assert(*lc_edit_op_name(e->op), "an edit does something");
        fuzz_assert(e->first_geom <= e->end_geom && e->end_geom <= edits->geoms.n, "its geometries are there");
        fuzz_assert(!(e->area_m2 < 0), "areas are not below 0");
    }
    if (!fuzz_ok(ctx, lc_edits_copy(ctx, edits, &copy))) return;
    fuzz_assert(lc_edits_count(copy) == edits->n, "a copy has all edits");
    fuzz_assert(lc_edits_same_paths(copy, edits), "a copy has the same paths");
    fuzz_got_through = true;
    lc_edits_free(copy);
}

static void read_file(lc_context *ctx, const char *path) {
    lc_edits *edits = NULL;
    if (!fuzz_ok(ctx, lc_edits_new(ctx, "EPSG:4326", &edits))) return;
    if (fuzz_ok(ctx, lc_edits_read(ctx, edits, path)))
        check_edits(ctx, edits);
    else
        fuzz_assert(lc_edits_count(edits) == 0, "of a file that is refused nothing is taken");
    lc_edits_free(edits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".geojson");
    lc_context *ctx = fuzz_context();
    lc_edits *edits = NULL;
    read_file(ctx, file.path);
    if (fuzz_ok(ctx, lc_edits_from_json(ctx, (const char *)data, size, &edits)) && edits) check_edits(ctx, edits);
    lc_edits_free(edits);
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
