#include "report/shard_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "network/network.h"
#include "profile/levels.h"

/* ---------------------------------------------------------------------------------------- the same in all parts */

static void exchange_parameters(lc_exchange *x, lc_report *r) {
    lc_exchange_begin(x, "parameters");
    LC_COLUMN_TEXTS(x, r, 1, profile);
    LC_COLUMN_TEXTS(x, r, 1, profile_title_en);
    LC_COLUMN_TEXTS(x, r, 1, profile_title_zh);
    LC_COLUMN_TEXTS(x, r, 1, profile_source);
    LC_COLUMN_TEXTS(x, r, 1, walk_cost);
    LC_ONE(x, r->link_limit_m);
    LC_ONE(x, r->max_error);
    LC_ONE(x, r->min_component_m);
    LC_ONE(x, r->island_gap_m);
    LC_ONE(x, r->walk_speed_m_per_min);
    LC_ONE(x, r->max_distance_error_m);
    LC_COLUMN_FLAGS(x, r, 1, has_overlap);
    LC_COLUMN_FLAGS(x, r, 1, allow_no_data);
    LC_COLUMN_FLAGS(x, r, 1, has_network);
    LC_ONE(x, r->n_bands);
    LC_ROOM_FOR(x, r->bands_m, r->n_bands);
    LC_ARRAY(x, r->bands_m, r->n_bands);
}

static void exchange_walk_cost(lc_exchange *x, lc_walk_cost *cost) {
    LC_ONE(x, cost->slope);
    lc_exchange_hold(x, cost->slope <= LC_SLOPE_TABLE);
    LC_ONE(x, cost->n_table);
    LC_ROOM_FOR(x, cost->table, cost->n_table);
    LC_COLUMN(x, cost->table, cost->n_table, slope);
    LC_COLUMN(x, cost->table, cost->n_table, factor);
    LC_COLUMN_FLAGS(x, cost, 1, has_stairs);
    LC_ONE(x, cost->stairs);
    LC_COLUMN_FLAGS(x, cost, 1, crossings);
}

static void exchange_scenarios(lc_exchange *x, lc_report *r) {
    lc_exchange_begin(x, "scenarios");
    LC_ONE(x, r->n_scenarios);
    LC_ROOM_FOR(x, r->scenarios, r->n_scenarios);
    LC_COLUMN_TEXTS(x, r->scenarios, r->n_scenarios, id);
    LC_COLUMN_TEXTS(x, r->scenarios, r->n_scenarios, title_en);
    LC_COLUMN_TEXTS(x, r->scenarios, r->n_scenarios, title_zh);
    LC_COLUMN_TEXTS(x, r->scenarios, r->n_scenarios, group);
    LC_COLUMN(x, r->scenarios, r->n_scenarios, walk_speed_m_per_min);
    LC_COLUMN_FLAGS(x, r->scenarios, r->n_scenarios, has_walk_cost);
    for (size_t i = 0; x->status == LC_OK && i < r->n_scenarios; i++) exchange_walk_cost(x, &r->scenarios[i].walk_cost);
}

