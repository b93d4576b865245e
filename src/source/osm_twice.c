#include "source/osm_twice.h"

#include "base/memory.h"

/* An outer ring, by its box. */
typedef struct outer {
    lc_box box;
    size_t geom;
} outer;

typedef struct search {
    const lc_osm *osm;
    lc_osm_features *features;
    size_t *first, *end; /* the geometries of each feature */
    size_t *same_as;     /* of each feature: the one that is kept in its place, or SIZE_MAX */
    outer *outer;
    size_t n;
} search;

/* ------------------------------------------------------------------ rings */

/* A ring of n sides, closed. */
typedef struct ring {
    const lc_xy *xy;
    size_t n;
} ring;

static ring part_of(const lc_geoms *geoms, size_t part) {
    size_t first = geoms->xy_of[part], end = geoms->xy_of[part + 1];
    return (ring){geoms->xy + first, end > first ? end - first - 1 : 0};
}

/* Is p on a side of `r`? Looked for from side *near on, to both ends, and left there: rings mostly run alongside. */
static bool is_on(const ring *r, lc_xy p, size_t *near) {
    for (size_t step = 0; step <= r->n / 2; step++) {
        size_t side[2] = {(*near + step) % r->n, (*near + r->n - step) % r->n};
        for (int k = 0; k < 2; k++)
            if (lc_segment_distance(r->xy[side[k]], r->xy[side[k] + 1], p) <= LC_OSM_SAME_PLACE) {
                *near = side[k];
                return true;
            }
    }
    return false;
}

/* Are the vertices of `a` on `b`, and the middles of its sides? */
static bool lies_on(const ring *a, const ring *b) {
    size_t near = 0;
    for (size_t i = 0; i < a->n; i++) {
        lc_xy p = a->xy[i], q = a->xy[i + 1];
        if (!is_on(b, p, &near) || !is_on(b, (lc_xy){(p.x + q.x) / 2, (p.y + q.y) / 2}, &near)) return false;
    }
    return true;
}

static bool same_ring(const lc_geoms *geoms, size_t part_a, size_t part_b) {
    ring a = part_of(geoms, part_a), b = part_of(geoms, part_b);
    return a.n && b.n && lies_on(&a, &b) && lies_on(&b, &a);
}

/* ------------------------------------------------------------------ areas */

/* Each ring of one polygon is among those of the other, and they have as many. */
static bool same_polygon(const lc_geoms *geoms, size_t a, size_t b) {
    size_t n = geoms->part_of[a + 1] - geoms->part_of[a];
    if (n != geoms->part_of[b + 1] - geoms->part_of[b]) return false;
    for (size_t p = geoms->part_of[a]; p < geoms->part_of[a + 1]; p++) {
        bool found = false;
        for (size_t q = geoms->part_of[b]; !found && q < geoms->part_of[b + 1]; q++) found = same_ring(geoms, p, q);
        if (!found) return false;
    }
    return true;
}

static bool same_polygons(const search *s, size_t a, size_t b) {
    if (s->end[a] - s->first[a] != s->end[b] - s->first[b]) return false;
    for (size_t g = s->first[a]; g < s->end[a]; g++) {
        bool found = false;
        for (size_t h = s->first[b]; !found && h < s->end[b]; h++) found = same_polygon(&s->features->geoms, g, h);
        if (!found) return false;
    }
    return true;
}

static bool is_way(const search *s, size_t feature) {
    return s->features->object[feature].tags == &s->osm->way_tags;
}

/* Two outer rings with the same box: is one of the features the other again? Ways come before relations. */
static void compare_pair(search *s, size_t geom_a, size_t geom_b) {
    const lc_geoms *geoms = &s->features->geoms;
    size_t a = geoms->feature[geom_a], b = geoms->feature[geom_b];
    if (a == b || s->same_as[a] != SIZE_MAX || s->same_as[b] != SIZE_MAX) return;
    size_t early = a < b ? a : b, late = a < b ? b : a;
    bool same = is_way(s, early) ? same_ring(geoms, geoms->part_of[geom_a], geoms->part_of[geom_b])
                                 : same_polygons(s, early, late);
    if (!same) return;
    if (is_way(s, late) || !is_way(s, early))
        s->same_as[late] = early;
    else
        s->same_as[early] = late;
}

