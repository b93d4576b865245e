#include "report/report.h"
#include "report/facility_texts.h"
#include "report/plane_grids.h"
#include "report/shard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *lc_verdict_name(lc_verdict verdict) {
    switch (verdict) {
    case LC_MET:
        return "met";
    case LC_MISSED:
        return "missed";
    case LC_NO_DATA:
        return "no_data";
    case LC_NO_TARGET:
        break;
    }
    return "no_target";
}

const char *lc_report_walk_cost(const lc_report *report) {
    return report->walk_cost;
}

const char *lc_report_profile(const lc_report *report) {
    return report->profile;
}

const char *lc_report_profile_title(const lc_report *report, const char *lang) {
    bool zh = lang && strncmp(lang, "zh", 2) == 0;
    return zh && report->profile_title_zh ? report->profile_title_zh : report->profile_title_en;
}

size_t lc_report_indicator_count(const lc_report *report) {
    return report->n_indicators;
}

lc_indicator lc_report_indicator(const lc_report *report, size_t indicator) {
    return report->indicators[indicator];
}

size_t lc_report_community_count(const lc_report *report) {
    return report->n_communities;
}

lc_community lc_report_community(const lc_report *report, size_t community) {
    return report->communities[community];
}

lc_value lc_report_value(const lc_report *report, size_t community, size_t indicator) {
    return report->values[community * report->n_indicators + indicator];
}

lc_statistics lc_report_statistics(const lc_report *report, size_t community, size_t indicator) {
    return report->statistics[community * report->n_indicators + indicator];
}

size_t lc_report_category_count(const lc_report *report) {
    return report->n_categories;
}

lc_category lc_report_category(const lc_report *report, size_t category) {
    return report->categories[category];
}

lc_amount lc_report_amount(const lc_report *report, size_t community, size_t category) {
    return report->amounts[community * report->n_categories + category];
}

size_t lc_report_facility_count(const lc_report *report) {
    return report->n_facilities;
}

lc_facility lc_report_facility(const lc_report *report, size_t facility) {
    return report->facilities[facility];
}

double lc_report_served(const lc_report *report, size_t facility, size_t indicator) {
    return report->served[facility * report->n_indicators + indicator];
}

size_t lc_report_path_count(const lc_report *report) {
    return report->n_paths;
}

lc_path lc_report_path(const lc_report *report, size_t path) {
    return report->paths[path];
}

size_t lc_report_warning_count(const lc_report *report) {
    return report->warnings.n;
}

lc_warning lc_report_warning(const lc_report *report, size_t warning) {
    return lc_warnings_at(&report->warnings, warning);
}

/* Are there data that a target of the indicator could be held against? */
static bool target_unjudged(const lc_indicator *indicator) {
    return !isnan(indicator->target) && indicator->verdict == LC_NO_DATA;
}

size_t lc_report_unjudged(const lc_report *report) {
    size_t n = 0;
    for (size_t i = 0; i < report->n_indicators; i++) n += target_unjudged(&report->indicators[i]);
    return n;
}

bool lc_report_passed(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++)
        if (report->indicators[i].verdict == LC_MISSED) return false;
    return report->allow_no_data || lc_report_unjudged(report) == 0;
}

/* What is left of a double's own rounding (1e-15) does not count. */
double lc_bound_rounded_up(double err) {
    return ceil(err * 1e6 - 1e-9) / 1e6;
}

static void indicator_free(lc_indicator *indicator) {
    const char *text[] = {indicator->id,
                          indicator->title_en,
                          indicator->title_zh,
                          indicator->category,
                          indicator->metric,
                          indicator->denominator,
                          indicator->group,
                          indicator->measure,
                          indicator->supply,
                          indicator->decay,
                          indicator->source,
                          indicator->verified,
                          indicator->target_note_en,
                          indicator->target_note_zh};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) free((void *)text[i]);
}

static void rules_free(lc_rule_list *rules) {
    for (size_t k = 0; rules->rule && k < rules->n; k++) free(rules->rule[k].category);
    free(rules->rule);
}

static void parts_free(lc_part_list *list) {
    free(list->part);
    free(list->share);
    free(list->city_share);
    free(list->services);
}

static void group_free(lc_report_group *group) {
    free(group->value);
    free(group->total);
}

