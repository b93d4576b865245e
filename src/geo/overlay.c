#include "geo/overlay.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/geos_session.h"
#include "geo/simple.h"

/* Take back what was appended after there were `n` geometries. */
static void take_back(lc_geoms *geoms, size_t n) {
    geoms->n = n;
    geoms->n_parts = geoms->part_of[n];
    geoms->n_xy = geoms->xy_of[geoms->n_parts];
}

/* Append polygons with their coordinates rounded, and points that fall together as one. */
static bool round_polygons(const lc_geoms *geoms, size_t first, size_t end, double grid, lc_geoms *out) {
    double scale = round(1 / grid);
    for (size_t g = first; g < end; g++) {
        if (!lc_geoms_begin(out, LC_POLYGON, geoms->feature[g])) return false;
        for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++) {
            if (!lc_geoms_begin_part(out)) return false;
            size_t begin = out->n_xy;
            for (size_t i = geoms->xy_of[p]; i < geoms->xy_of[p + 1]; i++) {
                lc_xy at = {round(geoms->xy[i].x * scale) / scale, round(geoms->xy[i].y * scale) / scale};
                size_t last = out->n_xy - 1;
                if (out->n_xy > begin && out->xy[last].x == at.x && out->xy[last].y == at.y) continue;
                if (!lc_geoms_add(out, at.x, at.y)) return false;
            }
        }
    }
    return true;
}

/* Snap the geometries first .. end-1 of one feature. */
static bool snap_feature(const lc_geos *s, const lc_geoms *geoms, size_t first, size_t end, double grid,
                         lc_geoms *out) {
    size_t n = 0, before = out->n;
    if (geoms->kind[first] != LC_POLYGON) {
        for (size_t g = first; g < end; g++)
            if (!lc_geoms_copy(out, geoms, g, geoms->feature[g])) return false;
        return true;
    }
    /* Most stay valid, and that is soon seen. */
    if (!round_polygons(geoms, first, end, grid, out)) return false;
    if (lc_rings_are_apart(out, before, out->n)) return true;
    take_back(out, before);
    GEOSGeometry *all = lc_geos_multipolygon(s, geoms, NULL, first, end);
    if (all && GEOSisValid_r(s->geos, all) != 1) { /* valid in the plane it came from, but not to the last bit here */
        GEOSGeometry *valid = GEOSMakeValid_r(s->geos, all);
        GEOSGeom_destroy_r(s->geos, all);
        all = valid;
    }
    GEOSGeometry *snapped = all ? GEOSGeom_setPrecision_r(s->geos, all, grid, 0) : NULL;
    bool ok = snapped && lc_geos_append(s, snapped, geoms->feature[first], out, &n);
    GEOSGeom_destroy_r(s->geos, snapped);
    GEOSGeom_destroy_r(s->geos, all);
    return ok;
}

/* Snap the geometries first .. end-1, whole features. */
static bool snap_span(const lc_geoms *geoms, size_t first, size_t end, double grid, lc_geoms *out) {
    lc_geos s;
    bool ok = true;
    if (!lc_geos_open(&s)) return false;
    for (size_t g = first, next; ok && g < end; g = next) {
        for (next = g + 1; next < end && geoms->feature[next] == geoms->feature[g]; next++) continue;
        ok = snap_feature(&s, geoms, g, next, grid, out);
    }
    GEOS_finish_r(s.geos);
    return ok;
}

bool lc_geoms_snap(lc_geoms *geoms, double grid) {
    lc_geoms out = {0};
    bool ok = snap_span(geoms, 0, geoms->n, grid, &out);
    if (ok) {
        lc_geoms_free(geoms);
        *geoms = out;
        out = (lc_geoms){0};
    }
    lc_geoms_free(&out);
    return ok;
}

enum { SPAN = 1024 }; /* geometries snapped at once, and those of their last feature */

typedef struct {
    const lc_geoms *geoms;
    double grid;
    size_t *first; /* of each span, and the end of the last one */
    lc_geoms *out; /* one a span */
} snapping_t;

static bool snap_item(void *user, size_t item, int worker) {
    const snapping_t *job = user;
    (void)worker;
    return snap_span(job->geoms, job->first[item], job->first[item + 1], job->grid, &job->out[item]);
}

