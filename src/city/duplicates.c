#include "city/duplicates.h"

#include <stdlib.h>

#include "base/memory.h"
#include "city/same_id.h"
#include "city/same_place.h"

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

/* Earlier features that feature i seems to be: within[i] in its source, before[i] in one before it; i where none is. */
typedef struct {
    size_t *begin; /* where its source begins */
    size_t *within, *before;
} repeats_t;

static bool begin_repeats(const lc_facilities *f, repeats_t *t) {
    *t = (repeats_t){LC_NEW0(size_t, f->n), LC_NEW(size_t, f->n), LC_NEW(size_t, f->n)};
    if (!t->begin || !t->within || !t->before) return false;
    for (size_t i = 0, s = 0; i < f->n; i++) {
        while (s + 1 < f->n_sources && f->source_first[s + 1] <= i) s++;
        t->begin[i] = f->n_sources ? f->source_first[s] : 0;
    }
    return true;
}

static void free_repeats(repeats_t *t) {
    free(t->begin);
    free(t->within);
    free(t->before);
}

/* By id, in each source for itself. */
static bool find_ids(const lc_facilities *f, repeats_t *t) {
    const char **id = LC_NEW(const char *, f->n);
    bool ok = id;
    for (size_t i = 0; ok && i < f->n; i++) id[i] = f->numbered && f->numbered[i] ? NULL : f->id[i];
    for (size_t i = 0, end; ok && i < f->n; i = end) {
        for (end = i + 1; end < f->n && t->begin[end] == i;) end++;
        ok = lc_first_of_id(id + i, end - i, t->within + i);
        for (size_t k = i; k < end; k++) t->within[k] += i;
    }
    for (size_t i = 0; i < f->n; i++) t->before[i] = i;
    free(id);
    return ok;
}

/* By place and name. */
static bool find_places(const lc_facilities *f, repeats_t *t) {
    lc_box *box = feature_boxes(f);
    const lc_named_boxes of = {box, (const char *const *)f->name, t->begin, f->n};
    bool ok = box && lc_first_at_place(&of, t->within, t->before);
    free(box);
    return ok;
}

static void warn(lc_context *ctx, const lc_facilities *f, size_t i, size_t first) {
    const char *name = f->name[i] ? f->name[i] : "";
    lc_warn(ctx, "facility_duplicate",
            "facilities that seem to be listed twice: same place and name, or same id; dedupe=FIELD drops repeats",
            "%s %s = %s%s%s", f->category, f->id[i], f->id[first], *name ? " " : "", name);
}

static lc_status warn_of_duplicates(lc_context *ctx, const lc_facilities *f) {
    repeats_t t = {0};
    bool ok = begin_repeats(f, &t) && find_ids(f, &t) && find_places(f, &t);
    for (size_t i = 0, end; ok && i < f->n; i = end) {
        for (end = i; end < f->n && t.begin[end] == i; end++)
            if (t.within[end] != end) warn(ctx, f, end, t.within[end]);
        for (size_t k = i; k < end; k++)
            if (t.before[k] < i) warn(ctx, f, k, t.before[k]);
    }
    free_repeats(&t);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ----------------------------------------------------------------------------------------------------------- whole */

static void tell_levels(lc_context *ctx, const lc_facilities *f) {
    for (size_t i = 0; f->level && i < f->n; i++) {
        const char *text = f->level_text ? f->level_text[i] : NULL;
        if (f->level[i] == LC_LEVEL_ANY)
            lc_warn(ctx, "level_unknown", "facilities whose level is not known count only where no level is asked for",
                    "%s %s: %s", f->category, f->id[i], text ? text : "(nothing)");
    }
}

lc_status lc_facilities_tell(lc_context *ctx, const lc_facilities *f) {
    if (!f->known) {
        lc_warn(ctx, "category_without_source",
                "categories without a source have no data; give one with --facilities CATEGORY=SOURCE", "%s",
                f->category);
        return LC_OK;
    }
    tell_levels(ctx, f);
    return warn_of_duplicates(ctx, f);
}
