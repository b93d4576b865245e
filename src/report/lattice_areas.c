#include "report/lattice_areas.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/tasks.h"
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

/* Is any area of a group of the plan to be drawn? */
static bool is_drawn(const drawing_t *w, size_t k, size_t g) {
    size_t i = w->todo[k];
    return !is_combination(w->job, i) && w->job->plan->indicator[i].group == g;
}

/* The areas within the limits of one distance. */
static lc_status draw_group(lc_context *ctx, const drawing_t *w, size_t g, const float *d) {
    const lc_plan *plan = w->job->plan;
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < w->n_todo; k++)
        if (is_drawn(w, k, g)) {
            size_t i = w->todo[k];
            status = draw_contour(ctx, w, d, plan->group[g].limit_m[plan->indicator[i].limit], i);
        }
    return status;
}

/* The groups that are drawn, one after the other: the distances of each while the contours of the one before are
   traced, which threads cannot share to the end. */
typedef struct {
    const drawing_t *drawing;
    size_t *group, n;
    size_t at;   /* the one whose distances are in hand */
    float *d[2]; /* of those at even and at odd places */
} groups_t;

enum { MEASURE, TRACE, STEPS };

static lc_status step(lc_context *ctx, void *user, size_t item) {
    const groups_t *s = user;
    const drawing_t *w = s->drawing;
    size_t at = s->at - (item == TRACE), g = at < s->n ? s->group[at] : 0; /* before the first: SIZE_MAX */
    if (at >= s->n) return LC_OK;
    if (item == TRACE) return draw_group(ctx, w, g, s->d[at % 2]);
    const lc_plan_group *group = &w->job->plan->group[g];
    return lc_grid_distances(ctx, lc_shapes_grid_of(w->grids, w->job, g), &w->job->fields->pass[group->pass].pass,
                             group->place, s->d[at % 2]);
}

/* Contours of every single network indicator, one distance field at a time. */
static lc_status draw_network(lc_context *ctx, const drawing_t *w) {
    const lc_plan *plan = w->job->plan;
    size_t points = w->lattice.width * w->lattice.height;
    groups_t s = {.drawing = w, .group = LC_NEW(size_t, plan->n_groups)};
    for (size_t g = 0; s.group && g < plan->n_groups; g++) {
        bool any = false;
        for (size_t k = 0; k < w->n_todo; k++) any = any || is_drawn(w, k, g);
        if (any && plan->group[g].metric == LC_NETWORK) s.group[s.n++] = g;
    }
    for (size_t k = 0; k < 2 && k < s.n; k++) s.d[k] = LC_NEW(float, points);
    bool ok = s.group && (s.d[0] || s.n < 1) && (s.d[1] || s.n < 2);
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    for (; status == LC_OK && s.at <= s.n; s.at++) status = lc_tasks_run(ctx, STEPS, step, &s);
    free(s.d[0]);
    free(s.d[1]);
    free(s.group);
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
