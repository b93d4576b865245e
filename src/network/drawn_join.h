/* Edits that add paths, and that join them. */
#ifndef LC_NETWORK_DRAWN_JOIN_H
#define LC_NETWORK_DRAWN_JOIN_H

#include "network/drawn.h"

#define LC_OPEN_M 2.0 /* an opening joins the paths within this */

/*
 * Add line g as one more path. Where lines join by keys, its vertices join those within 1 cm, and its ends the inside
 * of lines within 0.5 m, as the ends of a layer's lines do; in a layer of lines it is one more line. Ends of cuts
 * within 1 cm of its vertices join again.
 * @param z heights of the geometries' vertices, NULL without; only lines that have heights take them
 * false when memory is out.
 */
bool lc_drawn_add_path(lc_drawn *drawn, const lc_geoms *geoms, size_t g, const double *z);

/*
 * Join all paths within LC_OPEN_M of p: a straight piece from p to the nearest point of each.
 * @param[out] paths how many there are; below two nothing has changed
 * @param[out] joined all of them meet there at one vertex already, and nothing has changed
 * false when memory is out
 */
bool lc_drawn_open(lc_drawn *drawn, lc_xy p, size_t *paths, bool *joined);

#endif
