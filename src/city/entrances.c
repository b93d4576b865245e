#include "city/entrances.h"

#include <math.h>

#include "base/language.h"
#include "base/memory.h"

static const double REACH_M = 20;     /* docs/definitions.md, "Facilities" */
static const double ON_OUTLINE_M = 1; /* a node of the outline, whatever repairs and decimals have done to it */

void lc_entrances_free(lc_entrances *e) {
    free(e->xy);
    lc_index_free(e->index);
    *e = (lc_entrances){0};
}

void lc_entrance_use_free(lc_entrance_use *use) {
    free(use->used);
    free(use->found.item);
    *use = (lc_entrance_use){0};
}

/* Project the points, drop those that cannot be, and index the rest. */
static bool finish(lc_entrances *e, const lc_work_crs *crs) {
    size_t kept = 0;
    lc_work_crs_project(crs, e->xy, e->n);
    for (size_t i = 0; i < e->n; i++)
        if (!isnan(e->xy[i].x)) e->xy[kept++] = e->xy[i];
    e->far = e->n - kept;
    e->n = kept;
    e->given = true;
    lc_box *boxes = LC_NEW(lc_box, e->n);
    for (size_t i = 0; boxes && i < e->n; i++) boxes[i] = (lc_box){e->xy[i].x, e->xy[i].y, e->xy[i].x, e->xy[i].y};
    e->index = boxes ? lc_index_new(boxes, e->n) : NULL;
    free(boxes);
    return e->index;
}

lc_status lc_entrances_from_layer(lc_context *ctx, lc_layer *layer, const lc_work_crs *crs, lc_entrances *out) {
    const lc_geoms *geoms = &layer->geoms;
    lc_entrances e = {.reach_m = REACH_M, .count_unused = true, .xy = LC_NEW(lc_xy, geoms->n)};
    for (size_t g = 0; e.xy && g < geoms->n; g++) e.xy[e.n++] = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
    bool ok = e.xy && finish(&e, crs);
    lc_layer_free(layer);
    if (!ok) {
        lc_entrances_free(&e);
        return lc_fail_memory(ctx);
    }
    *out = e;
    return LC_OK;
}

lc_status lc_entrances_from_osm(lc_context *ctx, const lc_osm *osm, const lc_category_def *rules, bool same_map,
                                const lc_work_crs *crs, lc_entrances *out) {
    lc_entrances e = {.reach_m = same_map ? ON_OUTLINE_M : REACH_M};
    size_t cap = 0;
    bool ok = true;
    for (size_t t = 0; ok && t < osm->n_tagged; t++) {
        lc_osm_object object = {&osm->node_tags, t};
        if (!lc_category_matches(rules, lc_osm_tag, &object)) continue;
        ok = LC_ROOM(e.xy, cap, e.n + 1);
        if (ok) e.xy[e.n++] = osm->node_xy[osm->tagged_node[t]];
    }
    ok = ok && finish(&e, crs);
    if (!ok) {
        lc_entrances_free(&e);
        return lc_fail_memory(ctx);
    }
    *out = e;
    return LC_OK;
}

bool lc_entrances_link(const lc_entrances *e, lc_entrance_use *use, const lc_geoms *geoms, size_t g,
                       const lc_network *net, double limit_m, lc_accesses *out, bool *entered, bool *linked) {
    lc_box box = lc_geom_box(geoms, g);
    box = (lc_box){box.x0 - e->reach_m, box.y0 - e->reach_m, box.x1 + e->reach_m, box.y1 + e->reach_m};
    if (!lc_index_search(e->index, &box, &use->found)) return false;
    *entered = *linked = false;
    for (size_t i = 0; i < use->found.n; i++) {
        uint32_t k = use->found.item[i];
        lc_xy p = e->xy[k];
        bool one;
        if (lc_geom_outline_distance(geoms, g, p.x, p.y) > e->reach_m) continue;
        if (!lc_access_point(net, p.x, p.y, limit_m, out, &one)) return false;
        *entered = use->used[k] = true;
        *linked = *linked || one;
    }
    *(*entered ? &use->entered : &use->fallback) += 1;
    return true;
}

/* Entrances that belong to no polygon, those too far to be projected among them. */
static size_t entrances_unused(const lc_entrances *e, const lc_entrance_use *use) {
    size_t unused = e->far;
    for (size_t i = 0; i < e->n; i++) unused += !use->used[i];
    return unused;
}

void lc_entrances_warn(lc_context *ctx, const lc_entrances *e, const lc_entrance_use *use, const char *category) {
    if (!e->given) return;
    if (use->entered + use->fallback == 0)
        lc_warn(ctx, "entrance_without_polygons", "entrances say nothing where a category has points or lines only",
                "%s", category);
    size_t unused = e->count_unused ? entrances_unused(e, use) : 0;
    if (!unused) return;
    static const char message[] =
        LC_TEXT("entrances farther than 20 m from the boundary of every polygon were not used");
    lc_warn(ctx, "entrance_unused", message, "%s: %zu of %zu", category, unused, e->n + e->far);
    lc_warn_count(ctx, "entrance_unused", message, unused - 1);
}
