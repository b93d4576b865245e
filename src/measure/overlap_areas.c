#include "measure/overlap_areas.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/integrate.h"
#include "coverage/tally.h"
#include "measure/measuring.h"
#include "measure/reach_classes.h"

/* What a facility reaches of a community in one tile. */
typedef struct {
    uint32_t community, indicator, row;
    double covered, err;
} entry_t;

typedef struct {
    const lc_fields *fields;
    const lc_results *results;
    double wanted; /* share of a demand that may be in doubt */
    lc_reach_tasks tasks;
    lc_reach_squares squares;
    bool *placed;
    double *sum, *err; /* [community * n_indicators + indicator] of all batches, */
    double *served;
    /* and of the one in hand: */
    lc_reach_batch batch;
    const lc_plan_batch *at; /* of its plan */
    uint32_t *which;         /* the communities in hand */
    size_t n_which;
    bool *doubtful; /* one a community */
    entry_t *entry;
    size_t n, cap;
    double *part, *part_err; /* as sum and err */
    bool failed;
} run_t;

static size_t n_indicators(const run_t *run) {
    return run->results->n_indicators;
}

/* ---------------------------------------------------------------------------------------------------- the tallies */

static bool add_entry(run_t *run, entry_t entry) {
    if (!(entry.covered > 0) && !(entry.err > 0)) return true;
    if (!LC_ROOM(run->entry, run->cap, run->n + 1)) return false;
    run->entry[run->n++] = entry;
    return true;
}

/* What a class has in a tile is its owner's there. */
static bool take_class(run_t *run, const lc_group *group, size_t k, uint32_t community, size_t square, double *tally) {
    const lc_reach_class *class = &run->batch.of[k];
    const lc_reach_task *t = &run->tasks.task[class->task];
    uint32_t owner = class->owner[square];
    bool ok = true;
    if (owner == UINT32_MAX) return true;
    for (size_t a = 0; ok && a < t->n_askers; a++) {
        const lc_reach_asker *asker = &t->asker[a];
        const lc_tally_limit *limit = lc_tally_of_limit(group, tally, asker->limit, asker->demand);
        ok = add_entry(run, (entry_t){community, (uint32_t)asker->indicator, (uint32_t)(t->row + owner), limit->covered,
                                      limit->err});
    }
    return ok;
}

static void take_tile(void *user, size_t i, const lc_box *tile, double *tally) {
    run_t *run = user;
    lc_xy middle = lc_box_middle(tile);
    lc_box met = lc_squares_met(&run->squares.plane, &(lc_box){middle.x, middle.y, middle.x, middle.y});
    size_t square = (size_t)met.y0 * run->squares.plane.columns + (size_t)met.x0;
    for (size_t p = run->at->first; p < run->at->first + run->at->n; p++) {
        const lc_plan_pass *from = &run->batch.plan->pass[p];
        const lc_pass *pass = &run->batch.fields->pass[p].pass;
        for (size_t g = 0; !run->failed && g < from->n_groups; g++)
            run->failed = !take_class(run, &pass->group[g], from->group[g], run->which[i], square, tally);
        tally += lc_tally_size(pass);
    }
}

static void take_community(void *user, size_t i, double *tally) {
    (void)user, (void)i, (void)tally; /* all is known by tiles */
}

/* ------------------------------------------------------------------------------------------------------ measuring */

/* Communities in a square that some facility of the batch may reach. */
static void find_communities(run_t *run) {
    const lc_geoms *communities = &run->fields->plan->city->communities;
    const lc_squares *plane = &run->squares.plane;
    bool *reached = run->doubtful;
    for (size_t c = 0; c < run->results->n_communities; c++) reached[c] = false;
    for (size_t g = 0; g < communities->n; g++) {
        lc_box box = lc_geom_box(communities, g), met = lc_squares_met(plane, &box);
        bool *any = &reached[communities->feature[g]];
        for (double y = met.y0; y <= met.y1; y++)
            for (double x = met.x0; !*any && x <= met.x1; x++)
                for (size_t k = 0; !*any && k < run->batch.n; k++)
                    *any = run->batch.of[k].owner[(size_t)y * plane->columns + (size_t)x] != UINT32_MAX;
    }
    run->n_which = 0;
    for (size_t c = 0; c < run->results->n_communities; c++)
        if (reached[c]) run->which[run->n_which++] = (uint32_t)c;
}

static lc_status measure_batch(lc_context *ctx, run_t *run, double tolerance_m2) {
    const lc_plan *plan = run->batch.plan;
    const lc_precision precision = {.tolerance_m2 = tolerance_m2};
    const lc_pass **pass = LC_NEW(const lc_pass *, plan->n_passes);
    lc_status status = pass ? LC_OK : lc_fail_memory(ctx);
    for (size_t b = 0; status == LC_OK && b < plan->n_batches; b++) {
        run->at = &plan->batch[b];
        for (size_t p = 0; p < run->at->n; p++) pass[p] = &run->batch.fields->pass[run->at->first + p].pass;
        status = lc_measure_tiles(ctx, pass, run->at->n, &plan->city->communities, plan->residential, run->which,
                                  run->n_which, &precision, take_tile, take_community, run);
        if (status == LC_OK && run->failed) status = lc_fail_memory(ctx);
    }
    free(pass);
    return status;
}

