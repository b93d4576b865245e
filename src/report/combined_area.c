#include "report/combined_area.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Take off a limit, keeping the lesser of what was there before. */
static void lower(float *excess, const float *d, double limit, size_t n) {
    for (size_t k = 0; k < n; k++) {
        float e = d[k] - (float)limit;
        if (!(excess[k] <= e)) excess[k] = e;
    }
}

/* d of a pass of the straight metric, less its limit. */
static lc_status add_straight(lc_context *ctx, const lc_pass *pass, const lc_lattice *lattice, double limit, float *d,
                              float *excess) {
    lc_grid *grid = NULL;
    lc_box all = {lattice->x0, lattice->y0, lattice->x0 + (double)lattice->width * lattice->cell_m,
                  lattice->y0 + (double)lattice->height * lattice->cell_m};
    lc_status status = lc_grid_new(ctx, pass, *lattice, &all, 1, &grid);
    if (status == LC_OK) status = lc_grid_distances(ctx, grid, pass, 0, d);
    if (status == LC_OK) lower(excess, d, limit, lattice->width * lattice->height);
    lc_grid_free(grid);
    return status;
}

/* The same of an indicator that combines nothing. */
static lc_status single_excess(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                               const lc_lattice *lattice, size_t indicator, float *d, float *excess) {
    const lc_plan_indicator *pi = &job->plan->indicator[indicator];
    const lc_plan_group *g = &job->plan->group[pi->group];
    const lc_pass_fields *p = &job->fields->pass[g->pass];
    lc_status status = LC_OK;
    if (g->metric == LC_NETWORK) {
        status = lc_grid_distances(ctx, lc_shapes_grid_of(grids, job, pi->group), &p->pass, g->place, d);
        if (status == LC_OK) lower(excess, d, g->limit_m[pi->limit], lattice->width * lattice->height);
        return status;
    }
    if (p->n_sets == 0) return add_straight(ctx, &p->pass, lattice, g->limit_m[pi->limit], d, excess);
    for (size_t k = 0; status == LC_OK && k < p->n_sets; k++)
        status = add_straight(ctx, &p->set[k], lattice, p->set_group[k].limit_m[0], d, excess);
    return status;
}

/* The n_kept smallest (or largest, with sign -1) values of every point, ascending: those of a further part come in. */
static void insert(float *kept, size_t n_kept, size_t points, const float *value, float sign) {
    for (size_t i = 0; i < points; i++) {
        float v = sign * value[i];
        if (isnan(v)) v = INFINITY; /* skipped */
        for (size_t k = 0; k < n_kept; k++) {
            float *at = &kept[k * points + i];
            if (!(v < *at)) continue;
            float next = *at;
            *at = v;
            v = next;
        }
    }
}

static lc_status excess_of(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                           const lc_lattice *lattice, size_t indicator, float *d, float *excess);

/* The n-th smallest of m values is the (m - n + 1)-th largest: whichever takes fewer to be kept. */
static lc_status combine(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                         const lc_lattice *lattice, size_t indicator, float *d, float *excess) {
    const lc_plan_indicator *pi = &job->plan->indicator[indicator];
    size_t points = lattice->width * lattice->height, down = pi->n_parts - pi->least + 1;
    bool largest = down < pi->least;
    size_t n_kept = largest ? down : pi->least;
    float *kept = LC_NEW(float, n_kept *points), *part = LC_NEW(float, points);
    lc_status status = kept && part ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; kept && k < n_kept * points; k++) kept[k] = INFINITY;
    for (size_t p = 0; status == LC_OK && p < pi->n_parts; p++) {
        status = excess_of(ctx, job, grids, lattice, pi->part[p], d, part);
        if (status == LC_OK) insert(kept, n_kept, points, part, largest ? -1 : 1);
    }
    for (size_t i = 0; status == LC_OK && i < points; i++)
        excess[i] = largest ? -kept[(n_kept - 1) * points + i] : kept[(n_kept - 1) * points + i];
    free(kept);
    free(part);
    return status;
}

/* d is scratch for one field. */
static lc_status excess_of(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                           const lc_lattice *lattice, size_t indicator, float *d, float *excess) {
    size_t points = lattice->width * lattice->height;
    if (job->plan->indicator[indicator].part) return combine(ctx, job, grids, lattice, indicator, d, excess);
    for (size_t i = 0; i < points; i++) excess[i] = INFINITY;
    return single_excess(ctx, job, grids, lattice, indicator, d, excess);
}

lc_status lc_combined_excess(lc_context *ctx, const lc_shapes_job *job, const lc_shapes_grids *grids,
                             const lc_lattice *lattice, size_t indicator, float **excess) {
    size_t points = lattice->width * lattice->height;
    float *d = LC_NEW(float, points);
    *excess = LC_NEW(float, points);
    lc_status status = d && *excess ? excess_of(ctx, job, grids, lattice, indicator, d, *excess) : lc_fail_memory(ctx);
    const lc_grid *any = grids->own ? grids->own : grids->step_free; /* both skip the same */
    for (size_t i = 0; status == LC_OK && any && i < points; i++)
        if (any->vert[i] == LC_GRID_SKIPPED) (*excess)[i] = NAN;
    free(d);
    if (status == LC_OK) return LC_OK;
    free(*excess);
    *excess = NULL;
    return status;
}
