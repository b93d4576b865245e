/* Squares of an extract: areas that one walks around and across. */
#ifndef LC_NETWORK_SQUARES_H
#define LC_NETWORK_SQUARES_H

#include "network/osm_way_paths.h"
#include "profile/rules.h"

/*
 * Ways and multipolygons that the walk rules call squares (docs/definitions.md, section 3). Their outlines become
 * paths, inner ones too. A joint is a vertex of the outline that another path, or another square's outline, has as
 * well; two joints are joined by a straight path where the segment between them lies in the area as a whole, to
 * SQUARE_M, and not all along its outline. Of more than LC_SQUARE_JOINTS_MOST joints those with the most paths are
 * paired, then those with the least node ids; the others are counted in a warning.
 *
 * Everything is decided in lon/lat and a plane of each square's own, so that it does not depend on a check's work CRS.
 *
 * To be called when all ways that are paths are there. The straight paths come last: paths->n_links of them.
 */
enum { LC_SQUARE_JOINTS_MOST = 64 };
lc_status lc_squares_add(lc_context *ctx, const lc_walk_rules *rules, lc_osm_paths *paths);

#endif
