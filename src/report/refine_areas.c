/*
 * Most communities agree with their ratios on the first lattice. So the finer one is laid around each of the few others
 * alone: its areas are cut to the community's box and take the place of the coarse ones there. Areas of both meet along
 * the box, where they may be out of step by as much as the coarse lattice is wrong. Communities that any such box meets
 * have their gaps cut again, so that areas and gaps stay complements.
 */
#include "report/refine_areas.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/tasks.h"
#include "geo/overlay.h"
#include "geo/union.h"
#include "report/distance_grids.h"
#include "report/lattice_areas.h"

static const double FINE_M = 2.5;   /* the lattice is halved down to this while areas and ratios disagree */
static const double AGREE = 0.0048; /* share of a community */
enum { FEW = 64 };                  /* communities that have lattices of their own; of more the whole city has one */

/* What takes the place of an indicator's area. */
typedef struct {
    lc_geoms where; /* boxes, which may overlap; without, nothing is to be done */
    lc_geoms fine;  /* the area in them */
} patch_t;

typedef struct {
    lc_context *ctx;
    const lc_shapes_job *job;
    double cell_m, least_m2;
    const size_t *todo; /* indicators that disagree somewhere */
    size_t n_todo;
    lc_shape *shape;
    bool *only;     /* one a community: the one in hand */
    size_t *near;   /* scratch: of the indicators, those that disagree there */
    lc_shape *fine; /* one an indicator: their areas there */
    patch_t *patch; /* one an indicator */
    bool *touched;  /* one a community: a patch meets it */
} round_t;

static bool disagrees(const lc_shapes_job *job, const lc_shape *shape, size_t i, size_t c) {
    return job->profile->indicators[i].metric == LC_NETWORK && shape[i].differs[c] > AGREE;
}

static bool add_box(lc_geoms *geoms, const lc_box *b) {
    return lc_geoms_begin(geoms, LC_POLYGON, 0) && lc_geoms_begin_part(geoms) && lc_geoms_add(geoms, b->x0, b->y0) &&
           lc_geoms_add(geoms, b->x1, b->y0) && lc_geoms_add(geoms, b->x1, b->y1) &&
           lc_geoms_add(geoms, b->x0, b->y1) && lc_geoms_add(geoms, b->x0, b->y0);
}

/* The boxes of a community's geometries with a cell around them, united: as far as its own lattice is sure to be. */
static lc_status boxes_around(const round_t *r, size_t c, lc_geoms *out) {
    const lc_geoms *communities = &r->job->city->communities;
    lc_geoms boxes = {0};
    bool ok = true;
    for (size_t g = 0; ok && g < communities->n; g++) {
        if (communities->feature[g] != c) continue;
        lc_box b = lc_geom_box(communities, g);
        b = (lc_box){b.x0 - r->cell_m, b.y0 - r->cell_m, b.x1 + r->cell_m, b.y1 + r->cell_m};
        ok = add_box(&boxes, &b);
    }
    lc_status status = ok ? lc_geoms_union(r->ctx, &boxes, 0, out) : lc_fail_memory(r->ctx);
    lc_geoms_free(&boxes);
    return status;
}

/* Keep of an area what lies in the boxes. */
static bool add_patch(patch_t *patch, const lc_geoms *where, const lc_geoms *area) {
    lc_index *index = lc_geoms_index(area);
    bool ok = index && lc_geoms_append(&patch->where, where, 0) &&
              lc_geoms_overlay(where, 0, where->n, area, index, true, 0, 0, &patch->fine);
    lc_index_free(index);
    return ok;
}

/* Draw the areas that disagree in community c around it. */
static lc_status draw_around(round_t *r, size_t c) {
    lc_shapes_job job = *r->job;
    lc_geoms where = {0};
    size_t n = 0;
    for (size_t k = 0; k < r->n_todo; k++)
        if (disagrees(&job, r->shape, r->todo[k], c)) r->near[n++] = r->todo[k];
    if (!n) return LC_OK;
    job.only = r->only;
    r->only[c] = true;
    lc_status status = lc_lattice_areas_draw(r->ctx, &job, r->cell_m, r->near, n, r->least_m2, r->fine);
    r->only[c] = false;
    if (status == LC_OK) status = boxes_around(r, c, &where);
    for (size_t k = 0; k < n; k++) {
        size_t i = r->near[k];
        if (status == LC_OK && !add_patch(&r->patch[i], &where, &r->fine[i].area)) status = lc_fail_memory(r->ctx);
        lc_geoms_free(&r->fine[i].area);
    }
    lc_geoms_free(&where);
    return status;
}

/* The polygons of an area that boxes meet, and the others. */
static bool separate(const lc_context *ctx, const lc_geoms *area, const lc_index *boxes, lc_geoms *met,
                     lc_geoms *others) {
    lc_items items = {0};
    bool ok = true;
    for (size_t g = 0; ok && g < area->n; g++) {
        lc_box box = lc_geom_box(area, g);
        ok = !lc_cancelled(ctx) && lc_index_search(boxes, &box, &items) &&
             lc_geoms_copy(items.n ? met : others, area, g, 0);
    }
    free(items.item);
    return ok;
}

