#include "measure/reach_squares.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "coverage/tiles.h"
#include "network/reach.h"

static const double SPARE_M = 1; /* more than rounding, and than what links may lie beside a facility */
enum { SQUARES_MAX = 1 << 18 };  /* wider squares where there would be more */

void lc_reach_squares_free(lc_reach_squares *s) {
    free(s->task);
    free(s->feature);
    free(s->first);
    free(s->run);
    *s = (lc_reach_squares){0};
}

/* ------------------------------------------------------------------------------------------------------- squares */

/* Squares as wide as the widest tile, or twice as wide and so on; false when memory is out. */
static bool lay_plane(const lc_city *city, lc_squares *out) {
    lc_box *box = lc_geoms_boxes_of_features(&city->communities, city->n_communities);
    lc_box all = lc_geoms_box(&city->communities, 0, city->communities.n);
    if (!box) return false;
    if (all.x0 > all.x1) all = (lc_box){0, 0, 0, 0};
    double width = lc_tiles_width(box, city->n_communities), columns, rows;
    for (;; width *= 2) {
        out->x0 = floor(all.x0 / width) * width;
        out->y0 = floor(all.y0 / width) * width;
        columns = floor(all.x1 / width) - floor(all.x0 / width) + 1;
        rows = floor(all.y1 / width) - floor(all.y0 / width) + 1;
        if (columns * rows <= SQUARES_MAX) break;
    }
    out->width = width;
    out->columns = (size_t)columns;
    out->rows = (size_t)rows;
    free(box);
    return true;
}

lc_box lc_squares_met(const lc_squares *p, const lc_box *box) {
    double columns = (double)p->columns - 1, rows = (double)p->rows - 1;
    return (lc_box){lc_max(floor((box->x0 - p->x0) / p->width), 0), lc_max(floor((box->y0 - p->y0) / p->width), 0),
                    lc_min(floor((box->x1 - p->x0) / p->width), columns),
                    lc_min(floor((box->y1 - p->y0) / p->width), rows)};
}

/* ---------------------------------------------------------------------------------------------------- facilities */

/* The facility in hand. */
typedef struct {
    const lc_context *ctx;
    const lc_fields *fields;
    const lc_network *walked; /* by the task's walking cost; NULL: straight */
    lc_reach *reach;
    lc_reach_squares *out;
    uint32_t *seen, round; /* one a square: equal to round when it is the facility's */
    uint32_t *square;      /* the facility's, as they were found */
    size_t n_squares, cap_squares;
    uint32_t *compound_of; /* of squares: compound[compound_of[s]] .. have a gate in it; NULL without compounds */
    uint32_t *compound, *touched; /* touched, one a compound: equal to round when the facility may reach it */
    lc_access *access;            /* scratch */
    size_t cap_access;
    double limit_m;
} finder_t;

static bool touch(finder_t *f, lc_box box, double grow_m) {
    double grow = grow_m + SPARE_M;
    const lc_squares *plane = &f->out->plane;
    box = (lc_box){box.x0 - grow, box.y0 - grow, box.x1 + grow, box.y1 + grow};
    lc_box met = lc_squares_met(plane, &box);
    for (double y = met.y0; y <= met.y1; y++)
        for (double x = met.x0; x <= met.x1; x++) {
            uint32_t square = (uint32_t)((size_t)y * plane->columns + (size_t)x);
            if (f->seen[square] == f->round) continue;
            f->seen[square] = f->round;
            if (!LC_ROOM(f->square, f->cap_squares, f->n_squares + 1)) return false;
            f->square[f->n_squares++] = square;
        }
    return true;
}

/* Places whose nearest path is on an edge lie within what is left of the limit from it, and within the link limit. */
static bool touch_edge(void *user, uint32_t edge, double least_m) {
    finder_t *f = user;
    const lc_network *net = f->walked;
    double leg = lc_min(f->limit_m - least_m, f->fields->links->link_limit_m);
    bool ok = true;
    for (size_t v = net->vert_of[edge]; ok && v + 1 < net->vert_of[edge + 1]; v++) {
        lc_box box = lc_box_empty();
        lc_box_add(&box, net->vert[v].x, net->vert[v].y);
        lc_box_add(&box, net->vert[v + 1].x, net->vert[v + 1].y);
        ok = touch(f, box, leg);
    }
    return ok;
}

