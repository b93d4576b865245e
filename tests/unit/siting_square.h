/* Small questions of siting in a square, and the best of all choices. */
#ifndef SITING_SQUARE_H
#define SITING_SQUARE_H

#include "unit.h"

#include "random.h"
#include "siting/cover.h"

enum { PLACES = 60, SITES = 12 };

typedef struct {
    lc_cover cover;
    size_t start[SITES + 1];
    uint32_t row[SITES * PLACES];
    double weight[PLACES];
} square_t;

static inline void make_square(square_t *s, rng_t *r, double least, double most) {
    double x[PLACES], y[PLACES], reach = rng_range(r, least, most);
    size_t at = 0;
    for (size_t i = 0; i < PLACES; i++) {
        x[i] = rng_unit(r);
        y[i] = rng_unit(r);
        s->weight[i] = (double)rng_below(r, 10);
    }
    for (size_t j = 0; j < SITES; j++) {
        double px = rng_unit(r), py = rng_unit(r);
        s->start[j] = at;
        for (size_t i = 0; i < PLACES; i++)
            if (hypot(x[i] - px, y[i] - py) <= reach) s->row[at++] = (uint32_t)i;
    }
    s->start[SITES] = at;
    s->cover = (lc_cover){PLACES, SITES, s->start, s->row};
}

/* The most that columns cover within a budget, of every choice; `cost` may be NULL: 1 each. */
static inline double most_of_all(const square_t *s, const double *cost, double budget) {
    double best = 0;
    for (unsigned choice = 0; choice < 1u << SITES; choice++) {
        bool covered[PLACES] = {false};
        double sum = 0, costs = 0;
        for (size_t j = 0; j < SITES; j++) costs += choice >> j & 1 ? cost ? cost[j] : 1 : 0;
        if (costs > budget) continue;
        for (size_t j = 0; j < SITES; j++)
            for (size_t k = s->start[j]; choice >> j & 1 && k < s->start[j + 1]; k++) covered[s->row[k]] = true;
        for (size_t i = 0; i < PLACES; i++) sum += covered[i] ? s->weight[i] : 0;
        best = fmax(best, sum);
    }
    return best;
}

#endif