/* What is asked; totals are summed anew. */
static void exchange_indicators(lc_exchange *x, lc_report *r) {
    size_t n = 0;
    lc_exchange_begin(x, "indicators");
    LC_ONE(x, r->n_indicators);
    LC_ROOM_FOR(x, r->indicators, n = r->n_indicators);
    LC_COLUMN_TEXTS(x, r->indicators, n, id);
    LC_COLUMN_TEXTS(x, r->indicators, n, title_en);
    LC_COLUMN_TEXTS(x, r->indicators, n, title_zh);
    LC_COLUMN_TEXTS(x, r->indicators, n, category);
    LC_COLUMN_TEXTS(x, r->indicators, n, metric);
    LC_COLUMN_TEXTS(x, r->indicators, n, denominator);
    LC_COLUMN_TEXTS(x, r->indicators, n, group);
    LC_COLUMN_TEXTS(x, r->indicators, n, measure);
    LC_COLUMN_TEXTS(x, r->indicators, n, supply);
    LC_COLUMN_TEXTS(x, r->indicators, n, decay);
    LC_COLUMN_TEXTS(x, r->indicators, n, source);
    LC_COLUMN_TEXTS(x, r->indicators, n, verified);
    LC_COLUMN_TEXTS(x, r->indicators, n, target_note_en);
    LC_COLUMN_TEXTS(x, r->indicators, n, target_note_zh);
    LC_COLUMN(x, r->indicators, n, distance_m);
    LC_COLUMN(x, r->indicators, n, target);
    LC_COLUMN(x, r->indicators, n, community_target);
    LC_COLUMN(x, r->indicators, n, combines);
    LC_COLUMN(x, r->indicators, n, n_parts);
    LC_COLUMN(x, r->indicators, n, least);
    for (size_t i = 0; x->status == LC_OK && x->reads && i < n; i++) {
        lc_indicator *to = &r->indicators[i];
        to->mean_ratio = to->services = to->gini = to->theil = to->gini_distance = NAN;
        lc_exchange_hold(x, to->id && to->metric && to->denominator && to->measure && to->title_en &&
                                to->combines <= LC_COMBINES_AT_LEAST);
    }
}

static void exchange_rules(lc_exchange *x, lc_report *r) {
    lc_exchange_begin(x, "rules");
    LC_ROOM_FOR(x, r->rules, r->n_indicators);
    for (size_t i = 0; x->status == LC_OK && i < r->n_indicators; i++) {
        lc_rule_list *list = &r->rules[i];
        size_t n = list->n;
        LC_ONE(x, n);
        LC_ROOM_FOR(x, list->rule, n);
        if (x->status == LC_OK && x->reads) list->n = n;
        LC_COLUMN_TEXTS(x, list->rule, n, category);
        LC_COLUMN(x, list->rule, n, distance_m);
        LC_COLUMN(x, list->rule, n, minutes);
        LC_COLUMN(x, list->rule, n, min_area_m2);
        LC_COLUMN(x, list->rule, n, max_area_m2);
        LC_COLUMN(x, list->rule, n, level);
        for (size_t k = 0; x->status == LC_OK && k < n; k++)
            lc_exchange_hold(x, list->rule[k].category && list->rule[k].level <= LC_LEVEL_STATION);
    }
}

/* Parts of combinations, and what is counted of them. */
static void exchange_combination(lc_exchange *x, const lc_report *r, lc_part_list *list) {
    bool has_parts = list->part, has_shares = list->share;
    lc_exchange_flags(x, &has_parts, 1, 1);
    lc_exchange_flags(x, &has_shares, 1, 1);
    LC_ONE(x, list->n);
    if (has_parts) {
        LC_ROOM_FOR(x, list->part, list->n);
        LC_COLUMN(x, list->part, list->n, indicator);
        LC_COLUMN_FLAGS(x, list->part, list->n, left_out);
        LC_COLUMN_FLAGS(x, list->part, list->n, missing);
        for (size_t k = 0; x->status == LC_OK && k < list->n; k++)
            lc_exchange_hold(x, list->part[k].indicator < r->n_indicators);
    }
    if (!has_shares) return;
    LC_ROOM_FOR(x, list->share, r->n_communities * (list->n + 1));
    LC_ROOM_FOR(x, list->services, r->n_communities);
    LC_ROOM_FOR(x, list->city_share, list->n + 1);
    LC_ARRAY(x, list->share, r->n_communities * (list->n + 1));
    LC_ARRAY(x, list->services, r->n_communities);
}

static void exchange_parts(lc_exchange *x, lc_report *r) {
    bool any = r->parts;
    lc_exchange_begin(x, "parts");
    lc_exchange_flags(x, &any, 1, 1);
    if (!any) return;
    LC_ROOM_FOR(x, r->parts, r->n_indicators);
    for (size_t i = 0; x->status == LC_OK && i < r->n_indicators; i++) {
        exchange_combination(x, r, &r->parts[i]);
        lc_exchange_hold(x, !r->indicators[i].combines || r->parts[i].n == r->indicators[i].n_parts);
    }
}

