/* Verdicts and regressions as JUnit XML. */
#ifndef LC_OUTPUT_JUNIT_H
#define LC_OUTPUT_JUNIT_H

#include "output/diff_write.h"
#include "report/report.h"

/* `report` or `diff` may be NULL. Write errors stay in the file (ferror). */
void lc_junit_print(FILE *file, const lc_context *ctx, const lc_report *report, const lc_diff *diff);

#endif
