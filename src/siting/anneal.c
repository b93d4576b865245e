#include "siting/anneal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "siting/random.h"

/* Temperatures from first to last, as shares of what a chosen column covers on average; of LC_SITING_LEAST down to
   cooler ones, since it is done again and again from choices that nearly suffice. */
static const double HOT = 0.06, COLD = 0.005, LEAST_HOT = 0.05, LEAST_COLD = 0.0005;
static const double FAR = 0.1;  /* chance that the new column is any, not one near the old one */
static const double LONE = 0.2; /* with costs: chance to put one in, or take one out, alone */

typedef struct {
    lc_choice *c;
    uint32_t *best; /* the best choice met */
    size_t n_best;
    double best_value, temperature, work;
    lc_random random;
    bool heated;           /* one group: gains are kept, and columns are drawn by them */
    double *gain;          /* a column: weight of its rows that nothing covers */
    uint32_t *near;        /* n_near columns that one is drawn from */
    double *kept, *chance; /* of each of them: its gain before a step; its chance */
    bool *listed;          /* a column: is in `near`; false in between */
    bool all_near;         /* they are all columns, in every step */
    size_t n_near;
} anneal_t;

static bool accepts(anneal_t *a, double growth) {
    return growth >= 0 || lc_random_unit(&a->random) < exp(growth / a->temperature);
}

/* --------------------------------------------------------------------------------------------- gains of all columns
 */

/* A row is uncovered (its weight), or about to be covered (less its weight): what its columns gain by it changes. */
static void change_gains(anneal_t *a, uint32_t row, double weight) {
    const lc_cover *demand = &a->c->core->demand;
    for (size_t k = demand->start[row]; k < demand->start[row + 1]; k++) a->gain[demand->row[k]] += weight;
    a->work -= (double)lc_cover_size(demand, row);
}

/* Gains after the rows of column j that are covered `count` times have come or gone. */
static void change_gains_of(anneal_t *a, uint32_t j, uint32_t count, double sign) {
    const lc_core *core = a->c->core;
    for (size_t k = core->sites.start[j]; a->heated && k < core->sites.start[j + 1]; k++) {
        uint32_t i = core->sites.row[k];
        if (a->c->count[i] == count) change_gains(a, i, sign * core->weight[i]);
    }
}

static void put_in(anneal_t *a, uint32_t j) {
    change_gains_of(a, j, 0, -1);
    lc_choice_add(a->c, j);
}

static void take_out(anneal_t *a, uint32_t j) {
    change_gains_of(a, j, 1, 1);
    lc_choice_remove(a->c, j);
}

