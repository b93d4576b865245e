#include "siting/climb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "siting/exchange.h"
#include "siting/greedy.h"
#include "siting/random.h"

static const double SAME = 1e-11;           /* values that differ by less are equal */
static const double WORK = 6e8;             /* entries of covers of all climbs, gone through about ten times in each */
static const double KEPT = 0.5;             /* share of the best choice in what is rounded, after the first round */
enum { ROUNDS = 5, FEWEST = 4, MOST = 16 }; /* rounds of climbs; climbs in each */

lc_status lc_climb(lc_context *ctx, lc_choice *choice, bool by_cost) {
    double before;
    lc_status status = LC_OK;
    do {
        before = choice->value;
        status = lc_greedy(ctx, choice, by_cost);
        if (status == LC_OK && choice->core->n_groups == 1) status = lc_exchange(ctx, choice);
        if (status == LC_OK) status = lc_fail_cancelled(ctx);
    } while (status == LC_OK && choice->value - before > SAME * fabs(choice->value));
    return status;
}

/* A climb of its own: where it ends. */
typedef struct {
    lc_context *ctx;
    lc_choice choice;
} climber_t;

typedef struct {
    const double *part;
    const lc_choice *best;
    size_t n, first; /* climbers of a round, and the number of the first of them */
    double kept;
    climber_t climber[MOST];
} round_t;

/* Columns from a random place on, each with its chance, as long as there is money. */
static void round_parts(const round_t *r, uint64_t seed, lc_choice *choice) {
    const lc_core *core = choice->core;
    size_t n = core->sites.n_columns;
    lc_random random = {seed};
    size_t first = lc_random_below(&random, n);
    lc_choice_clear(choice);
    for (size_t k = 0; k < n; k++) {
        uint32_t j = (uint32_t)((first + k) % n);
        double chance = (1 - r->kept) * r->part[j] + r->kept * (r->best->in[j] ? 1 : 0);
        if (lc_random_unit(&random) < chance && choice->cost + core->cost[j] <= core->budget) lc_choice_add(choice, j);
    }
}

static bool climb_one(void *user, size_t item, int worker) {
    round_t *r = user;
    climber_t *c = &r->climber[item];
    (void)worker;
    round_parts(r, r->first + item + 1, &c->choice);
    return lc_climb(c->ctx, &c->choice, true) == LC_OK;
}

static lc_status climb_together(lc_context *ctx, round_t *r, lc_choice *choice) {
    lc_status status = lc_parallel(ctx, r->n, climb_one, r);
    for (size_t k = 0; status == LC_OK && k < r->n; k++)
        if (r->climber[k].choice.value > choice->value) lc_choice_copy(&r->climber[k].choice, choice);
    return status;
}

lc_status lc_climb_from_parts(lc_context *ctx, const double *part, lc_choice *choice) {
    const lc_core *core = choice->core;
    size_t columns = core->sites.n_columns;
    if (columns == 0) return LC_OK;
    double climbs = WORK / (1 + ROUNDS * (double)core->sites.start[columns]);
    round_t r = {.part = part, .best = choice, .n = (size_t)fmax(FEWEST, fmin(MOST, climbs))};
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < r.n; k++) {
        r.climber[k].ctx = lc_context_beside(ctx);
        status = r.climber[k].ctx ? lc_choice_new(ctx, core, &r.climber[k].choice) : lc_fail_memory(ctx);
    }
    for (int round = 0; status == LC_OK && round < ROUNDS; round++) {
        status = climb_together(ctx, &r, choice);
        r.first += r.n;
        r.kept = KEPT;
    }
    for (size_t k = 0; k < r.n; k++) {
        lc_choice_free(&r.climber[k].choice);
        lc_context_free(r.climber[k].ctx);
    }
    return status;
}
