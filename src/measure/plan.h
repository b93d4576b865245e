/* From indicators to measurements: what has to be searched and measured once, and who shares it. */
#ifndef LC_MEASURE_PLAN_H
#define LC_MEASURE_PLAN_H

#include "measure/plan_data.h"
#include "measure/plan_walk.h"

/*
 * Lay out the plan for a profile; indicators for which the city has no data get their reason. Facilities without an
 * area are warned of where a size is asked for.
 * @param[out] out to be freed with lc_plan_free(); profile and city must outlive it
 * Errors: LC_ERR_MEMORY.
 */
lc_status lc_plan_new(lc_context *ctx, const lc_profile *profile, const lc_city *city, lc_plan **out);
void lc_plan_free(lc_plan *plan);

/* Why each indicator of the profile has no answer, NULL where it has one: an array to be freed, of static texts. NULL
   when memory is out. */
const char **lc_plan_reasons(const lc_plan *plan);

/* How far a category is searched: the largest distance that any of its indicators, or a band, asks for. */
double lc_search_range(const lc_profile *profile, const char *category);

/* Every group has room for the profile's indicators and bands; the limit number of a distance, SIZE_MAX without. */
size_t lc_plan_limit(const lc_plan_group *group, double distance_m);

#endif
