/*
 * Siting over several planes (docs/definitions.md, "More than one plane"): each plane measures its communities, and
 * says what the candidates in its box cover of them; the planes' covers become one table, which is solved at once.
 */
#ifndef LC_SITING_PLANE_SITES_H
#define LC_SITING_PLANE_SITES_H

#include "city/read_city.h"
#include "geo/index.h"
#include "siting/candidate_sources.h"
#include "siting/measured.h"
#include "siting/model.h"

/* What stays the same from plane to plane. */
typedef struct lc_plane_sites {
    const lc_plane_wish *wish;
    const lc_ask *ask;
    lc_candidates *candidates; /* one a category, lon/lat; borrowed */
    lc_index **index;          /* of each: lc_lonlat_index() */
    lc_candidate_planes planes;
    lc_input_info *info; /* n_info: what the planes have read */
    size_t n_info;
} lc_plane_sites;

lc_status lc_plane_sites_begin(lc_context *ctx, const lc_plane_wish *wish, const lc_ask *ask, lc_plane_sites *out);
void lc_plane_sites_end(lc_plane_sites *sites);

/* Read the candidates of all categories, one a category. */
lc_status lc_plane_sites_candidates(lc_context *ctx, lc_plane_sites *sites, lc_candidates *candidates, lc_noted *noted);

/* Refuse a city that lacks what the indicators measure. */
typedef lc_status (*lc_plane_check)(lc_context *ctx, const lc_city *city, const lc_ask *ask);
/* Measure all planes as they are, and lay out the model; both to be freed. What there is to warn of is told. */
lc_status lc_plane_sites_cover(lc_context *ctx, lc_plane_sites *sites, lc_plane_check check, lc_exact *before,
                               lc_model *model);
/* Measure again where something changes by the columns of a choice; the rest is as before. To be freed. */
lc_status lc_plane_sites_after(lc_context *ctx, const lc_plane_sites *sites, const lc_model *model,
                               const lc_exact *before, const uint32_t *column, size_t n, lc_exact *out);

#endif
