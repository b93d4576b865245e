#include "measure/inside.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/inside_area.h"
#include "geo/inside_length.h"

static bool has_kind(const lc_facilities *f, lc_geom_kind kind) {
    for (size_t g = 0; g < f->geoms.n; g++)
        if (f->geoms.kind[g] == kind) return true;
    return false;
}

/* Does the category have features of a kind, or none where its rule would have that kind alone? One of several planes
   answers for all. */
static bool holds_kind(const lc_facilities *f, lc_geom_kind kind, bool by_rule) {
    int bit = kind == LC_LINE ? LC_WANT_LINES : LC_WANT_POLYGONS;
    return f->known && (has_kind(f, kind) || f->elsewhere_kinds & bit || (by_rule && f->n == 0 && !f->elsewhere));
}

static lc_status measure_lines(lc_context *ctx, const lc_facilities *f, const lc_geoms *communities, lc_inside *out) {
    lc_stretches lines = {0};
    lc_status status = lc_lines_union(ctx, &f->geoms, &lines);
    if (status == LC_OK) status = lc_inside_length(ctx, &lines, communities, out->length_m, &out->total_m);
    free(lines.item);
    return status;
}

lc_status lc_inside_measure(lc_context *ctx, const lc_facilities *f, const lc_category_def *def,
                            const lc_geoms *communities, bool valid, size_t n_communities, lc_inside *out) {
    bool lines = holds_kind(f, LC_LINE, def && def->areas == LC_LINES_ONLY);
    bool areas = holds_kind(f, LC_POLYGON, def && def->areas == LC_AREAS_ONLY);
    lc_status status = LC_OK;
    *out = (lc_inside){.length_m = lines ? LC_NEW0(double, n_communities) : NULL,
                       .area_m2 = areas ? LC_NEW0(double, n_communities) : NULL};
    if ((lines && !out->length_m) || (areas && !out->area_m2)) status = lc_fail_memory(ctx);
    if (status == LC_OK && lines) status = measure_lines(ctx, f, communities, out);
    if (status == LC_OK && areas) status = lc_inside_area(ctx, &f->geoms, communities, valid, out->area_m2);
    if (status != LC_OK) lc_inside_free(out);
    return status;
}

void lc_inside_free(lc_inside *inside) {
    free(inside->length_m);
    free(inside->area_m2);
    *inside = (lc_inside){0};
}
