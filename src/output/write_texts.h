/* Texts for people and for continuous integration. */
#ifndef LC_OUTPUT_WRITE_TEXTS_H
#define LC_OUTPUT_WRITE_TEXTS_H

#include "report/report.h"

/* `options` may be NULL; of them `diff` and what the run was told matter. */
lc_status lc_report_write_markdown(lc_context *ctx, const lc_report *report, const lc_write_options *options,
                                   const char *path);
lc_status lc_report_write_junit(lc_context *ctx, const lc_report *report, const lc_diff *diff, const char *path);

#endif
