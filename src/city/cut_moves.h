/*
 * Facilities that edits move from plane to plane, for the parts of a check: a part has no sources but its own, so
 * `lifecircle cut` finds them, and stores what is known of them among the layers that it cuts (store/cut_layers.h).
 * Whose edits of facilities are others by then does not find it there.
 */
#ifndef LC_CITY_CUT_MOVES_H
#define LC_CITY_CUT_MOVES_H

#include "city/plane_edits.h"
#include "city/shared.h"

/* What has been found, as a layer; to be cleared. */
lc_status lc_cut_moves_put(lc_context *ctx, const lc_plane_edits *edits, lc_cut_layer *out);

/* Take what was cut for these edits into those of a part. *known is false when nothing was. */
lc_status lc_cut_moves_take(lc_context *ctx, const lc_shared *shared, lc_plane_edits *edits, bool *known);

#endif
