#include "source/table_sheets.h"

#include <cpl_conv.h>
#include <cpl_string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A workbook's first row has the names, also when all of its cells are text. GDAL reads this with the first row. */
static const char *const HEADERS[] = {"OGR_XLSX_HEADERS", "OGR_XLS_HEADERS", "OGR_ODS_HEADERS"};

bool lc_table_is(const lc_layer_reader *r) {
    static const char *const drivers[] = {"CSV", "XLSX", "XLS", "ODS"};
    GDALDatasetH dataset = r->dataset;
    if (r->is_csv) return true;
    const char *name = dataset ? GDALGetDriverShortName(GDALGetDatasetDriver(dataset)) : "";
    for (size_t i = 0; i < COUNT(drivers); i++)
        if (EQUAL(name, drivers[i])) return true;
    return false;
}

void lc_sheets_begin(void) {
    for (size_t i = 0; i < COUNT(HEADERS); i++)
        if (!CPLGetConfigOption(HEADERS[i], NULL)) CPLSetThreadLocalConfigOption(HEADERS[i], "FORCE");
}

OGRLayerH lc_sheets_only(GDALDatasetH dataset) {
    OGRLayerH found = NULL;
    int n = GDALDatasetGetLayerCount(dataset);
    for (int i = 0; i < n; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        if (OGR_L_GetFeatureCount(layer, TRUE) == 0) continue;
        if (found) return NULL;
        found = layer;
    }
    return found;
}

void lc_sheets_end(void) {
    for (size_t i = 0; i < COUNT(HEADERS); i++) CPLSetThreadLocalConfigOption(HEADERS[i], NULL);
}