static void exchange_scorecard(lc_exchange *x, lc_report *r) {
    lc_exchange_begin(x, "scorecard");
    LC_ONE(x, r->n_scorecard);
    LC_ROOM_FOR(x, r->scorecard, r->n_scorecard);
    LC_ARRAY(x, r->scorecard, r->n_scorecard);
    for (size_t k = 0; x->status == LC_OK && k < r->n_scorecard; k++)
        lc_exchange_hold(x, r->scorecard[k] < r->n_indicators);
}

static void exchange_inputs(lc_exchange *x, lc_report *r) {
    size_t n = 0;
    lc_exchange_begin(x, "inputs");
    LC_ONE(x, r->n_inputs);
    LC_ROOM_FOR(x, r->inputs, n = r->n_inputs);
    LC_COLUMN_TEXTS(x, r->inputs, n, role);
    LC_COLUMN_TEXTS(x, r->inputs, n, file);
    LC_COLUMN_TEXTS(x, r->inputs, n, layer);
    LC_COLUMN_TEXTS(x, r->inputs, n, crs);
    LC_COLUMN_TEXTS(x, r->inputs, n, encoding);
    LC_COLUMN(x, r->inputs, n, features);
    LC_COLUMN_FLAGS(x, r->inputs, n, by_plane);
    LC_COLUMN(x, r->inputs, n, sha256);
    for (size_t k = 0; x->status == LC_OK && k < n; k++)
        lc_exchange_hold(x, r->inputs[k].role && r->inputs[k].file && memchr(r->inputs[k].sha256, 0, 65));
}

static unsigned char *bytes_for(lc_exchange *x, size_t n) {
    unsigned char *bytes = x->status == LC_OK ? LC_NEW0(unsigned char, n) : NULL;
    if (x->status == LC_OK && !bytes) x->status = lc_fail_memory(x->db->ctx);
    return bytes;
}

static unsigned char op_number(const char *name) {
    lc_edit_op op = LC_EDIT_ADD;
    lc_edit_op_of(name, &op);
    return (unsigned char)op;
}

/* The same as in the report, which says whether there are any. Operations are static text. */
static void exchange_edits(lc_exchange *x, lc_report *r) {
    size_t n = r->shard->edits.n;
    if (!n) return;
    lc_exchange_begin(x, "edits");
    LC_ROOM_FOR(x, r->edits, n);
    if (x->status == LC_OK && x->reads) r->n_edits = n;
    unsigned char *op = bytes_for(x, n);
    for (size_t k = 0; op && !x->reads && k < n; k++) op[k] = op_number(r->edits[k].op);
    LC_ARRAY(x, op, n);
    for (size_t k = 0; x->status == LC_OK && x->reads && k < n; k++) {
        lc_exchange_hold(x, op[k] <= LC_EDIT_OPEN);
        if (x->status == LC_OK) r->edits[k].op = lc_edit_op_name((lc_edit_op)op[k]);
    }
    free(op);
    LC_COLUMN_TEXTS(x, r->edits, n, category);
    LC_COLUMN_TEXTS(x, r->edits, n, id);
    LC_COLUMN_TEXTS(x, r->edits, n, name);
    LC_COLUMN_TEXTS(x, r->edits, n, file);
    LC_COLUMN(x, r->edits, n, number);
}

/* ------------------------------------------------------------------------------------------------- the communities */

static void exchange_categories(lc_exchange *x, lc_report *r) {
    size_t n = 0;
    lc_exchange_begin(x, "categories");
    LC_ONE(x, r->n_categories);
    LC_ROOM_FOR(x, r->categories, n = r->n_categories);
    LC_COLUMN_TEXTS(x, r->categories, n, id);
    LC_COLUMN_TEXTS(x, r->categories, n, title_en);
    LC_COLUMN_TEXTS(x, r->categories, n, title_zh);
    LC_COLUMN_FLAGS(x, r->categories, n, known);
    LC_COLUMN_FLAGS(x, r->categories, n, lines);
    LC_COLUMN_FLAGS(x, r->categories, n, areas);
    for (size_t k = 0; x->status == LC_OK && x->reads && k < n; k++) {
        lc_category *to = &r->categories[k];
        to->length_m = to->area_m2 = to->share = to->m2_per_person = NAN; /* totals */
        lc_exchange_hold(x, to->id);
    }
    n *= r->n_communities;
    LC_ROOM_FOR(x, r->amounts, n);
    LC_COLUMN(x, r->amounts, n, count);
    LC_COLUMN(x, r->amounts, n, length_m);
    LC_COLUMN(x, r->amounts, n, area_m2);
    LC_COLUMN(x, r->amounts, n, share);
    LC_COLUMN(x, r->amounts, n, m2_per_person);
}

