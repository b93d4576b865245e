/* What came of an edit over several planes, once all of them have been edited: an edit that did nothing in any fails.
 */
#ifndef LC_CITY_EDIT_OUTCOMES_H
#define LC_CITY_EDIT_OUTCOMES_H

#include "city/edits.h"

/* How many an edit has: of paths one a geometry. */
size_t lc_edit_outcomes(const lc_edit *edit);

/* LC_ERR_INPUT when it did nothing in any plane, whose sources reach margin_m beyond their communities. */
lc_status lc_edit_outcome_check(lc_context *ctx, const lc_edit *edit, const lc_edit_outcome *outcome, double margin_m);
/* Fail for an edit of which a vertex lies far from the communities of all planes. */
lc_status lc_edit_fail_far(lc_context *ctx, const lc_edit *edit);
/* Fail for a move: its id is that of n facilities. */
lc_status lc_edit_fail_several(lc_context *ctx, const lc_edit *edit, size_t n);

/* Is a facility that two planes have under one id the same one, by where it stands in each, lon/lat? A point that
   stands for an area is a little elsewhere in each. Places that are not known (NaN) are the same. */
bool lc_edit_same_stand(lc_xy a, lc_xy b);

#endif
