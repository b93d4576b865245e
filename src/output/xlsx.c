/* The report as a workbook for people, in the language of the run (docs/tables.md). The machine's table is CSV. */
#include "output/xlsx.h"

#include "output/write_layer.h"
#include "output/xlsx_sheets.h"
#include "report/words.h"

lc_status lc_output_check_xlsx(lc_context *ctx, const char *path) {
    lc_status status = lc_output_ending(ctx, path, ".xlsx");
    return status ? status : lc_output_check(ctx, path);
}

lc_status lc_report_write_xlsx(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path) {
    lc_xlsx x = {.ctx = ctx, .report = report};
    const char *title = lc_title_text(ctx, report->profile_title_en, report->profile_title_zh);
    lc_status status = lc_output_ending(ctx, path, ".xlsx");
    if (status == LC_OK) status = lc_workbook_open(ctx, path, title ? title : report->profile, &x.book);
    if (status != LC_OK) return status;
    lc_xlsx_summary(&x);
    status = lc_xlsx_communities(&x);
    if (status == LC_OK && report->has_facilities) status = lc_xlsx_facilities(&x, crs);
    if (report->has_gaps) lc_xlsx_gaps(&x);
    lc_xlsx_charts(&x);
    lc_xlsx_definitions(&x);
    lc_xlsx_sources(&x);
    if (status != LC_OK) {
        lc_workbook_abort(x.book);
        return status;
    }
    return lc_workbook_close(x.book);
}
