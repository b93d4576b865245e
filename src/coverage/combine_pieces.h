/* What one piece of the plane with a single nearest element adds to the combinations that its cell leaves open. */
#ifndef LC_COVERAGE_COMBINE_PIECES_H
#define LC_COVERAGE_COMBINE_PIECES_H

#include "coverage/combine.h"
#include "coverage/envelope.h"

/* Are the distances of a group needed? */
static inline bool lc_combine_needs(const lc_sums *sums, size_t group) {
    return sums->combining && sums->combining->groups >> group & 1;
}

/* Begin a piece along a segment, and note D of a group that is needed, from `first` to `last`: the lower envelope of
   its functions, none when it is out of range. false when memory is out. */
void lc_combine_begin_line(lc_combining *c);
bool lc_combine_note_line(lc_combining *c, size_t group, const lc_envelope *envelope, double first, double last);
/* Add the piece: a shape in the segment's frame, x along it and y the leg, all of it on network. */
bool lc_combine_line(const lc_sums *sums, const lc_convex *shape, double first, double last);

/* Add a shape on which d = c->end_d + distance from `end`, as lc_sum_cone() does. */
void lc_combine_cone(const lc_sums *sums, const lc_convex *shape, lc_xy end, double far, double leg_max_m);

/* Add a sliver that was counted with the line and is truly the end's; with `exact`, c->least and c->most bound d over
   it both ways, and where that settles it, it is put right. */
bool lc_combine_sliver(const lc_sums *sums, double area, bool exact);

/* Add an area in which all open leaves cover. */
void lc_combine_rest(const lc_sums *sums, double area);

#endif
