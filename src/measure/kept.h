/*
 * Results of every community, kept by pass: where nothing has changed that could reach a community in a pass, it need
 * not be measured again. A community's results depend neither on which others are measured nor on which other passes
 * are, so that what is kept is, bit for bit, what would be measured.
 */
#ifndef LC_MEASURE_KEPT_H
#define LC_MEASURE_KEPT_H

#include "base/context.h"

/* Of one pass at one tolerance, of areas or of people who are laid over the plane. */
typedef struct lc_kept_level {
    size_t pass, size; /* size: doubles of a community */
    double tolerance;
    const void *people; /* whose; NULL: of areas */
    double *record;     /* [community * size]: the results of it */
    bool *known;        /* n_communities */
} lc_kept_level;

/* In the place of a pass: what has its nearest path on an island, on the network and on the one without stairs. No
   facility changes it. */
#define LC_PASS_OF_ISLANDS SIZE_MAX
#define LC_PASS_OF_STEP_FREE_ISLANDS (SIZE_MAX - 1)

typedef struct lc_kept {
    size_t n_communities;
    lc_kept_level *level;
    size_t n, capacity;
    size_t measured; /* communities that were measured since this was last set to 0, once a pass */
} lc_kept;

/* The level of a pass, with nothing known when it is new; valid until the next call that makes one. NULL when memory is
   out. */
lc_kept_level *lc_kept_find(lc_kept *kept, size_t pass, double tolerance, const void *people, size_t size);
/* Forget what is marked in stale[pass * n_communities + community]; NULL: all, and how large records are. Islands are
   forgotten where any pass is.
   paths: have paths changed, or facilities alone? */
void lc_kept_forget(lc_kept *kept, const bool *stale, size_t n_passes, bool paths);
void lc_kept_free(lc_kept *kept);

#endif
