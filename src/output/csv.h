/* The communities as comma-separated values (docs/tables.md). */
#ifndef LC_OUTPUT_CSV_H
#define LC_OUTPUT_CSV_H

#include "output/table.h"

lc_status lc_report_write_csv(lc_context *ctx, const lc_report *report, const char *path, bool bom);
/* A table as CSV: its head, and its rows. Write errors stay in the file (ferror). */
void lc_csv_rows(FILE *file, const lc_table *table);

lc_status lc_output_check_csv(lc_context *ctx, const char *path);

#endif
