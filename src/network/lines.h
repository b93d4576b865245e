/* Plain lines, noded: from a layer to paths. */
#ifndef LC_NETWORK_LINES_H
#define LC_NETWORK_LINES_H

#include "network/paths.h"

void lc_line_finds_free(lc_line_finds *finds);

/*
 * The lines of a layer (already in the work CRS): vertices less than 1 cm apart are one, and a line's end less than
 * 0.5 m from the inside of another line joins it there. Lines that cross without a shared vertex stay apart unless
 * `how` says otherwise (docs/line-networks.md). Lines are cut where a place is NaN, which the work CRS cannot show.
 * What was found goes to *finds, to be freed with lc_line_finds_free().
 */
lc_status lc_paths_from_lines(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_paths *out,
                              lc_line_finds *finds);

#endif
