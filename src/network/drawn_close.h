/* Edits that close paths: a wall, a building site, a locked gate. */
#ifndef LC_NETWORK_DRAWN_CLOSE_H
#define LC_NETWORK_DRAWN_CLOSE_H

#include "network/drawn.h"

#define LC_CLOSE_POINT_M 5.0 /* a point closes the nearest path within this */

/*
 * Cut the paths that geometry g meets: where a line crosses or touches them; at the edge of a polygon, with what is
 * inside taken out; at a point, the nearest path within LC_CLOSE_POINT_M. At a vertex all that meets there is cut.
 * @param[out] met how many places of paths it met; 0: nothing has changed
 * false when memory is out
 */
bool lc_drawn_close(lc_drawn *drawn, const lc_geoms *geoms, size_t g, size_t *met);

#endif
