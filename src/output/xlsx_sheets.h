/* The sheets of the workbook (docs/tables.md). */
#ifndef LC_OUTPUT_XLSX_SHEETS_H
#define LC_OUTPUT_XLSX_SHEETS_H

#include "output/out_crs.h"
#include "output/workbook.h"
#include "report/report.h"

/* What is being written of which report. */
typedef struct lc_xlsx {
    lc_context *ctx;
    const lc_report *report;
    lc_workbook *book;
} lc_xlsx;

/* "Park within a 500 m walk", in the context's language. */
const char *lc_xlsx_title(const lc_xlsx *x, size_t indicator);
bool lc_xlsx_is_straight(const lc_xlsx *x, size_t indicator);
/* Is the ratio a share, from 0 to 1? That of a 2sfca is what there is for each person. */
bool lc_xlsx_is_share(const lc_xlsx *x, size_t indicator);
/* How a ratio of an indicator is shown. */
lc_style lc_xlsx_ratio_style(const lc_xlsx *x, size_t indicator, lc_verdict verdict);
/* The title, with the unit of what is no share; malloc'ed, NULL when memory is out. */
char *lc_xlsx_head(const lc_xlsx *x, size_t indicator);
/* The indicator that communities are sorted by: the first on foot that has an answer, else the first that has one;
   SIZE_MAX without. */
size_t lc_xlsx_leading(const lc_xlsx *x);
/* Communities, the least served first; equal ones, and those without a ratio, in input order. n_communities of them,
   malloc'ed; NULL when memory is out. */
size_t *lc_xlsx_worst_first(const lc_xlsx *x);

/* Targets, walk beside line, what could not be measured and why, the least served communities. */
void lc_xlsx_summary(const lc_xlsx *x);
/* One row a community, the least served first. LC_ERR_MEMORY. */
lc_status lc_xlsx_communities(const lc_xlsx *x);
/* One row a facility; x and y in `crs` where there is one. */
lc_status lc_xlsx_facilities(const lc_xlsx *x, const lc_out_crs *crs);
/* The largest gaps. */
void lc_xlsx_gaps(const lc_xlsx *x);
/* The numbers behind the charts: distances, Lorenz curves. */
void lc_xlsx_charts(const lc_xlsx *x);
/* What every indicator asks, where its numbers come from, how they are known. */
void lc_xlsx_definitions(const lc_xlsx *x);
/* The inputs, the parameters, the warnings. */
void lc_xlsx_sources(const lc_xlsx *x);

#endif
