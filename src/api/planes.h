/* A check in several planes, one after the other. */
#ifndef LC_API_PLANES_H
#define LC_API_PLANES_H

#include "city/read_city.h"
#include "report/join.h"

/* Check a city that was left to its planes (city->shared): each is read, checked and freed before the next. `options`
   are settled. */
lc_status lc_check_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out);

/* Begin with the planes of a city that was left to them, for one profile, which is borrowed with where it stands: how
   they are read. wish->shared is to be freed. */
lc_status lc_planes_begin(lc_context *ctx, const lc_city *city, const lc_profile *const *profile, double link_limit_m,
                          lc_plane_wish *out);

/* How far the sources of a plane reach beyond its communities, for any of n profiles. */
double lc_planes_margin(const lc_profile *const *profile, size_t n, double link_limit_m);

/* check.c: check one plane that has been read. */
lc_status lc_check_plane(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                         const lc_check_options *options, lc_checked *out);

#endif
