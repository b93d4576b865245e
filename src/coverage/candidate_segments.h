/* The segments that may be nearest somewhere in a box, bounds of the distances there, and the partition of a cell among
   them. */
#ifndef LC_COVERAGE_CANDIDATE_SEGMENTS_H
#define LC_COVERAGE_CANDIDATE_SEGMENTS_H

#include "coverage/partition.h"
#include "coverage/tally.h"

/* Where a segment is nearest, every open limit is kept, or none, or that is open. */
typedef enum lc_candidate_side { LC_SIDE_OPEN = 0, LC_SIDE_IN, LC_SIDE_OUT } lc_candidate_side;

/* n segments as columns, so that several are weighed at once. {0} is an empty list. */
typedef struct lc_candidate_segments {
    size_t n, cap;
    double *ax, *ay, *ux,
        *uy; /* their first ends, and the unit vectors to the other ends; 0 when a segment is a point */
    double *length;
    double *s;           /* metres from the first end to where it is nearest to the centre of the box in hand */
    double *distance;    /* of that place from the centre */
    lc_layers *live;     /* as in lc_sites; every bit where that has none */
    uint32_t *vert;      /* their first vertices */
    uint64_t *mark;      /* scratch */
    uint32_t *order;     /* scratch */
    unsigned char *side; /* lc_candidate_side, set by lc_candidate_sides() */
} lc_candidate_segments;

/* A box, and what holds all over it. */
typedef struct lc_view {
    double half;    /* of its diagonal */
    double nearest; /* distance of the nearest segment from the centre, INFINITY without */
    bool off;       /* the whole box is beyond the longest leg */
    bool on;        /* no part of it is */
    lc_layers live; /* groups that may matter: in range somewhere, or perhaps off network */
} lc_view;

void lc_candidate_segments_free(lc_candidate_segments *candidates);

/* Make it the segments whose numbers are in `items`. */
bool lc_candidate_segments_gather(lc_candidate_segments *candidates, const lc_sites *sites, const lc_items *items);

/*
 * Keep of the segments in `from` those that may be nearest to some point of the box, within the pass's longest leg:
 * none when the box is off. `to` must not be `from`. false when memory is out.
 */
bool lc_candidate_segments_prune(const lc_pass *pass, const lc_candidate_segments *from, const lc_box *box,
                                 lc_candidate_segments *to, lc_view *view);

/*
 * Bounds of d over the box, from its pruned list, where it is on network: low[g], high[g] of the groups in `groups`.
 * docs/accuracy.md, "Boxes decided as a whole".
 */
void lc_candidate_segments_bounds(const lc_pass *pass, const lc_candidate_segments *candidates, const lc_view *view,
                                  lc_layers groups, double *low, double *high);

/*
 * Which limits are settled where a segment is nearest? Of those of `groups` that the sums want, ranges too, for a box
 * and its pruned list that lc_candidate_segments_bounds() were worked out for.
 */
void lc_candidate_sides(const lc_sums *sums, lc_candidate_segments *candidates, const lc_view *view, lc_layers groups);

/*
 * Divide a cell among the segments, near ones first, so that they settle most of it at once. With `pruned`, parts
 * that are nearest to the segments of one settled side are not divided among them but pruned; *pruned gets that
 * side.
 */
bool lc_candidate_segments_partition(const lc_pass *pass, lc_partition *partition, lc_candidate_segments *candidates,
                                     const lc_convex *cell, double tolerance_m2, lc_candidate_side *pruned);

/* Walking length a metre of a segment of the list, the largest that any group has: 1, or more on slopes, stairs and
   crossings. */
double lc_candidate_segments_rate(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i);

/* D of a group s metres along a segment of the list; INFINITY where it is not live. */
double lc_candidate_segments_along(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i, size_t group,
                                   double s);

/* d of a group at a point of the box, were the nearest of the segments that lc_candidate_sides() found inside
   the nearest of all; INFINITY without. */
double lc_candidate_segments_inside(const lc_pass *pass, const lc_candidate_segments *candidates, size_t group,
                                    lc_xy p);

/* The segment nearest to a point of the box, as a place in the list; *t gets the share along it, *leg the distance. */
size_t lc_candidate_segments_nearest(const lc_candidate_segments *candidates, lc_xy p, double *t, double *leg);

#endif
