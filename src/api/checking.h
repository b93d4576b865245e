/* A check in its steps: link, plan, search, measure, report. Each makes one result that it owns, and only reads those
   before it. */
#ifndef LC_API_CHECKING_H
#define LC_API_CHECKING_H

#include "measure/results.h"
#include "report/report.h"

/* What is made of a city and a profile on the way to the report. */
typedef struct lc_checking {
    const lc_check_options *options; /* settled */
    const lc_profile *profile;
    const lc_city *city;
    const struct lc_checking *before; /* another state of the city, of which `kept` is; NULL without */
    lc_kept *kept;                    /* what need not be measured again; NULL: nothing is kept */
    bool *edge_effect;
    lc_city_links links;
    lc_plan *plan;
    lc_fields *fields;
    lc_results results;
    lc_report *report;
} lc_checking;

/* Put the defaults where nothing was given, and refuse what makes no sense. */
lc_status lc_check_settle(lc_context *ctx, const lc_check_options *options, lc_check_options *out);
/* Refuse a profile that asks for what the city does not have. */
lc_status lc_check_city(lc_context *ctx, const lc_city *city, const lc_profile *profile);
/* All steps; the warnings of the context become the report's. What is there when it fails is to be freed all the same.
 */
lc_status lc_checking_run(lc_context *ctx, lc_checking *checking);
void lc_checking_free(lc_checking *checking);

#endif