/* The square of a place; the number behind the last one for a place beyond them all. */
static uint32_t square_of(const lc_squares *plane, lc_xy p) {
    lc_box box = {p.x, p.y, p.x, p.y}, met = lc_squares_met(plane, &box);
    bool inside = met.x0 <= met.x1 && met.y0 <= met.y1;
    return (uint32_t)(inside ? (size_t)met.y0 * plane->columns + (size_t)met.x0 : plane->columns * plane->rows);
}

/* List compounds by the squares of their gates, once each gate. */
static bool list_compounds(finder_t *f) {
    const lc_compounds *c = f->fields->plan->city->compounds;
    const lc_squares *plane = &f->out->plane;
    size_t n = c->zones.geoms.n, n_squares = plane->columns * plane->rows;
    f->touched = LC_NEW0(uint32_t, n);
    f->compound = LC_NEW(uint32_t, c->gate_of[n]);
    f->compound_of = LC_NEW0(uint32_t, n_squares + 2);
    if (!f->touched || !f->compound || !f->compound_of) return false;
    for (size_t k = 0; k < c->gate_of[n]; k++) f->compound_of[square_of(plane, c->gate_xy[c->gate[k]])]++;
    for (size_t s = 0; s <= n_squares; s++) f->compound_of[s + 1] += f->compound_of[s]; /* where each list ends */
    for (size_t g = n; g-- > 0;)
        for (size_t k = c->gate_of[g]; k < c->gate_of[g + 1]; k++)
            f->compound[--f->compound_of[square_of(plane, c->gate_xy[c->gate[k]])]] = (uint32_t)g;
    return true;
}

static bool touch_compounds_of(finder_t *f, size_t square) {
    const lc_geoms *zones = &f->fields->plan->city->compounds->zones.geoms;
    bool ok = true;
    for (size_t k = f->compound_of[square]; ok && k < f->compound_of[square + 1]; k++) {
        uint32_t g = f->compound[k];
        if (f->touched[g] == f->round) continue;
        f->touched[g] = f->round;
        ok = touch(f, lc_geom_box(zones, g), 0);
    }
    return ok;
}

/* Whoever reaches a gate may reach all of its compounds; nobody looked for gates beyond the squares. */
static bool touch_compounds(finder_t *f) {
    if (!f->compound) return true;
    bool ok = touch_compounds_of(f, f->out->plane.columns * f->out->plane.rows);
    for (size_t i = 0; ok && i < f->n_squares; i++) ok = touch_compounds_of(f, f->square[i]); /* they get more */
    return ok;
}

/* Accesses of geometries first .. end - 1 by the task's walking cost. */
static bool take_accesses(finder_t *f, const lc_reach_task *t, size_t first, size_t end, size_t *n) {
    const lc_plan *plan = f->fields->plan;
    size_t walk = plan->set[t->set].walk;
    const lc_links *links = lc_fields_links(f->fields, t->facilities, walk);
    const lc_network *network = lc_plan_network(plan, walk);
    *n = links->of[end] - links->of[first];
    if (!LC_ROOM(f->access, f->cap_access, *n + 1)) return false;
    memcpy(f->access, links->access + links->of[first], *n * sizeof *f->access);
    if (f->walked != network) lc_view_accesses(network, f->walked, f->access, *n);
    return true;
}

