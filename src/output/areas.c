/* Service areas: one feature an indicator, with the city's numbers (docs/layers.md). */
#include "output/areas.h"

#include "base/memory.h"
#include "output/layer_json.h"
#include "output/table.h"

enum { RATIO_DECIMALS = 6, SIZE_DECIMALS = 1 };

typedef const char *(*text_fn)(const lc_indicator *indicator);
typedef double (*number_fn)(const lc_indicator *indicator);

#define TEXT(member)                                                                                                   \
    static const char *get_##member(const lc_indicator *indicator) {                                                   \
        return indicator->member;                                                                                      \
    }
#define NUMBER(member, value)                                                                                          \
    static double get_##member(const lc_indicator *indicator) {                                                        \
        return value;                                                                                                  \
    }

TEXT(id)
TEXT(title_en)
TEXT(title_zh)
TEXT(category)
TEXT(metric)
TEXT(denominator)
TEXT(verified)
NUMBER(distance_m, indicator->distance_m)
NUMBER(ratio, lc_table_round(indicator->ratio, RATIO_DECIMALS))
NUMBER(err, lc_bound_rounded_up(indicator->err))
NUMBER(target, indicator->target)
NUMBER(demand, lc_table_round(indicator->demand, SIZE_DECIMALS))
NUMBER(covered, lc_table_round(indicator->covered, SIZE_DECIMALS))

static const char *get_verdict(const lc_indicator *indicator) {
    return lc_verdict_name(indicator->verdict);
}

static const struct {
    const char *name, *short_name;
    text_fn text;
    number_fn number;
} columns[] = {
    {"indicator", NULL, get_id, NULL},
    {"title", NULL, get_title_en, NULL},
    {"title_zh", NULL, get_title_zh, NULL},
    {"category", NULL, get_category, NULL},
    {"metric", NULL, get_metric, NULL},
    {"distance_m", NULL, NULL, get_distance_m},
    {"denominator", "denominat", get_denominator, NULL},
    {"ratio", NULL, NULL, get_ratio},
    {"err", NULL, NULL, get_err},
    {"target", NULL, NULL, get_target},
    {"verified", NULL, get_verified, NULL}, /* how the target is known stands beside it wherever it is shown */
    {"verdict", NULL, get_verdict, NULL},
    {"demand", NULL, NULL, get_demand},
    {"covered", NULL, NULL, get_covered},
};

static bool fill_column(lc_table *table, size_t k, const lc_report *report) {
    if (columns[k].text) {
        const char **text = lc_table_text(table, columns[k].name, columns[k].short_name);
        for (size_t i = 0; text && i < table->n_rows; i++) text[i] = columns[k].text(&report->indicators[i]);
        return text;
    }
    double *number = lc_table_number(table, columns[k].name, columns[k].short_name, LC_COLUMN_REAL);
    for (size_t i = 0; number && i < table->n_rows; i++) number[i] = columns[k].number(&report->indicators[i]);
    return number;
}

bool lc_table_indicators(const lc_report *report, lc_table *out) {
    out->n_rows = report->n_indicators;
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        if (!fill_column(out, k, report)) return false;
    return true;
}

lc_status lc_report_write_areas(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path) {
    if (!report->has_areas)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s cannot be written: the check did not prepare service areas; set want_areas in its options",
                       path);
    lc_table table = {0};
    lc_status status = lc_table_indicators(report, &table) ? LC_OK : lc_fail_memory(ctx);
    const lc_layer_out layer = lc_table_layer(&table, "areas", LC_POLYGON, &report->areas, crs);
    if (!status) status = lc_report_layers_write(ctx, path, &layer, 1);
    lc_table_free(&table);
    return status;
}
