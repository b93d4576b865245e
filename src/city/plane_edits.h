/*
 * Edits of a city in several planes (docs/definitions.md, "More than one plane"). What adds something is taken by every
 * plane in whose box it lies, as a feature of a source is; what changes something that is there is carried out wherever
 * that is. An edit that does nothing in any plane fails, and no other.
 */
#ifndef LC_CITY_PLANE_EDITS_H
#define LC_CITY_PLANE_EDITS_H

#include "city/city.h"
#include "city/edits.h"
#include "city/planes.h"
#include "profile/profile.h"

typedef struct lc_plane_edits {
    const lc_edits *all; /* borrowed */
    lc_edit_outcome *outcome;
    size_t n_outcomes;
    lc_edits view; /* those of a plane; all but its list belongs to `all` */
    bool *far; /* of a part of the planes: all->geoms.n_xy, which vertices lie far from the communities of the part */
} lc_plane_edits;

/* To be freed. `edits` must outlive it. Errors: LC_ERR_INPUT for an edit far from the communities of all planes. */
lc_status lc_plane_edits_new(lc_context *ctx, const lc_edits *edits, const lc_planes *planes, lc_plane_edits **out);
/* The same for a part of the planes, where it is noted which lie far: they may be near those of other parts. */
lc_status lc_plane_edits_of_part(lc_context *ctx, const lc_edits *edits, const lc_planes *planes, lc_plane_edits **out);
void lc_plane_edits_free(lc_plane_edits *edits);

/* The edits as a plane takes them that has what lies in a box, lon/lat; until the next call. `paths`, where it is not
   NULL, holds all its paths, and what is near enough to close them: ways lead out of the plane's box. */
const lc_edits *lc_plane_edits_in(lc_plane_edits *edits, const lc_box *box, const lc_box *paths);

/* Of a plane that stays in memory: what each edit did in it, one an outcome, malloc'ed; NULL when memory is out. */
bool *lc_plane_edits_here(const lc_plane_edits *edits);
/* The plane in hand keeps the network of `before`, whose edits of paths are the same: they do there what they did. */
void lc_plane_edits_again(lc_plane_edits *edits, const lc_edits *before, const bool *here);

/* Look in a plane, whose edits these are, for facilities that move to another plane, and keep them. */
lc_status lc_plane_edits_look(lc_context *ctx, const lc_city *plane, const lc_profile *profile, const lc_edits *edits);
/* How many have been found so far; and the first edit whose facility a plane wants that has not been: NULL, there is
   none. */
size_t lc_plane_edits_moved(const lc_plane_edits *edits);
const lc_edit *lc_plane_edits_want(const lc_plane_edits *edits);

/* After the last plane: fail for the first edit that did nothing in any; the sources of planes reach margin_m beyond
   their communities. */
lc_status lc_plane_edits_end(lc_context *ctx, const lc_plane_edits *edits, double margin_m);

#endif
