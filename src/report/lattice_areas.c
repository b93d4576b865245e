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

static lc_status draw_contour(lc_context *ctx, const drawing_t *w, const float *excess, size_t i) {
    lc_geoms_free(&w->shape[i].area);
    return lc_contour(ctx, &w->lattice, excess, 0, w->least_m2, &w->shape[i].area);
}

/* Is the area of the k-th indicator to be drawn from the distances of a group of the plan? */
static bool is_drawn(const drawing_t *w, size_t k, size_t g) {
    size_t i = w->todo[k];
    return !is_combination(w->job, i) && w->job->plan->indicator[i].group == g;
}

/* Groups one after the other. Their contours are traced as soon as there are distances; what is traced is joined, which
   is one thread's work, while the next distances are computed. */
typedef struct {
    const drawing_t *drawing;
    size_t next; /* the group whose distances are computed; that of the plan's end: none */
    float *d;
    size_t *indicator; /* n, traced of the group before */
    lc_contour_steps **steps;
    size_t n;
} groups_t;

/* The next group of which any area is to be drawn, from `g` on. */
static size_t find_group(const drawing_t *w, size_t g) {
    const lc_plan *plan = w->job->plan;
    for (; g < plan->n_groups; g++)
        for (size_t k = 0; plan->group[g].metric == LC_NETWORK && k < w->n_todo; k++)
            if (is_drawn(w, k, g)) return g;
    return g;
}

/* Item 0 is the distances, the others are what has been traced. */
static lc_status measure_or_join(lc_context *ctx, void *user, size_t item) {
    const groups_t *s = user;
    const drawing_t *w = s->drawing;
    if (item > 0) {
        lc_geoms *area = &w->shape[s->indicator[item - 1]].area;
        lc_geoms_free(area);
        return lc_contour_join(ctx, s->steps[item - 1], w->least_m2, area);
    }
    if (s->next == w->job->plan->n_groups) return LC_OK;
    const lc_plan_group *group = &w->job->plan->group[s->next];
    return lc_grid_distances(ctx, lc_shapes_grid_of(w->grids, w->job, s->next), &w->job->fields->pass[group->pass].pass,
                             group->place, s->d);
}

static void drop_steps(groups_t *s) {
    while (s->n) lc_contour_steps_free(s->steps[--s->n]);
}

/* Trace what is to be drawn from the distances in hand. */
static lc_status trace_group(lc_context *ctx, groups_t *s, size_t g) {
    const drawing_t *w = s->drawing;
    const lc_lattice *l = &w->lattice;
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && g < w->job->plan->n_groups && k < w->n_todo; k++) {
        if (!is_drawn(w, k, g)) continue;
        double limit_m = w->job->plan->group[g].limit_m[w->job->plan->indicator[w->todo[k]].limit];
        status = lc_contour_trace(ctx, l, s->d, limit_m, &s->steps[s->n]);
        if (status == LC_OK) s->indicator[s->n++] = w->todo[k];
    }
    return status;
}

/* Contours of every single network indicator, one distance field at a time. */
static lc_status draw_network(lc_context *ctx, const drawing_t *w) {
    groups_t s = {.drawing = w,
                  .next = find_group(w, 0),
                  .d = LC_NEW(float, w->lattice.width * w->lattice.height),
                  .indicator = LC_NEW(size_t, w->n_todo),
                  .steps = LC_NEW(lc_contour_steps *, w->n_todo)};
    lc_status status = s.d && s.indicator && s.steps ? LC_OK : lc_fail_memory(ctx);
    while (status == LC_OK && (s.n || s.next < w->job->plan->n_groups)) {
        status = lc_tasks_run(ctx, 1 + s.n, measure_or_join, &s);
        drop_steps(&s);
        if (status == LC_OK) status = trace_group(ctx, &s, s.next);
        s.next = find_group(w, s.next + (s.next < w->job->plan->n_groups));
    }
    drop_steps(&s);
    free(s.d);
    free(s.indicator);
    free(s.steps);
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
        if (status == LC_OK) status = draw_contour(ctx, w, excess, i);
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
