#include "report/join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/shared.h"
#include "report/fill.h"
#include "report/fill_categories.h"
#include "report/fill_equality.h"
#include "report/fill_groups.h"
#include "report/fill_parts.h"
#include "report/join_shapes.h"
#include "report/report_head.h"
#include "report/shard.h"

struct lc_join {
    const lc_city *all;
    lc_report *report; /* NULL before the first plane */
    lc_results results;
    const char **reason;
    lc_network_info *network; /* one a plane */
    size_t n_networks, cap_networks;
    lc_warnings warnings; /* of the planes */
    lc_join_shapes *shapes;
};

void lc_checked_free(lc_checked *c) {
    lc_report_free(c->report);
    lc_results_free(&c->results);
    free(c->reason);
    *c = (lc_checked){0};
}

lc_status lc_join_new(lc_context *ctx, const lc_city *all, lc_join **out) {
    *out = LC_NEW0(lc_join, 1);
    if (!*out) return lc_fail_memory(ctx);
    (*out)->all = all;
    return lc_join_shapes_new(ctx, &(*out)->shapes);
}

void lc_join_free(lc_join *join) {
    if (!join) return;
    lc_report_free(join->report);
    lc_results_free(&join->results);
    free(join->reason);
    free(join->network);
    lc_warnings_clear(&join->warnings);
    lc_join_shapes_free(join->shapes);
    free(join);
}

/* --------------------------------------------------------------------------------------------------- the first plane
 */

/* Room for the shares of all communities; the parts themselves are the same in all planes. */
static bool start_parts(lc_report *to, const lc_report *from, size_t n) {
    if (!from->parts) return true;
    to->parts = LC_NEW0(lc_part_list, to->n_indicators);
    for (size_t i = 0; to->parts && i < to->n_indicators; i++) {
        const lc_part_list *list = &from->parts[i];
        lc_part_list *own = &to->parts[i];
        if (!list->part) continue;
        own->part = LC_NEW(lc_part, list->n);
        if (!own->part) return false;
        memcpy(own->part, list->part, list->n * sizeof *own->part);
        own->n = list->n;
        if (!list->share) continue;
        own->share = LC_NEW(double, n *(list->n + 1));
        own->city_share = LC_NEW(double, list->n + 1);
        own->services = LC_NEW(double, n);
        if (!own->share || !own->city_share || !own->services) return false;
    }
    return to->parts;
}

static bool start_communities(lc_report *to, const lc_report *from, size_t n) {
    size_t cells = n * to->n_indicators;
    to->communities = LC_NEW0(lc_community, n);
    to->values = LC_NEW0(lc_value, cells);
    to->statistics = LC_NEW(lc_statistics, cells);
    to->bands = LC_NEW(double, cells * to->n_bands);
    to->amounts = LC_NEW0(lc_amount, n * to->n_categories);
    to->missed_items = from->missed_items ? LC_NEW0(char *, n) : NULL;
    to->no_data_items = from->no_data_items ? LC_NEW0(char *, n) : NULL;
    if (from->edge_effect) to->edge_effect = LC_NEW0(bool, n);
    to->n_communities = n;
    return to->communities && to->values && to->statistics && to->bands && to->amounts &&
           (to->missed_items || !from->missed_items) && (to->no_data_items || !from->no_data_items) &&
           (to->edge_effect || !from->edge_effect) && start_parts(to, from, n);
}

/* Communities were read for all planes, the rest was noted by each. */
static bool start_inputs(lc_report *to, const lc_city *all, const lc_report *from) {
    to->inputs = LC_NEW0(lc_input_info, all->n_info + from->n_inputs);
    if (!to->inputs) return false;
    for (; to->n_inputs < all->n_info; to->n_inputs++)
        if (!lc_input_info_copy(&all->info[to->n_inputs], &to->inputs[to->n_inputs])) return false;
    for (size_t i = 0; i < from->n_inputs; i++) {
        lc_input_info *input = &to->inputs[to->n_inputs++];
        if (!lc_input_info_copy(&from->inputs[i], input)) return false;
        if (input->by_plane) input->features = 0;
    }
    return true;
}

/* What is the same in all planes is the first one's. */
static bool start(lc_join *join, const lc_checked *part) {
    size_t n = join->all->n_communities, m = part->report->n_indicators;
    lc_report *to = join->report = LC_NEW0(lc_report, 1);
    join->reason = LC_NEW(const char *, m);
    if (!to || !join->reason) return false;
    memcpy(join->reason, part->reason, m * sizeof *join->reason);
    return start_inputs(to, join->all, part->report) && lc_report_copy_head(to, part->report) &&
           start_communities(to, part->report, n) && lc_results_start(&join->results, &part->results, n) &&
           (to->work_crs = lc_strdup("EPSG:4326"));
}

/* ------------------------------------------------------------------------------------------------------- every plane
 */

