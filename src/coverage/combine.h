/*
 * Combinations of distances over the plane: where m of the parts of a combination keep their limits.
 *
 * All groups of a pass share the nearest path, so that at one place every part has d_i = leg + D_i, and m parts keep
 * their limits r_i where leg + the m-th smallest D_i - r_i <= 0. In a piece of the plane with one nearest element that
 * is cut exactly: along a segment the m-th smallest of piecewise linear functions is one itself, and around an end it
 * is a disc. Most cells need no cut of their own. What bounds or facilities settle is counted; and where one leaf alone
 * is open, the area within its limit, which is summed anyway, tells the rest.
 */
#ifndef LC_COVERAGE_COMBINE_H
#define LC_COVERAGE_COMBINE_H

#include "coverage/convex.h"
#include "coverage/tally.h"

/* Does a leaf, or a combination, cover a cell? */
typedef enum lc_covers { LC_COVERS_NOWHERE = 0, LC_COVERS_ALL, LC_COVERS_OPEN } lc_covers;

/* A combination of which a cell leaves open whether more than `low` and up to `high` parts cover. */
typedef struct lc_open_combo {
    size_t combo, low, high;
    size_t n_open, leaf; /* its open leaves, and one of them */
} lc_open_combo;

/* D of a group along a segment, alpha + beta x up to `to`; pieces stand in the order of x. */
typedef struct lc_linear {
    double to, alpha, beta;
} lc_linear;

/* By how much a leaf's limit is missed at a place: kept where value <= 0. */
typedef struct lc_excess {
    double value;
    size_t leaf;
} lc_excess;

/* What a worker keeps between cells. {0} is empty. */
typedef struct lc_combining {
    unsigned char *covers;  /* one a leaf, then one a combination: lc_covers */
    lc_tally_limit *before; /* one a leaf: what its limit had before the cell */
    double *offnet;         /* one a leaf: what its group had off network before the cell */
    lc_excess *excess;      /* one a leaf, then one a combination */
    lc_excess *sorted;      /* of the parts of one combination */
    size_t cap_covers, cap_before, cap_offnet, cap_excess, cap_sorted;
    lc_open_combo *open; /* n_open; those with several open leaves stand first: n_several */
    size_t n_open, n_several, cap_open;
    lc_layers groups; /* of the open leaves of those */
    /* Of the piece in hand, by group: */
    lc_linear *linear;
    size_t n_linear, cap_linear, linear_of[LC_GROUPS_MAX], linear_end[LC_GROUPS_MAX];
    double end_d[LC_GROUPS_MAX];
    double least[2][LC_GROUPS_MAX], most[2][LC_GROUPS_MAX]; /* of a sliver: were it the line's, the end's */
    size_t *leaf;                                           /* open ones of a combination in it */
    double *cut;
    size_t cap_leaf, cap_cut;
} lc_combining;

void lc_combining_free(lc_combining *c);
/* Room for the combinations of a pass; false when memory is out. */
bool lc_combining_room(lc_combining *c, const lc_pass *pass);

/* What bounds and facilities say of a cell. */
typedef struct lc_known {
    lc_layers inside;         /* layers of facilities that hold all of it */
    lc_layers live;           /* groups that may be in range; the others are not */
    bool off;                 /* it is off network */
    const double *low, *high; /* bounds of the groups' distances; NULL without */
} lc_known;

/*
 * Add what is known of all combinations in a cell, and note what is left open. The groups that this depends on are then
 * summed, with sums->combining while c->n_several, and lc_combine_finish() takes from their sums what it needs.
 */
void lc_combine_begin(lc_combining *c, const lc_sums *sums, double area, const lc_known *known);
void lc_combine_finish(lc_combining *c, const lc_sums *sums);

/* The parts of a combination by their numbers, the least first, from those of the leaves in c->excess. */
const lc_excess *lc_combine_sorted(lc_combining *c, const lc_pass *pass, size_t combo);
/* Add an area that m parts or more cover. */
void lc_combine_add(const lc_sums *sums, size_t combo, size_t m, double area, double err);

#endif
