/* What lies inside the communities: the length of a category's lines, the area of its polygons. */
#ifndef LC_MEASURE_INSIDE_H
#define LC_MEASURE_INSIDE_H

#include "city/facilities.h"
#include "profile/rules.h"

/* Of one category. Whatever sizes and levels the indicators ask for. */
typedef struct lc_inside {
    double *length_m; /* one a community: of the union of the lines; NULL when the category has no lines */
    double *area_m2;  /* one a community: of the union of the polygons; NULL when it has none */
    double total_m;   /* length inside any community, each stretch once */
} lc_inside;

/*
 * Measure a category. `def` is its rule, NULL without: a category of lines or areas alone has lengths or areas of 0
 * where it has a source without any feature; one whose features are of another kind has none. valid: all communities
 * are known to be.
 */
lc_status lc_inside_measure(lc_context *ctx, const lc_facilities *facilities, const lc_category_def *def,
                            const lc_geoms *communities, bool valid, size_t n_communities, lc_inside *out);
void lc_inside_free(lc_inside *inside);

#endif
