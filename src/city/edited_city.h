/* A city as it would be with edits: a view of it that owns what they change, and borrows all else. */
#ifndef LC_CITY_EDITED_CITY_H
#define LC_CITY_EDITED_CITY_H

#include "city/edit_facilities.h"
#include "city/edit_network.h"

/* The geometries of edits in the work CRS of a city; to be freed in any case. Errors: LC_ERR_INPUT for what lies too
   far away. */
lc_status lc_edits_place(lc_context *ctx, const lc_city *city, const lc_edits *edits, lc_geoms *out);

typedef struct lc_edited_city {
    lc_city city; /* the view */
    const lc_edits *edits;
    lc_geoms placed; /* the edits' geometries, in the work CRS */
    lc_edited_facilities facilities;
    lc_networks networks;    /* NULL: the other city's */
    lc_compounds *compounds; /* NULL: the other city's */
} lc_edited_city;

/*
 * `city` with edits. A check of the view gives the very numbers, and has the same to say, as one of a city that was
 * read from inputs changed in that way. City and edits must outlive it. `before`, when it is not NULL, is the same city
 * with other edits: a network that was made of the same edits of paths is shared. Errors: LC_ERR_INPUT for an edit that
 * does nothing, and for edits of paths when the city does not have them as they were read.
 */
lc_status lc_edited_city_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_edits *edits,
                             const lc_edited_city *before, lc_edited_city *out);
void lc_edited_city_free(lc_edited_city *edited);

#endif