/* Levels are told by a source in all planes or in none, but for an extract with no feature in a plane. */
static bool take_levels(lc_report *to, const lc_report *from, const lc_plane *plane) {
    size_t n = to->n_categories * 3;
    if (!from->has_levels) return true;
    if (!lc_report_have_levels(to, to->n_categories)) return false;
    for (size_t k = 0; k < to->n_categories; k++) to->has_levels[k] = to->has_levels[k] || from->has_levels[k];
    for (size_t k = 0; k < plane->n; k++)
        memcpy(to->level_counts + plane->community[k] * n, from->level_counts + k * n, n * sizeof *to->level_counts);
    return true;
}

void lc_join_categories(lc_report *to, const lc_category *category) {
    for (size_t k = 0; k < to->n_categories; k++) {
        to->categories[k].lines = to->categories[k].lines || category[k].lines;
        to->categories[k].areas = to->categories[k].areas || category[k].areas;
    }
}

static void take_shares(lc_report *to, const lc_report *from, size_t c, size_t k) {
    for (size_t i = 0; to->parts && i < to->n_indicators; i++) {
        const lc_part_list *list = &from->parts[i];
        lc_part_list *own = &to->parts[i];
        if (!own->share) continue;
        memcpy(own->share + c * (own->n + 1), list->share + k * (own->n + 1), (own->n + 1) * sizeof *own->share);
        own->services[c] = list->services[k];
    }
}

static bool copy_text(const char *from, char **to) {
    *to = lc_strdup(from);
    return *to || !from;
}

static bool copy_community(const lc_community *from, lc_community *to) {
    char *id, *name;
    bool has_id = copy_text(from->id, &id), has_name = copy_text(from->name, &name);
    *to = *from;
    to->id = id;
    to->name = name;
    return has_id && has_name;
}

/* Community k of the plane is community c of all. */
static bool take_community(lc_report *to, const lc_report *from, size_t c, size_t k) {
    size_t m = to->n_indicators, b = to->n_bands, q = to->n_categories;
    bool ok = copy_community(&from->communities[k], &to->communities[c]);
    memcpy(to->values + c * m, from->values + k * m, m * sizeof *to->values);
    memcpy(to->statistics + c * m, from->statistics + k * m, m * sizeof *to->statistics);
    memcpy(to->bands + c * m * b, from->bands + k * m * b, m * b * sizeof *to->bands);
    memcpy(to->amounts + c * q, from->amounts + k * q, q * sizeof *to->amounts);
    if (to->missed_items) ok = copy_text(from->missed_items[k], &to->missed_items[c]) && ok;
    if (to->no_data_items) ok = copy_text(from->no_data_items[k], &to->no_data_items[c]) && ok;
    take_shares(to, from, c, k);
    return ok;
}

void lc_join_network(lc_report *to, const lc_network_info *net) {
    to->network.nodes += net->nodes;
    to->network.edges += net->edges;
    to->network.components += net->components;
    to->network.dropped_components += net->dropped_components;
    to->network.length_m += net->length_m;
    to->network.dropped_length_m += net->dropped_length_m;
    to->network.square_links += net->square_links;
    to->network.island_joints += net->island_joints;
    to->network.islands += net->islands;
    to->network.islands_length_m += net->islands_length_m;
}

static void add_inputs(lc_report *to, size_t first, const lc_report *from) {
    for (size_t i = 0; i < from->n_inputs && first + i < to->n_inputs; i++)
        if (from->inputs[i].by_plane) to->inputs[first + i].features += from->inputs[i].features;
}

/* What there is for the communities of a plane, or of a part of the planes, and the networks there. */
static bool take(lc_join *join, const lc_plane *plane, const lc_checked *part, const lc_network_info *network,
                 size_t n_networks) {
    const lc_report *from = part->report;
    bool ok = join->report || start(join, part);
    lc_report *to = join->report;
    for (size_t k = 0; ok && k < plane->n; k++) ok = take_community(to, from, plane->community[k], k);
    for (size_t k = 0; ok && to->edge_effect && from->edge_effect && k < plane->n; k++)
        to->edge_effect[plane->community[k]] = from->edge_effect[k];
    if (ok) lc_join_categories(to, from->categories);
    ok = ok && take_levels(to, from, plane);
    if (ok) lc_results_put(&join->results, &part->results, plane->community);
    ok = ok && LC_ROOM(join->network, join->cap_networks, join->n_networks + n_networks);
    for (size_t k = 0; ok && k < n_networks; k++) join->network[join->n_networks++] = network[k];
    if (ok) to->has_network = to->has_network || from->has_network;
    if (ok) add_inputs(to, join->all->n_info, from);
    return ok;
}

