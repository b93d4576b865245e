/* The models of several planes as one. */
#ifndef LC_SITING_MODEL_JOIN_H
#define LC_SITING_MODEL_JOIN_H

#include "siting/model.h"

/* The model of one plane, on its way into that of all. */
typedef struct lc_plane_model {
    lc_model model;      /* demand in lon/lat, once lc_plane_model_settle() has been here */
    size_t *column;      /* model.n_columns: which of all columns each is */
    const size_t *index; /* which of all communities each is; borrowed */
    size_t n_communities;
} lc_plane_model;

/* Let go of the plane's city: demand gets lon/lat. */
void lc_plane_model_settle(lc_plane_model *plane);
void lc_plane_model_free(lc_plane_model *plane);

/*
 * Join n planes: their points of demand one plane after the other, a column the covers of all. To be freed.
 * @param all the city, with all communities
 * @param candidates all of them
 */
lc_status lc_model_join(lc_context *ctx, const lc_ask *ask, const lc_city *all, const lc_candidates *candidates,
                        const lc_plane_model *plane, size_t n, lc_model *out);

#endif
