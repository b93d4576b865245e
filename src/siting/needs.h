/* What must be covered for a target: the needs of the question "as few as possible". */
#ifndef LC_SITING_NEEDS_H
#define LC_SITING_NEEDS_H

#include "siting/model.h"

/* Group g asks for need[g] of the weight of its rows. Groups that have enough, or cannot have it, ask for nothing. */
typedef struct lc_needs {
    size_t n;
    double *need;
    uint32_t *group; /* a row */
    double *weight;  /* a row: its share of the group's whole demand */
    double *whole;   /* a group: its demand */
    double *more;    /* a group: added to the target, because points stand for areas */
} lc_needs;

/*
 * The groups of a model for its question: one an indicator for LC_SITE_REACH, one an indicator and community for
 * LC_SITE_EACH_COMMUNITY. To be freed.
 */
lc_status lc_needs_new(lc_context *ctx, const lc_model *model, lc_needs *out);
/*
 * Set the needs for the targets. Errors: LC_ERR_INPUT when no candidates reach the target, with how far they do.
 * Communities that cannot reach it are warned of and left aside, unless it is all that miss it.
 */
lc_status lc_needs_settle(lc_context *ctx, const lc_model *model, lc_needs *needs);
void lc_needs_free(lc_needs *needs);

#endif
