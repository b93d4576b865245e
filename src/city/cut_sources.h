/* The layers of a check that is cut: read once, and dealt out to the parts. */
#ifndef LC_CITY_CUT_SOURCES_H
#define LC_CITY_CUT_SOURCES_H

#include "city/read_city.h"
#include "city/shared.h"

/* What is cut of: all communities as they were read, and every other layer. */
typedef struct lc_cut_sources {
    const lc_planes *planes; /* of all communities, borrowed */
    double margin_m;         /* how far a part's layers reach beyond its communities */
    lc_cut_layer communities;
    lc_cut_layer moves; /* what edits move from plane to plane (cut_moves.h); without a key: nothing does */
    lc_shared *shared;
} lc_cut_sources;

/*
 * Read all layers that a check by the profile reads, as it would read them; OpenStreetMap data and rasters are not
 * touched. `communities` is consumed.
 * @param all in planes, borrowed while the sources last
 */
lc_status lc_cut_sources_read(lc_context *ctx, const lc_city *all, const lc_profile *profile, double margin_m,
                              lc_cut_layer *communities, lc_cut_sources *out);
/* Find what edits move from plane to plane: where facilities come from an OpenStreetMap file, that is read whole.
   Errors: LC_ERR_INPUT for an edit far from the communities of all planes. */
lc_status lc_cut_sources_moves(lc_context *ctx, const lc_city *all, const lc_profile *profile, const lc_edits *edits,
                               lc_cut_sources *sources);
/* Write what the part of planes first .. end - 1 takes of them. */
lc_status lc_cut_sources_write(lc_context *ctx, const lc_cut_sources *sources, size_t first, size_t end,
                               const char *path);
/* The lines of the network, when they come from a layer; NULL else. */
const lc_geoms *lc_cut_sources_lines(const lc_cut_sources *sources, const char *network);
/* Is any of the layers of this source? */
bool lc_cut_sources_have(const lc_cut_sources *sources, const char *source);
void lc_cut_sources_free(lc_cut_sources *sources);

#endif
