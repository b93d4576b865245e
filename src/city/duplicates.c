#include "city/duplicates.h"

#include <string.h>

#include "base/memory.h"
#include "city/same_id.h"

static const double SAME_PLACE_M = 1;

/* Where every feature is; far away when it has no geometry. */
static lc_box *feature_boxes(const lc_facilities *f) {
    lc_box *box = LC_NEW(lc_box, f->n);
    for (size_t i = 0; box && i < f->n; i++) box[i] = lc_box_empty();
    for (size_t g = 0; box && g < f->geoms.n; g++) {
        lc_box one = lc_geom_box(&f->geoms, g);
        lc_box_add(&box[f->geoms.feature[g]], one.x0, one.y0);
        lc_box_add(&box[f->geoms.feature[g]], one.x1, one.y1);
    }
    return box;
}

static lc_index *index_corners(const lc_box *box, size_t n) {
    lc_box *corner = LC_NEW(lc_box, n);
    for (size_t i = 0; corner && i < n; i++) corner[i] = (lc_box){box[i].x0, box[i].y0, box[i].x0, box[i].y0};
    lc_index *index = corner ? lc_index_new(corner, n) : NULL;
    free(corner);
    return index;
}

static bool same_place(const lc_box *a, const lc_box *b) {
    return lc_length(a->x0 - b->x0, a->y0 - b->y0) <= SAME_PLACE_M &&
           lc_length(a->x1 - b->x1, a->y1 - b->y1) <= SAME_PLACE_M;
}

static bool same_name(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Lower first[i] to the first feature at the place of i that has its name. */
static bool find_places(const lc_facilities *f, const char *const *name, size_t *first) {
    lc_box *box = feature_boxes(f);
    lc_index *index = box ? index_corners(box, f->n) : NULL;
    lc_items near = {0};
    bool ok = index != NULL;
    for (size_t i = 0; ok && i < f->n; i++) {
        if (box[i].x0 > box[i].x1) continue;
        lc_box around = {box[i].x0 - SAME_PLACE_M, box[i].y0 - SAME_PLACE_M, box[i].x0 + SAME_PLACE_M,
                         box[i].y0 + SAME_PLACE_M};
        ok = lc_index_search(index, &around, &near);
        for (size_t k = 0; ok && k < near.n && near.item[k] < first[i]; k++) {
            size_t other = near.item[k];
            if (!same_place(&box[i], &box[other]) || (name && !same_name(name[i], name[other]))) continue;
            first[i] = other;
        }
    }
    free(near.item);
    lc_index_free(index);
    free(box);
    return ok;
}

static void warn(lc_context *ctx, const lc_facilities *f, size_t i, size_t first, const char *name) {
    lc_warn(ctx, "facility_duplicate",
            "facilities that seem to be listed twice: same place and name, or same id; dedupe=FIELD drops repeats",
            "%s %s = %s%s%s", f->category, f->id[i], f->id[first], *name ? " " : "", name);
}

lc_status lc_duplicates_warn(lc_context *ctx, const lc_facilities *f, const char *const *name, const char *const *id) {
    size_t *first = LC_NEW(size_t, f->n);
    if (!first) return lc_fail_memory(ctx);
    for (size_t i = 0; i < f->n; i++) first[i] = i;
    bool ok = (!id || lc_first_of_id(id, f->n, first)) && find_places(f, name, first);
    for (size_t i = 0; ok && i < f->n; i++)
        if (first[i] != i) warn(ctx, f, i, first[i], name && name[i] ? name[i] : "");
    free(first);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_duplicates_warn_between(lc_context *ctx, const lc_facilities *f, size_t start) {
    size_t *first = LC_NEW(size_t, f->n);
    if (!first) return lc_fail_memory(ctx);
    for (size_t i = 0; i < f->n; i++) first[i] = i;
    bool ok = find_places(f, (const char *const *)f->name, first);
    for (size_t i = start; ok && i < f->n; i++)
        if (first[i] < start) warn(ctx, f, i, first[i], f->name[i] ? f->name[i] : "");
    free(first);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
