/* The GeoJSON report, lifecircle-report/1 (docs/report.md). */
#include "output/geojson.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/output.h"
#include "output/columns.h"
#include "output/json_features.h"
#include "output/json_members.h"
#include "output/json_parts.h"
#include "output/shard_json.h"
#include "output/table.h"
#include "profile/levels.h"
#include "report/shard_file.h"

enum { RATIO_DECIMALS = 6, AREA_DECIMALS = 1, METRE_DECIMALS = 1, PARAMETER_DECIMALS = 9 };

static void parameter(lc_json *json, const char *key, double value) {
    lc_json_key(json, key);
    lc_json_short(json, value, PARAMETER_DECIMALS);
}

/* ------------------------------------------------------------- lifecircle */

static void write_languages(lc_json *json, const char *name, const char *en, const char *zh) {
    lc_json_open_member(json, name, '{');
    lc_json_put_text(json, "en", en);
    lc_json_put_text(json, "zh", zh);
    lc_json_close(json, '}');
}

static void write_title(lc_json *json, const char *en, const char *zh) {
    write_languages(json, "title", en, zh);
}

static void write_profile(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "profile", '{');
    lc_json_put_text(json, "name", report->profile);
    write_title(json, report->profile_title_en, report->profile_title_zh);
    lc_json_put_text(json, "source", report->profile_source);
    lc_json_close(json, '}');
}

/* Of a scenario that has one of its own. */
static void write_walk_cost(lc_json *json, const lc_scenario *scenario) {
    char *text = scenario->has_walk_cost ? lc_walk_cost_text(&scenario->walk_cost) : NULL;
    if (text) lc_json_put_text(json, "walk_cost", text);
    free(text);
}

static void write_scenarios(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "scenarios", '[');
    for (size_t i = 0; i < report->n_scenarios; i++) {
        const lc_scenario *scenario = &report->scenarios[i];
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", scenario->id);
        write_title(json, scenario->title_en, scenario->title_zh);
        parameter(json, "walk_speed_m_per_min", scenario->walk_speed_m_per_min);
        if (scenario->group) lc_json_put_text(json, "group", scenario->group);
        write_walk_cost(json, scenario);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_parameters(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "parameters", '{');
    parameter(json, "link_limit_m", report->link_limit_m);
    parameter(json, "max_error", report->max_error);
    if (report->max_distance_error_m > 0 && isfinite(report->max_distance_error_m))
        parameter(json, "max_distance_error_m", report->max_distance_error_m);
    parameter(json, "min_component_m", report->min_component_m);
    parameter(json, "island_gap_m", report->island_gap_m);
    parameter(json, "walk_speed_m_per_min", report->walk_speed_m_per_min);
    if (report->walk_cost) lc_json_put_text(json, "walk_cost", report->walk_cost);
    if (report->n_planes) parameter(json, "planes", (double)report->n_planes);
    write_scenarios(json, report);
    lc_json_open_member(json, "bands_m", '[');
    for (size_t i = 0; i < report->n_bands; i++) lc_json_short(json, report->bands_m[i], PARAMETER_DECIMALS);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

static void write_inputs(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "inputs", '[');
    for (size_t i = 0; i < report->n_inputs; i++) {
        lc_json_newline(json);
        lc_json_input(json, &report->inputs[i]);
    }
    lc_json_close(json, ']');
}

