/*
 * The question is put as one of coverage: D is finite on all paths but those of islands, and the limit is above every
 * d. What is on network and not within that limit has its nearest path on an island. Communities that no island is near
 * are not measured.
 */
#include "measure/island_share.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/integrate.h"
#include "coverage/place.h"
#include "coverage/tally.h"
#include "measure/edge_fields.h"
#include "measure/fields.h"
#include "measure/gate_fields.h"
#include "measure/spread_sums.h"

/* Slivers of the first run, m2, and how much finer each further one is; a share within ERR_WANTED is good enough. */
static const double TOLERANCE_M2 = 1, REFINE = 32, TOLERANCE_MIN_M2 = 1e-9, ERR_WANTED = 1e-4;

typedef struct {
    const lc_fields *fields;
    const lc_plan *plan;
    const lc_city *city;
    const lc_network *network; /* of the city: the one in hand */
    lc_field mainland;         /* finite on paths that are not on islands */
    double limit_m;
    lc_pass_fields pass;
    lc_kept *kept;
    bool *asked;     /* communities of which not everything is known */
    uint32_t *which; /* those of them that islands are near, n */
    size_t n;
    double *island;   /* [k * LC_DEMANDS + demand], k-th of `which`: of what is measured now; people as of areas */
    double *relative; /* [k]: the largest err of its shares */
    const lc_places *places; /* which are measured now */
    const lc_spread *spread; /* whose people are measured now; NULL: areas are, or places */
    lc_place_scratch *scratch;
} run_t;

/* Has indicator i an answer, on the network in hand, and counts these people (none: areas)? */
static bool is_asked(const run_t *run, size_t i, const lc_people *people) {
    const lc_plan *plan = run->plan;
    const lc_plan_indicator *pi = &plan->indicator[i];
    return plan->profile->indicators[i].metric != LC_STRAIGHT && !pi->reason && pi->people.places == people->places &&
           pi->people.spread == people->spread && lc_plan_network(plan, lc_plan_walk_of(plan, i)) == run->network;
}

/* D is 0 at the nodes of all paths but those of islands (no edge belongs to both, since components share no node), and
   on the way at most half an edge's length. *most gets the largest. */
static bool lay_mainland(run_t *run, double *most) {
    const lc_network *net = run->network;
    lc_field *f = &run->mainland;
    f->network = net;
    f->node_d = LC_NEW(double, net->n_nodes);
    f->breakpoint_list = LC_NEW0(uint32_t, net->n_edges);
    if (!f->node_d || !f->breakpoint_list) return false;
    for (size_t i = 0; i < net->n_nodes; i++) f->node_d[i] = INFINITY;
    *most = 0;
    for (size_t e = 0; e < net->n_edges; e++) {
        if (net->on_island[e]) continue;
        f->node_d[net->node_u[e]] = f->node_d[net->node_v[e]] = 0;
        *most = fmax(*most, net->length_m[e] / 2);
    }
    f->range_m = *most;
    return true;
}

/* The longest way inside a gated compound. */
static double longest_inside(const lc_compounds *compounds) {
    double longest = 0;
    for (size_t g = 0; compounds && g < compounds->zones.geoms.n; g++) {
        lc_box box = lc_geom_box(&compounds->zones.geoms, g);
        for (size_t k = compounds->gate_of[g]; k < compounds->gate_of[g + 1]; k++) {
            lc_xy gate = compounds->gate_xy[compounds->gate[k]];
            lc_box_add(&box, gate.x, gate.y);
        }
        longest = fmax(longest, hypot(box.x1 - box.x0, box.y1 - box.y0));
    }
    return longest;
}

