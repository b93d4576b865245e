/*
 * The lower envelope of piecewise linear functions along a line: what the least of them is, piece by piece. The
 * functions are D along segments that lie on top of one another, and by the rules that an indicator unites; there may
 * be thousands.
 */
#ifndef LC_COVERAGE_ENVELOPE_H
#define LC_COVERAGE_ENVELOPE_H

#include "network/search.h"

/* One function of x: linear between breakpoints, whose s is shift + rate * x; offset_m is added to their distances. */
typedef struct lc_along {
    lc_breakpoint own[3];      /* the breakpoints, where `list` is NULL */
    const lc_breakpoint *list; /* borrowed */
    size_t n;
    double shift, rate, offset_m;
} lc_along;

/* {0} is an empty one. */
typedef struct lc_envelope {
    lc_along *along;
    size_t n, cap;
} lc_envelope;

void lc_envelope_free(lc_envelope *envelope);

/* Where the next function is to be written, which is added by n + 1; NULL when memory is out. */
lc_along *lc_envelope_next(lc_envelope *envelope);

/* Drop what is the least nowhere between first and last. */
void lc_envelope_prune(lc_envelope *envelope, double first, double last);

/* Bounds of the least between first and last; INFINITY without functions. */
void lc_envelope_range(const lc_envelope *envelope, double first, double last, double *least, double *most);

/* The formula of the least just after `from`, alpha + beta x, up to the place that is returned: `last` at most. Of an
   envelope with functions; lengths below 1e-7 m are passed over. */
double lc_envelope_piece(const lc_envelope *envelope, double from, double last, double *alpha, double *beta);

#endif
