/* The report as a workbook for people, in the context's language (docs/tables.md). */
#ifndef LC_OUTPUT_XLSX_H
#define LC_OUTPUT_XLSX_H

#include "output/out_crs.h"
#include "report/report.h"

lc_status lc_report_write_xlsx(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path);
lc_status lc_output_check_xlsx(lc_context *ctx, const char *path);

#endif
