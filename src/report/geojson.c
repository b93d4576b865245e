/* The GeoJSON report, lifecircle-report/1 (docs/report.md). */
#include <math.h>
#include <stdio.h>

#include "base/output.h"
#include "report/json.h"
#include "report/report.h"

enum { RATIO_DECIMALS = 6, LONLAT_DECIMALS = 7, AREA_DECIMALS = 1, METRE_DECIMALS = 1, PARAMETER_DECIMALS = 9 };

static void text(lc_json *json, const char *key, const char *value) {
    lc_json_key(json, key, "");
    lc_json_text(json, value);
}

static void fixed(lc_json *json, const char *key, double value, int decimals) {
    lc_json_key(json, key, "");
    lc_json_fixed(json, value, decimals);
}

static void parameter(lc_json *json, const char *key, double value) {
    lc_json_key(json, key, "");
    lc_json_short(json, value, PARAMETER_DECIMALS);
}

static void count(lc_json *json, const char *key, size_t value) {
    lc_json_key(json, key, "");
    lc_json_count(json, value);
}

static void open_member(lc_json *json, const char *key, char bracket) {
    lc_json_key(json, key, "");
    lc_json_open(json, bracket);
}

/* ------------------------------------------------------------- lifecircle */

static void write_title(lc_json *json, const char *en, const char *zh) {
    open_member(json, "title", '{');
    text(json, "en", en);
    text(json, "zh", zh);
    lc_json_close(json, '}');
}

static void write_profile(lc_json *json, const lc_report *report) {
    open_member(json, "profile", '{');
    text(json, "name", report->profile);
    write_title(json, report->profile_title_en, report->profile_title_zh);
    text(json, "source", report->profile_source);
    lc_json_close(json, '}');
}