static int by_box(const void *x, const void *y) {
    const outer *p = x, *q = y;
    if (p->box.x0 != q->box.x0) return p->box.x0 < q->box.x0 ? -1 : 1;
    return (p->geom > q->geom) - (p->geom < q->geom);
}

static bool same_box(const lc_box *a, const lc_box *b) {
    return lc_osm_same_place((lc_xy){a->x0, a->y0}, (lc_xy){b->x0, b->y0}) &&
           lc_osm_same_place((lc_xy){a->x1, a->y1}, (lc_xy){b->x1, b->y1});
}

static void compare_all(search *s) {
    qsort(s->outer, s->n, sizeof *s->outer, by_box);
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = i + 1; j < s->n && s->outer[j].box.x0 - s->outer[i].box.x0 <= LC_OSM_SAME_PLACE; j++)
            if (same_box(&s->outer[i].box, &s->outer[j].box)) compare_pair(s, s->outer[i].geom, s->outer[j].geom);
}

/* ---------------------------------------------------------------- dropping */

static void warn_of(lc_context *ctx, const search *s, const char *category, size_t feature) {
    size_t kept = s->same_as[feature];
    while (s->same_as[kept] != SIZE_MAX) kept = s->same_as[kept];
    lc_warn(ctx, "area_twice",
            "areas that are drawn twice, by a relation and its outer way or by the same ring again, count once",
            "%s = %s (%s)", s->features->id[feature], s->features->id[kept], category);
}

/* Close the gaps that dropped features leave. */
static bool close_up(search *s) {
    lc_osm_features *f = s->features;
    lc_geoms kept = {0};
    size_t n = 0;
    for (size_t g = 0, feature = 0; g < f->geoms.n || feature < f->n; feature++) {
        bool keep = s->same_as[feature] == SIZE_MAX;
        for (; g < f->geoms.n && f->geoms.feature[g] == feature; g++)
            if (keep && !lc_geoms_copy(&kept, &f->geoms, g, (uint32_t)n)) {
                lc_geoms_free(&kept);
                return false;
            }
        n += keep ? 1 : 0;
    }
    n = 0;
    for (size_t i = 0; i < f->n; i++) {
        if (s->same_as[i] != SIZE_MAX) {
            free(f->id[i]);
            free(f->name[i]);
            continue;
        }
        f->id[n] = f->id[i];
        f->name[n] = f->name[i];
        f->object[n++] = f->object[i];
    }
    f->n = n;
    lc_geoms_free(&f->geoms);
    f->geoms = kept;
    return true;
}

static bool begin(search *s) {
    const lc_geoms *geoms = &s->features->geoms;
    size_t n = s->features->n;
    s->first = LC_NEW0(size_t, n);
    s->end = LC_NEW0(size_t, n);
    s->same_as = LC_NEW(size_t, n);
    s->outer = LC_NEW(outer, geoms->n);
    if (!s->first || !s->end || !s->same_as || !s->outer) return false;
    for (size_t i = 0; i < n; i++) s->same_as[i] = SIZE_MAX;
    for (size_t g = 0; g < geoms->n; g++) {
        size_t feature = geoms->feature[g];
        if (g == 0 || geoms->feature[g - 1] != feature) s->first[feature] = g;
        s->end[feature] = g + 1;
        if (geoms->kind[g] == LC_POLYGON) s->outer[s->n++] = (outer){lc_geom_box(geoms, g), g};
    }
    return true;
}

lc_status lc_osm_drop_twice(lc_context *ctx, const lc_osm *osm, const char *category, lc_osm_features *features) {
    search s = {.osm = osm, .features = features};
    bool ok = begin(&s), any = false;
    if (ok) compare_all(&s);
    for (size_t i = 0; ok && i < features->n; i++) {
        if (s.same_as[i] == SIZE_MAX) continue;
        any = true;
        warn_of(ctx, &s, category, i);
    }
    if (any) ok = close_up(&s);
    free(s.outer);
    free(s.same_as);
    free(s.end);
    free(s.first);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
