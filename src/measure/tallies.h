/*
 * What was measured of every community, kept: where nothing has changed that could reach a community, its sums need not
 * be measured again. A community's sums do not depend on which others are measured, so that what is kept is, bit for
 * bit, what would be measured.
 */
#ifndef LC_MEASURE_TALLIES_H
#define LC_MEASURE_TALLIES_H

#include "base/context.h"

/* Of one pass at one tolerance, of areas or of people who are laid over the plane. */
typedef struct lc_tally_level {
    size_t pass, size; /* size: doubles of a community */
    double tolerance;
    bool of_people;
    double *tally; /* [community * size] */
    bool *known;   /* n_communities */
} lc_tally_level;

typedef struct lc_tallies {
    size_t n_communities;
    lc_tally_level *level;
    size_t n, capacity;
    size_t measured; /* communities that were measured since this was last set to 0, once a pass */
} lc_tallies;

/* The level of a pass, with nothing known when it is new; valid until the next call that makes one. NULL when memory is
   out. */
lc_tally_level *lc_tallies_level(lc_tallies *tallies, size_t pass, double tolerance, bool of_people, size_t size);
/* Forget the communities that are marked; NULL: all, and how large tallies are. */
void lc_tallies_forget(lc_tallies *tallies, const bool *stale);
void lc_tallies_free(lc_tallies *tallies);

#endif
