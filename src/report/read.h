/* A report read back (docs/report.md). */
#ifndef LC_REPORT_READ_H
#define LC_REPORT_READ_H

#include "report/figures.h"

/* The figures in the text of a report; `text` is changed. `name` stands for it in messages, `file` is kept (may be
   NULL). */
lc_status lc_figures_parse(lc_context *ctx, char *text, size_t size, const char *name, const char *file,
                           lc_figures **out);

#endif
