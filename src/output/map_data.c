#include "output/map_data.h"

#include <math.h>
#include <string.h>

#include "output/geojson.h"
#include "source/osm.h"
#include "source/osm_kind.h"

enum { SIZE_DECIMALS = 1, TENTHS = 1, REASONS_MOST = 32 };
/* Of many communities: steps of ratios, err and off-network shares in millionths, and of means in tenths of a metre. */
enum { RATIO_STEP = 100, ERR_STEP = 1000, OFFNET_STEP = 1000, MEAN_STEP = 10 };
static const double MILLION = 1e6, TEN = 10;

static void number(lc_json *json, const char *key, double value, int decimals) {
    lc_json_key(json, key);
    lc_json_short(json, value, decimals);
}

/* ------------------------------------------------------------ communities */

static void write_communities(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "communities", '{');
    lc_json_open_member(json, "id", '[');
    for (size_t c = 0; c < report->n_communities; c++) lc_json_text(json, report->communities[c].id);
    lc_json_close(json, ']');
    lc_json_open_member(json, "name", '[');
    for (size_t c = 0; c < report->n_communities; c++) lc_json_text(json, report->communities[c].name);
    lc_json_close(json, ']');
    lc_json_open_member(json, "area_m2", '[');
    int decimals = report->n_communities > LC_MAP_MANY ? 0 : SIZE_DECIMALS;
    for (size_t c = 0; c < report->n_communities; c++) lc_json_short(json, report->communities[c].area_m2, decimals);
    lc_json_close(json, ']');
    lc_json_open_member(json, "population", '[');
    for (size_t c = 0; c < report->n_communities; c++)
        lc_json_short(json, report->communities[c].population, SIZE_DECIMALS);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

/* The report's own digits, as whole numbers: ratios in millionths, metres in tenths. */
typedef double (*digits_fn)(const lc_value *value);
static double digits_err(const lc_value *value) {
    return lc_bound_rounded_up(value->err) * MILLION;
}
static double digits_err_up(const lc_value *value) {
    return ceil(digits_err(value) / ERR_STEP) * ERR_STEP;
}
static double digits_offnet(const lc_value *value) {
    return value->offnet * MILLION;
}
static double digits_mean(const lc_value *value) {
    return value->mean_m * TEN;
}

static void write_digits(lc_json *json, const char *key, const lc_report *report, size_t i, digits_fn digits) {
    lc_json_open_member(json, key, '[');
    for (size_t c = 0; c < report->n_communities; c++)
        lc_json_short(json, digits(&report->values[c * report->n_indicators + i]), 0);
    lc_json_close(json, ']');
}

static void write_verdicts(lc_json *json, const lc_report *report, size_t i) {
    static const char VERDICT[] = {[LC_NO_TARGET] = '-', [LC_MET] = '+', [LC_MISSED] = '!', [LC_NO_DATA] = '?'};
    lc_json_key(json, "verdict");
    lc_json_quote(json);
    for (size_t c = 0; c < report->n_communities; c++)
        fputc(VERDICT[report->values[c * report->n_indicators + i].verdict], json->file);
    lc_json_unquote(json);
}

/* Indicator i in all communities; where there is no ratio, its reason stands in its place. */
static void write_values(lc_json *json, const lc_report *report, size_t i) {
    lc_json_open(json, '{');
    lc_json_open_member(json, "ratio", '[');
    for (size_t c = 0; c < report->n_communities; c++) {
        const lc_value *value = &report->values[c * report->n_indicators + i];
        isfinite(value->ratio) ? lc_json_short(json, value->ratio * MILLION, 0) : lc_json_text(json, value->reason);
    }
    lc_json_close(json, ']');
    write_digits(json, "err", report, i, digits_err);
    write_digits(json, "offnet", report, i, digits_offnet);
    write_digits(json, "mean", report, i, digits_mean);
    write_verdicts(json, report, i);
    lc_json_close(json, '}');
}

/* The same numbers in steps that a screen shows, as a text: -1 where there is none. */
static void write_packed(lc_json *json, const char *key, const lc_report *report, size_t i, digits_fn digits,
                         double step) {
    lc_json_key(json, key);
    lc_json_quote(json);
    for (size_t c = 0; c < report->n_communities; c++) {
        double value = digits(&report->values[c * report->n_indicators + i]);
        lc_map_number_write(json->file, isfinite(value) ? round(value / step) : -1);
    }
    lc_json_unquote(json);
}

/* Of a share; supply for each person keeps all digits. */
static double ratio_step(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++)
        if (strcmp(report->indicators[i].measure, "2sfca") == 0) return 1;
    return RATIO_STEP;
}

/* The number of a reason among those before it, which is theirs or a new one. Reasons are static texts. */
static size_t reason_number(const char *reason[REASONS_MOST], size_t *n, const char *text) {
    size_t k = 0;
    while (k < *n && strcmp(reason[k], text) != 0) k++;
    if (k == *n && *n < REASONS_MOST) reason[(*n)++] = text;
    return k;
}

