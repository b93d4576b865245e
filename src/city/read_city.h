/* A city read from sources. */
#ifndef LC_CITY_READ_CITY_H
#define LC_CITY_READ_CITY_H

#include "city/city.h"
#include "city/edits.h"
#include "city/planes.h"
#include "store/cut_layers.h"

/*
 * Read the sources of `options`, as far as its profiles ask for them, and build the network. What there is to warn of
 * goes to the city.
 * @param options of this library's size; the defaults are put in place
 * @param[out] out to be cleared with lc_city_clear()
 */
lc_status lc_city_read(lc_context *ctx, const lc_city_options *options, lc_city *out);

/* Read the communities alone, for the planes that they lie in: out->shared is NULL when it is one.
   @param communities gets them as they were read, to be cut; may be NULL */
lc_status lc_city_read_planes(lc_context *ctx, const lc_city_options *options, lc_city *out, lc_cut_layer *communities);

/* Of a city in several planes (all->shared) one. */
typedef struct lc_plane_wish {
    const lc_city *all;
    struct lc_shared *shared; /* where sources that have been read are kept for the other planes */
    const lc_profile *const *profiles;
    size_t n_profiles;
    double margin_m;
    const lc_city *const *held; /* one a plane, as they stand in memory; NULL: planes are read */
    const lc_edits *edits;      /* that have been carried out in those; NULL: none */
} lc_plane_wish;

/* Read plane number k: its communities, and what of the sources lies in their box grown by margin_m. */
lc_status lc_city_read_plane(lc_context *ctx, const lc_plane_wish *wish, size_t k, lc_city *out);
/* Plane number k, read into `own`, or as it is held; `own` is to be cleared in any case. */
lc_status lc_city_take_held(lc_context *ctx, const lc_plane_wish *wish, size_t k, lc_city *own, const lc_city **out);
/* Read the facilities alone of a plane, which may be one of another part; of communities that it does not list there
   are none. */
lc_status lc_city_read_facilities(lc_context *ctx, const lc_plane_wish *wish, const lc_plane *plane, lc_city *out);
/* Read the layers alone that all planes share, into wish->shared, which gathers them. */
lc_status lc_city_read_layers(lc_context *ctx, const lc_plane_wish *wish);

#endif
