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

/* Exact ratio of an indicator over the city, or in a community; NaN without demand. */
double lc_measured_ratio(const lc_measured *measured, size_t indicator);
double lc_measured_ratio_in(const lc_measured *measured, size_t indicator, size_t community);

#endif