static bool find_facility(finder_t *f, const lc_reach_task *t, size_t first, size_t end) {
    const lc_geoms *geoms = &t->facilities->geoms;
    bool ok = true;
    f->round++;
    f->n_squares = 0;
    for (size_t g = first; ok && g < end; g++) {
        if (!f->walked)
            ok = touch(f, lc_geom_box(geoms, g), f->limit_m);
        else if (geoms->kind[g] == LC_POLYGON)
            ok = touch(f, lc_geom_box(geoms, g), 0);
    }
    size_t n;
    if (!ok || !f->walked) return ok;
    return take_accesses(f, t, first, end, &n) && lc_reach_edges(f->reach, f->access, n, f->limit_m, touch_edge, f) &&
           touch_compounds(f);
}

/* Those of the facility in hand, behind the runs of the others. */
static bool put_runs(finder_t *f) {
    lc_reach_squares *out = f->out;
    if (!lc_sort_once(f->square, &f->n_squares)) return false;
    for (size_t k = 0, end; k < f->n_squares; k = end) {
        for (end = k + 1; end < f->n_squares && f->square[end] == f->square[end - 1] + 1;) end++;
        if (!LC_ROOM(out->run, out->cap_runs, out->n_runs + 1)) return false;
        out->run[out->n_runs++] = (lc_square_run){f->square[k], f->square[end - 1] + 1};
    }
    return true;
}

/* Facilities that may reach some community; the others are passed over. */
static bool find_task(finder_t *f, const lc_reach_task *t, size_t number) {
    const lc_geoms *geoms = &t->facilities->geoms;
    lc_reach_squares *out = f->out;
    for (size_t g = 0, end; g < geoms->n; g = end) {
        uint32_t feature = geoms->feature[g];
        for (end = g + 1; end < geoms->n && geoms->feature[end] == feature;) end++;
        if (!t->counts[feature]) continue;
        if (!LC_ROOM(out->task, out->cap, out->n + 1) || !LC_ROOM(out->feature, out->cap_feature, out->n + 1) ||
            !LC_ROOM(out->first, out->cap_first, out->n + 2))
            return false;
        if (lc_cancelled(f->ctx) || !find_facility(f, t, g, end) || !put_runs(f)) return false;
        if (!f->n_squares) continue;
        out->task[out->n] = (uint32_t)number;
        out->feature[out->n] = feature;
        out->first[++out->n] = out->n_runs;
    }
    return true;
}

/* Have the network that a task walks by in hand. */
static bool take_network(finder_t *f, const lc_reach_task *t) {
    const lc_plan *plan = f->fields->plan;
    const lc_network *walked = t->metric == LC_NETWORK ? lc_fields_network(f->fields, plan->set[t->set].walk) : NULL;
    f->limit_m = 0;
    for (size_t k = 0; k < t->n_limits; k++) f->limit_m = lc_max(f->limit_m, t->limit_m[k]);
    if (walked == f->walked) return true;
    lc_reach_free(f->reach);
    f->walked = walked;
    f->reach = walked ? lc_reach_new(f->ctx, walked, NULL, 0, 0) : NULL;
    return !walked || f->reach;
}

lc_status lc_reach_squares_find(lc_context *ctx, const lc_fields *fields, const lc_reach_tasks *tasks,
                                lc_reach_squares *out) {
    finder_t f = {.ctx = ctx, .fields = fields, .out = out};
    *out = (lc_reach_squares){0};
    bool ok = lay_plane(fields->plan->city, &out->plane) && LC_ROOM(out->first, out->cap_first, 1);
    if (ok) {
        out->first[0] = 0;
        f.seen = LC_NEW0(uint32_t, out->plane.columns * out->plane.rows);
        ok = f.seen != NULL && (!fields->plan->city->compounds || list_compounds(&f));
    }
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    for (size_t t = 0; status == LC_OK && t < tasks->n; t++) {
        if (!take_network(&f, &tasks->task[t]) || !find_task(&f, &tasks->task[t], t)) status = lc_fail_memory(ctx);
        if (status == LC_OK) status = lc_progress(ctx, 0.2 * (double)t / (double)tasks->n);
    }
    lc_reach_free(f.reach);
    free(f.seen);
    free(f.square);
    free(f.compound_of);
    free(f.compound);
    free(f.touched);
    free(f.access);
    return status;
}
