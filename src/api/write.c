/* lc_write(), lc_write_check(): one table of what can be written of a report. */
#include <string.h>

#include "base/options.h"
#include "base/output.h"
#include "history/history.h"
#include "output/areas.h"
#include "output/charts.h"
#include "output/csv.h"
#include "output/field.h"
#include "output/gaps.h"
#include "output/geojson.h"
#include "output/gpkg.h"
#include "output/html.h"
#include "output/layer_json.h"
#include "output/out_crs.h"
#include "output/write_texts.h"
#include "output/xlsx.h"
#include "report/report.h"

typedef lc_status (*write_fn)(lc_context *ctx, const lc_report *report, const char *path, const lc_write_options *o);
typedef lc_status (*check_fn)(lc_context *ctx, const char *path, const lc_write_options *o);

#define PLAIN_WRITE(name, call)                                                                                        \
    static lc_status name(lc_context *ctx, const lc_report *report, const char *path, const lc_write_options *o) {     \
        (void)o;                                                                                                       \
        return call;                                                                                                   \
    }
/* In the CRS that was asked for. */
#define CRS_WRITE(name, call)                                                                                          \
    static lc_status name(lc_context *ctx, const lc_report *report, const char *path, const lc_write_options *o) {     \
        lc_out_crs *crs = NULL;                                                                                        \
        lc_status status = lc_out_crs_new(ctx, o->out_crs, &crs);                                                      \
        if (status == LC_OK) status = call;                                                                            \
        lc_out_crs_free(crs);                                                                                          \
        return status;                                                                                                 \
    }
#define PLAIN_CHECK(name, call)                                                                                        \
    static lc_status name(lc_context *ctx, const char *path, const lc_write_options *o) {                              \
        (void)o;                                                                                                       \
        return call;                                                                                                   \
    }

PLAIN_WRITE(write_report, lc_report_write(ctx, report, path))
CRS_WRITE(write_areas, lc_report_write_areas(ctx, report, crs, path))
CRS_WRITE(write_gaps, lc_report_write_gaps(ctx, report, crs, path))
PLAIN_WRITE(write_csv, lc_report_write_csv(ctx, report, path, false))
PLAIN_WRITE(write_csv_bom, lc_report_write_csv(ctx, report, path, true))
CRS_WRITE(write_xlsx, lc_report_write_xlsx(ctx, report, crs, path))
CRS_WRITE(write_gpkg, lc_report_write_gpkg(ctx, report, crs, path))
PLAIN_WRITE(write_map, lc_report_write_html(ctx, report, o, path))
PLAIN_WRITE(write_markdown, lc_report_write_markdown(ctx, report, o, path))
PLAIN_WRITE(write_junit, lc_report_write_junit(ctx, report, o->diff, path))
PLAIN_WRITE(write_charts, lc_report_write_charts(ctx, report, path))
PLAIN_WRITE(write_history, lc_report_store(ctx, report, path, NULL))
PLAIN_CHECK(check_plain, lc_output_check(ctx, path))
PLAIN_CHECK(check_layer, lc_output_check_layer(ctx, path))
PLAIN_CHECK(check_csv, lc_output_check_csv(ctx, path))
PLAIN_CHECK(check_xlsx, lc_output_check_xlsx(ctx, path))
PLAIN_CHECK(check_gpkg, lc_output_check_gpkg(ctx, path))
PLAIN_CHECK(check_map, lc_output_check_html(ctx, o, path))
PLAIN_CHECK(check_charts, lc_output_check_charts(ctx, path))
PLAIN_CHECK(check_history, lc_output_check_store(ctx, path))

static lc_status check_category(lc_context *ctx, const lc_write_options *o) {
    if (o->category && *o->category) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "distances are of a category: name it in lc_write_options");
}

static lc_status write_distances(lc_context *ctx, const lc_report *report, const char *path,
                                 const lc_write_options *o) {
    lc_status status = check_category(ctx, o);
    return status == LC_OK ? lc_report_write_field(ctx, report, o->category, path) : status;
}

static lc_status check_distances(lc_context *ctx, const char *path, const lc_write_options *o) {
    lc_status status = check_category(ctx, o);
    return status == LC_OK ? lc_output_check_field(ctx, path) : status;
}

static const struct {
    write_fn write;
    check_fn check;
    bool placed; /* says where on the globe things are */
} kinds[] = {
    [LC_REPORT] = {write_report, check_plain, true},
    [LC_AREAS] = {write_areas, check_layer, true},
    [LC_GAPS] = {write_gaps, check_layer, true},
    [LC_DISTANCES] = {write_distances, check_distances, true},
    [LC_CSV] = {write_csv, check_csv, false},
    [LC_CSV_BOM] = {write_csv_bom, check_csv, false},
    [LC_XLSX] = {write_xlsx, check_xlsx, false},
    [LC_GPKG] = {write_gpkg, check_gpkg, true},
    [LC_MAP] = {write_map, check_map, true},
    [LC_MARKDOWN] = {write_markdown, check_plain, false},
    [LC_JUNIT] = {write_junit, check_plain, false},
    [LC_CHARTS] = {write_charts, check_charts, false},
    [LC_HISTORY] = {write_history, check_history, true},
};

static lc_status settle(lc_context *ctx, lc_output_kind kind, const lc_write_options *options, lc_write_options *o) {
    *o = LC_WRITE_OPTIONS_INIT;
    if ((size_t)kind >= sizeof kinds / sizeof *kinds)
        return lc_fail(ctx, LC_ERR_INPUT, "there is no output of kind %d", (int)kind);
    return lc_options_read(ctx, "lc_write_options", o, sizeof *o, options);
}

/* What is wrong with the file, or with what was asked of it. */
static lc_status of_output(lc_context *ctx, lc_status status, const char *path) {
    lc_error_class about = status == LC_ERR_IO ? LC_ERROR_OUTPUT : LC_ERROR_ARGUMENT;
    return lc_fail_at(ctx, status, &(lc_where){LC_WHERE(about), .file = path});
}

lc_status lc_write(lc_context *ctx, const lc_report *report, lc_output_kind kind, const char *path,
                   const lc_write_options *options) {
    lc_write_options o;
    lc_status status = settle(ctx, kind, options, &o);
    if (status == LC_OK && kinds[kind].placed && report->work_crs && !*report->work_crs)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "%s cannot be written: the city is in a plane that lies nowhere; build it with a CRS", path);
    if (status == LC_OK) status = kinds[kind].write(ctx, report, path, &o);
    return of_output(ctx, status, path);
}

lc_status lc_write_check(lc_context *ctx, lc_output_kind kind, const char *path, const lc_write_options *options) {
    lc_write_options o;
    lc_status status = settle(ctx, kind, options, &o);
    lc_out_crs *crs = NULL;
    if (status == LC_OK) status = lc_out_crs_new(ctx, o.out_crs, &crs);
    if (status == LC_OK && (kind == LC_AREAS || kind == LC_GAPS)) status = lc_report_layers_check(ctx, path, crs);
    lc_out_crs_free(crs);
    if (status == LC_OK) status = kinds[kind].check(ctx, path, &o);
    return of_output(ctx, status, path);
}
