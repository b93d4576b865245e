/* Which candidate covers which points of demand: a search a candidate. */
#ifndef LC_SITING_COVER_BUILD_H
#define LC_SITING_COVER_BUILD_H

#include "measure/fields.h"
#include "siting/candidates.h"
#include "siting/cover.h"

/* covered[i]: is point i within reach of what exists, for an indicator of the fields' plan? */
lc_status lc_cover_existing(lc_context *ctx, const lc_fields *fields, size_t indicator, const lc_xy *xy, size_t n,
                            bool *covered);

typedef struct lc_cover_job {
    const lc_city *city;
    const lc_network *network; /* of the city, that the indicator's walking cost goes by */
    const lc_network *walked;  /* the same, or a view of it by that cost */
    double link_limit_m;
    const lc_indicator_def *indicator;
    const lc_candidates *candidates; /* of one of its categories */
    const lc_xy *xy;                 /* n points of demand */
    size_t n;
    size_t most_entries; /* more are an error */
} lc_cover_job;

/*
 * Column j of *out: the points that candidate j covers for the indicator, were it the only facility (section 5 of the
 * definitions): d within the longest distance of those rules of its category that it passes. One bounded search a
 * candidate on the network; the straight metric by an index of the points. Excluded candidates cover nothing. Errors:
 * LC_ERR_INPUT when there are more entries than most_entries.
 */
lc_status lc_cover_build(lc_context *ctx, const lc_cover_job *job, lc_cover *out);

#endif
