#include "city/edit_network.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "network/drawn_close.h"
#include "network/drawn_join.h"

/* ----------------------------------------------------------------------------------------------------------- gates */

/* Would a point be a gate of a compound of the city? */
static bool is_gate(const lc_city *city, lc_xy p) {
    const lc_geoms *all = city->compounds ? &city->compounds->polygons : NULL;
    for (size_t g = 0; all && g < all->n; g++)
        if (lc_geom_outline_distance(all, g, p.x, p.y) <= LC_GATE_M) return true;
    return false;
}

static lc_xy point_of(const lc_geoms *geoms, size_t g) {
    return geoms->xy[geoms->xy_of[geoms->part_of[g]]];
}

static bool add_point(lc_geoms *geoms, lc_xy p) {
    return lc_geoms_begin(geoms, LC_POINT, (uint32_t)geoms->n) && lc_geoms_begin_part(geoms) &&
           lc_geoms_add(geoms, p.x, p.y);
}

lc_status lc_edit_gates(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed, lc_compounds **out) {
    lc_geoms gates = {0};
    size_t opened = 0;
    bool ok = true;
    *out = NULL;
    for (size_t k = 0; city->compounds && ok && k < city->compounds->n_gates; k++)
        ok = add_point(&gates, city->compounds->gate_xy[k]);
    for (size_t i = 0; ok && i < placed->edits->n; i++) {
        const lc_edit *e = &placed->edits->edit[i];
        for (size_t g = e->first_geom; ok && e->op == LC_EDIT_OPEN && !e->elsewhere && g < e->end_geom; g++) {
            lc_xy p = point_of(placed->geoms, g);
            if (!is_gate(city, p)) continue;
            ok = add_point(&gates, p);
            lc_edit_done(e, g - e->first_geom);
            opened++;
        }
    }
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && opened) status = lc_compounds_new(ctx, &city->compounds->polygons, &gates, out);
    lc_geoms_free(&gates);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- paths */

/* The box of all paths as they were read. */
static lc_box box_of_paths(const lc_raw_network *raw) {
    const lc_xy *xy = raw->lines ? raw->drawn.lines.xy : raw->paths.xy;
    size_t n = raw->lines ? raw->drawn.lines.n_xy : raw->paths.n_xy;
    lc_box box = lc_box_empty();
    for (size_t k = 0; k < n; k++)
        if (isfinite(xy[k].x)) lc_box_add(&box, xy[k].x, xy[k].y);
    return box;
}

/* Does a geometry come near the box? Never where the plane does not show all of it. */
static bool comes_near(const lc_geoms *geoms, size_t g, lc_box box) {
    lc_box own = lc_geom_box(geoms, g);
    for (size_t k = geoms->xy_of[geoms->part_of[g]]; k < geoms->xy_of[geoms->part_of[g + 1]]; k++)
        if (!isfinite(geoms->xy[k].x)) return false;
    own = (lc_box){own.x0 - LC_CLOSE_POINT_M, own.y0 - LC_CLOSE_POINT_M, own.x1 + LC_CLOSE_POINT_M,
                   own.y1 + LC_CLOSE_POINT_M};
    return lc_box_meets(&own, &box);
}

bool lc_edits_meet_paths(const lc_city *city, const lc_placed_edits *placed) {
    bool meet = !city->raw, looked = false;
    lc_box box;
    for (size_t i = 0; !meet && i < placed->edits->n; i++) {
        const lc_edit *e = &placed->edits->edit[i];
        if (e->op <= LC_EDIT_MOVE) continue;
        if (!e->elsewhere) return true;
        if (e->op != LC_EDIT_CLOSE) continue;
        if (!looked) box = box_of_paths(city->raw);
        looked = true;
        for (size_t g = e->first_geom; !meet && g < e->end_geom; g++) meet = comes_near(placed->geoms, g, box);
    }
    return meet;
}

/* What an edit of paths changes: lines, vertices and where they are, and how many of these are joints apart from one
   another. An edit that leaves all of it as it is does nothing. */
typedef struct {
    size_t lines, vertices, keys;
    double x, y; /* sums over the vertices */
} extent_t;

static bool extent_of(const lc_drawn *d, extent_t *out) {
    bool *seen = LC_NEW0(bool, (size_t)d->n_keys + 2);
    *out = (extent_t){.lines = d->n, .vertices = d->n_vertices};
    for (size_t v = 0; seen && v < d->n_vertices; v++) {
        out->keys += !seen[d->key[v]];
        seen[d->key[v]] = true;
        if (!isfinite(d->xy[v].x)) continue; /* a node that is missing from the extract */
        out->x += d->xy[v].x;
        out->y += d->xy[v].y;
    }
    bool ok = seen != NULL;
    free(seen);
    return ok;
}

static bool is_same(const extent_t *a, const extent_t *b) {
    return a->lines == b->lines && a->vertices == b->vertices && a->keys == b->keys && a->x == b->x && a->y == b->y;
}