/* Where the spans begin: between features. Returns how many there are. */
static size_t lay_spans(const lc_geoms *geoms, size_t *first) {
    size_t n = 0;
    for (size_t g = 0; g < geoms->n;) {
        first[n++] = g;
        g = g + SPAN < geoms->n ? g + SPAN : geoms->n;
        while (g < geoms->n && geoms->feature[g] == geoms->feature[g - 1]) g++;
    }
    first[n] = geoms->n;
    return n;
}

lc_status lc_geoms_snap_many(lc_context *ctx, lc_geoms *geoms, double grid) {
    size_t most = geoms->n / SPAN + 1;
    snapping_t job = {.geoms = geoms, .grid = grid, .first = LC_NEW(size_t, most + 1), .out = LC_NEW0(lc_geoms, most)};
    bool ok = job.first && job.out;
    size_t n = ok ? lay_spans(geoms, job.first) : 0;
    lc_status status = ok ? lc_parallel(ctx, n, snap_item, &job) : lc_fail_memory(ctx);
    if (status == LC_OK) lc_geoms_free(geoms); /* before they are put together: no third copy */
    for (size_t i = 0; i < n; i++) {
        if (status == LC_OK && !lc_geoms_append(geoms, &job.out[i], 0)) status = lc_fail_memory(ctx);
        lc_geoms_free(&job.out[i]);
    }
    free(job.first);
    free(job.out);
    return status;
}

/* Is a ring too small to be seen, or a mere sliver? */
static bool ring_small(const lc_xy *p, size_t n, double least_m2) {
    static const double SLIVER_M = 0.5; /* mean width */
    double length = 0;
    for (size_t i = 1; i < n; i++) length += lc_length(p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);
    double area = fabs(lc_ring_area(p, n));
    return area < least_m2 || 2 * area < SLIVER_M * length;
}

/* Copy polygons without what is too small to be seen. */
static bool keep_large(const lc_geoms *from, double least_m2, lc_geoms *out) {
    for (size_t g = 0; g < from->n; g++) {
        size_t outer = from->part_of[g];
        if (lc_geom_area(from, g) < least_m2 ||
            ring_small(from->xy + from->xy_of[outer], from->xy_of[outer + 1] - from->xy_of[outer], least_m2))
            continue;
        if (!lc_geoms_begin(out, LC_POLYGON, from->feature[g])) return false;
        for (size_t p = outer; p < from->part_of[g + 1]; p++) {
            const lc_xy *xy = from->xy + from->xy_of[p];
            size_t n = from->xy_of[p + 1] - from->xy_of[p];
            if (p > outer && ring_small(xy, n, least_m2)) continue;
            if (!lc_geoms_begin_part(out)) return false;
            for (size_t i = 0; i < n; i++)
                if (!lc_geoms_add(out, xy[i].x, xy[i].y)) return false;
        }
    }
    return true;
}

/* How far around a box it is cut. Where a vertex lies on the rectangle, or a side in it or through its corner, GEOS may
   give what lies on the other side: so this is nothing that coordinates and their differences are, and not the same
   across and up (sides at 45 degrees through a corner of the box), nor around a part of what was cut before. */
static const lc_xy AROUND_M = {1.6180339887, 1.4142135624}, NEAR_M = {0.7320508076, 0.5772156649};

struct lc_overlay {
    lc_geos session;
    const lc_geoms *others;
    lc_items items;     /* of them, those that meet the box */
    GEOSGeometry *clip; /* what lies near the box, or all of those if GEOS cannot cut that off; NULL: nothing is near */
    lc_geoms near;      /* the same */
};

/* Is it valid? Most are, and that is soon seen of its polygons. */
static bool is_valid(const lc_geos *s, const GEOSGeometry *geom, const lc_geoms *polygons) {
    return !polygons->n || lc_polygons_are_apart(polygons, 0, polygons->n) || GEOSisValid_r(s->geos, geom) == 1;
}

/* What of a valid geometry lies in a box and around it, its polygons as well: by the quick way, whose rings may touch
   themselves where those they come from touch one another, or by an overlay; NULL when GEOS fails. false when memory is
   out. */