static void exchange_levels(lc_exchange *x, lc_report *r) {
    bool any = r->has_levels;
    lc_exchange_begin(x, "levels");
    lc_exchange_flags(x, &any, 1, 1);
    if (!any) return;
    LC_ROOM_FOR(x, r->has_levels, r->n_categories);
    lc_exchange_flags(x, r->has_levels, 1, r->n_categories);
    LC_ROOM_FOR(x, r->level_counts, 3 * r->n_communities * r->n_categories);
    LC_ARRAY(x, r->level_counts, 3 * r->n_communities * r->n_categories);
}

static void exchange_statistics(lc_exchange *x, lc_report *r) {
    size_t n = r->n_communities * r->n_indicators;
    lc_exchange_begin(x, "statistics");
    LC_ROOM_FOR(x, r->statistics, n);
    LC_COLUMN(x, r->statistics, n, p50_m);
    LC_COLUMN(x, r->statistics, n, p90_m);
    LC_COLUMN(x, r->statistics, n, facilities);
    LC_COLUMN(x, r->statistics, n, per_10k);
    LC_COLUMN(x, r->statistics, n, overlap);
    LC_COLUMN(x, r->statistics, n, overlap_err);
    LC_COLUMN(x, r->statistics, n, p50_err_m);
    LC_COLUMN(x, r->statistics, n, p90_err_m);
    LC_ROOM_FOR(x, r->bands, n * r->n_bands);
    LC_ARRAY(x, r->bands, n * r->n_bands);
}

/* Of the results what is no sum: the others are in the report. */
static void exchange_distances(lc_exchange *x, lc_results *results) {
    size_t n = results->n_communities * results->n_indicators;
    lc_exchange_begin(x, "distances");
    LC_COLUMN(x, results->value, n, ranged);
    LC_COLUMN(x, results->value, n, distance);
    LC_COLUMN(x, results->value, n, mean_err_m);
}

/* A list of texts that may be there or not. */
static void exchange_list(lc_exchange *x, char ***list, size_t n) {
    bool any = *list;
    lc_exchange_flags(x, &any, 1, 1);
    if (!any) return;
    LC_ROOM_FOR(x, *list, n);
    lc_exchange_texts(x, *list, sizeof **list, n);
}

static void exchange_communities(lc_exchange *x, lc_report *r) {
    bool edges = r->edge_effect;
    size_t n = r->n_communities;
    lc_exchange_begin(x, "communities");
    LC_ROOM_FOR(x, r->communities, n);
    LC_COLUMN_TEXTS(x, r->communities, n, id);
    LC_COLUMN_TEXTS(x, r->communities, n, name);
    LC_COLUMN(x, r->communities, n, area_m2);
    LC_COLUMN(x, r->communities, n, population);
    for (size_t c = 0; x->status == LC_OK && c < n; c++)
        lc_exchange_hold(x, r->communities[c].id && r->communities[c].name);
    LC_ROOM_FOR(x, r->values, n * r->n_indicators); /* which the results tell */
    exchange_list(x, &r->missed_items, n);
    exchange_list(x, &r->no_data_items, n);
    lc_exchange_flags(x, &edges, 1, 1);
    if (edges) LC_ROOM_FOR(x, r->edge_effect, n);
    if (edges) lc_exchange_flags(x, r->edge_effect, 1, n);
    lc_exchange_geoms(x, &r->shapes, n);
}

