/* The report as a workbook: sheets of communities, of the city's indicators, of facilities (docs/tables.md). */
#include "output/xlsx.h"

#include "base/memory.h"
#include "output/table.h"

lc_status lc_output_check_xlsx(lc_context *ctx, const char *path) {
    lc_status status = lc_output_ending(ctx, path, ".xlsx");
    return status ? status : lc_output_check(ctx, path);
}

lc_status lc_report_write_xlsx(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path) {
    lc_table communities = {0}, indicators = {0}, facilities = {0};
    bool good = lc_table_communities(report, &communities) && lc_table_indicators(report, &indicators) &&
                lc_table_facilities(report, LC_POINT, &facilities);
    lc_status status = good ? LC_OK : lc_fail_memory(ctx);
    if (!status && crs) status = lc_table_add_xy(ctx, report, crs, &facilities);
    const lc_layer_out sheets[] = {lc_table_layer(&communities, "communities", LC_POINT, NULL, NULL),
                                   lc_table_layer(&indicators, "indicators", LC_POINT, NULL, NULL),
                                   lc_table_layer(&facilities, "facilities", LC_POINT, NULL, NULL)};
    if (!status) status = lc_workbook_write(ctx, path, sheets, report->has_facilities ? 3 : 2);
    lc_table_free(&communities);
    lc_table_free(&indicators);
    lc_table_free(&facilities);
    return status;
}