/* A line is no path when all of it is at one place. */
static bool has_length(const lc_geoms *geoms, size_t g) {
    lc_box box = lc_geom_box(geoms, g);
    return box.x1 - box.x0 >= LC_DRAWN_SAME_M || box.y1 - box.y0 >= LC_DRAWN_SAME_M;
}

/* Has the path heights, and the paths that it is to join none? */
static bool has_odd_heights(const lc_placed_edits *placed, size_t g, const lc_drawn *d) {
    const lc_geoms *geoms = placed->geoms;
    bool any = false;
    for (size_t k = geoms->xy_of[geoms->part_of[g]]; k < geoms->xy_of[geoms->part_of[g + 1]]; k++)
        any = any || (placed->edits->z && !isnan(placed->edits->z[k]));
    return any && !d->z;
}

static lc_status add_paths(lc_context *ctx, const lc_placed_edits *placed, const lc_edit *e, lc_drawn *d) {
    for (size_t g = e->first_geom; g < e->end_geom; g++) {
        if (!has_length(placed->geoms, g)) return lc_edit_fail(ctx, e, "the path has no length");
        if (has_odd_heights(placed, g, d))
            return lc_edit_fail(ctx, e,
                                "it brings heights, and the lines of the network bring none; leave heights=z out");
        if (!lc_drawn_add_path(d, placed->geoms, g, placed->edits->z)) return lc_fail_memory(ctx);
        lc_edit_done(e, g - e->first_geom);
    }
    return LC_OK;
}

/* One geometry of an edit; `before` becomes what there is then. */
static lc_status close_one(lc_context *ctx, const lc_placed_edits *placed, const lc_edit *e, size_t g, extent_t *before,
                           lc_drawn *d) {
    size_t met, part = g - e->first_geom;
    extent_t after;
    if (!lc_drawn_close(d, placed->geoms, g, &met) || !extent_of(d, &after)) return lc_fail_memory(ctx);
    bool same = is_same(before, &after);
    *before = after;
    if (!met && placed->geoms->kind[g] == LC_POINT)
        return lc_edit_idle(ctx, e, part, "there is no path within %g m of it", LC_CLOSE_POINT_M);
    if (!met) return lc_edit_idle(ctx, e, part, "it meets no path");
    if (same) return lc_edit_idle(ctx, e, part, "all that it meets is closed already");
    lc_edit_done(e, part);
    return LC_OK;
}

/* `box`: that of all paths. What is elsewhere costs no look at them. */
static lc_status close_paths(lc_context *ctx, const lc_placed_edits *placed, const lc_edit *e, lc_box box,
                             lc_drawn *d) {
    extent_t before = {0};
    bool known = false;
    lc_status status = LC_OK;
    for (size_t g = e->first_geom; status == LC_OK && g < e->end_geom; g++) {
        if (e->elsewhere && !comes_near(placed->geoms, g, box)) continue;
        if (!known && !extent_of(d, &before)) return lc_fail_memory(ctx);
        known = true;
        status = close_one(ctx, placed, e, g, &before, d);
    }
    return status;
}

static lc_status open_paths(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed, const lc_edit *e,
                            lc_drawn *d) {
    lc_status status = LC_OK;
    for (size_t g = e->first_geom; status == LC_OK && g < e->end_geom; g++) {
        lc_xy p = point_of(placed->geoms, g);
        size_t paths, part = g - e->first_geom;
        bool joined;
        if (!lc_drawn_open(d, p, &paths, &joined)) return lc_fail_memory(ctx);
        if (is_gate(city, p)) continue;
        if (joined)
            status = lc_edit_idle(ctx, e, part, "the paths within %g m of it are joined there already", LC_OPEN_M);
        else if (paths >= 2)
            lc_edit_done(e, part);
        else
            status = lc_edit_idle(
                ctx, e, part,
                "it joins nothing: %zu paths come within %g m of it, and no boundary of a compound within %g m", paths,
                LC_OPEN_M, LC_GATE_M);
    }
    return status;
}

static lc_status carry_out(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed, const lc_edit *e,
                           lc_box box, lc_drawn *d) {
    if (e->op == LC_EDIT_CLOSE) return close_paths(ctx, placed, e, box, d);
    if (e->elsewhere) return LC_OK; /* a feature of a source would not be here either */
    if (e->op == LC_EDIT_PATH) return add_paths(ctx, placed, e, d);
    return e->op == LC_EDIT_OPEN ? open_paths(ctx, city, placed, e, d) : LC_OK;
}

lc_status lc_edit_paths(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed, lc_drawn *out) {
    const lc_raw_network *raw = city->raw;
    const lc_box box = box_of_paths(raw);
    lc_drawn d = {0};
    const lc_noding how = lc_walkable_lines_noding(&raw->drawn, &raw->noding);
    bool ok = raw->lines ? lc_drawn_from_lines(&raw->drawn.lines, &how, &d) : lc_drawn_from_paths(&raw->paths, &d);
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < placed->edits->n; i++)
        status = carry_out(ctx, city, placed, &placed->edits->edit[i], box, &d);
    if (status == LC_OK)
        *out = d;
    else
        lc_drawn_free(&d);
    return status;
}