static void write_scenarios(lc_json *json, const lc_report *report) {
    open_member(json, "scenarios", '[');
    for (size_t i = 0; i < report->n_scenarios; i++) {
        const lc_scenario *scenario = &report->scenarios[i];
        lc_json_open(json, '{');
        text(json, "id", scenario->id);
        write_title(json, scenario->title_en, scenario->title_zh);
        parameter(json, "walk_speed_m_per_min", scenario->walk_speed_m_per_min);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_parameters(lc_json *json, const lc_report *report) {
    open_member(json, "parameters", '{');
    parameter(json, "link_limit_m", report->link_limit_m);
    parameter(json, "max_error", report->max_error);
    parameter(json, "min_component_m", report->min_component_m);
    parameter(json, "walk_speed_m_per_min", report->walk_speed_m_per_min);
    write_scenarios(json, report);
    open_member(json, "bands_m", '[');
    for (size_t i = 0; i < report->n_bands; i++) lc_json_short(json, report->bands_m[i], PARAMETER_DECIMALS);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

static void write_inputs(lc_json *json, const lc_report *report) {
    open_member(json, "inputs", '[');
    for (size_t i = 0; i < report->n_inputs; i++) {
        const lc_input_info *input = &report->inputs[i];
        lc_json_newline(json);
        lc_json_open(json, '{');
        text(json, "role", input->role);
        text(json, "file", input->file);
        text(json, "layer", input->layer);
        text(json, "crs", input->crs);
        text(json, "encoding", input->encoding);
        count(json, "features", input->features);
        text(json, "sha256", input->sha256[0] ? input->sha256 : NULL);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_network(lc_json *json, const lc_report *report) {
    const lc_network_info *network = &report->network;
    lc_json_key(json, "network", "");
    if (!report->has_network) {
        lc_json_null(json);
        return;
    }
    lc_json_open(json, '{');
    count(json, "nodes", network->nodes);
    count(json, "edges", network->edges);
    fixed(json, "length_m", network->length_m, METRE_DECIMALS);
    count(json, "components", network->components);
    count(json, "dropped_components", network->dropped_components);
    fixed(json, "dropped_length_m", network->dropped_length_m, METRE_DECIMALS);
    lc_json_close(json, '}');
}

static void write_indicator(lc_json *json, const lc_indicator *indicator) {
    lc_json_open(json, '{');
    text(json, "id", indicator->id);
    write_title(json, indicator->title_en, indicator->title_zh);
    text(json, "category", indicator->category);
    text(json, "metric", indicator->metric);
    parameter(json, "distance_m", indicator->distance_m);
    text(json, "denominator", indicator->denominator);
    parameter(json, "target", indicator->target);
    parameter(json, "community_target", indicator->community_target);
    text(json, "source", indicator->source);
    text(json, "verified", indicator->verified);
    fixed(json, "ratio", indicator->ratio, RATIO_DECIMALS);
    fixed(json, "err", lc_bound_rounded_up(indicator->err), RATIO_DECIMALS);
    fixed(json, "offnet", indicator->offnet, RATIO_DECIMALS);
    fixed(json, "demand", indicator->demand, AREA_DECIMALS);
    fixed(json, "covered", indicator->covered, AREA_DECIMALS);
    fixed(json, "mean_ratio", indicator->mean_ratio, RATIO_DECIMALS);
    text(json, "verdict", lc_verdict_name(indicator->verdict));
    count(json, "communities_met", indicator->communities_met);
    count(json, "communities_missed", indicator->communities_missed);
    lc_json_close(json, '}');
}

static void write_indicators(lc_json *json, const lc_report *report) {
    open_member(json, "indicators", '[');
    for (size_t i = 0; i < report->n_indicators; i++) {
        lc_json_newline(json);
        write_indicator(json, &report->indicators[i]);
    }
    lc_json_close(json, ']');
}

static void write_warnings(lc_json *json, const lc_report *report) {
    open_member(json, "warnings", '[');
    for (size_t i = 0; i < report->warnings.n; i++) {
        const lc_warning_entry *warning = &report->warnings.entry[i];
        lc_json_newline(json);
        lc_json_open(json, '{');
        text(json, "code", warning->code);
        text(json, "message", warning->message);
        count(json, "count", warning->count);
        open_member(json, "examples", '[');
        for (size_t k = 0; k < warning->n_examples; k++) lc_json_text(json, warning->examples[k]);
        lc_json_close(json, ']');
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_summary(lc_json *json, const lc_report *report) {
    open_member(json, "lifecircle", '{');
    text(json, "schema", "lifecircle-report/1");
    text(json, "version", LC_VERSION);
    write_profile(json, report);
    write_parameters(json, report);
    write_inputs(json, report);
    write_network(json, report);
    write_indicators(json, report);
    write_warnings(json, report);
    lc_json_close(json, '}');
}

/* --------------------------------------------------------------- features */

/* Twice the signed area of a ring; a step of more than half the globe is one across the antimeridian. */
static double ring_turn(const lc_xy *xy, size_t n) {
    double sum = 0, x = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        double step = xy[i + 1].x - xy[i].x;
        if (step > 180) step -= 360;
        if (step < -180) step += 360;
        /* Relative to the first point, so that small rings far from (0, 0) keep their digits. */
        sum += x * (xy[i + 1].y - xy[0].y) - (x + step) * (xy[i].y - xy[0].y);
        x += step;
    }
    return sum;
}

static void write_ring(lc_json *json, const lc_xy *xy, size_t n, bool outer) {
    double turn = ring_turn(xy, n);
    bool reverse = outer ? turn < 0 : turn > 0;
    lc_json_open(json, '[');
    for (size_t i = 0; i < n; i++) {
        lc_xy p = xy[reverse ? n - 1 - i : i];
        lc_json_open(json, '[');
        lc_json_fixed(json, p.x, LONLAT_DECIMALS);
        lc_json_fixed(json, p.y, LONLAT_DECIMALS);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

static void write_polygon(lc_json *json, const lc_geoms *shapes, size_t g) {
    lc_json_open(json, '[');
    for (size_t p = shapes->part_of[g]; p < shapes->part_of[g + 1]; p++)
        write_ring(json, shapes->xy + shapes->xy_of[p], shapes->xy_of[p + 1] - shapes->xy_of[p],
                   p == shapes->part_of[g]);
    lc_json_close(json, ']');
}

/* Polygons first .. end-1 of the shapes. */
static void write_geometry(lc_json *json, const lc_geoms *shapes, size_t first, size_t end) {
    lc_json_key(json, "geometry", "");
    if (first == end) {
        lc_json_null(json);
        return;
    }
    bool multi = end - first > 1;
    lc_json_open(json, '{');
    text(json, "type", multi ? "MultiPolygon" : "Polygon");
    lc_json_key(json, "coordinates", "");
    if (multi) lc_json_open(json, '[');
    for (size_t g = first; g < end; g++) write_polygon(json, shapes, g);
    if (multi) lc_json_close(json, ']');
    lc_json_close(json, '}');
}

static void write_value(lc_json *json, const char *id, const lc_value *value) {
    lc_json_key(json, id, "");
    lc_json_fixed(json, value->ratio, RATIO_DECIMALS);
    lc_json_key(json, id, "_err");
    lc_json_fixed(json, lc_bound_rounded_up(value->err), RATIO_DECIMALS);
    lc_json_key(json, id, "_offnet");
    lc_json_fixed(json, value->offnet, RATIO_DECIMALS);
    lc_json_key(json, id, "_verdict");
    lc_json_text(json, lc_verdict_name(value->verdict));
    if (!isfinite(value->ratio)) {
        lc_json_key(json, id, "_reason");
        lc_json_text(json, value->reason);
    }
    lc_json_key(json, id, "_mean_m");
    lc_json_fixed(json, value->mean_m, METRE_DECIMALS);
}

/* The bands' columns are named after their upper edges: ID_band_300. */
static void write_bands(lc_json *json, const lc_report *report, const char *id, const double *share) {
    for (size_t b = 0; b < report->n_bands; b++) {
        char ending[40];
        snprintf(ending, sizeof ending, "_band_%g", report->bands_m[b]);
        lc_json_key(json, id, ending);
        lc_json_fixed(json, share[b], RATIO_DECIMALS);
    }
}

static void write_statistics(lc_json *json, const lc_report *report, size_t c, size_t i) {
    size_t at = c * report->n_indicators + i;
    const char *id = report->indicators[i].id;
    const lc_statistics *s = &report->statistics[at];
    bool known = isfinite(report->values[at].ratio);
    lc_json_key(json, id, "_p50_m");
    lc_json_fixed(json, s->p50_m, METRE_DECIMALS);
    lc_json_key(json, id, "_p90_m");
    lc_json_fixed(json, s->p90_m, METRE_DECIMALS);
    write_bands(json, report, id, report->bands + at * report->n_bands);
    lc_json_key(json, id, "_facilities");
    known ? lc_json_count(json, s->facilities) : lc_json_null(json);
    lc_json_key(json, id, "_per_10k");
    lc_json_fixed(json, s->per_10k, RATIO_DECIMALS);
    if (!report->has_overlap) return;
    lc_json_key(json, id, "_overlap");
    lc_json_fixed(json, s->overlap, RATIO_DECIMALS);
}

static void write_counts(lc_json *json, const lc_report *report, size_t c) {
    static const char *const endings[] = {"_count_street", "_count_community", "_count_station"};
    for (size_t k = 0; k < report->n_categories; k++) {
        size_t at = c * report->n_categories + k;
        lc_json_key(json, report->categories[k], "_count");
        report->category_known[k] ? lc_json_count(json, report->counts[at]) : lc_json_null(json);
        for (size_t level = 0; report->has_levels && report->has_levels[k] && level < 3; level++) {
            lc_json_key(json, report->categories[k], endings[level]);
            lc_json_count(json, report->level_counts[3 * at + level]);
        }
    }
}

static void write_properties(lc_json *json, const lc_report *report, size_t c) {
    const lc_community *community = &report->communities[c];
    open_member(json, "properties", '{');
    text(json, "id", community->id);
    text(json, "name", community->name);
    fixed(json, "area_m2", community->area_m2, AREA_DECIMALS);
    fixed(json, "population", community->population, AREA_DECIMALS);
    for (size_t i = 0; i < report->n_indicators; i++) {
        write_value(json, report->indicators[i].id, &report->values[c * report->n_indicators + i]);
        if (report->statistics) write_statistics(json, report, c, i);
    }
    write_counts(json, report, c);
    lc_json_key(json, "edge_effect", "");
    report->edge_effect ? lc_json_bool(json, report->edge_effect[c]) : lc_json_null(json);
    lc_json_close(json, '}');
}

static void write_features(lc_json *json, const lc_report *report) {
    open_member(json, "features", '[');
    size_t g = 0;
    for (size_t c = 0; c < report->n_communities; c++) {
        size_t first = g;
        while (g < report->shapes.n && report->shapes.feature[g] == c) g++;
        lc_json_newline(json);
        lc_json_open(json, '{');
        text(json, "type", "Feature");
        write_properties(json, report, c);
        write_geometry(json, &report->shapes, first, g);
        lc_json_close(json, '}');
    }
    fputc('\n', json->file);
    lc_json_close(json, ']');
}

lc_status lc_report_write(lc_context *ctx, const lc_report *report, const char *path) {
    lc_output output;
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    lc_json json = {.file = output.file};
    lc_json_open(&json, '{');
    text(&json, "type", "FeatureCollection");
    lc_json_newline(&json);
    write_summary(&json, report);
    lc_json_newline(&json);
    write_features(&json, report);
    lc_json_close(&json, '}');
    fputc('\n', output.file);
    return lc_output_commit(ctx, &output);
}
