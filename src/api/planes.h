/* A check in several planes, one after the other. */
#ifndef LC_API_PLANES_H
#define LC_API_PLANES_H

#include "report/join.h"

/* Check a city that was left to its planes (city->shared): each is read, checked and freed before the next. `options`
   are settled. */
lc_status lc_check_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out);

/* check.c: check one plane that has been read. */
lc_status lc_check_plane(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                         const lc_check_options *options, lc_checked *out);

#endif