/* Examples in the language of the run; the report has them in English. */
static void exchange_told(lc_exchange *x, lc_warnings *warnings) {
    for (size_t i = 0; x->status == LC_OK && i < warnings->n; i++) {
        lc_warning_entry *entry = &warnings->entry[i];
        size_t n = entry->n_examples;
        LC_ONE(x, n);
        lc_exchange_hold(x, n == entry->n_examples);
        lc_exchange_texts(x, entry->local_examples, sizeof *entry->local_examples, n);
        if (x->status == LC_OK && x->reads && !(entry->local = lc_strdup(lc_tr(x->db->ctx, entry->message))))
            x->status = lc_fail_memory(x->db->ctx);
    }
}

static void exchange_warnings(lc_exchange *x, lc_shard *shard) {
    lc_exchange_begin(x, "warnings");
    exchange_told(x, &shard->sources);
    exchange_told(x, &shard->planes);
}

void lc_shard_rows_exchange(lc_exchange *x, lc_report *r) {
    typedef void (*step_fn)(lc_exchange *, lc_report *);
    static const step_fn steps[] = {exchange_parameters, exchange_scenarios, exchange_indicators, exchange_rules,
                                    exchange_parts,      exchange_scorecard, exchange_inputs,     exchange_edits,
                                    exchange_categories, exchange_levels,    exchange_statistics, exchange_communities};
    if (x->reads) r->n_communities = r->shard->results.n_communities;
    for (size_t i = 0; x->status == LC_OK && i < sizeof steps / sizeof *steps; i++) steps[i](x, r);
    lc_exchange_hold(x, r->n_indicators == r->shard->results.n_indicators);
    if (x->status == LC_OK) exchange_distances(x, &r->shard->results);
    if (x->status == LC_OK) exchange_warnings(x, r->shard);
}

/* ------------------------------------------------------------------------------------------------------------ shapes
 */

static void exchange_areas(lc_exchange *x, lc_shard_layers *layers, size_t n_indicators) {
    lc_exchange_begin(x, "areas");
    lc_exchange_geoms(x, &layers->areas, n_indicators);
}

static void exchange_gaps(lc_exchange *x, lc_shard_layers *layers, const lc_report *r) {
    lc_exchange_begin(x, "gaps");
    LC_ONE(x, layers->n_gaps);
    LC_ROOM_FOR(x, layers->gap, layers->n_gaps);
    LC_COLUMN(x, layers->gap, layers->n_gaps, community);
    LC_COLUMN(x, layers->gap, layers->n_gaps, indicator);
    LC_COLUMN(x, layers->gap, layers->n_gaps, area_m2);
    LC_COLUMN(x, layers->gap, layers->n_gaps, weight);
    for (size_t k = 0; x->status == LC_OK && k < layers->n_gaps; k++)
        lc_exchange_hold(x, layers->gap[k].community < r->n_communities && layers->gap[k].indicator < r->n_indicators);
    lc_exchange_geoms(x, &layers->gaps, layers->n_gaps);
}

static unsigned char level_number(const char *level) {
    unsigned char k = LC_LEVEL_ANY;
    while (level && k < LC_LEVEL_STATION && strcmp(lc_level_name((lc_level)k), level) != 0) k++;
    return k;
}

/* Levels are static text. */
static void exchange_facility_levels(lc_exchange *x, lc_facility *facility, size_t n) {
    unsigned char *level = bytes_for(x, n);
    for (size_t k = 0; level && !x->reads && k < n; k++) level[k] = level_number(facility[k].level);
    LC_ARRAY(x, level, n);
    for (size_t k = 0; x->status == LC_OK && x->reads && k < n; k++) {
        lc_exchange_hold(x, level[k] <= LC_LEVEL_STATION);
        if (x->status == LC_OK && level[k]) facility[k].level = lc_level_name((lc_level)level[k]);
    }
    free(level);
}