lc_status lc_join_add(lc_context *ctx, lc_join *join, size_t number, const lc_checked *part) {
    const lc_planes *planes = &join->all->shared->planes;
    bool ok = take(join, &planes->plane[number], part, &part->report->network, 1) &&
              lc_join_warnings_copy(&join->warnings, &part->report->warnings);
    return ok ? lc_join_shapes_add(ctx, join->shapes, planes, number, part->report) : lc_fail_memory(ctx);
}

lc_status lc_join_add_part(lc_context *ctx, lc_join *join, size_t first, const lc_checked *part) {
    const lc_shard *shard = part->report->shard;
    const lc_plane all = {.community = shard->index, .n = part->report->n_communities};
    bool ok = take(join, &all, part, shard->network, shard->n_networks) &&
              lc_join_warnings_copy(&join->warnings, &shard->planes);
    return ok ? lc_join_shapes_add_part(ctx, join->shapes, &join->all->shared->planes, first, part->report)
              : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------------ the end
 */

void lc_join_category(lc_report *r, size_t k) {
    lc_category *category = &r->categories[k];
    category->count = 0;
    category->length_m = category->lines ? 0 : NAN;
    for (size_t c = 0; c < r->n_communities; c++) {
        lc_amount *amount = &r->amounts[c * r->n_categories + k];
        category->count += amount->count;
        if (category->lines && isnan(amount->length_m)) amount->length_m = 0;
        if (category->areas && isnan(amount->area_m2)) amount->area_m2 = 0;
        if (category->lines) category->length_m += amount->length_m;
    }
    lc_report_total_area(r, k);
}

/* What reading the communities had to say. */
static bool told_of_communities(const lc_told *told, lc_warnings *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < told->n; i++) ok = lc_join_warnings_copy(out, &told->part[i].warnings);
    return ok;
}

/* What was told of the communities, then of all sources, then of the planes. */
static bool join_all_warnings(lc_join *join, const lc_warnings *sources, lc_shard *shard) {
    lc_warnings first = {0};
    bool ok = told_of_communities(&join->all->told, &first) && lc_join_warnings_copy(&first, sources);
    if (ok && shard)
        ok = lc_warnings_copy(&shard->sources, &first) && lc_warnings_copy(&shard->planes, &join->warnings);
    ok = ok && lc_join_warnings_copy(&first, &join->warnings);
    join->report->warnings = first;
    return ok;
}

/* What the report of a part carries for its merging. */
static bool fill_shard(lc_join *join) {
    const lc_shared *shared = join->all->shared;
    lc_shard *shard = join->report->shard = LC_NEW0(lc_shard, 1);
    size_t n = join->report->n_communities;
    if (!shard) return false;
    shard->number = shared->part.number;
    shard->of = shared->part.of;
    shard->n = shared->part.n;
    shard->index = LC_NEW(size_t, n);
    if (!shard->index) return false;
    memcpy(shard->index, shared->index, n * sizeof *shard->index);
    shard->network = join->network;
    join->network = NULL;
    shard->n_networks = join->n_networks;
    shard->centre = LC_NEW(lc_xy, shard->n_networks);
    shard->box = LC_NEW(lc_box, shard->n_networks);
    for (size_t k = 0; shard->centre && shard->box && k < shard->n_networks; k++) {
        shard->centre[k] = shared->planes.plane[k].centre;
        shard->box[k] = shared->planes.plane[k].box;
    }
    return shard->centre && shard->box;
}

lc_status lc_join_end(lc_context *ctx, lc_join *join, const lc_warnings *sources, lc_report **out) {
    lc_report *r = join->report;
    lc_results_sum(&join->results);
    lc_report_fill_totals(ctx, r, join->reason, &join->results);
    lc_report_fill_total_parts(r, &join->results);
    for (size_t i = 0; i < r->n_indicators; i++) r->indicators[i].gini_distance = NAN; /* it was the first plane's */
    bool ok = !lc_cancelled(ctx) && lc_report_fill_equality(ctx, r, &join->results, NULL) && !lc_cancelled(ctx) &&
              lc_report_fill_groups(r, join->all->group_field, join->all->group, join->reason, &join->results);
    for (size_t k = 0; k < r->n_categories; k++) lc_join_category(r, k);
    for (size_t k = 0; k < join->n_networks; k++) lc_join_network(r, &join->network[k]);
    if (ok && join->all->shared->index) ok = fill_shard(join);
    ok = ok && join_all_warnings(join, sources, r->shard) && lc_geoms_append(&r->shapes, &join->all->shapes, 0) &&
         lc_warnings_join(&r->warnings, &ctx->warnings);
    if (ok && r->shard) {
        r->shard->results = join->results;
        join->results = (lc_results){0};
    }
    if (!ok) return lc_cancelled(ctx) ? lc_fail_cancelled(ctx) : lc_fail_memory(ctx);
    lc_status status = lc_join_shapes_end(ctx, join->shapes, r);
    if (status != LC_OK) return status;
    r->n_planes = join->all->shared->planes.n;
    *out = r;
    join->report = NULL;
    return LC_OK;
}
