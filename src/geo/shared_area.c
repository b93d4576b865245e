#include "geo/shared_area.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/common_area.h"
#include "geo/geos_session.h"
#include "geo/index.h"
#include "geo/simple.h"

typedef struct {
    lc_geos geos;
    lc_items near;
    lc_side_sweep sweep;
} worker_t;

/* A polygon: its sides, and what it shares with later ones. */
typedef struct {
    lc_sides sides;
    bool failed; /* GEOS could not tell, or repair it */
    lc_shared *pair;
    size_t n, cap;
} polygon_t;

typedef struct {
    const lc_geoms *geoms;
    lc_box *box;
    lc_index *index;
    polygon_t *polygon;
    worker_t *worker;
    int n_workers;
} search_t;

static bool prepare(search_t *s, int threads) {
    size_t n = s->geoms->n;
    s->box = LC_NEW(lc_box, n);
    s->polygon = LC_NEW0(polygon_t, n);
    s->worker = LC_NEW0(worker_t, (size_t)threads);
    for (size_t g = 0; s->box && g < n; g++) s->box[g] = lc_geom_box(s->geoms, g);
    s->index = s->box ? lc_index_new(s->box, n) : NULL;
    if (!s->index || !s->polygon || !s->worker) return false;
    for (; s->n_workers < threads; s->n_workers++)
        if (!lc_geos_open(&s->worker[s->n_workers].geos)) return false;
    return true;
}

static double common_box(const lc_box *a, const lc_box *b) {
    return (lc_min(a->x1, b->x1) - lc_max(a->x0, b->x0)) * (lc_min(a->y1, b->y1) - lc_max(a->y0, b->y0));
}

/* Polygons of other features whose boxes overlap that of g. */
static bool find_near(const search_t *s, size_t g, lc_items *near) {
    size_t kept = 0;
    if (!lc_index_search(s->index, &s->box[g], near)) return false;
    for (size_t k = 0; k < near->n; k++) {
        size_t h = near->item[k];
        if (s->geoms->feature[h] != s->geoms->feature[g] && common_box(&s->box[g], &s->box[h]) > 0)
            near->item[kept++] = near->item[k];
    }
    near->n = kept;
    return true;
}

/* The sides of an invalid polygon's repaired parts; false when memory is out. */
static bool add_repaired(const lc_geos *geos, const GEOSGeometry *shape, polygon_t *out) {
    lc_geoms parts = {0};
    size_t n = 0;
    GEOSGeometry *valid = GEOSMakeValid_r(geos->geos, shape);
    bool ok = !valid || lc_geos_append(geos, valid, 0, &parts, &n);
    for (size_t k = 0; ok && k < parts.n; k++) ok = lc_sides_add(&out->sides, &parts, k);
    out->failed = !valid;
    GEOSGeom_destroy_r(geos->geos, valid);
    lc_geoms_free(&parts);
    return ok;
}

/* The sides of polygon g, valid: projecting may have bent a repaired outline over itself once more. */
static bool add_sides(const lc_geos *geos, const lc_geoms *geoms, size_t g, polygon_t *out) {
    bool flat, ok = true;
    if (lc_geom_is_simple(geoms, g)) return lc_sides_add(&out->sides, geoms, g);
    GEOSGeometry *shape = lc_geos_polygon(geos, geoms, g, &flat);
    if (flat) return true;
    if (!shape)
        out->failed = true;
    else if (GEOSisValid_r(geos->geos, shape) == 1)
        ok = lc_sides_add(&out->sides, geoms, g);
    else
        ok = add_repaired(geos, shape, out);
    GEOSGeom_destroy_r(geos->geos, shape);
    return ok;
}

static bool take_sides(void *user, size_t g, int worker) {
    search_t *s = user;
    worker_t *w = &s->worker[worker];
    if (!find_near(s, g, &w->near)) return false;
    if (w->near.n == 0) return true;
    bool ok = add_sides(&w->geos, s->geoms, g, &s->polygon[g]);
    lc_sides_sort(&s->polygon[g].sides);
    return ok;
}

