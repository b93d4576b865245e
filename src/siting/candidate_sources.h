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

/* Planes that candidates lie in: boxes of what each takes of sources, lon/lat, and the centres of their work CRS. */
typedef struct lc_candidate_planes {
    lc_box *box;
    lc_xy *centre;
    size_t n;
} lc_candidate_planes;

/*
 * The sources alone, of a city in several planes: each feature as the first plane has it in whose box it lies; what
 * lies in none is left out.
 */
lc_status lc_candidates_read_sources(lc_context *ctx, const lc_city *all, const char *data_dir, const char *category,
                                     const char *const *text, size_t n, const lc_candidate_planes *planes,
                                     lc_candidates *out, lc_noted *noted);
/* Does any text ask for paths? */
bool lc_candidates_want_paths(const char *category, const char *const *text, size_t n);
/* Add those along the paths of a plane; `number` counts those of all planes. */
lc_status lc_candidates_add_paths(lc_context *ctx, const lc_city *plane, const char *category, const char *const *text,
                                  size_t n, size_t *number, lc_candidates *out);

/* The category that a text begins with ("CATEGORY=…"): its length, 0 when it does not. */
size_t lc_candidates_category(const char *text);

#endif
