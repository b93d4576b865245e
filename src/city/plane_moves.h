/* Facilities that edits move from plane to plane: what is known of them is looked for in all planes. */
#ifndef LC_CITY_PLANE_MOVES_H
#define LC_CITY_PLANE_MOVES_H

#include "city/plane_edits.h"
#include "city/read_city.h"

/* The edits as a plane takes them, until the next call; `paths` as for lc_plane_edits_in(). */
const lc_edits *lc_plane_edits_at(const lc_plane_wish *wish, const lc_plane *plane, const lc_box *paths,
                                  lc_plane_edits *edits);

/* Look for them in the planes, and again while what moves on from there is found. wish->shared reads sources whole, or
   the wish holds these planes.
   @param profile one of the wish */
lc_status lc_plane_moves_find(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes,
                              const lc_profile *profile, lc_plane_edits *edits);

/* Does a plane want any that it does not have itself? Few planes are read: those that facilities move to. */
lc_status lc_plane_moves_wanted(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes,
                                const lc_profile *profile, const lc_edits *edits, bool *out);

#endif
