/* A city as it would be with some more facilities. */
#ifndef LC_SITING_WITH_SITES_H
#define LC_SITING_WITH_SITES_H

#include "siting/candidates.h"

typedef struct lc_with_sites {
    lc_city city; /* the other city's, but for its facilities */
    bool *own;    /* n_facilities: this category is ours */
} lc_with_sites;

/*
 * `city` with the candidates of some categories that are taken: taken[k] tells which of candidates[k]. `city` must
 * outlive it. To be freed.
 */
lc_status lc_with_sites_new(lc_context *ctx, const lc_city *city, const lc_candidates *candidates, size_t n,
                            bool *const *taken, lc_with_sites *out);
void lc_with_sites_free(lc_with_sites *with);

#endif
