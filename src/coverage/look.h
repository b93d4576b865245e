/* What one pass knows of a box: the segments that may be nearest there, and what its bounds decide. */
#ifndef LC_COVERAGE_LOOK_H
#define LC_COVERAGE_LOOK_H

#include "coverage/near.h"

/* What is at stake on one kind of land: groups, as bits. */
typedef struct lc_stakes {
    lc_layers live; /* that may matter: in range somewhere, or perhaps off network */
    lc_layers open; /* of them, those with a limit, or the end of their search range, that no bound has decided */
} lc_stakes;

typedef struct lc_look {
    lc_view view;
    bool stuck;      /* the list is hardly shorter than that of the larger box: cutting smaller may be of no use */
    lc_stakes at[2]; /* outside of residential land; on it, and wherever there is some */
    bool bounded;    /* low and high are known */
    double low[LC_GROUPS_MAX], high[LC_GROUPS_MAX]; /* of the live groups */
} lc_look;

/* What is at stake where these layers are met. */
static inline const lc_stakes *lc_look_stakes(const lc_look *look, lc_layers met) {
    return &look->at[(met & LC_LAYER_RESIDENTIAL) != 0];
}

/* Prune `from` into `to`, another list, for a box, with residential land in it or not, and see what is decided
   there: without, nothing is said of such land. What is found does not depend on `residential` otherwise.
   false when memory is out. */
bool lc_look_at(const lc_pass *pass, const lc_near *from, const lc_box *box, bool residential, lc_near *to,
                lc_stats *work, lc_look *out);

/* Are no more than `most` different segments in the list of a box? Where segments lie on one another they are counted
   once, but only where cutting the box has stopped to make the list shorter: counting is quadratic. */
bool lc_look_few(const lc_look *look, const lc_near *near, size_t most);
#endif
