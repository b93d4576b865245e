/* A set of chosen candidates of a core, and what it covers, kept up to date as it changes. */
#ifndef LC_SITING_CHOICE_H
#define LC_SITING_CHOICE_H

#include "siting/core.h"

typedef struct lc_choice {
    const lc_core *core;
    uint32_t *count; /* a row: chosen columns that cover it */
    uint32_t *sum;   /* a row: all their numbers by exclusive or, so the only one's where count is 1 */
    bool *in;        /* a column */
    uint32_t *list;  /* n chosen columns, in no order that means anything */
    uint32_t *place; /* a column: where it stands in the list */
    size_t n;
    double *covered; /* a group: weight covered */
    double *scratch; /* a group: 0 */
    double value;    /* what counts of it: in each group at most what is needed */
    double cost;
} lc_choice;

lc_status lc_choice_new(lc_context *ctx, const lc_core *core, lc_choice *out);
void lc_choice_free(lc_choice *choice);
void lc_choice_clear(lc_choice *choice);
/* Make `to` the same as `from`, both of one core. */
void lc_choice_copy(const lc_choice *from, lc_choice *to);

void lc_choice_add(lc_choice *choice, uint32_t column);
void lc_choice_remove(lc_choice *choice, uint32_t column);
/* What the value would grow by with a column, and shrink by without one that is chosen. */
double lc_choice_gain(const lc_choice *choice, uint32_t column);
double lc_choice_loss(const lc_choice *choice, uint32_t column);
/* Is all that is needed covered? (Of LC_SITING_LEAST.) */
bool lc_choice_enough(const lc_choice *choice);

#endif
