#include "report/lattice_areas.h"

#include <stdlib.h>

#include "base/memory.h"
#include "coverage/contour.h"
#include "report/combined_area.h"
#include "report/distance_grids.h"

typedef struct {
    const lc_shapes_job *job;
    const lc_shapes_grids *grids;
    lc_lattice lattice;
    const size_t *todo;
    size_t n_todo;
    double least_m2;
    lc_shape *shape;
} drawing_t;

static bool is_combination(const lc_shapes_job *job, size_t i) {
    return job->plan->indicator[i].part;
}

bool lc_shapes_straight(const lc_shapes_job *job, size_t i) {
    return job->profile->indicators[i].metric == LC_STRAIGHT && !is_combination(job, i);
}

static lc_status draw_contour(lc_context *ctx, const drawing_t *w, const float *d, double limit_m, size_t i) {
    const lc_lattice *l = &w->lattice;
    lc_geoms_free(&w->shape[i].area);
    return lc_contour(ctx, l, d, limit_m, 0, l->width, 0, l->height, w->least_m2, 0, &w->shape[i].area);
}

/* The areas within the limits of one distance, if any are to be drawn; d is scratch. */
static lc_status draw_group(lc_context *ctx, const drawing_t *w, size_t g, float *d) {
    const lc_plan *plan = w->job->plan;
    lc_status status = LC_OK;
    bool have = false;
    for (size_t k = 0; status == LC_OK && k < w->n_todo; k++) {
        size_t i = w->todo[k];
        const lc_plan_indicator *pi = &plan->indicator[i];
        if (is_combination(w->job, i) || pi->group != g) continue;
        if (!have)
            status = lc_grid_distances(ctx, lc_shapes_grid_of(w->grids, w->job, g),
                                       &w->job->fields->pass[plan->group[g].pass].pass, plan->group[g].place, d);
        have = true;
        if (status == LC_OK) status = draw_contour(ctx, w, d, plan->group[g].limit_m[pi->limit], i);
    }
    return status;
}

/* Contours of every single network indicator, one distance field at a time. */
static lc_status draw_network(lc_context *ctx, const drawing_t *w) {
    const lc_plan *plan = w->job->plan;
    float *d = LC_NEW(float, w->lattice.width * w->lattice.height);
    lc_status status = d ? LC_OK : lc_fail_memory(ctx);
    for (size_t g = 0; status == LC_OK && g < plan->n_groups; g++)
        if (plan->group[g].metric == LC_NETWORK) status = draw_group(ctx, w, g, d);
    free(d);
    return status;
}

/* Contours of combinations, whatever the metrics of their parts. */
static lc_status draw_combinations(lc_context *ctx, const drawing_t *w) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < w->n_todo; k++) {
        size_t i = w->todo[k];
        float *excess = NULL;
        if (!is_combination(w->job, i)) continue;
        status = lc_combined_excess(ctx, w->job, w->grids, &w->lattice, i, &excess);
        if (status == LC_OK) status = draw_contour(ctx, w, excess, 0, i);
        free(excess);
    }
    return status;
}

lc_status lc_lattice_areas_draw(lc_context *ctx, const lc_shapes_job *job, double cell_m, const size_t *todo,
                                size_t n_todo, double least_m2, lc_shape *shape) {
    lc_shapes_grids grids;
    lc_status status = lc_shapes_grids_new(ctx, job, cell_m, &grids);
    drawing_t w = {.job = job,
                   .grids = &grids,
                   .lattice = lc_shapes_lattice(job, cell_m),
                   .todo = todo,
                   .n_todo = n_todo,
                   .least_m2 = least_m2,
                   .shape = shape};
    if (status == LC_OK) status = draw_network(ctx, &w);
    if (status == LC_OK) status = draw_combinations(ctx, &w);
    lc_shapes_grids_free(&grids);
    return status;
}