static bool clip_by_box(const lc_geos *s, const GEOSGeometry *geom, const lc_box *b, lc_xy grow_m, GEOSGeometry **near,
                        lc_geoms *polygons) {
    double x0 = b->x0 - grow_m.x, y0 = b->y0 - grow_m.y, x1 = b->x1 + grow_m.x, y1 = b->y1 + grow_m.y;
    size_t n = 0;
    *near = GEOSClipByRect_r(s->geos, geom, x0, y0, x1, y1);
    if (*near && !lc_geos_append(s, *near, 0, polygons, &n)) return false;
    if (*near && is_valid(s, *near, polygons)) return true;
    lc_geoms_free(polygons);
    GEOSGeom_destroy_r(s->geos, *near);
    GEOSGeometry *box = GEOSGeom_createRectangle_r(s->geos, x0, y0, x1, y1);
    *near = box ? GEOSIntersection_r(s->geos, geom, box) : NULL;
    GEOSGeom_destroy_r(s->geos, box);
    return !*near || lc_geos_append(s, *near, 0, polygons, &n);
}

static GEOSGeometry *take_all(const lc_overlay *o) {
    return lc_geos_multipolygon(&o->session, o->others, &o->items, 0, o->items.n);
}

/* Only what is near matters: cutting that off first is far quicker than overlays of all. */
static bool take_near(lc_overlay *o, const lc_box *box) {
    if (!o->items.n) return true;
    GEOSGeometry *all = take_all(o), *near = NULL;
    size_t n = 0;
    bool ok = all && clip_by_box(&o->session, all, box, AROUND_M, &near, &o->near);
    o->clip = near ? near : all;
    if (near) GEOSGeom_destroy_r(o->session.geos, all);
    return ok && (near || lc_geos_append(&o->session, all, 0, &o->near, &n));
}

lc_overlay *lc_overlay_new(const lc_geoms *clip, const lc_index *index, const lc_box *box) {
    lc_overlay *o = LC_NEW0(lc_overlay, 1);
    if (!o || !lc_geos_open(&o->session)) {
        free(o);
        return NULL;
    }
    o->others = clip;
    if (!lc_index_search(index, box, &o->items) || !take_near(o, box)) {
        lc_overlay_free(o);
        o = NULL;
    }
    return o;
}

void lc_overlay_free(lc_overlay *o) {
    if (!o) return;
    GEOSGeom_destroy_r(o->session.geos, o->clip);
    GEOS_finish_r(o->session.geos);
    lc_geoms_free(&o->near);
    free(o->items.item);
    free(o);
}

/* Cut one geometry of GEOS's by another; by all, uncut, if what is near does not do. */
static GEOSGeometry *cut_by(const lc_overlay *o, const GEOSGeometry *a, const GEOSGeometry *near, bool inside) {
    GEOSContextHandle_t geos = o->session.geos;
    GEOSGeometry *cut = NULL;
    if (near) cut = inside ? GEOSIntersection_r(geos, a, near) : GEOSDifference_r(geos, a, near);
    if (cut) return cut;
    GEOSGeometry *all = take_all(o);
    if (all) cut = inside ? GEOSIntersection_r(geos, a, all) : GEOSDifference_r(geos, a, all);
    GEOSGeom_destroy_r(geos, all);
    return cut;
}

static bool cut_polygons(const lc_overlay *o, const lc_geoms *subject, const lc_items *items, const GEOSGeometry *near,
                         bool inside, uint32_t feature, lc_geoms *out) {
    const lc_geos *s = &o->session;
    size_t n = 0;
    if (!items->n) return true;
    GEOSGeometry *a = lc_geos_multipolygon(s, subject, items, 0, items->n),
                 *cut = a ? cut_by(o, a, near, inside) : NULL;
    bool ok = cut && lc_geos_append(s, cut, feature, out, &n);
    GEOSGeom_destroy_r(s->geos, cut);
    GEOSGeom_destroy_r(s->geos, a);
    return ok;
}

/* May any side of polygons meet a box? */
static bool sides_meet(const lc_geoms *polygons, const lc_box *b) {
    for (size_t p = 0; p < polygons->n_parts; p++)
        for (size_t i = polygons->xy_of[p] + 1; i < polygons->xy_of[p + 1]; i++) {
            lc_xy u = polygons->xy[i - 1], v = polygons->xy[i];
            if (lc_min(u.x, v.x) <= b->x1 && lc_max(u.x, v.x) >= b->x0 && lc_min(u.y, v.y) <= b->y1 &&
                lc_max(u.y, v.y) >= b->y0)
                return true;
        }
    return false;
}

