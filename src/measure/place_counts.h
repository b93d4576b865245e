/* How many parts of each combination cover every weighted place. */
#ifndef LC_MEASURE_PLACE_COUNTS_H
#define LC_MEASURE_PLACE_COUNTS_H

#include "measure/plan.h"

/* Of one combination. */
typedef struct lc_place_count {
    uint32_t *covering; /* one a place: its parts that cover it; NULL when the combination is not wanted */
    bool *offnet;       /* one a place: off network for a part */
} lc_place_count;

typedef struct lc_place_counts {
    const lc_plan *plan;
    size_t n_places;
    bool *wanted;          /* one an indicator: it is a combination over population, or part of one */
    lc_place_count *count; /* one an indicator */
} lc_place_counts;

/* Has indicator i an answer that is counted at these places? */
bool lc_place_counts_is_over(const lc_plan *plan, const lc_places *places, size_t i);
/* Start with the combinations that are counted at these places, and those among their parts. {0} can be freed. */
bool lc_place_counts_begin(const lc_plan *plan, const lc_places *places, lc_place_counts *out);
void lc_place_counts_free(lc_place_counts *counts);
/* Does a pass tell something of their parts? */
bool lc_place_counts_ask(const lc_place_counts *counts, size_t pass);
/* A place's distances by the groups of a pass; places may be added by several threads. */
void lc_place_counts_add(const lc_place_counts *counts, size_t pass, size_t place, const double *d, bool offnet);
/* When all passes are through: combinations among the parts count as well. */
void lc_place_counts_finish(const lc_place_counts *counts);
/* Does a combination cover a place? */
bool lc_place_counts_covers(const lc_place_counts *counts, size_t indicator, size_t place);

#endif
