/* The categories of a report: how many facilities lie in each community, how long they are and how large. */
#ifndef LC_REPORT_FILL_CATEGORIES_H
#define LC_REPORT_FILL_CATEGORIES_H

#include "report/before.h"

/* Fill categories, amounts and levels; the communities must be there. `index` is over their polygons; `before` as for
   lc_report_fill(). */
lc_status lc_report_fill_categories(lc_context *ctx, lc_report *report, const lc_city *city, const lc_index *index,
                                    const lc_report_before *before);

/* Room for the levels of all categories, where there is none yet; the communities must be there. false when memory is
   out. */
bool lc_report_have_levels(lc_report *report, size_t n_categories);

/* Shares of a category's areas, and its totals, of the areas inside the communities. */
void lc_report_total_area(lc_report *report, size_t category);

#endif