/* A pass of one group and one limit, above every d that is finite. */
static lc_status lay_pass(lc_context *ctx, run_t *run) {
    static const bool everywhere = true;
    const lc_compounds *compounds = run->city->compounds;
    lc_pass_fields *p = &run->pass;
    double leg = run->fields->links->link_limit_m, most;
    p->group = LC_NEW0(lc_group, 1);
    p->term = LC_NEW0(lc_term, 1);
    if (!p->group || !p->term || !lay_mainland(run, &most)) return lc_fail_memory(ctx);
    if (lc_cancelled(ctx)) return lc_fail_cancelled(ctx);
    run->limit_m = leg + most + longest_inside(compounds) + 1;
    *p->term = (lc_term){.field = &run->mainland};
    *p->group = (lc_group){.term = p->term,
                           .n_terms = 1,
                           .range_m = run->limit_m,
                           .limit_m = &run->limit_m,
                           .everywhere = &everywhere,
                           .n_limits = 1};
    p->pass = (lc_pass){.leg_max_m = leg};
    lc_pass_groups(&p->pass, p->group, 1);
    lc_status status = lc_edge_fields_lay(ctx, run->fields, run->network, LC_WALK_LENGTHS, NULL, p);
    if (status != LC_OK || !compounds || !compounds->n_gates) return status;
    p->pass.gated = &compounds->zones;
    return lc_gate_fields_lay(ctx, compounds, p);
}

/* ------------------------------------------------------------------------------------------------- communities */

/* Is any path of an island in this box? */
static bool is_island_in(const run_t *run, const lc_box *box, lc_items *items, bool *found) {
    const lc_network *net = run->network;
    if (!lc_index_search(net->index, box, items)) return false;
    for (size_t i = 0; i < items->n && !*found; i++)
        *found = net->on_island[net->vert_edge[net->seg_vert[items->item[i]]]];
    return true;
}

/* Of the communities that are asked for, those that have a path of an island within the longest leg; gates may be far
   from their compound, so that with compounds all have. */