/* Communities that are not known well enough stay in hand, and lose their entries. */
static void keep_doubtful(run_t *run) {
    size_t n = n_indicators(run), left = 0, kept = 0;
    for (size_t at = 0; at < run->results->n_communities * n; at++) run->part[at] = run->part_err[at] = 0;
    for (size_t k = 0; k < run->n; k++) {
        size_t at = run->entry[k].community * n + run->entry[k].indicator;
        run->part[at] += run->entry[k].covered;
        run->part_err[at] += run->entry[k].err;
    }
    for (size_t c = 0; c < run->results->n_communities; c++) {
        run->doubtful[c] = false;
        for (size_t at = c * n; at < c * n + n; at++)
            if (run->part_err[at] > run->wanted * lc_max(run->results->value[at].demand, run->part[at]))
                run->doubtful[c] = true;
    }
    for (size_t i = 0; i < run->n_which; i++)
        if (run->doubtful[run->which[i]]) run->which[left++] = run->which[i];
    for (size_t k = 0; k < run->n; k++)
        if (!run->doubtful[run->entry[k].community]) run->entry[kept++] = run->entry[k];
    run->n_which = left;
    run->n = kept;
}

/* Until everything is known well enough, or as well as can be. */
static lc_status settle_batch(lc_context *ctx, run_t *run) {
    lc_status status = LC_OK;
    run->n = 0;
    find_communities(run);
    for (double tolerance = LC_TOLERANCE_M2; status == LC_OK && run->n_which; tolerance /= LC_REFINE) {
        status = measure_batch(ctx, run, tolerance);
        if (tolerance / LC_REFINE < LC_TOLERANCE_MIN_M2) break;
        keep_doubtful(run);
    }
    return status;
}

static void add_batch(run_t *run) {
    size_t n = n_indicators(run);
    for (size_t k = 0; k < run->n; k++) {
        const entry_t *e = &run->entry[k];
        run->sum[e->community * n + e->indicator] += e->covered;
        run->err[e->community * n + e->indicator] += e->err;
        if (run->served) run->served[e->row * n + e->indicator] += e->covered;
    }
}

static lc_status measure_all(lc_context *ctx, run_t *run) {
    lc_status status = LC_OK;
    size_t done = 0;
    for (bool more = true; status == LC_OK && more;) {
        status = lc_reach_batch_next(ctx, run->fields, &run->tasks, &run->squares, run->placed, &run->batch);
        more = run->batch.n > 0;
        if (status == LC_OK) status = settle_batch(ctx, run);
        if (status == LC_OK) add_batch(run);
        lc_reach_batch_free(&run->batch);
        while (done < run->squares.n && run->placed[done]) done++;
        if (status == LC_OK) status = lc_progress(ctx, 0.2 + 0.8 * (double)done / (double)(run->squares.n + 1));
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- whole */

static bool start(run_t *run) {
    size_t n = run->results->n_communities * n_indicators(run);
    run->placed = LC_NEW0(bool, run->squares.n);
    run->which = LC_NEW(uint32_t, run->results->n_communities);
    run->doubtful = LC_NEW(bool, run->results->n_communities);
    run->sum = LC_NEW0(double, n);
    run->err = LC_NEW0(double, n);
    run->part = LC_NEW(double, n);
    run->part_err = LC_NEW(double, n);
    for (size_t t = 0; run->served && t < run->tasks.n; t++)
        for (size_t a = 0; a < run->tasks.task[t].n_askers; a++) {
            const lc_reach_task *task = &run->tasks.task[t];
            for (size_t f = 0; f < task->facilities->n; f++)
                if (task->counts[f]) run->served[(task->row + f) * n_indicators(run) + task->asker[a].indicator] = 0;
        }
    return run->placed && run->which && run->doubtful && run->sum && run->err && run->part && run->part_err;
}

/* The sums of every indicator that was asked about, as shares of its demand. */
static void divide(const run_t *run, double *overlap, double *err) {
    for (size_t t = 0; t < run->tasks.n; t++)
        for (size_t a = 0; a < run->tasks.task[t].n_askers; a++)
            for (size_t c = 0; c < run->results->n_communities; c++) {
                size_t at = c * n_indicators(run) + run->tasks.task[t].asker[a].indicator;
                double demand = run->results->value[at].demand;
                if (!(demand > 0)) continue;
                if (overlap) overlap[at] = run->sum[at] / demand;
                if (err) err[at] = run->err[at] / demand;
            }
}

static void free_run(run_t *run) {
    lc_reach_tasks_free(&run->tasks);
    lc_reach_squares_free(&run->squares);
    free(run->placed);
    free(run->which);
    free(run->doubtful);
    free(run->entry);
    free(run->sum);
    free(run->err);
    free(run->part);
    free(run->part_err);
}

lc_status lc_overlap_areas(lc_context *ctx, const lc_fields *fields, const lc_results *results, double max_error,
                           double *overlap, double *err, double *served) {
    static const double SHARE = 0.1; /* of what is promised: the sum ought to be better than that, as a ratio is */
    run_t run = {.fields = fields, .results = results, .wanted = SHARE * max_error, .served = served};
    lc_status status = lc_reach_tasks_make(fields->plan, &run.tasks) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && run.tasks.n) {
        status = lc_reach_squares_find(ctx, fields, &run.tasks, &run.squares);
        if (status == LC_OK && !start(&run)) status = lc_fail_memory(ctx);
        if (status == LC_OK) status = measure_all(ctx, &run);
        if (status == LC_OK) divide(&run, overlap, err);
    }
    free_run(&run);
    return status;
}
