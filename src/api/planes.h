/* A check in several planes, one after the other. */
#ifndef LC_API_PLANES_H
#define LC_API_PLANES_H

#include "city/plane_edits.h"
#include "city/read_city.h"
#include "report/join.h"
#include "report/plane_grids.h"

#define LC_PLANES_SETTLING                                                                                             \
    1e-5 /* max_error that brings every err, and so those of totals, below what settles a verdict */

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

/* Add what a check of plane k has made, which stays as it is, to the report of all; *grids gets its rasters. */
lc_status lc_planes_add(lc_context *ctx, const lc_city *all, size_t k, const lc_checked *part, lc_join *join,
                        lc_plane_grids **grids);
/* End a join: `told` is what reading the sources had to say; `edits` may be NULL. Takes *grids. */
lc_status lc_planes_join(lc_context *ctx, lc_join *join, const lc_warnings *told, const lc_edits *edits,
                         lc_plane_grids **grids, lc_report **out);
/* Does the err of a total leave its verdict open? Planes refine for their own totals only. */
bool lc_planes_are_open(const lc_report *report);
/* What a facility has is shared out among all who reach it, in the next plane too. */
lc_status lc_planes_refuse_catchments(lc_context *ctx, const lc_profile *profile);
/* Fail since no community of any of n planes comes near a path. */
lc_status lc_planes_fail_apart(lc_context *ctx, size_t n, double link_limit_m);

#endif