static lc_status find_communities(lc_context *ctx, run_t *run) {
    const lc_geoms *communities = &run->city->communities;
    double leg = run->fields->links->link_limit_m;
    bool *near = LC_NEW0(bool, run->city->n_communities);
    run->which = LC_NEW(uint32_t, run->city->n_communities);
    lc_items items = {0};
    bool ok = near && run->which;
    for (size_t g = 0; ok && g < communities->n; g++) {
        bool *found = &near[communities->feature[g]];
        lc_box box = lc_geom_box(communities, g);
        box = (lc_box){box.x0 - leg, box.y0 - leg, box.x1 + leg, box.y1 + leg};
        if (g % 64 == 0) ok = !lc_cancelled(ctx);
        if (!run->asked[communities->feature[g]]) continue;
        if (run->city->compounds)
            *found = true;
        else if (ok && !*found)
            ok = is_island_in(run, &box, &items, found);
    }
    for (size_t c = 0; ok && c < run->city->n_communities; c++)
        if (near[c]) run->which[run->n++] = (uint32_t)c;
    free(near);
    free(items.item);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------- the plane */

/* Communities which[at[i]], in one run. */
typedef struct {
    run_t *run;
    const size_t *at;
} round_t;

static void take(void *user, size_t i, double *tally) {
    const round_t *round = user;
    run_t *run = round->run;
    const lc_group *group = run->pass.group;
    size_t k = round->at[i];
    run->relative[k] = 0;
    for (int demand = 0; demand < LC_DEMANDS; demand++) {
        double whole = *lc_tally_demand(tally, demand);
        const lc_tally_limit *linked = lc_tally_of_limit(group, tally, 0, demand);
        double island = whole - lc_tally_of_group(group, tally, demand)->offnet - linked->covered;
        run->island[k * LC_DEMANDS + (size_t)demand] = fmax(island, 0);
        if (whole > 0) run->relative[k] = fmax(run->relative[k], linked->err / whole);
    }
}

typedef struct {
    const run_t *run;
    double tolerance;
} polygons_t;

static lc_status measure_polygons(lc_context *ctx, const void *user, const lc_geoms *polygons, const uint32_t *which,
                                  size_t n, lc_tally_fn give, void *taker) {
    const polygons_t *p = user;
    const lc_pass *pass = &p->run->pass.pass;
    const lc_zones *residential = p->run->spread ? NULL : p->run->plan->residential;
    const lc_precision precision = {.tolerance_m2 = p->tolerance};
    return lc_measure(ctx, &pass, 1, polygons, residential, which, n, &precision, give, taker);
}

/* Areas, or people who are laid over them. */
static lc_status measure_plane(lc_context *ctx, run_t *run) {
    size_t n = run->n, *at = LC_NEW(size_t, run->n);
    uint32_t *which = LC_NEW(uint32_t, run->n);
    round_t round = {run, at};
    lc_status status = at && which ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; at && k < n; k++) at[k] = k;
    for (double tolerance = TOLERANCE_M2; status == LC_OK && n && tolerance >= TOLERANCE_MIN_M2; tolerance /= REFINE) {
        for (size_t i = 0; i < n; i++) which[i] = run->which[at[i]];
        polygons_t p = {run, tolerance};
        size_t size = lc_tally_size(&run->pass.pass);
        status = run->spread ? lc_spread_sum(ctx, run->spread, which, n, size, measure_polygons, &p, take, &round)
                             : measure_polygons(ctx, &p, &run->city->communities, which, n, take, &round);
        size_t open = 0;
        for (size_t i = 0; i < n; i++)
            if (run->relative[at[i]] > ERR_WANTED) at[open++] = at[i];
        n = open;
    }
    free(at);
    free(which);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- places */

static bool measure_places(void *user, size_t k, int worker) {
    const run_t *run = user;
    const lc_places *places = run->places;
    double *sum = &run->island[k * LC_DEMANDS + LC_DEMAND_AREA];
    size_t c = run->which[k];
    for (size_t j = places->start[c]; j < places->start[c + 1]; j++) {
        double d;
        bool offnet;
        if (!lc_place_distances(&run->pass.pass, places->xy[places->place[j]], &run->scratch[worker], &d, &offnet))
            return false;
        if (!offnet && d == INFINITY) *sum += places->weight[places->place[j]];
    }
    return true;
}

static lc_status measure_all_places(lc_context *ctx, run_t *run) {
    size_t threads = (size_t)lc_threads(ctx);
    for (size_t k = 0; k < run->n; k++) run->island[k * LC_DEMANDS + LC_DEMAND_AREA] = 0;
    run->scratch = LC_NEW0(lc_place_scratch, threads);
    if (!run->scratch) return lc_fail_memory(ctx);
    lc_status status = lc_parallel(ctx, run->n, measure_places, run);
    for (size_t t = 0; t < threads; t++) lc_place_scratch_free(&run->scratch[t]);
    free(run->scratch);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- the whole */

/* What is known of the people of indicator i, or of areas. */
static lc_kept_level *level_of(const run_t *run, size_t i) {
    const lc_people *people = &run->plan->indicator[i].people;
    const void *who = people->places ? (const void *)people->places : (const void *)people->spread;
    return lc_kept_find(run->kept,
                        run->network == run->city->network ? LC_PASS_OF_ISLANDS : LC_PASS_OF_STEP_FREE_ISLANDS,
                        TOLERANCE_M2, who, LC_DEMANDS);
}

/* Does indicator i stand for all that count the same people? The first of them does. */
static bool stands_for_all(const run_t *run, size_t i) {
    const lc_people *people = &run->plan->indicator[i].people;
    if (!is_asked(run, i, people)) return false;
    for (size_t j = 0; j < i; j++)
        if (is_asked(run, j, people)) return false;
    return true;
}

/* The communities of which something is not known. */
static lc_status find_asked(lc_context *ctx, run_t *run, bool *any) {
    size_t n = run->city->n_communities;
    run->asked = LC_NEW0(bool, n);
    *any = false;
    if (!run->asked) return lc_fail_memory(ctx);
    for (size_t i = 0; i < run->plan->profile->n_indicators; i++) {
        if (!stands_for_all(run, i)) continue;
        const lc_kept_level *level = level_of(run, i);
        if (!level) return lc_fail_memory(ctx);
        for (size_t c = 0; c < n; c++) run->asked[c] = run->asked[c] || !level->known[c];
    }
    for (size_t c = 0; c < n; c++) *any = *any || run->asked[c];
    return LC_OK;
}

/* Keep what was measured; where no island is near there is nothing. */
static void keep(const run_t *run, lc_kept_level *level) {
    for (size_t c = 0; c < run->city->n_communities; c++) {
        if (!run->asked[c]) continue;
        level->known[c] = true;
        for (size_t d = 0; d < LC_DEMANDS; d++) level->record[c * LC_DEMANDS + d] = 0;
    }
    for (size_t k = 0; k < run->n; k++)
        for (size_t d = 0; d < LC_DEMANDS; d++)
            level->record[(size_t)run->which[k] * LC_DEMANDS + d] = run->island[k * LC_DEMANDS + d];
}

/* Every demand once. */
static lc_status measure_demands(lc_context *ctx, run_t *run) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < run->plan->profile->n_indicators; i++) {
        const lc_people *people = &run->plan->indicator[i].people;
        if (!stands_for_all(run, i)) continue;
        run->places = people->places;
        run->spread = people->spread;
        if (run->n) status = people->places ? measure_all_places(ctx, run) : measure_plane(ctx, run);
        if (status == LC_OK) keep(run, level_of(run, i));
    }
    return status;
}