static void scenario_free(lc_scenario *scenario) {
    free(scenario->id);
    free(scenario->title_en);
    free(scenario->title_zh);
    free(scenario->group);
    lc_walk_cost_free(&scenario->walk_cost);
}

static void edits_free(lc_report *report) {
    for (size_t i = 0; i < report->n_edits; i++) {
        const char *text[] = {report->edits[i].category, report->edits[i].id, report->edits[i].name,
                              report->edits[i].file};
        for (size_t k = 0; k < sizeof text / sizeof *text; k++) free((void *)(uintptr_t)text[k]);
    }
    free(report->edits);
}

size_t lc_report_edit_count(const lc_report *report) {
    return report->n_edits;
}

lc_edit_info lc_report_edit(const lc_report *report, size_t edit) {
    return report->edits[edit];
}

void lc_report_clear_shapes(lc_report *report) {
    lc_geoms_free(&report->areas);
    lc_geoms_free(&report->gaps);
    free(report->gap);
    for (size_t i = 0; report->grids && i < report->n_grids; i++) {
        free(report->grids[i].category);
        free(report->grids[i].d_m);
    }
    free(report->grids);
    for (size_t i = 0; report->facilities && i < report->n_facilities; i++)
        lc_facility_free_texts(&report->facilities[i]);
    free(report->facilities);
    lc_geoms_free(&report->facility_shapes);
    free(report->served);
    free(report->paths);
    lc_geoms_free(&report->path_shapes);
    report->gap = NULL;
    report->grids = NULL;
    report->facilities = NULL;
    report->served = NULL;
    report->paths = NULL;
    report->n_gaps = report->n_grids = report->n_facilities = report->n_paths = 0;
    report->has_areas = report->has_gaps = report->has_facilities = report->has_paths = false;
}

static void communities_free(lc_report *report) {
    for (size_t c = 0; report->communities && c < report->n_communities; c++) {
        free((void *)report->communities[c].id);
        free((void *)report->communities[c].name);
    }
    for (size_t c = 0; report->missed_items && c < report->n_communities; c++) free(report->missed_items[c]);
    for (size_t c = 0; report->no_data_items && c < report->n_communities; c++) free(report->no_data_items[c]);
    free(report->communities);
    free(report->missed_items);
    free(report->no_data_items);
}

static void categories_free(lc_report *report) {
    for (size_t k = 0; report->categories && k < report->n_categories; k++) {
        free((char *)(uintptr_t)report->categories[k].id);
        free((char *)(uintptr_t)report->categories[k].title_en);
        free((char *)(uintptr_t)report->categories[k].title_zh);
    }
    free(report->categories);
}

void lc_report_free(lc_report *report) {
    if (!report) return;
    free(report->profile);
    free(report->profile_title_en);
    free(report->profile_title_zh);
    free(report->profile_source);
    for (size_t i = 0; report->scenarios && i < report->n_scenarios; i++) scenario_free(&report->scenarios[i]);
    free(report->scenarios);
    free(report->walk_cost);
    for (size_t i = 0; report->group && i < report->n_groups; i++) group_free(&report->group[i]);
    free(report->group);
    free(report->group_of);
    free(report->group_field);
    free(report->bands_m);
    free(report->statistics);
    free(report->bands);
    for (size_t i = 0; report->indicators && i < report->n_indicators; i++) indicator_free(&report->indicators[i]);
    for (size_t i = 0; report->rules && i < report->n_indicators; i++) rules_free(&report->rules[i]);
    free(report->rules);
    for (size_t i = 0; report->parts && i < report->n_indicators; i++) parts_free(&report->parts[i]);
    free(report->parts);
    for (size_t i = 0; report->lorenz && i < report->n_indicators; i++) free(report->lorenz[i].point);
    free(report->lorenz);
    free(report->distances);
    free(report->scorecard);
    free(report->indicators);
    communities_free(report);
    lc_geoms_free(&report->shapes);
    free(report->values);
    categories_free(report);
    free(report->amounts);
    free(report->level_counts);
    free(report->has_levels);
    free(report->edge_effect);
    edits_free(report);
    for (size_t i = 0; report->inputs && i < report->n_inputs; i++) lc_input_info_free(&report->inputs[i]);
    free(report->inputs);
    lc_warnings_clear(&report->warnings);
    lc_shard_free(report->shard);
    free(report->work_crs);
    lc_report_clear_shapes(report);
    lc_plane_grids_free(report->plane_grids);
    free(report);
}
