/* What a report holds, by index. */
#include <math.h>
#include <string.h>

#include "geo/wkb.h"
#include "profile/levels.h"
#include "report/report.h"

size_t lc_report_input_count(const lc_report *report) {
    return report->n_inputs;
}

lc_input lc_report_input(const lc_report *report, size_t i) {
    const lc_input_info *info = &report->inputs[i];
    return (lc_input){.role = info->role,
                      .file = info->file,
                      .layer = info->layer,
                      .crs = info->crs,
                      .encoding = info->encoding,
                      .features = info->features,
                      .sha256 = *info->sha256 ? info->sha256 : NULL};
}

lc_parameters lc_report_parameters(const lc_report *report) {
    return (lc_parameters){.link_limit_m = report->link_limit_m,
                           .max_error = report->max_error,
                           .min_component_m = report->min_component_m,
                           .island_gap_m = report->island_gap_m,
                           .walk_speed_m_per_min = report->walk_speed_m_per_min};
}

bool lc_report_network(const lc_report *report, lc_network_info *out) {
    if (report->has_network) *out = report->network;
    return report->has_network;
}

const char *lc_report_crs(const lc_report *report) {
    return report->work_crs;
}

size_t lc_report_rule_count(const lc_report *report, size_t indicator) {
    return report->rules ? report->rules[indicator].n : 0;
}

lc_indicator_rule lc_report_rule(const lc_report *report, size_t indicator, size_t rule) {
    const lc_rule *r = &report->rules[indicator].rule[rule];
    return (lc_indicator_rule){.category = r->category,
                               .level = r->level == LC_LEVEL_ANY ? NULL : lc_level_name(r->level),
                               .distance_m = r->distance_m,
                               .min_area_m2 = r->min_area_m2,
                               .max_area_m2 = r->max_area_m2};
}

size_t lc_report_band_count(const lc_report *report) {
    return report->n_bands;
}

double lc_report_band_edge(const lc_report *report, size_t band) {
    return report->bands_m[band];
}

double lc_report_band(const lc_report *report, size_t community, size_t indicator, size_t band) {
    return report->bands[(community * report->n_indicators + indicator) * report->n_bands + band];
}

size_t lc_report_level_count(const lc_report *report, size_t community, size_t category, const char *level) {
    if (!report->has_levels || !report->has_levels[category]) return SIZE_MAX;
    for (int k = 0; k < 3; k++)
        if (strcmp(lc_level_name((lc_level)(LC_LEVEL_STREET + k)), level) == 0)
            return report->level_counts[(community * report->n_categories + category) * 3 + (size_t)k];
    return SIZE_MAX;
}

bool lc_report_edge_effect(const lc_report *report, size_t community) {
    return report->edge_effect && report->edge_effect[community];
}

size_t lc_report_gap_count(const lc_report *report) {
    return report->n_gaps;
}

lc_gap lc_report_gap(const lc_report *report, size_t gap) {
    return report->gap[gap];
}

bool lc_report_grid(const lc_report *report, const char *category, lc_grid_info *out) {
    for (size_t i = 0; i < report->n_grids; i++) {
        const lc_distance_grid *grid = &report->grids[i];
        if (strcmp(grid->category, category) != 0) continue;
        *out = (lc_grid_info){grid->width, grid->height, grid->west, grid->north, grid->cell_m, grid->d_m};
        return true;
    }
    return false;
}

/* ---------------------------------------------------------------------------------------------------------- shapes */

typedef struct {
    const lc_geoms *geoms;
    size_t n;
    bool there, multi;
} shapes_t;

static bool shapes_of(const lc_report *r, lc_shape_kind kind, shapes_t *out) {
    switch (kind) {
    case LC_SHAPE_COMMUNITY:
        *out = (shapes_t){&r->shapes, r->n_communities, true, true};
        return true;
    case LC_SHAPE_AREA:
        *out = (shapes_t){&r->areas, r->n_indicators, r->has_areas, true};
        return true;
    case LC_SHAPE_GAP:
        *out = (shapes_t){&r->gaps, r->n_gaps, r->has_gaps, false};
        return true;
    case LC_SHAPE_FACILITY:
        *out = (shapes_t){&r->facility_shapes, r->n_facilities, r->has_facilities, false};
        return true;
    case LC_SHAPE_PATH:
        *out = (shapes_t){&r->path_shapes, r->n_paths, r->has_paths, false};
        return true;
    }
    return false;
}

lc_status lc_report_wkb(lc_context *ctx, const lc_report *report, lc_shape_kind kind, size_t i, unsigned char **wkb,
                        size_t *size) {
    shapes_t shapes;
    if (!shapes_of(report, kind, &shapes)) return lc_fail(ctx, LC_ERR_INPUT, "there is no shape of kind %d", (int)kind);
    if (!shapes.there)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "the check was not asked for these shapes; set want_areas, want_gaps, "
                       "want_facilities or want_network in its options");
    if (i >= shapes.n) return lc_fail(ctx, LC_ERR_INPUT, "there is no shape %zu, they are %zu", i, shapes.n);
    return lc_geoms_wkb(shapes.geoms, (uint32_t)i, shapes.multi, wkb, size) ? LC_OK : lc_fail_memory(ctx);
}
