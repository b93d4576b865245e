/* What a planner should know of the communities before believing their numbers. */
#ifndef LC_CITY_CHECKS_H
#define LC_CITY_CHECKS_H

#include "city/inputs.h"

/* Warn of communities that overlap by more than 1 m2 and 0.01 % of the smaller, largest overlap first, and of those
   that are the same area twice. */
lc_status lc_check_overlaps(lc_context *ctx, const lc_inputs *in);

/*
 * Flag the communities that the network's edge may cut short: some point of theirs is nearer to the edge of the
 * bounding box of the network than the largest distance of the network indicators. Fills in->edge_effect; nothing
 * happens without a network or a network indicator.
 */
lc_status lc_check_edges(lc_context *ctx, lc_inputs *in, const lc_network *network);

#endif