static lc_status measure_asked(lc_context *ctx, run_t *run) {
    bool any;
    lc_status status = find_asked(ctx, run, &any);
    if (status == LC_OK && any) status = find_communities(ctx, run);
    if (status == LC_OK && run->n) {
        run->island = LC_NEW0(double, run->n *LC_DEMANDS);
        run->relative = LC_NEW0(double, run->n);
        status = run->island && run->relative ? lay_pass(ctx, run) : lc_fail_memory(ctx);
    }
    return status == LC_OK && any ? measure_demands(ctx, run) : status;
}

static void hand_out(const run_t *run, lc_results *results) {
    for (size_t i = 0; i < results->n_indicators; i++) {
        bool land = run->plan->profile->indicators[i].denominator == LC_RESIDENTIAL;
        if (!is_asked(run, i, &run->plan->indicator[i].people)) continue;
        const double *island = level_of(run, i)->record + (land ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA);
        for (size_t c = 0; c < results->n_communities; c++) {
            lc_result *r = &results->value[c * results->n_indicators + i];
            if (r->demand > 0) r->island = island[c * LC_DEMANDS];
        }
    }
}

static void free_run(run_t *run) {
    free(run->mainland.node_d);
    free(run->mainland.breakpoint_list);
    lc_pass_fields_free(&run->pass);
    free(run->asked);
    free(run->which);
    free(run->island);
    free(run->relative);
}

static lc_status share_of(lc_context *ctx, const lc_fields *fields, const lc_network *network, lc_kept *kept,
                          lc_results *results) {
    run_t run = {.fields = fields, .plan = fields->plan, .city = fields->plan->city, .network = network, .kept = kept};
    if (!network || !network->on_island) return LC_OK;
    lc_status status = measure_asked(ctx, &run);
    if (status == LC_OK) hand_out(&run, results);
    free_run(&run);
    return status;
}

lc_status lc_island_share(lc_context *ctx, const lc_fields *fields, lc_kept *kept, lc_results *results) {
    const lc_city *city = fields->plan->city;
    lc_kept own = {.n_communities = city->n_communities};
    lc_status status = share_of(ctx, fields, city->network, kept ? kept : &own, results);
    if (status == LC_OK) status = share_of(ctx, fields, city->step_free, kept ? kept : &own, results);
    lc_kept_free(&own);
    return status;
}
