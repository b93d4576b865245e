#include "report/distance_grids.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double POINTS_MAX = 80e6; /* of a lattice: beyond, they stand farther apart */

lc_lattice lc_shapes_lattice(const lc_shapes_job *job, double cell_m) {
    lc_box box = lc_box_empty();
    const lc_geoms *c = &job->city->communities;
    for (size_t g = 0; g < c->n; g++) {
        lc_box own = lc_geom_box(c, g);
        if (job->only && !job->only[c->feature[g]]) continue;
        lc_box_join(&box, &own);
    }
    lc_lattice l = lc_lattice_over(box, cell_m);
    while ((double)l.width * (double)l.height > POINTS_MAX) l = lc_lattice_over(box, cell_m *= 2);
    return l;
}

/* The boxes of all communities where areas are wanted, grown by a cell. */
static lc_box *community_boxes(const lc_shapes_job *job, double cell_m, size_t *n) {
    const lc_geoms *c = &job->city->communities;
    lc_box *boxes = LC_NEW(lc_box, c->n);
    *n = 0;
    for (size_t g = 0; boxes && g < c->n; g++) {
        lc_box b = lc_geom_box(c, g);
        if (job->only && !job->only[c->feature[g]]) continue;
        boxes[(*n)++] = (lc_box){b.x0 - 2 * cell_m, b.y0 - 2 * cell_m, b.x1 + 2 * cell_m, b.y1 + 2 * cell_m};
    }
    return boxes;
}

static const lc_network *network_of(const lc_shapes_job *job, size_t pass) {
    return lc_plan_group_network(job->plan, *job->plan->pass[pass].group);
}

/* The first pass on a network, on any with NULL; NULL when there is none. */
static const lc_pass_fields *find_pass(const lc_shapes_job *job, const lc_network *network) {
    for (size_t p = 0; p < job->plan->n_passes; p++)
        if (job->plan->pass[p].metric == LC_NETWORK && (!network || network_of(job, p) == network))
            return &job->fields->pass[p];
    return NULL;
}

lc_status lc_shapes_grids_new(lc_context *ctx, const lc_shapes_job *job, double cell_m, lc_shapes_grids *out) {
    const lc_city *city = job->city;
    const lc_pass_fields *own = city->network ? find_pass(job, city->network) : NULL,
                         *step_free = city->step_free ? find_pass(job, city->step_free) : NULL;
    lc_lattice lattice = lc_shapes_lattice(job, cell_m);
    size_t n;
    lc_box *boxes = community_boxes(job, cell_m, &n);
    *out = (lc_shapes_grids){0};
    lc_status status = boxes ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && own) status = lc_grid_new(ctx, &own->pass, lattice, boxes, n, &out->own);
    if (status == LC_OK && step_free) status = lc_grid_new(ctx, &step_free->pass, lattice, boxes, n, &out->step_free);
    free(boxes);
    return status;
}

void lc_shapes_grids_free(lc_shapes_grids *grids) {
    lc_grid_free(grids->own);
    lc_grid_free(grids->step_free);
    *grids = (lc_shapes_grids){0};
}

const lc_grid *lc_shapes_grid_of(const lc_shapes_grids *grids, const lc_shapes_job *job, size_t group) {
    return lc_plan_group_network(job->plan, group) == job->city->network ? grids->own : grids->step_free;
}

/* What is nearest everywhere in the lattice, between communities too: a raster has no holes where d is known. */
static lc_status whole_grid(lc_context *ctx, const lc_shapes_job *job, lc_grid **out) {
    lc_lattice l = lc_shapes_lattice(job, LC_GRID_COARSE_M);
    lc_box all = {l.x0, l.y0, l.x0 + (double)l.width * l.cell_m, l.y0 + (double)l.height * l.cell_m};
    return lc_grid_new(ctx, &find_pass(job, NULL)->pass, l, &all, 1, out);
}

/* The group of the whole category, by its name or a title, on the network of the first pass: the one without a filter,
   else the first of the category. */
static size_t category_group(const lc_shapes_job *job, const char *category) {
    const lc_plan *plan = job->plan;
    size_t best = SIZE_MAX;
    for (size_t g = 0; g < plan->n_groups; g++) {
        const lc_plan_group *group = &plan->group[g];
        if (group->metric != LC_NETWORK || group->any || group->n_sets != 1) continue;
        if (lc_plan_group_network(plan, g) != network_of(job, 0)) continue;
        const lc_plan_set *set = &plan->set[group->set[0]];
        if (!lc_categories_mean(job->city->categories, category, strlen(category), set->facilities->category)) continue;
        if (best == SIZE_MAX || set->n_passing > plan->set[plan->group[best].set[0]].n_passing) best = g;
    }
    return best;
}

static bool fill_grid(const lc_grid *grid, const float *d, double range_m, const char *category,
                      lc_distance_grid *out) {
    const lc_lattice *l = &grid->lattice;
    *out = (lc_distance_grid){.category = lc_strdup(category),
                              .width = l->width,
                              .height = l->height,
                              .cell_m = l->cell_m,
                              .west = l->x0 - 0.5 * l->cell_m,
                              .north = l->y0 + ((double)l->height - 0.5) * l->cell_m,
                              .d_m = LC_NEW(float, l->width * l->height)};
    for (size_t j = 0; out->d_m && j < l->height; j++)
        for (size_t i = 0; i < l->width; i++) {
            float v = d[(l->height - 1 - j) * l->width + i];
            out->d_m[j * l->width + i] = (double)v <= range_m ? v : NAN;
        }
    return out->category && out->d_m;
}

lc_status lc_distance_grids_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report) {
    const lc_check_options *o = job->options;
    lc_grid *grid = NULL;
    float *d = NULL;
    if (!find_pass(job, NULL))
        return lc_fail(ctx, LC_ERR_INPUT, "--field needs an indicator with the metric network in profile %s",
                       job->profile->name);
    lc_status status = whole_grid(ctx, job, &grid);
    if (status != LC_OK) return status;
    if (grid->lattice.cell_m > LC_GRID_COARSE_M)
        lc_warn(ctx, "field_coarse", "rasters of distances have wider cells than usual, as the city is large", "%g m",
                grid->lattice.cell_m);
    report->grids = LC_NEW0(lc_distance_grid, o->n_categories);
    d = LC_NEW(float, grid->lattice.width * grid->lattice.height);
    if (!report->grids || !d) status = lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < o->n_categories; k++) {
        const char *equals = strchr(o->categories[k], '=');
        char *category = equals ? lc_sprintf("%.*s", (int)(equals - o->categories[k]), o->categories[k])
                                : lc_strdup(o->categories[k]);
        size_t g = category ? category_group(job, category) : SIZE_MAX;
        if (category && g == SIZE_MAX) {
            status =
                lc_fail(ctx, LC_ERR_INPUT, "--field %s: profile %s has no walking indicator of this category with data",
                        category, job->profile->name);
        } else if (category) {
            const lc_plan_group *group = &job->plan->group[g];
            status = lc_grid_distances(ctx, grid, &job->fields->pass[group->pass].pass, group->place, d);
        }
        if (status == LC_OK && (!category || !fill_grid(grid, d, job->plan->group[g].range_m, category,
                                                        &report->grids[report->n_grids++])))
            status = lc_fail_memory(ctx);
        free(category);
    }
    free(d);
    lc_grid_free(grid);
    return status;
}
