/* Gaps: polygons in the layer `gaps`, weighted places in the layer `gap_places` (docs/layers.md). */
#include "output/gaps.h"

#include <string.h>

#include "base/memory.h"
#include "output/layer_json.h"
#include "output/table.h"

enum { SIZE_DECIMALS = 1, WEIGHT_DECIMALS = 3 };

/* Among the gaps of the same indicator: which one is a city to close first? */
static bool fill_rank(const lc_report *report, lc_table *table) {
    double *rank = lc_table_number(table, "rank", NULL, LC_COLUMN_INTEGER);
    size_t *used = LC_NEW0(size_t, report->n_indicators);
    for (size_t i = 0; rank && used && i < table->n_rows; i++)
        rank[i] = (double)++used[report->gap[table->feature[i]].indicator];
    free(used);
    return rank && used;
}

bool lc_table_gaps(const lc_report *report, lc_geom_kind kind, lc_table *table) {
    if (!lc_table_pick(table, &report->gaps, kind)) return false;
    const char **community = lc_table_text(table, "community", NULL);
    const char **name = lc_table_text(table, "community_name", "comm_name");
    const char **indicator = lc_table_text(table, "indicator", NULL);
    double *area = NULL;
    if (kind == LC_POLYGON) {
        area = lc_table_number(table, "area_m2", NULL, LC_COLUMN_REAL);
        if (!area) return false;
    }
    double *weight = lc_table_number(table, "weight", NULL, LC_COLUMN_REAL);
    if (!community || !name || !indicator || !weight || !fill_rank(report, table)) return false;
    for (size_t i = 0; i < table->n_rows; i++) {
        const lc_gap *gap = &report->gap[table->feature[i]];
        community[i] = report->communities[gap->community].id;
        name[i] = report->communities[gap->community].name;
        indicator[i] = report->indicators[gap->indicator].id;
        if (area) area[i] = lc_table_round(gap->area_m2, SIZE_DECIMALS);
        weight[i] = lc_table_round(gap->weight, WEIGHT_DECIMALS);
    }
    return true;
}

bool lc_report_counts_places(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++)
        if (strcmp(report->indicators[i].denominator, "population") == 0) return true;
    return false;
}

lc_status lc_report_write_gaps(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path) {
    if (!report->has_gaps)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s cannot be written: the check did not prepare gaps; set want_gaps in its options", path);
    lc_table areas = {0}, places = {0};
    bool good = lc_table_gaps(report, LC_POLYGON, &areas) && lc_table_gaps(report, LC_POINT, &places);
    lc_status status = good ? LC_OK : lc_fail_memory(ctx);
    const lc_layer_out layers[] = {lc_table_layer(&areas, "gaps", LC_POLYGON, &areas.geoms, crs),
                                   lc_table_layer(&places, "gap_places", LC_POINT, &places.geoms, crs)};
    if (!status) status = lc_report_layers_write(ctx, path, layers, lc_report_counts_places(report) ? 2 : 1);
    lc_table_free(&areas);
    lc_table_free(&places);
    return status;
}
