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

/* A thread, and the best of its climbs. */
typedef struct {
    lc_context *ctx;
    lc_choice choice;
    uint32_t *best; /* n columns */
    size_t n, item;
    double value;
} climber_t;

typedef struct {
    const double *part;
    const lc_choice *best;
    size_t first; /* seed of the first climb of a round */
    double kept;
    climber_t *climber;
    size_t n;
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

/* Of equal values the first counts, whichever thread it fell to. */
static bool is_better(double value, size_t item, const climber_t *than) {
    return value > than->value || (value == than->value && item < than->item);
}

static bool climb_one(void *user, size_t item, int worker) {
    round_t *r = user;
    climber_t *c = &r->climber[worker];
    round_parts(r, r->first + item, &c->choice);
    if (lc_climb(c->ctx, &c->choice, true) != LC_OK) return false;
    if (!is_better(c->choice.value, item, c)) return true;
    c->value = c->choice.value;
    c->item = item;
    c->n = c->choice.n;
    if (c->n) memcpy(c->best, c->choice.list, c->n * sizeof *c->best);
    return true;
}

static lc_status climb_together(lc_context *ctx, round_t *r, size_t climbs, lc_choice *choice) {
    const climber_t *best = &r->climber[0];
    for (size_t k = 0; k < r->n; k++) r->climber[k].value = -1;
    lc_status status = lc_parallel(ctx, climbs, climb_one, r);
    for (size_t k = 1; k < r->n; k++)
        if (is_better(r->climber[k].value, r->climber[k].item, best)) best = &r->climber[k];
    if (status != LC_OK || best->value <= choice->value) return status;
    lc_choice_clear(choice);
    for (size_t k = 0; k < best->n; k++) lc_choice_add(choice, best->best[k]);
    return LC_OK;
}

static lc_status make_climbers(lc_context *ctx, const lc_core *core, round_t *r) {
    r->n = (size_t)lc_threads(ctx);
    r->climber = LC_NEW0(climber_t, r->n);
    lc_status status = r->climber ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < r->n; k++) {
        climber_t *c = &r->climber[k];
        c->ctx = lc_context_beside(ctx);
        c->best = LC_NEW(uint32_t, core->sites.n_columns);
        status = c->ctx && c->best ? lc_choice_new(ctx, core, &c->choice) : lc_fail_memory(ctx);
    }
    return status;
}

lc_status lc_climb_from_parts(lc_context *ctx, const double *part, lc_choice *choice) {
    const lc_core *core = choice->core;
    size_t columns = core->sites.n_columns;
    if (columns == 0) return LC_OK;
    size_t climbs = (size_t)fmax(FEWEST, fmin(MOST, WORK / (1 + ROUNDS * (double)core->sites.start[columns])));
    round_t r = {.part = part, .best = choice, .first = 1};
    lc_status status = make_climbers(ctx, core, &r);
    for (int round = 0; status == LC_OK && round < ROUNDS; round++) {
        status = climb_together(ctx, &r, climbs, choice);
        r.first += climbs;
        r.kept = KEPT;
    }
    for (size_t k = 0; r.climber && k < r.n; k++) {
        lc_choice_free(&r.climber[k].choice);
        free(r.climber[k].best);
        lc_context_free(r.climber[k].ctx);
    }
    free(r.climber);
    return status;
}
