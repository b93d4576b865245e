/* The questions of siting, on a table of covers: which candidates to take. No geography from here on. */
#ifndef LC_SITING_PROBLEM_H
#define LC_SITING_PROBLEM_H

#include "siting/cover.h"

typedef enum lc_siting_aim {
    LC_SITING_MOST = 0, /* cover as much as possible within a budget (maximal covering, MCLP) */
    LC_SITING_LEAST     /* cover what is needed as cheaply as possible (partial set cover) */
} lc_siting_aim;

typedef enum lc_siting_fix { LC_SITE_FREE = 0, LC_SITE_MUST, LC_SITE_EXCLUDED } lc_siting_fix;

/*
 * Rows are what is not covered yet. All arrays are borrowed. With unit costs, a budget is a number of candidates; those
 * that must be taken are paid from it.
 */
typedef struct lc_siting_problem {
    const lc_cover *cover;
    const double *weight;     /* a row; 0 or more */
    const double *told;       /* a row: the weight that the answer's gains and value are told in; NULL: `weight` */
    const double *cost;       /* a column, above 0; NULL: 1 each */
    const unsigned char *fix; /* a column, lc_siting_fix; NULL: all free */
    lc_siting_aim aim;
    double budget;         /* of LC_SITING_MOST */
    const uint32_t *group; /* of LC_SITING_LEAST: group of each row; NULL: all in group 0 */
    const double *need;    /* of LC_SITING_LEAST: weight that must be covered in each group */
    size_t n_groups;
    double seconds; /* go on proving until so long after the start; 0: only the usual work is done */
} lc_siting_problem;

/* How a proof ended. */
typedef enum lc_siting_end {
    LC_SITING_PROVEN = 0, /* nothing is better */
    LC_SITING_WORK,       /* the usual amount of work was done */
    LC_SITING_TIME        /* the time was up */
} lc_siting_end;

/* An answer, sites in the order of gain. */
typedef struct lc_siting_answer {
    uint32_t *site; /* n: columns */
    double *gain;   /* n: weight that it added to those before it */
    double *alone;  /* n: weight that it covers alone */
    size_t n;
    double value, cost; /* weight covered; sum of costs */
    double bound;       /* proven: of LC_SITING_MOST no value is above it, of LC_SITING_LEAST no cost below it */
    double better;      /* what the longer proof found to be better, NAN when nothing */
    bool optimal;
    lc_siting_end end;
} lc_siting_answer;

#endif
