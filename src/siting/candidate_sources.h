/* Where candidates come from. */
#ifndef LC_SITING_CANDIDATE_SOURCES_H
#define LC_SITING_CANDIDATE_SOURCES_H

#include "siting/candidates.h"

/* What was read, for the answer's list of inputs: of n_info files. */
typedef struct lc_noted {
    lc_input_info *info;
    size_t n, capacity;
} lc_noted;

void lc_noted_free(lc_noted *noted);

/*
 * Read the candidates of a category from n texts: each a SOURCE of points and polygons, with the optional fields `id`,
 * `name` and `cost`, or `paths:M`; of those that begin with `CATEGORY=`, the ones of this category. *out is empty when
 * there are none. A candidate whose cost is no number above 0 is left out and counted.
 * Errors: LC_ERR_INPUT also for paths without a network.
 */
lc_status lc_candidates_read(lc_context *ctx, const lc_city *city, const char *data_dir, const char *category,
                             const char *const *text, size_t n, lc_candidates *out, lc_noted *noted);

/* The category that a text begins with ("CATEGORY=…"): its length, 0 when it does not. */
size_t lc_candidates_category(const char *text);

#endif
