#include "output/area_change_json.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text_stream.h"
#include "output/json_features.h"
#include "output/table.h"

enum { AREA_DECIMALS = 1, PEOPLE_DECIMALS = 1 };

static bool fill(const lc_area_change *change, lc_table *table) {
    table->n_rows = change->n;
    const char **kind = lc_table_text(table, "kind", NULL);
    double *area = lc_table_number(table, "area_m2", NULL, LC_COLUMN_REAL);
    double *people = lc_table_number(table, "people", NULL, LC_COLUMN_REAL);
    if (!kind || !area || !people) return false;
    for (size_t i = 0; i < change->n; i++) {
        const lc_area_part *part = &change->part[i];
        kind[i] = part->gained ? "gained" : "lost";
        area[i] = lc_table_round(part->area_m2, AREA_DECIMALS);
        people[i] = lc_table_round(part->people, PEOPLE_DECIMALS);
    }
    return true;
}

lc_status lc_area_change_text(lc_context *ctx, const lc_area_change *change, char **text) {
    lc_table table = {0};
    lc_text_stream s;
    bool ok = lc_text_stream_open(&s) && fill(change, &table);
    if (ok) {
        lc_json json = {.file = s.file};
        lc_json_open(&json, '{');
        lc_json_put_text(&json, "type", "FeatureCollection");
        lc_json_features(&json, table.column, table.n_columns, table.n_rows, &change->shapes, true);
        lc_json_close(&json, '}');
    }
    if (!lc_text_stream_close(&s)) ok = false;
    lc_table_free(&table);
    if (!ok) {
        free(s.text);
        return lc_fail_memory(ctx);
    }
    *text = s.text;
    return LC_OK;
}
