/* A city, measured for the indicators that are asked for. */
#ifndef LC_SITING_MEASURED_H
#define LC_SITING_MEASURED_H

#include "measure/results.h"

typedef struct lc_measured {
    lc_city_links links;
    lc_plan *plan;
    lc_fields *fields;
    lc_results results;
} lc_measured;

/* What a check does up to the report. City and profile must outlive it; to be freed where it is. */
lc_status lc_measured_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, double link_limit_m,
                          lc_measured *out);
void lc_measured_free(lc_measured *measured);

/* What came of measuring. */
typedef struct lc_exact {
    lc_results results;
    const char **reason; /* one an indicator: why it has no answer; NULL when it has */
} lc_exact;

/* Take it out of what was measured, which is still to be freed; to be freed as well. */
lc_status lc_exact_take(lc_context *ctx, lc_measured *measured, lc_exact *out);
void lc_exact_free(lc_exact *exact);

/* Exact ratio of an indicator over the city, or in a community; NaN without demand. */
double lc_exact_ratio(const lc_exact *exact, size_t indicator);
double lc_exact_ratio_in(const lc_exact *exact, size_t indicator, size_t community);

#endif