/* Indicator i in many communities: ratios in steps of 0.01 %, reasons as -1, -2, ..., err upwards in steps of 0.1 %. */
static void write_many_values(lc_json *json, const lc_report *report, size_t i) {
    const char *reason[REASONS_MOST];
    size_t n_reasons = 0;
    double step = ratio_step(report);
    lc_json_open(json, '{');
    lc_json_key(json, "ratio");
    lc_json_quote(json);
    for (size_t c = 0; c < report->n_communities; c++) {
        const lc_value *value = &report->values[c * report->n_indicators + i];
        lc_map_number_write(json->file, isfinite(value->ratio)
                                            ? round(value->ratio * MILLION / step)
                                            : -1 - (double)reason_number(reason, &n_reasons, value->reason));
    }
    lc_json_unquote(json);
    lc_json_open_member(json, "reasons", '[');
    for (size_t k = 0; k < n_reasons; k++) lc_json_text(json, reason[k]);
    lc_json_close(json, ']');
    write_packed(json, "err", report, i, digits_err_up, ERR_STEP);
    write_packed(json, "offnet", report, i, digits_offnet, OFFNET_STEP);
    write_packed(json, "mean", report, i, digits_mean, MEAN_STEP);
    write_verdicts(json, report, i);
    lc_json_close(json, '}');
}

static void write_all_values(lc_json *json, const lc_report *report) {
    bool many = report->n_communities > LC_MAP_MANY;
    if (many) {
        lc_json_open_member(json, "steps", '{');
        number(json, "ratio", ratio_step(report), 0);
        number(json, "err", ERR_STEP, 0);
        number(json, "offnet", OFFNET_STEP, 0);
        number(json, "mean", MEAN_STEP, 0);
        lc_json_close(json, '}');
    }
    lc_json_open_member(json, "values", '[');
    for (size_t i = 0; i < report->n_indicators; i++) {
        lc_json_newline(json);
        (many ? write_many_values : write_values)(json, report, i);
    }
    lc_json_close(json, ']');
}

/* ----------------------------------------------------------------- shapes */

static void write_gap_places(lc_json *json, const lc_report *report, const lc_map_shapes *shapes, size_t i) {
    const lc_geoms *gaps = &report->gaps;
    lc_json_key(json, "places");
    lc_json_quote(json);
    lc_xy before = {0, 0};
    for (size_t g = 0; !shapes->places_left_out && g < gaps->n; g++)
        if (gaps->kind[g] == LC_POINT && report->gap[gaps->feature[g]].indicator == i)
            lc_map_point_write(json, &shapes->overlay, gaps->xy[gaps->xy_of[gaps->part_of[g]]], &before);
    lc_json_unquote(json);
}

static void write_gaps(lc_json *json, const lc_report *report, const lc_map_shapes *shapes, size_t i) {
    lc_json_open(json, '{');
    lc_map_layer_write(json, &shapes->gaps[i]);
    write_gap_places(json, report, shapes, i);
    lc_json_close(json, '}');
}