/* Put a patch into an area. */
static lc_status put_patch(lc_context *ctx, const patch_t *patch, lc_geoms *area) {
    lc_geoms where = {0}, met = {0}, parts = {0}, out = {0};
    lc_index *index = NULL;
    lc_status status = lc_geoms_union(ctx, &patch->where, 0, &where);
    if (status == LC_OK) {
        index = lc_geoms_index(&where);
        bool ok = index && separate(ctx, area, index, &met, &out) &&
                  lc_geoms_overlay(&met, 0, met.n, &where, index, false, 0, 0, &parts) && !lc_cancelled(ctx) &&
                  lc_geoms_append(&parts, &patch->fine, 0);
        status = ok ? lc_geoms_union(ctx, &parts, 0, &out) : lc_fail_memory(ctx);
    }
    if (status == LC_OK) {
        lc_geoms_free(area);
        *area = out;
        out = (lc_geoms){0};
    }
    lc_index_free(index);
    lc_geoms_free(&where);
    lc_geoms_free(&met);
    lc_geoms_free(&parts);
    lc_geoms_free(&out);
    return status;
}

/* Note the communities that the boxes of a patch meet. */
static bool touch(const lc_geoms *communities, const lc_geoms *where, bool *touched) {
    lc_items items = {0};
    lc_index *index = lc_geoms_index(communities);
    bool ok = index != NULL;
    for (size_t g = 0; ok && g < where->n; g++) {
        lc_box box = lc_geom_box(where, g);
        ok = lc_index_search(index, &box, &items);
        for (size_t k = 0; ok && k < items.n; k++) touched[communities->feature[items.item[k]]] = true;
    }
    free(items.item);
    lc_index_free(index);
    return ok;
}

static bool begin_round(round_t *r) {
    size_t communities = r->job->city->n_communities, indicators = r->job->profile->n_indicators;
    r->only = LC_NEW0(bool, communities);
    r->touched = LC_NEW0(bool, communities);
    r->near = LC_NEW(size_t, r->n_todo);
    r->fine = LC_NEW0(lc_shape, indicators);
    r->patch = LC_NEW0(patch_t, indicators);
    return r->only && r->touched && r->near && r->fine && r->patch;
}

static void end_round(round_t *r) {
    for (size_t i = 0; r->patch && i < r->job->profile->n_indicators; i++) {
        lc_geoms_free(&r->patch[i].where);
        lc_geoms_free(&r->patch[i].fine);
    }
    free(r->only);
    free(r->touched);
    free(r->near);
    free(r->fine);
    free(r->patch);
}

static lc_status put_one(lc_context *ctx, void *user, size_t k) {
    const round_t *r = user;
    size_t i = r->todo[k];
    return put_patch(ctx, &r->patch[i], &r->shape[i].area);
}

/* Patch the areas around the communities that disagree, which are few. */
static lc_status patch_areas(round_t *r) {
    lc_status status = begin_round(r) ? LC_OK : lc_fail_memory(r->ctx);
    for (size_t c = 0; status == LC_OK && c < r->job->city->n_communities; c++) status = draw_around(r, c);
    if (status == LC_OK) status = lc_tasks_run(r->ctx, r->n_todo, put_one, r);
    for (size_t k = 0; status == LC_OK && k < r->n_todo; k++)
        if (!touch(&r->job->city->communities, &r->patch[r->todo[k]].where, r->touched))
            status = lc_fail_memory(r->ctx);
    return status;
}

/* Of the indicators in `todo`, those that disagree in some community; *n_communities gets how many such there are. */
static size_t pick(const lc_shapes_job *job, const lc_shape *shape, const size_t *todo, size_t n_todo, size_t *picked,
                   size_t *n_communities) {
    size_t n = 0;
    *n_communities = 0;
    for (size_t k = 0; k < n_todo; k++) {
        bool any = false;
        for (size_t c = 0; !any && c < job->city->n_communities; c++) any = disagrees(job, shape, todo[k], c);
        if (any) picked[n++] = todo[k];
    }
    for (size_t c = 0; c < job->city->n_communities; c++) {
        bool any = false;
        for (size_t k = 0; !any && k < n; k++) any = disagrees(job, shape, picked[k], c);
        *n_communities += any;
    }
    return n;
}

void lc_areas_warn_coarse(lc_context *ctx, const lc_shapes_job *job, const lc_shape *shape, const size_t *todo,
                          size_t n_todo) {
    for (size_t k = 0; k < n_todo; k++)
        for (size_t c = 0; c < job->city->n_communities; c++)
            if (disagrees(job, shape, todo[k], c))
                lc_warn(
                    ctx, "area_coarse",
                    "service areas drawn less exactly than the ratios, which hold: they differ by more than 0.5 % of "
                    "the community",
                    "%s: %s", job->profile->indicators[todo[k]].id, job->city->name[c]);
}

lc_status lc_areas_refine(lc_context *ctx, const lc_shapes_job *job, const lc_geoms *land, double coarse_m,
                          const size_t *todo, size_t n_todo, double least_m2, lc_shape *shape) {
    size_t *picked = LC_NEW(size_t, n_todo), n;
    lc_status status = picked ? LC_OK : lc_fail_memory(ctx);
    for (double cell = coarse_m / 2; status == LC_OK && cell >= FINE_M; cell /= 2) {
        round_t r = {.ctx = ctx, .job = job, .cell_m = cell, .least_m2 = least_m2, .todo = picked, .shape = shape};
        r.n_todo = pick(job, shape, todo, n_todo, picked, &n);
        /* A lattice of so many points that it has stayed coarse stays so. */
        bool as_before = n > FEW && lc_shapes_lattice(job, cell).cell_m > cell;
        if (!r.n_todo || as_before) break;
        status = n <= FEW ? patch_areas(&r) : lc_lattice_areas_draw(ctx, job, cell, picked, r.n_todo, least_m2, shape);
        if (status == LC_OK) status = lc_gaps_cut(ctx, job, land, picked, r.n_todo, least_m2, r.touched, shape);
        end_round(&r);
    }
    free(picked);
    return status;
}