static bool share_area(void *user, size_t g, int worker) {
    search_t *s = user;
    worker_t *w = &s->worker[worker];
    polygon_t *own = &s->polygon[g];
    if (!find_near(s, g, &w->near)) return false;
    for (size_t k = 0; k < w->near.n; k++) {
        size_t h = w->near.item[k];
        double area;
        if (h <= g) continue;
        if (!lc_common_area(&own->sides, &s->polygon[h].sides, &w->sweep, &area)) return false;
        if (!(area > 0)) continue;
        if (!LC_ROOM(own->pair, own->cap, own->n + 1)) return false;
        uint32_t a = s->geoms->feature[g], b = s->geoms->feature[h];
        own->pair[own->n++] = (lc_shared){a < b ? a : b, a < b ? b : a, area};
    }
    return true;
}

static int by_features(const void *x, const void *y) {
    const lc_shared *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

/* Add up the polygons of the same two features, and keep what is enough. */
static size_t gather(lc_shared *pair, size_t n, double least_m2) {
    size_t kept = 0;
    if (n) qsort(pair, n, sizeof *pair, by_features);
    for (size_t i = 0, end; i < n; i = end) {
        lc_shared sum = pair[i];
        for (end = i + 1; end < n && by_features(&pair[i], &pair[end]) == 0; end++) sum.area_m2 += pair[end].area_m2;
        if (sum.area_m2 > least_m2) pair[kept++] = sum;
    }
    return kept;
}

static lc_status join_pairs(lc_context *ctx, const search_t *s, double least_m2, lc_shared **out, size_t *n) {
    size_t total = 0;
    for (size_t g = 0; g < s->geoms->n; g++) total += s->polygon[g].n;
    lc_shared *pair = LC_NEW(lc_shared, total);
    if (!pair) return lc_fail_memory(ctx);
    total = 0;
    for (size_t g = 0; g < s->geoms->n; g++)
        for (size_t k = 0; k < s->polygon[g].n; k++) pair[total++] = s->polygon[g].pair[k];
    *n = gather(pair, total, least_m2);
    *out = pair;
    return LC_OK;
}

static void finish(search_t *s) {
    for (size_t g = 0; s->polygon && g < s->geoms->n; g++) {
        lc_sides_free(&s->polygon[g].sides);
        free(s->polygon[g].pair);
    }
    for (int i = 0; i < s->n_workers; i++) {
        GEOS_finish_r(s->worker[i].geos.geos);
        free(s->worker[i].near.item);
        lc_side_sweep_free(&s->worker[i].sweep);
    }
    free(s->polygon);
    free(s->worker);
    free(s->box);
    lc_index_free(s->index);
}

/* Once more, for the words of GEOS: another polygon may have come between. */
static lc_status fail_polygon(lc_context *ctx, search_t *s, size_t g) {
    lc_geos *geos = &s->worker[0].geos;
    polygon_t again = {0};
    bool ok = add_sides(geos, s->geoms, g, &again);
    lc_sides_free(&again.sides);
    return ok ? lc_geos_fail(ctx, geos, "repair a polygon") : lc_fail_memory(ctx);
}

lc_status lc_geoms_shared_areas(lc_context *ctx, const lc_geoms *polygons, double least_m2, lc_shared **out,
                                size_t *n) {
    search_t s = {.geoms = polygons};
    lc_status status = prepare(&s, lc_threads(ctx)) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_parallel(ctx, polygons->n, take_sides, &s);
    for (size_t g = 0; status == LC_OK && g < polygons->n; g++)
        if (s.polygon[g].failed) status = fail_polygon(ctx, &s, g);
    if (status == LC_OK) status = lc_parallel(ctx, polygons->n, share_area, &s);
    if (status == LC_OK) status = join_pairs(ctx, &s, least_m2, out, n);
    finish(&s);
    return status;
}