static void write_shapes(lc_json *json, const lc_report *report, const lc_map_shapes *shapes) {
    lc_json_open_member(json, "shapes", '{');
    number(json, "unit", shapes->frame.unit, 9);
    number(json, "overlay_unit", shapes->overlay.unit, 9);
    number(json, "tolerance_m", shapes->frame.tolerance_m, TENTHS);
    number(json, "overlay_tolerance_m", shapes->overlay.tolerance_m, TENTHS);
    number(json, "least_gap_m2", shapes->least_gap_m2, 0);
    lc_json_key(json, "gaps_left_out");
    lc_json_count(json, shapes->n_left_out);
    lc_json_put_count(json, "places_left_out", shapes->places_left_out);
    lc_json_put_count(json, "facilities_left_out", shapes->facilities_left_out);
    lc_json_newline(json);
    lc_json_open_member(json, "communities", '{');
    lc_map_layer_write(json, &shapes->communities);
    lc_json_close(json, '}');
    lc_json_open_member(json, "areas", '[');
    for (size_t i = 0; shapes->areas && i < report->n_indicators; i++) {
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_map_layer_write(json, &shapes->areas[i]);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
    lc_json_open_member(json, "gaps", '[');
    for (size_t i = 0; shapes->gaps && i < report->n_indicators; i++) {
        lc_json_newline(json);
        write_gaps(json, report, shapes, i);
    }
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

/* ------------------------------------------------------------- facilities */

typedef const char *(*facility_text_fn)(const lc_facility *facility);
static const char *facility_id(const lc_facility *facility) {
    return facility->id;
}
static const char *facility_name(const lc_facility *facility) {
    return facility->name;
}
static const char *facility_name_zh(const lc_facility *facility) {
    return facility->name_zh;
}
static const char *facility_level(const lc_facility *facility) {
    return facility->level;
}

/* A text of the facilities first .. end-1; empty when none has it. */
static void write_facility_texts(lc_json *json, const char *key, const lc_report *report, size_t first, size_t end,
                                 facility_text_fn get) {
    bool any = false;
    for (size_t f = first; f < end; f++) any = any || get(&report->facilities[f]);
    lc_json_open_member(json, key, '[');
    for (size_t f = first; any && f < end; f++) lc_json_text(json, get(&report->facilities[f]));
    lc_json_close(json, ']');
}

/* What each serves, for the indicators that count any of them: {"indicator": [m2 or weight, ...]}. */
static void write_served(lc_json *json, const lc_report *report, size_t first, size_t end) {
    lc_json_open_member(json, "served", '{');
    for (size_t i = 0; i < report->n_indicators; i++) {
        bool any = false;
        for (size_t f = first; f < end; f++) any = any || isfinite(report->served[f * report->n_indicators + i]);
        if (!any) continue;
        lc_json_open_member(json, report->indicators[i].id, '[');
        for (size_t f = first; f < end; f++) lc_json_short(json, report->served[f * report->n_indicators + i], 0);
        lc_json_close(json, ']');
    }
    lc_json_close(json, '}');
}

static void write_category_title(lc_json *json, const lc_report *report, const char *category) {
    lc_json_open_member(json, "title", '{');
    for (size_t k = 0; report->categories && k < report->n_categories; k++) {
        if (strcmp(report->categories[k].id, category) != 0) continue;
        lc_json_put_text(json, "en", report->categories[k].title_en);
        lc_json_put_text(json, "zh", report->categories[k].title_zh);
    }
    lc_json_close(json, '}');
}

/* The facilities of one category: first .. end-1. */
static void write_category(lc_json *json, const lc_report *report, const lc_map_frame *frame, size_t first,
                           size_t end) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "category", report->facilities[first].category);
    write_category_title(json, report, report->facilities[first].category);
    write_facility_texts(json, "id", report, first, end, facility_id);
    write_facility_texts(json, "name", report, first, end, facility_name);
    write_facility_texts(json, "name_zh", report, first, end, facility_name_zh);
    write_facility_texts(json, "level", report, first, end, facility_level);
    lc_json_key(json, "places");
    lc_json_quote(json);
    lc_xy before = {0, 0};
    for (size_t f = first; f < end; f++)
        lc_map_point_write(json, frame, (lc_xy){report->facilities[f].lon, report->facilities[f].lat}, &before);
    lc_json_unquote(json);
    write_served(json, report, first, end);
    lc_json_close(json, '}');
}

static void write_facilities(lc_json *json, const lc_report *report, const lc_map_shapes *shapes) {
    size_t n = shapes->facilities_left_out ? 0 : report->n_facilities;
    lc_json_open_member(json, "facilities", '[');
    for (size_t first = 0, end; first < n; first = end) {
        const char *category = report->facilities[first].category;
        for (end = first + 1; end < report->n_facilities && strcmp(report->facilities[end].category, category) == 0;
             end++)
            continue;
        write_category(json, report, &shapes->frame, first, end);
    }
    lc_json_close(json, ']');
}

/* -------------------------------------------------------------------- all */

/* Chinese texts of the warnings: the same in every run, whatever its own language. */
static void write_warnings_zh(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "warnings_zh", '[');
    for (size_t i = 0; i < report->warnings.n; i++)
        lc_json_text(json, lc_translate("zh", report->warnings.entry[i].message));
    lc_json_close(json, ']');
}

/* Whatever role a file of OpenStreetMap has, its authors are to be named. */
static bool uses_osm(const lc_report *report) {
    for (size_t i = 0; i < report->n_inputs; i++)
        if (strcmp(report->inputs[i].role, "osm") == 0 || lc_osm_is_name(report->inputs[i].file)) return true;
    return false;
}

static void write_background(lc_json *json, const lc_report *report, const lc_write_options *options) {
    lc_json_key(json, "osm");
    lc_json_bool(json, uses_osm(report));
    lc_json_put_text(json, "tiles", options->tiles);
    lc_json_put_text(json, "tiles_attribution", options->tiles_attribution);
}

void lc_map_data_write(lc_json *json, const lc_report *report, const lc_map_shapes *shapes,
                       const lc_write_options *options) {
    lc_json_open(json, '{');
    lc_summary_write(json, report);
    write_warnings_zh(json, report);
    write_background(json, report, options);
    lc_json_newline(json);
    write_communities(json, report);
    write_all_values(json, report);
    lc_json_newline(json);
    write_shapes(json, report, shapes);
    lc_json_newline(json);
    lc_map_ground_write(json, report, &shapes->ground);
    lc_json_newline(json);
    write_facilities(json, report, shapes);
    lc_json_close(json, '}');
}