/* Of a city as it is there is no such member. */
static void write_edits(lc_json *json, const lc_report *report) {
    if (!report->n_edits) return;
    lc_json_open_member(json, "edits", '[');
    for (size_t i = 0; i < report->n_edits; i++) {
        const lc_edit_info *edit = &report->edits[i];
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "op", edit->op);
        lc_json_put_text(json, "category", edit->category);
        lc_json_put_text(json, "id", edit->id);
        lc_json_put_text(json, "name", edit->name);
        lc_json_put_text(json, "file", edit->file);
        lc_json_put_count(json, "number", edit->number);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_network(lc_json *json, const lc_report *report) {
    const lc_network_info *network = &report->network;
    lc_json_key(json, "network");
    if (!report->has_network) {
        lc_json_null(json);
        return;
    }
    lc_json_open(json, '{');
    lc_json_put_count(json, "nodes", network->nodes);
    lc_json_put_count(json, "edges", network->edges);
    lc_json_put_fixed(json, "length_m", network->length_m, METRE_DECIMALS);
    lc_json_put_count(json, "components", network->components);
    lc_json_put_count(json, "dropped_components", network->dropped_components);
    lc_json_put_fixed(json, "dropped_length_m", network->dropped_length_m, METRE_DECIMALS);
    lc_json_put_count(json, "square_links", network->square_links);
    lc_json_put_count(json, "island_joints", network->island_joints);
    lc_json_put_count(json, "islands", network->islands);
    lc_json_put_fixed(json, "islands_length_m", network->islands_length_m, METRE_DECIMALS);
    lc_json_close(json, '}');
}

static void write_rules(lc_json *json, const lc_rule_list *rules) {
    lc_json_open_member(json, "rules", '[');
    for (size_t k = 0; rules && k < rules->n; k++) {
        const lc_rule *rule = &rules->rule[k];
        const char *level = lc_level_name(rule->level);
        lc_json_open(json, '{');
        lc_json_put_text(json, "category", rule->category);
        parameter(json, "distance_m", rule->distance_m);
        parameter(json, "min_area_m2", rule->min_area_m2);
        parameter(json, "max_area_m2", rule->max_area_m2);
        lc_json_put_text(json, "level", *level ? level : NULL);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_equality(lc_json *json, const lc_report *report, size_t i) {
    const lc_indicator *indicator = &report->indicators[i];
    const lc_lorenz_curve none = {0}, *curve = report->lorenz ? &report->lorenz[i] : &none;
    lc_json_put_fixed(json, "gini", indicator->gini, RATIO_DECIMALS);
    lc_json_put_fixed(json, "theil", indicator->theil, RATIO_DECIMALS);
    lc_json_put_fixed(json, "gini_distance", indicator->gini_distance, RATIO_DECIMALS);
    if (curve->n == 0) {
        lc_json_put_text(json, "lorenz", NULL);
        return;
    }
    lc_json_open_member(json, "lorenz", '[');
    for (size_t k = 0; k < curve->n; k++) {
        lc_json_open(json, '[');
        lc_json_short(json, curve->point[k].demand, RATIO_DECIMALS);
        lc_json_short(json, curve->point[k].covered, RATIO_DECIMALS);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

static void write_distances(lc_json *json, const lc_report *report, size_t i) {
    const lc_distance_shares *d = report->distances ? &report->distances[i] : NULL;
    if (!d || d->n == 0) {
        lc_json_put_text(json, "distances", NULL);
        return;
    }
    lc_json_open_member(json, "distances", '{');
    parameter(json, "width_m", d->width_m);
    lc_json_open_member(json, "shares", '[');
    for (size_t k = 0; k < d->n; k++) lc_json_short(json, d->share[k], RATIO_DECIMALS);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

static void write_indicator(lc_json *json, const lc_report *report, size_t i) {
    const lc_indicator *indicator = &report->indicators[i];
    lc_json_open(json, '{');
    lc_json_put_text(json, "id", indicator->id);
    write_title(json, indicator->title_en, indicator->title_zh);
    lc_json_put_text(json, "category", indicator->category);
    lc_json_put_text(json, "metric", indicator->metric);
    parameter(json, "distance_m", indicator->distance_m);
    lc_json_put_text(json, "denominator", indicator->denominator);
    lc_json_put_text(json, "group", indicator->group);
    lc_json_put_text(json, "measure", indicator->measure ? indicator->measure : "coverage");
    lc_json_put_text(json, "supply", indicator->supply);
    lc_json_put_text(json, "decay", indicator->decay);
    parameter(json, "target", indicator->target);
    parameter(json, "community_target", indicator->community_target);
    if (indicator->target_note_en || indicator->target_note_zh)
        write_languages(json, "target_note", indicator->target_note_en, indicator->target_note_zh);
    else
        lc_json_put_text(json, "target_note", NULL);
    lc_json_put_text(json, "source", indicator->source);
    lc_json_put_text(json, "verified", indicator->verified);
    lc_json_totals(json, indicator);
    lc_json_put_count(json, "measured_communities", indicator->measured_communities);
    lc_json_put_fixed(json, "measured_area_share", indicator->measured_area_share, RATIO_DECIMALS);
    write_equality(json, report, i);
    write_distances(json, report, i);
    write_rules(json, report->rules ? &report->rules[i] : NULL);
    lc_json_combination(json, report, i);
    lc_json_close(json, '}');
}

static void write_indicators(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "indicators", '[');
    for (size_t i = 0; i < report->n_indicators; i++) {
        lc_json_newline(json);
        write_indicator(json, report, i);
    }
    lc_json_close(json, ']');
}

static void write_categories(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "categories", '[');
    for (size_t k = 0; k < report->n_categories; k++) {
        const lc_category *category = &report->categories[k];
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", category->id);
        write_title(json, category->title_en, category->title_zh);
        lc_json_put_fixed(json, "count", category->known ? (double)category->count : NAN, 0);
        lc_json_put_fixed(json, "length_m", category->length_m, METRE_DECIMALS);
        lc_json_put_fixed(json, "area_m2", category->area_m2, AREA_DECIMALS);
        lc_json_put_fixed(json, "share", category->share, RATIO_DECIMALS);
        lc_json_put_fixed(json, "m2_per_person", category->m2_per_person, RATIO_DECIMALS);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_warnings(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "warnings", '[');
    for (size_t i = 0; i < report->warnings.n; i++) {
        lc_json_newline(json);
        lc_json_warning(json, &report->warnings.entry[i]);
    }
    lc_json_close(json, ']');
}

void lc_summary_write(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "lifecircle", '{');
    lc_json_put_text(json, "schema", "lifecircle-report/1");
    lc_json_put_text(json, "version", LC_VERSION);
    write_profile(json, report);
    write_parameters(json, report);
    write_inputs(json, report);
    write_edits(json, report);
    write_network(json, report);
    write_indicators(json, report);
    lc_json_scorecard(json, report);
    lc_json_groups(json, report);
    write_categories(json, report);
    write_warnings(json, report);
    lc_json_shard(json, report);
    lc_json_close(json, '}');
}

lc_status lc_report_print(lc_context *ctx, FILE *file, const lc_report *report) {
    lc_table table = {0};
    if (!lc_table_communities(report, &table)) {
        lc_table_free(&table);
        return lc_fail_memory(ctx);
    }
    lc_json json = {.file = file};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "type", "FeatureCollection");
    lc_json_newline(&json);
    lc_summary_write(&json, report);
    lc_json_newline(&json);
    lc_json_features(&json, table.column, table.n_columns, report->n_communities, &report->shapes, false);
    lc_json_close(&json, '}');
    fputc('\n', file);
    lc_table_free(&table);
    return LC_OK;
}

lc_status lc_report_write(lc_context *ctx, const lc_report *report, const char *path) {
    lc_output output;
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    status = lc_report_print(ctx, output.file, report);
    if (status != LC_OK) {
        lc_output_abort(&output);
        return status;
    }
    status = lc_output_commit(ctx, &output);
    return status == LC_OK && report->shard ? lc_shard_file_write(ctx, report, path) : status;
}
