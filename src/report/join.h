/* One report of the planes of a city: what there is of communities goes to their places, totals are summed anew. */
#ifndef LC_REPORT_JOIN_H
#define LC_REPORT_JOIN_H

#include "city/planes.h"
#include "measure/results.h"
#include "report/report.h"

/* What a check of one plane has made. */
typedef struct lc_checked {
    lc_report *report;
    lc_results results;
    const char **reason; /* one an indicator: why it has no answer; NULL when it has (lc_plan_reasons) */
} lc_checked;

void lc_checked_free(lc_checked *checked);

typedef struct lc_join lc_join;

/* Begin with the city that lc_city_read() left to its planes, which must outlive the joining. */
lc_status lc_join_new(lc_context *ctx, const lc_city *all, lc_join **out);
/* Add the part of a plane (its number), which stays as it is. Planes come in their order. */
lc_status lc_join_add(lc_context *ctx, lc_join *join, size_t plane, const lc_checked *part);
/* Add a part of the planes, whose first one is number `first` among all: its report as lc_shard_file_read() gives it,
   and its results. Parts come in their order. */
lc_status lc_join_add_part(lc_context *ctx, lc_join *join, size_t first, const lc_checked *part);
/* Sum up, and give the report away; the join is still to be freed. `sources` is what reading them had to say. */
lc_status lc_join_end(lc_context *ctx, lc_join *join, const lc_warnings *sources, lc_report **out);
void lc_join_free(lc_join *join);

/* Add a plane's network to a report's. Paths in the boxes of two planes are in the networks of both. */
void lc_join_network(lc_report *to, const lc_network_info *network);
/* What categories have lines and areas to measure: those that have them in any plane. */
void lc_join_categories(lc_report *to, const lc_category *category);
/* The totals of category k, of what there is for the communities. Where a plane has no line or area of a category that
   others have, there are 0 metres of it. */
void lc_join_category(lc_report *report, size_t k);

/* Warnings of a further plane behind those of the planes before it. Cases of one code add up, but for what is said of a
   whole source, which is said once. false when memory is out. */
bool lc_join_warnings_copy(lc_warnings *to, const lc_warnings *from);

#endif