static bool any_contains(const lc_geoms *polygons, lc_xy p) {
    for (size_t g = 0; g < polygons->n; g++)
        if (lc_geom_contains(polygons, g, p.x, p.y)) return true;
    return false;
}

/* Copy or leave the polygons that no side of the others comes near; list those to be cut. Each is held against all
   sides, which is quicker than an overlay unless there are many of both. */
static bool sort_out(const lc_geoms *subject, size_t first, size_t end, const lc_geoms *near, bool inside,
                     uint32_t feature, lc_items *crossed, lc_geoms *out) {
    static const double MANY = 1e7; /* polygons times sides */
    bool many = (double)(end - first) * (double)near->n_xy > MANY;
    crossed->item = LC_NEW(uint32_t, end - first);
    bool ok = crossed->item != NULL;
    for (size_t g = first; ok && g < end; g++) {
        if (subject->kind[g] != LC_POLYGON) continue;
        lc_box box = lc_geom_box(subject, g);
        if (many || sides_meet(near, &box))
            crossed->item[crossed->n++] = (uint32_t)g;
        else if (inside == any_contains(near, (lc_xy){box.x0, box.y0}))
            ok = lc_geoms_copy(out, subject, g, feature);
    }
    return ok;
}

/* Cut polygons that sides of the others may come near. */
static bool cut_near(const lc_overlay *o, const lc_geoms *subject, size_t first, size_t end, const lc_box *box,
                     bool inside, uint32_t feature, lc_geoms *to) {
    lc_geoms sides = {0};
    lc_items crossed = {0};
    GEOSGeometry *near = NULL;
    bool ok = (!o->clip || clip_by_box(&o->session, o->clip, box, NEAR_M, &near, &sides)) &&
              sort_out(subject, first, end, near ? &sides : &o->near, inside, feature, &crossed, to) &&
              cut_polygons(o, subject, &crossed, near, inside, feature, to);
    GEOSGeom_destroy_r(o->session.geos, near);
    lc_geoms_free(&sides);
    free(crossed.item);
    return ok;
}

/* Copy them as they are. */
static bool copy_polygons(const lc_geoms *subject, size_t first, size_t end, uint32_t feature, lc_geoms *to) {
    for (size_t g = first; g < end; g++)
        if (subject->kind[g] == LC_POLYGON && !lc_geoms_copy(to, subject, g, feature)) return false;
    return true;
}

bool lc_overlay_cut(const lc_overlay *o, const lc_geoms *subject, size_t first, size_t end, bool inside,
                    double least_m2, uint32_t feature, lc_geoms *out) {
    lc_geoms parts = {0};
    if (first == end) return true;
    lc_box box = lc_geoms_box(subject, first, end);
    const lc_box around = {box.x0 - NEAR_M.x, box.y0 - NEAR_M.y, box.x1 + NEAR_M.x, box.y1 + NEAR_M.y};
    lc_geoms *to = least_m2 > 0 ? &parts : out;
    bool ok = true;
    if (sides_meet(&o->near, &around)) /* else all of the box is in them, or nothing */
        ok = cut_near(o, subject, first, end, &box, inside, feature, to);
    else if (inside == any_contains(&o->near, (lc_xy){box.x0, box.y0}))
        ok = copy_polygons(subject, first, end, feature, to);
    ok = ok && (to == out || keep_large(&parts, least_m2, out));
    lc_geoms_free(&parts);
    return ok;
}

bool lc_geoms_overlay(const lc_geoms *subject, size_t first, size_t end, const lc_geoms *clip, const lc_index *index,
                      bool inside, double least_m2, uint32_t feature, lc_geoms *out) {
    if (first == end) return true;
    lc_box box = lc_geoms_box(subject, first, end);
    lc_overlay *o = lc_overlay_new(clip, index, &box);
    bool ok = o && lc_overlay_cut(o, subject, first, end, inside, least_m2, feature, out);
    lc_overlay_free(o);
    return ok;
}
