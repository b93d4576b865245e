/* Indicators that combine others (all_of, at_least), and the scorecard: ids are looked up when all indicators are
 * known. */
#ifndef LC_PROFILE_COMBINE_H
#define LC_PROFILE_COMBINE_H

#include "profile/loading.h"

/* Read all_of or at_least among the keys of an indicator; the parts are kept for lc_combinations_resolve(). */
lc_status lc_combination_read(lc_yaml *yaml, const yaml_node_t *node, lc_indicator_def *indicator);

/*
 * Look up the parts of all combinations, give each its metric, and list them so that parts come first.
 * LC_ERR_INPUT for a part that is unknown, named twice or combines itself, and for one in a straight line where the
 * share is of an area.
 */
lc_status lc_combinations_resolve(lc_yaml *yaml, lc_loading *load);

/* Look up the items of the scorecard; each must have a community_target. */
lc_status lc_scorecard_read(lc_yaml *yaml, lc_loading *load);

#endif
