/* Gaps: polygons in the layer `gaps`, weighted places in the layer `gap_places` (docs/layers.md). */
#include <string.h>

#include "base/memory.h"
#include "report/report.h"
#include "report/table.h"

enum { SIZE_DECIMALS = 1, WEIGHT_DECIMALS = 3 };

/* The gaps of one kind of geometry, in the report's order. */
typedef struct gap_layer {
    lc_geom_kind kind;
    lc_geoms geoms;
    size_t *gap, n, capacity; /* which gap each feature is */
    lc_table table;
} gap_layer;

static void layer_free(gap_layer *layer) {
    lc_geoms_free(&layer->geoms);
    free(layer->gap);
    lc_table_free(&layer->table);
}

static bool pick(const lc_report *report, gap_layer *layer) {
    const lc_geoms *all = &report->gaps;
    for (size_t g = 0; g < all->n; g++) {
        if (all->kind[g] != layer->kind) continue;
        if (layer->n == 0 || layer->gap[layer->n - 1] != all->feature[g]) {
            if (!LC_ROOM(layer->gap, layer->capacity, layer->n + 1)) return false;
            layer->gap[layer->n++] = all->feature[g];
        }
        if (!lc_geoms_copy(&layer->geoms, all, g, (uint32_t)(layer->n - 1))) return false;
    }
    return true;
}

/* Among the gaps of the same indicator: which one is a city to close first? */
static bool fill_rank(const lc_report *report, gap_layer *layer) {
    double *rank = lc_table_number(&layer->table, "rank", NULL, LC_COLUMN_INTEGER);
    size_t *used = LC_NEW0(size_t, report->n_indicators);
    for (size_t i = 0; rank && used && i < layer->n; i++)
        rank[i] = (double)++used[report->gap[layer->gap[i]].indicator];
    free(used);
    return rank && used;
}

static bool fill(const lc_report *report, gap_layer *layer) {
    lc_table *table = &layer->table;
    table->n_rows = layer->n;
    const char **community = lc_table_text(table, "community", NULL);
    const char **name = lc_table_text(table, "community_name", "comm_name");
    const char **indicator = lc_table_text(table, "indicator", NULL);
    double *area = NULL;
    if (layer->kind == LC_POLYGON) {
        area = lc_table_number(table, "area_m2", NULL, LC_COLUMN_REAL);
        if (!area) return false;
    }
    double *weight = lc_table_number(table, "weight", NULL, LC_COLUMN_REAL);
    if (!community || !name || !indicator || !weight || !fill_rank(report, layer)) return false;
    for (size_t i = 0; i < layer->n; i++) {
        const lc_gap *gap = &report->gap[layer->gap[i]];
        community[i] = report->communities[gap->community].id;
        name[i] = report->communities[gap->community].name;
        indicator[i] = report->indicators[gap->indicator].id;
        if (area) area[i] = lc_table_round(gap->area_m2, SIZE_DECIMALS);
        weight[i] = lc_table_round(gap->weight, WEIGHT_DECIMALS);
    }
    return true;
}

static lc_layer_out as_layer(const gap_layer *layer, const char *name) {
    return (lc_layer_out){.name = name,
                          .kind = layer->kind,
                          .geoms = &layer->geoms,
                          .n_features = layer->n,
                          .columns = layer->table.column,
                          .n_columns = layer->table.n_columns};
}

/* A profile without people has no places to show, not even an empty layer of them. */
static bool counts_places(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++)
        if (strcmp(report->indicators[i].denominator, "population") == 0) return true;
    return false;
}

lc_status lc_report_write_gaps(lc_context *ctx, const lc_report *report, const char *path) {
    if (!report->has_gaps)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s cannot be written: the check did not prepare gaps; set 'gaps' in its options", path);
    gap_layer areas = {.kind = LC_POLYGON}, places = {.kind = LC_POINT};
    bool good = pick(report, &areas) && pick(report, &places) && fill(report, &areas) && fill(report, &places);
    lc_status status = good ? LC_OK : lc_fail_memory(ctx);
    const lc_layer_out layers[] = {as_layer(&areas, "gaps"), as_layer(&places, "gap_places")};
    if (!status) status = lc_layers_write(ctx, path, layers, counts_places(report) ? 2 : 1);
    layer_free(&areas);
    layer_free(&places);
    return status;
}
