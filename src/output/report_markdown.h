/* The report for people, in Markdown. */
#ifndef LC_OUTPUT_REPORT_MARKDOWN_H
#define LC_OUTPUT_REPORT_MARKDOWN_H

#include "output/diff_write.h"
#include "report/report.h"

/* `options` may be NULL. Write errors stay in the file (ferror). false when memory is out, as below. */
bool lc_report_print_markdown(FILE *file, const lc_context *ctx, const lc_report *report,
                              const lc_write_options *options);

#endif