static void start_gains(anneal_t *a) {
    const lc_choice *c = a->c;
    for (size_t j = 0; j < c->core->sites.n_columns; j++) a->gain[j] = 0;
    for (uint32_t i = 0; i < c->core->demand.n_columns; i++)
        if (c->count[i] == 0) change_gains(a, i, c->core->weight[i]);
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

static void exchange_near(anneal_t *a) {
    lc_choice *c = a->c;
    uint32_t s = c->list[lc_random_below(&a->random, c->n)], j = pick(a, s);
    double cost = c->cost - c->core->cost[s] + c->core->cost[j];
    a->work -= (double)(lc_cover_size(&c->core->sites, j) + lc_cover_size(&c->core->sites, s));
    if (!c->in[j] && cost <= c->core->budget) exchange_capped(a, j, s);
}

static void list_all(anneal_t *a) {
    a->n_near = a->c->core->sites.n_columns;
    for (uint32_t j = 0; j < a->n_near; j++) a->near[j] = j;
    a->work -= (double)a->n_near;
}

/* The columns whose gains change when s is taken out, and s. */
static void list_near(anneal_t *a, uint32_t s) {
    const lc_core *core = a->c->core;
    a->n_near = 0;
    a->near[a->n_near++] = s;
    a->listed[s] = true;
    for (size_t k = core->sites.start[s]; k < core->sites.start[s + 1]; k++) {
        uint32_t i = core->sites.row[k];
        if (a->c->count[i] != 1) continue;
        for (size_t e = core->demand.start[i]; e < core->demand.start[i + 1]; e++) {
            uint32_t j = core->demand.row[e];
            if (!a->listed[j]) a->near[a->n_near++] = j;
            a->listed[j] = true;
        }
        a->work -= (double)lc_cover_size(&core->demand, i);
    }
    for (size_t k = 0; k < a->n_near; k++) a->listed[a->near[k]] = false;
}

/* A listed column that can be paid, each with the chance that its gain has at this temperature (a heat bath). */
static uint32_t draw_by_gain(anneal_t *a) {
    enum { FAINT = 40 }; /* temperatures below the best: no chance worth counting */
    const lc_choice *c = a->c;
    double most = 0, sum = 0, room = c->core->budget - c->cost;
    uint32_t last = UINT32_MAX;
    for (size_t k = 0; k < a->n_near; k++) {
        uint32_t j = a->near[k];
        a->chance[k] = -INFINITY;
        if (c->in[j] || c->core->cost[j] > room) continue;
        a->chance[k] = a->gain[j];
        most = fmax(most, a->gain[j]);
    }
    for (size_t k = 0; k < a->n_near; k++) {
        double below = (most - a->chance[k]) / a->temperature;
        a->chance[k] = below < FAINT ? exp(-below) : 0;
        if (below < FAINT) last = a->near[k];
        sum += a->chance[k];
    }
    double drawn = sum * lc_random_unit(&a->random);
    for (size_t k = 0; k < a->n_near; k++)
        if (a->chance[k] > 0 && (drawn -= a->chance[k]) < 0) return a->near[k];
    return last;
}

/* A column out, and one in by its gain. When that is the same one, nothing has changed, and gains are as before. */
static void exchange_by_gain(anneal_t *a) {
    lc_choice *c = a->c;
    uint32_t s = c->list[lc_random_below(&a->random, c->n)];
    if (!a->all_near && lc_random_unit(&a->random) < FAR)
        list_all(a);
    else if (!a->all_near)
        list_near(a, s);
    for (size_t k = 0; k < a->n_near; k++) a->kept[k] = a->gain[a->near[k]];
    take_out(a, s);
    uint32_t j = draw_by_gain(a);
    a->work -= (double)a->n_near;
    if (j == s || j == UINT32_MAX) {
        lc_choice_add(c, s);
        for (size_t k = 0; k < a->n_near; k++) a->gain[a->near[k]] = a->kept[k];
    } else {
        put_in(a, j);
        keep_best(a);
    }
}

/* One column more, when there is money for it, or one less. */
static void change_one(anneal_t *a) {
    lc_choice *c = a->c;
    uint32_t j = (uint32_t)lc_random_below(&a->random, c->core->sites.n_columns),
             s = c->list[lc_random_below(&a->random, c->n)];
    if (!c->in[j] && c->cost + c->core->cost[j] <= c->core->budget) {
        put_in(a, j);
        keep_best(a);
    } else if (c->n > 1 && accepts(a, -lc_choice_loss(c, s))) {
        take_out(a, s);
    }
    a->work -= (double)lc_cover_size(&c->core->sites, j) + (double)lc_cover_size(&c->core->sites, s);
}

static void run(const lc_context *ctx, anneal_t *a, double enough) {
    const double all = a->work, mean = a->c->value / (double)a->c->n;
    bool lone = !a->c->core->unit_cost, least = a->c->core->aim == LC_SITING_LEAST;
    const double hot = least ? LEAST_HOT : HOT, cold = least ? LEAST_COLD : COLD;
    while (a->work > 0 && a->c->n && a->best_value < enough && !lc_cancelled(ctx)) {
        a->temperature = mean * hot * pow(cold / hot, 1 - a->work / all);
        a->work -= 1;
        if (lone && lc_random_unit(&a->random) < LONE)
            change_one(a);
        else if (a->heated)
            exchange_by_gain(a);
        else
            exchange_near(a);
    }
}

/* Gains; and all columns are near where going through them costs less than an exchange does anyway. */
static void start_heated(anneal_t *a) {
    const lc_choice *c = a->c;
    double only = 0;
    for (size_t i = 0; i < c->core->demand.n_columns; i++)
        if (c->count[i] == 1) only += (double)lc_cover_size(&c->core->demand, i);
    start_gains(a);
    a->all_near = (double)c->core->sites.n_columns * (double)c->n <= only;
    if (a->all_near) list_all(a);
}

lc_status lc_anneal(lc_context *ctx, lc_choice *choice, double enough, double work, uint64_t seed) {
    size_t n = choice->core->sites.n_columns;
    anneal_t a = {.c = choice, .work = work, .random = {seed}, .heated = choice->core->n_groups == 1, .best_value = -1};
    a.best = LC_NEW(uint32_t, n);
    a.gain = LC_NEW(double, n);
    a.near = LC_NEW(uint32_t, n);
    a.kept = LC_NEW(double, n);
    a.chance = LC_NEW(double, n);
    a.listed = LC_NEW0(bool, n);
    bool ok = a.best && a.gain && a.near && a.kept && a.chance && a.listed;
    if (ok) {
        keep_best(&a);
        if (a.heated) start_heated(&a);
        if (choice->n && choice->n < n) run(ctx, &a, enough);
        lc_choice_clear(choice);
        for (size_t k = 0; k < a.n_best; k++) lc_choice_add(choice, a.best[k]);
    }
    free(a.best);
    free(a.gain);
    free(a.near);
    free(a.kept);
    free(a.chance);
    free(a.listed);
    return ok ? lc_fail_cancelled(ctx) : lc_fail_memory(ctx);
}
