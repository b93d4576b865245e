/* A check in several planes, one after the other. */
#ifndef LC_API_PLANES_H
#define LC_API_PLANES_H

#include "report/join.h"

/* Check a city that was left to its planes (city->shared): each is read, checked and freed before the next. `options`
   are settled. */
lc_status lc_check_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out);

/* How far the sources of a plane reach beyond its communities, for any of n profiles. */
double lc_planes_margin(const lc_profile *const *profile, size_t n, double link_limit_m);

/* check.c: check one plane that has been read. */
lc_status lc_check_plane(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                         const lc_check_options *options, lc_checked *out);

#endif