static void exchange_facilities(lc_exchange *x, lc_shard_layers *layers, const lc_report *r) {
    size_t n = 0, n_planes = r->shard->n_networks;
    lc_exchange_begin(x, "facilities");
    LC_ONE(x, layers->n_facilities);
    LC_ROOM_FOR(x, layers->facilities, n = layers->n_facilities);
    LC_COLUMN_TEXTS(x, layers->facilities, n, category);
    LC_COLUMN_TEXTS(x, layers->facilities, n, id);
    LC_COLUMN_TEXTS(x, layers->facilities, n, name);
    LC_COLUMN_TEXTS(x, layers->facilities, n, name_zh);
    exchange_facility_levels(x, layers->facilities, n);
    LC_COLUMN(x, layers->facilities, n, lon);
    LC_COLUMN(x, layers->facilities, n, lat);
    LC_COLUMN(x, layers->facilities, n, area_m2);
    LC_COLUMN_FLAGS(x, layers->facilities, n, linked);
    LC_ROOM_FOR(x, layers->served, n * r->n_indicators);
    LC_ARRAY(x, layers->served, n * r->n_indicators);
    LC_ROOM_FOR(x, layers->facility_plane, n);
    LC_ARRAY(x, layers->facility_plane, n);
    for (size_t k = 0; x->status == LC_OK && k < n; k++)
        lc_exchange_hold(x, layers->facilities[k].category && layers->facilities[k].id &&
                                layers->facility_plane[k] < n_planes);
    lc_exchange_geoms(x, &layers->facility_shapes, n);
}

static unsigned char kind_number(const char *kind) {
    unsigned char k = LC_EDGE_PATH;
    while (k < LC_EDGE_JOINT && strcmp(lc_edge_kind_name((lc_edge_kind)k), kind) != 0) k++;
    return k;
}

/* Kinds are static text. */
static void exchange_path_kinds(lc_exchange *x, lc_path *path, size_t n) {
    unsigned char *kind = bytes_for(x, n);
    for (size_t k = 0; kind && !x->reads && k < n; k++) kind[k] = kind_number(path[k].kind);
    LC_ARRAY(x, kind, n);
    for (size_t k = 0; x->status == LC_OK && x->reads && k < n; k++) {
        lc_exchange_hold(x, kind[k] <= LC_EDGE_JOINT);
        if (x->status == LC_OK) path[k].kind = lc_edge_kind_name((lc_edge_kind)kind[k]);
    }
    free(kind);
}

/* Every path is one line. */
static void hold_lines(lc_exchange *x, const lc_report *r) {
    const lc_geoms *g = &r->path_shapes;
    lc_exchange_hold(x, g->n == r->n_paths);
    for (size_t k = 0; x->status == LC_OK && k < g->n; k++)
        lc_exchange_hold(x, g->kind[k] == LC_LINE && g->feature[k] == k && g->part_of[k + 1] == g->part_of[k] + 1);
}

static void exchange_paths(lc_exchange *x, lc_shard_layers *layers, lc_report *r) {
    size_t n = 0;
    lc_exchange_begin(x, "paths");
    LC_ONE(x, r->n_paths);
    LC_ROOM_FOR(x, r->paths, n = r->n_paths);
    LC_COLUMN(x, r->paths, n, length_m);
    LC_COLUMN(x, r->paths, n, component);
    exchange_path_kinds(x, r->paths, n);
    LC_COLUMN(x, r->paths, n, factor);
    LC_ROOM_FOR(x, layers->path_plane, n);
    LC_ARRAY(x, layers->path_plane, n);
    LC_ONE(x, layers->components);
    for (size_t k = 0; x->status == LC_OK && k < n; k++)
        lc_exchange_hold(x, layers->path_plane[k] < r->shard->n_networks);
    lc_exchange_geoms(x, &r->path_shapes, n);
    if (x->reads) hold_lines(x, r);
}

void lc_shard_layers_exchange(lc_exchange *x, lc_report *r, const lc_shard_wish *wish) {
    lc_shard_layers *layers = &r->shard->layers;
    if (x->status == LC_OK && layers->has_areas && wish->areas) exchange_areas(x, layers, r->n_indicators);
    if (x->status == LC_OK && layers->has_gaps && wish->gaps) exchange_gaps(x, layers, r);
    if (x->status == LC_OK && layers->has_facilities && wish->facilities) exchange_facilities(x, layers, r);
    if (x->status == LC_OK && layers->has_paths && wish->paths) exchange_paths(x, layers, r);
}
