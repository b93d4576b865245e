/* Components that have no part in the network of the streets: which they are, and how they are joined to it. */
#ifndef LC_NETWORK_ISLANDS_H
#define LC_NETWORK_ISLANDS_H

#include "network/components.h"

/*
 * Paths inside parks and compounds are often drawn without a joint to the street outside, and would serve themselves
 * alone. A component is major when it has at least a tenth of the path length of the longest one; the others are
 * islands. Every loose end of an island (a node with one edge) is joined, by a straight edge, to the nearest point of
 * the major components if that is within gap_m; an island none of whose loose ends is that near is joined once, where
 * it comes nearest to a major one, within the same gap. All joints are found before any is made (docs/definitions.md,
 * section 3).
 *
 * To be called once small components have been dropped, and before anything but the edges and their vertices is there.
 * Fills joint, on_island, islands and islands_m of the network. gap_m 0 joins nothing.
 */
lc_status lc_network_join_islands(lc_context *ctx, lc_network *network, const lc_components *components, double gap_m);

#endif
