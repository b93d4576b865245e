#include "geo/shared_area.h"

#include "base/memory.h"
#include "geo/geos_session.h"
#include "geo/index.h"

typedef struct {
    lc_geos geos;
    const lc_geoms *polygons;
    lc_box *box;
    GEOSGeometry **shape; /* one a polygon, made when first needed */
    lc_index *index;
    lc_shared *pair;
    size_t n, cap;
} search_t;

static bool prepare(search_t *s) {
    size_t n = s->polygons->n;
    s->box = LC_NEW(lc_box, n);
    s->shape = LC_NEW0(GEOSGeometry *, n);
    for (size_t g = 0; s->box && g < n; g++) s->box[g] = lc_geom_box(s->polygons, g);
    s->index = s->box ? lc_index_new(s->box, n) : NULL;
    return s->index && s->shape;
}

/* Polygon g, valid: projecting may have bent a repaired outline over itself once more. */
static GEOSGeometry *shape_of(search_t *s, size_t g) {
    bool flat;
    if (s->shape[g]) return s->shape[g];
    GEOSGeometry *shape = lc_geos_polygon(&s->geos, s->polygons, g, &flat);
    if (flat) shape = GEOSGeom_createEmptyPolygon_r(s->geos.geos);
    if (shape && GEOSisValid_r(s->geos.geos, shape) != 1) {
        GEOSGeometry *valid = GEOSMakeValid_r(s->geos.geos, shape);
        GEOSGeom_destroy_r(s->geos.geos, shape);
        shape = valid;
    }
    return s->shape[g] = shape;
}

static bool add_shared(search_t *s, size_t g, size_t h) {
    GEOSGeometry *a = shape_of(s, g), *b = shape_of(s, h);
    GEOSGeometry *common = a && b ? GEOSIntersection_r(s->geos.geos, a, b) : NULL;
    double area = 0;
    bool ok = common && GEOSArea_r(s->geos.geos, common, &area) == 1;
    GEOSGeom_destroy_r(s->geos.geos, common);
    if (!ok || !(area > 0)) return ok;
    ok = LC_ROOM(s->pair, s->cap, s->n + 1);
    uint32_t fa = s->polygons->feature[g], fb = s->polygons->feature[h];
    if (ok) s->pair[s->n++] = (lc_shared){fa < fb ? fa : fb, fa < fb ? fb : fa, area};
    return ok;
}

static double common_box(const lc_box *a, const lc_box *b) {
    return (lc_min(a->x1, b->x1) - lc_max(a->x0, b->x0)) * (lc_min(a->y1, b->y1) - lc_max(a->y0, b->y0));
}

static int by_features(const void *x, const void *y) {
    const lc_shared *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

/* Add up the polygons of the same two features, and keep what is enough. */
static void gather(search_t *s, double least_m2) {
    size_t kept = 0;
    qsort(s->pair, s->n, sizeof *s->pair, by_features);
    for (size_t i = 0, end; i < s->n; i = end) {
        lc_shared sum = s->pair[i];
        for (end = i + 1; end < s->n && by_features(&s->pair[i], &s->pair[end]) == 0; end++) sum.area_m2 += s->pair[end].area_m2;
        if (sum.area_m2 > least_m2) s->pair[kept++] = sum;
    }
    s->n = kept;
}

static void finish(search_t *s) {
    for (size_t g = 0; s->shape && g < s->polygons->n; g++) GEOSGeom_destroy_r(s->geos.geos, s->shape[g]);
    free(s->shape);
    free(s->box);
    lc_index_free(s->index);
    GEOS_finish_r(s->geos.geos);
}

lc_status lc_geoms_shared_areas(lc_context *ctx, const lc_geoms *polygons, double least_m2, lc_shared **out, size_t *n) {
    search_t s = {.polygons = polygons};
    lc_items near = {0};
    if (!lc_geos_open(&s.geos)) return lc_fail_memory(ctx);
    lc_status status = prepare(&s) ? LC_OK : lc_fail_memory(ctx);
    for (size_t g = 0; status == LC_OK && g < polygons->n; g++) {
        if (!lc_index_search(s.index, &s.box[g], &near)) status = lc_fail_memory(ctx);
        for (size_t k = 0; status == LC_OK && k < near.n; k++) {
            size_t h = near.item[k];
            if (h <= g || polygons->feature[h] == polygons->feature[g] || common_box(&s.box[g], &s.box[h]) <= 0) continue;
            if (!add_shared(&s, g, h)) status = lc_geos_fail(ctx, &s.geos, "intersect two polygons");
        }
    }
    free(near.item);
    if (status == LC_OK) {
        if (s.n) gather(&s, least_m2);
        *out = s.pair;
        *n = s.n;
    } else {
        free(s.pair);
    }
    finish(&s);
    return status;
}
