/* Sections of the Markdown report: several services at once, the scorecard, what lies inside the communities. */
#ifndef LC_OUTPUT_MARKDOWN_PARTS_H
#define LC_OUTPUT_MARKDOWN_PARTS_H

#include "report/report.h"

/* Each only where there is something to say. */
void lc_md_combinations(FILE *file, const lc_context *ctx, const lc_report *report);
void lc_md_scorecard(FILE *file, const lc_context *ctx, const lc_report *report);
void lc_md_inside(FILE *file, const lc_context *ctx, const lc_report *report);

#endif
