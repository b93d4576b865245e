#include "siting/anneal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "siting/random.h"

/* Temperatures from first to last, as shares of what a chosen column covers on average; of LC_SITING_LEAST cooler,
   since it is done again and again from choices that nearly suffice. */
static const double HOT = 0.12, COLD = 0.002, LEAST_HOT = 0.05, LEAST_COLD = 0.0005;
static const double FAR = 0.1;  /* chance that the new column is any, not one near the old one */
static const double LONE = 0.2; /* with costs: chance to put one in, or take one out, alone */

typedef struct {
    lc_choice *c;
    uint32_t *best; /* the best choice met */
    size_t n_best;
    double best_value, temperature, work;
    lc_random random;
} anneal_t;

static bool accepts(anneal_t *a, double growth) {
    return growth >= 0 || lc_random_unit(&a->random) < exp(growth / a->temperature);
}

/* What the value grows by when column j takes the place of s, as long as nothing is capped. */
static double growth(anneal_t *a, uint32_t j, uint32_t s) {
    const lc_choice *c = a->c;
    const lc_core *core = c->core;
    double sum = 0;
    for (size_t k = core->sites.start[j]; k < core->sites.start[j + 1]; k++) {
        uint32_t i = core->sites.row[k];
        if (c->count[i] == 0 || (c->count[i] == 1 && c->sum[i] == s)) sum += core->weight[i];
    }
    for (size_t k = core->sites.start[s]; k < core->sites.start[s + 1]; k++)
        if (c->count[core->sites.row[k]] == 1) sum -= core->weight[core->sites.row[k]];
    return sum;
}

static void keep_best(anneal_t *a) {
    if (a->c->value <= a->best_value) return;
    a->best_value = a->c->value;
    a->n_best = a->c->n;
    memcpy(a->best, a->c->list, a->c->n * sizeof *a->best);
}

/* A column that shares a row with s, or any. */
static uint32_t pick(anneal_t *a, uint32_t s) {
    const lc_core *core = a->c->core;
    if (lc_random_unit(&a->random) < FAR || lc_cover_size(&core->sites, s) == 0)
        return (uint32_t)lc_random_below(&a->random, core->sites.n_columns);
    uint32_t row = core->sites.row[core->sites.start[s] + lc_random_below(&a->random, lc_cover_size(&core->sites, s))];
    return core->demand.row[core->demand.start[row] + lc_random_below(&a->random, lc_cover_size(&core->demand, row))];
}

/* Several groups: what counts is told by doing it. */
static void exchange_capped(anneal_t *a, uint32_t j, uint32_t s) {
    lc_choice *c = a->c;
    double value = c->value;
    lc_choice_remove(c, s);
    if (accepts(a, c->value + lc_choice_gain(c, j) - value)) {
        lc_choice_add(c, j);
        keep_best(a);
    } else {
        lc_choice_add(c, s);
    }
}

static void exchange_one(anneal_t *a) {
    lc_choice *c = a->c;
    uint32_t s = c->list[lc_random_below(&a->random, c->n)], j = pick(a, s);
    double cost = c->cost - c->core->cost[s] + c->core->cost[j];
    a->work -= (double)(lc_cover_size(&c->core->sites, j) + lc_cover_size(&c->core->sites, s));
    if (c->in[j] || cost > c->core->budget) return;
    if (c->core->n_groups > 1) {
        exchange_capped(a, j, s);
    } else if (accepts(a, growth(a, j, s))) {
        lc_choice_remove(c, s);
        lc_choice_add(c, j);
        keep_best(a);
    }
}

/* One column more, when there is money for it, or one less. */
static void change_one(anneal_t *a) {
    lc_choice *c = a->c;
    uint32_t j = (uint32_t)lc_random_below(&a->random, c->core->sites.n_columns),
             s = c->list[lc_random_below(&a->random, c->n)];
    if (!c->in[j] && c->cost + c->core->cost[j] <= c->core->budget) {
        lc_choice_add(c, j);
        keep_best(a);
    } else if (c->n > 1 && accepts(a, -lc_choice_loss(c, s))) {
        lc_choice_remove(c, s);
    }
    a->work -= (double)lc_cover_size(&c->core->sites, j) + (double)lc_cover_size(&c->core->sites, s);
}

static void run(const lc_context *ctx, anneal_t *a, double enough) {
    const double all = a->work, mean = a->c->value / (double)a->c->n;
    bool lone = !a->c->core->unit_cost, least = a->c->core->aim == LC_SITING_LEAST;
    const double hot = least ? LEAST_HOT : HOT, cold = least ? LEAST_COLD : COLD;
    while (a->work > 0 && a->c->n && a->best_value < enough && !lc_cancelled(ctx)) {
        double done = 1 - a->work / all;
        a->temperature = mean * hot * pow(cold / hot, done);
        a->work -= 1;
        for (int k = 0; k < 64; k++)
            if (lone && lc_random_unit(&a->random) < LONE)
                change_one(a);
            else
                exchange_one(a);
    }
}

lc_status lc_anneal(lc_context *ctx, lc_choice *choice, double enough, double work, uint64_t seed) {
    size_t n = choice->core->sites.n_columns;
    anneal_t a = {.c = choice, .best = LC_NEW(uint32_t, n), .work = work, .random = {seed}};
    if (!a.best) return lc_fail_memory(ctx);
    a.best_value = -1;
    keep_best(&a);
    if (choice->n && choice->n < n) run(ctx, &a, enough);
    lc_choice_clear(choice);
    for (size_t k = 0; k < a.n_best; k++) lc_choice_add(choice, a.best[k]);
    free(a.best);
    return lc_fail_cancelled(ctx);
}
