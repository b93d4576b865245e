/* Edits of paths and gates: path, close, open. */
#ifndef LC_CITY_EDIT_NETWORK_H
#define LC_CITY_EDIT_NETWORK_H

#include "city/city.h"
#include "city/edits.h"
#include "city/raw_network.h"
#include "network/drawn.h"

/* Edits with their geometries in the work CRS. */
typedef struct lc_placed_edits {
    const lc_edits *edits;
    const lc_geoms *geoms; /* feature = edit */
} lc_placed_edits;

/* May an edit of paths change those of the city? Of all planes few have to build their network again. */
bool lc_edits_meet_paths(const lc_city *city, const lc_placed_edits *edits);

/*
 * Carry out the edits of paths one after the other on the paths of a city as they were read.
 * @param[out] out the paths that come of it, to be joined and made a network
 * Errors: LC_ERR_INPUT for an edit that does nothing.
 */
lc_status lc_edit_paths(lc_context *ctx, const lc_city *city, const lc_placed_edits *edits, lc_drawn *out);

/* The compounds with the gates that edits open; *out is NULL when they open none. */
lc_status lc_edit_gates(lc_context *ctx, const lc_city *city, const lc_placed_edits *edits, lc_compounds **out);

#endif
