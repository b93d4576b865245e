#include "siting/most.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "siting/anneal.h"
#include "siting/climb.h"
#include "siting/dual.h"
#include "siting/relax.h"

/* How much work is done; none of it touches correctness. */
static const double DUAL_WORK = 4e9;                                 /* entries of covers gone through by the dual */
static const double RELAX_WORK = 8e9;                                /* the same, by the relaxation */
static const double ANNEAL_WORK = 5e9, ANNEAL_PASSES = 5000;         /* by annealing, and so often each entry */
static const double SHRINK = 0.8;                                    /* a core is made anew with so many columns left */
static const double ANNEAL_LEAST_WORK = 1e9;                         /* the same, where it is done again and again */
static const double AGAIN = 0.25;                                    /* step of the dual after annealing */
static const double SAME = 1e-11;                                    /* values that differ by less are equal */
enum { ROUNDS_MAX = 1000, ROUNDS_MIN = 200, BLOCK = 20, SEEDS = 2 }; /* rounds of the dual; annealings side by side */

typedef struct {
    lc_context *ctx;
    lc_most *out;
    lc_dual dual;
    lc_choice choice; /* of the core in hand */
} search_t;

void lc_most_free(lc_most *most) {
    free(most->site);
    lc_core_free(&most->core);
    *most = (lc_most){0};
}

static bool same(double a, double b) {
    return a == b || (isfinite(a) && isfinite(b) && fabs(a - b) <= SAME * fmax(fabs(a), fabs(b)));
}

static bool is_least(const search_t *s) {
    return s->out->core.aim == LC_SITING_LEAST;
}

/* ------------------------------------------------------------------------------------------------------ from below */

/* Keep the choice in hand when it is the best so far. */
static lc_status keep(search_t *s) {
    const lc_core *core = &s->out->core;
    double value = core->value + s->choice.value;
    size_t n = core->n_taken + s->choice.n;
    bool reached = is_least(s) && lc_choice_enough(&s->choice);
    if (s->out->site && !reached && (value <= s->out->value || same(value, s->out->value))) return LC_OK;
    uint32_t *site = LC_NEW(uint32_t, n);
    if (!site) return lc_fail_memory(s->ctx);
    if (core->n_taken) memcpy(site, core->taken, core->n_taken * sizeof *site);
    for (size_t k = 0; k < s->choice.n; k++) site[core->n_taken + k] = core->column[s->choice.list[k]];
    free(s->out->site);
    s->out->site = site;
    s->out->n = n;
    s->out->value = value;
    s->out->reached = reached;
    return LC_OK;
}

static lc_status climb(search_t *s, bool by_cost) {
    lc_status status = lc_climb(s->ctx, &s->choice, by_cost);
    return status == LC_OK ? keep(s) : status;
}

static lc_status climb_greedily(search_t *s) {
    lc_status status = climb(s, false);
    if (status != LC_OK || s->out->core.unit_cost) return status;
    lc_choice_clear(&s->choice);
    return climb(s, true);
}

/* What the dual buys, whole columns of it, as the start of a climb. */
static lc_status climb_from_dual(search_t *s) {
    const lc_core *core = &s->out->core;
    lc_choice_clear(&s->choice);
    for (uint32_t j = 0; j < core->sites.n_columns; j++)
        if (s->dual.part[j] == 1 && s->choice.cost + core->cost[j] <= core->budget) lc_choice_add(&s->choice, j);
    return climb(s, true);
}

/* Make the best choice so far, as much of it as the core has open, the one in hand. */
static lc_status take_best(search_t *s) {
    const lc_core *core = &s->out->core;
    uint32_t columns = 0;
    for (size_t j = 0; j < core->sites.n_columns; j++) columns = core->column[j] > columns ? core->column[j] : columns;
    bool *best = LC_NEW0(bool, (size_t)columns + 1);
    if (!best) return lc_fail_memory(s->ctx);
    for (size_t k = 0; k < s->out->n; k++)
        if (s->out->site[k] <= columns) best[s->out->site[k]] = true;
    lc_choice_clear(&s->choice);
    for (uint32_t j = 0; j < core->sites.n_columns; j++)
        if (best[core->column[j]] && s->choice.cost + core->cost[j] <= core->budget) lc_choice_add(&s->choice, j);
    free(best);
    return LC_OK;
}

/* Annealings of the choice in hand, one a seed. */
typedef struct {
    lc_choice choice[SEEDS];
    lc_status status[SEEDS];
    lc_context *ctx[SEEDS];
    double work, enough;
} annealing_t;

static bool anneal_one(void *user, size_t item, int worker) {
    annealing_t *a = user;
    (void)worker;
    a->status[item] = lc_anneal(a->ctx[item], &a->choice[item], a->enough, a->work, item + 1);
    return a->status[item] == LC_OK;
}

static double enough(const search_t *s) {
    double sum = 0;
    if (!is_least(s)) return INFINITY;
    for (size_t g = 0; g < s->out->core.n_groups; g++) sum += fmax(0, s->out->core.need[g]);
    return sum * (1 - SAME);
}

static lc_status anneal(search_t *s) {
    const lc_core *core = &s->out->core;
    annealing_t a = {.enough = enough(s)};
    a.work = fmin(is_least(s) ? ANNEAL_LEAST_WORK : ANNEAL_WORK,
                  ANNEAL_PASSES * (double)core->sites.start[core->sites.n_columns]);
    lc_status status = LC_OK;
    for (int k = 0; status == LC_OK && k < SEEDS; k++) {
        a.ctx[k] = lc_context_beside(s->ctx);
        status = a.ctx[k] ? lc_choice_new(s->ctx, core, &a.choice[k]) : lc_fail_memory(s->ctx);
        if (status == LC_OK) lc_choice_copy(&s->choice, &a.choice[k]);
    }
    if (status == LC_OK) status = lc_parallel(s->ctx, SEEDS, anneal_one, &a);
    for (int k = 0; status == LC_OK && k < SEEDS; k++) {
        lc_choice_copy(&a.choice[k], &s->choice);
        status = climb(s, true);
    }
    for (int k = 0; k < SEEDS; k++) {
        lc_choice_free(&a.choice[k]);
        lc_context_free(a.ctx[k]);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ from above */

/* Is nothing better to be found? */
static bool finished(const search_t *s) {
    const lc_most *out = s->out;
    if (is_least(s)) return out->reached || out->beyond;
    return out->bound <= out->value || same(out->bound, out->value);
}

/* The core is for choices better than the best one: the bound of the whole is that of the core, or the best value. */
static void take_bound(search_t *s) {
    lc_most *out = s->out;
    if (is_least(s)) {
        double least = out->core.spent + lc_dual_least(&s->dual);
        out->least = fmax(out->least, least);
        out->beyond = s->dual.bound < 1 - 1e-9;
    } else {
        out->bound = fmin(out->bound, fmax(out->value, out->core.value + s->dual.bound));
    }
}

/* A smaller core without the columns that are settled by the bound; prices go along. */
static lc_status shrink(search_t *s, const unsigned char *settled) {
    lc_most *out = s->out;
    lc_core smaller = {0};
    size_t rows = out->core.demand.n_columns;
    uint32_t *row_of = LC_NEW(uint32_t, rows);
    double *price = LC_NEW0(double, rows), step = s->dual.step;
    lc_dual dual = {0};
    lc_status status =
        row_of && price ? lc_core_settle(s->ctx, &out->core, settled, &smaller, row_of) : lc_fail_memory(s->ctx);
    for (size_t i = 0; status == LC_OK && i < rows; i++)
        if (row_of[i] != UINT32_MAX) price[row_of[i]] += s->dual.best_price[i];
    if (status == LC_OK) {
        lc_core_free(&out->core);
        out->core = smaller;
        status = lc_dual_new(s->ctx, &out->core, price, s->dual.best_rate, &dual);
        dual.step = step;
        lc_dual_free(&s->dual);
        s->dual = dual;
        lc_choice_free(&s->choice);
    }
    if (status == LC_OK) status = lc_choice_new(s->ctx, &out->core, &s->choice);
    free(row_of);
    free(price);
    return status;
}

static lc_status settle(search_t *s) {
    const lc_core *core = &s->out->core;
    size_t n = core->sites.n_columns;
    unsigned char *settled = LC_NEW0(unsigned char, n);
    if (!settled) return lc_fail_memory(s->ctx);
    double better = is_least(s) ? 1 - 1e-9 : (s->out->value - core->value) * (1 - SAME);
    size_t done = lc_dual_settle(&s->dual, core->budget, better, settled);
    bool small = (double)(n - done) <= SHRINK * (double)n;
    lc_status status = small ? shrink(s, settled) : LC_OK;
    free(settled);
    /* What is settled may be enough. */
    return status == LC_OK && small && is_least(s) ? climb(s, true) : status;
}

static size_t rounds_for(const lc_core *core) {
    double rounds = DUAL_WORK / (1 + (double)core->sites.start[core->sites.n_columns]);
    return rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds < ROUNDS_MIN ? ROUNDS_MIN : (size_t)rounds;
}

/* Rounds of the dual with climbs in between, each from what it buys. */
static lc_status lower(search_t *s, size_t rounds) {
    lc_most *out = s->out;
    lc_status status = LC_OK;
    for (size_t r = 0; status == LC_OK && r < rounds && out->core.sites.n_columns && !finished(s); r += BLOCK) {
        double goal = is_least(s) ? 1 : out->value - out->core.value, before = s->dual.bound;
        status = lc_dual_improve(s->ctx, &s->dual, out->core.budget, goal * (1 - SAME), BLOCK);
        if (status == LC_OK) take_bound(s);
        if (status == LC_OK && !finished(s)) status = climb_from_dual(s);
        if (status == LC_OK && !finished(s)) status = settle(s);
        if (s->dual.bound == before && s->dual.step < 2e-4) break;
    }
    return status;
}

/* Where the dual has stalled above what is reached: the relaxation from both sides, and a climb from what it buys. */
static lc_status relax(search_t *s) {
    enum { RELAX_MIN = 200, RELAX_MAX = 2000 };
    lc_most *out = s->out;
    double rounds = RELAX_WORK / (1 + 2 * (double)out->core.sites.start[out->core.sites.n_columns]), covered;
    rounds = fmax(RELAX_MIN, fmin(RELAX_MAX, rounds));
    if (finished(s) || out->core.sites.n_columns == 0) return LC_OK;
    double goal = (out->value - out->core.value) * (1 - SAME);
    lc_status status = lc_dual_relax(s->ctx, &s->dual, out->core.budget, goal, (size_t)rounds, &covered);
    if (status == LC_OK) take_bound(s);
    if (status == LC_OK) status = take_best(s);
    if (status == LC_OK && !finished(s)) status = lc_climb_from_parts(s->ctx, s->dual.part, &s->choice);
    if (status == LC_OK && !finished(s)) status = keep(s);
    return status == LC_OK && !finished(s) ? settle(s) : status;
}

static lc_status clone(lc_context *ctx, const lc_core *core, lc_core *out) {
    unsigned char *open = LC_NEW0(unsigned char, core->sites.n_columns);
    lc_status status = open ? lc_core_settle(ctx, core, open, out, NULL) : lc_fail_memory(ctx);
    free(open);
    return status;
}

lc_status lc_most_search(lc_context *ctx, const lc_core *core, lc_most *out) {
    search_t s = {.ctx = ctx, .out = out};
    *out = (lc_most){.bound = core->value};
    for (size_t i = 0; i < core->demand.n_columns; i++) out->bound += core->weight[i];
    lc_status status = clone(ctx, core, &out->core);
    if (status == LC_OK) status = lc_choice_new(ctx, &out->core, &s.choice);
    if (status == LC_OK) status = lc_dual_new(ctx, &out->core, NULL, NULL, &s.dual);
    if (status == LC_OK) status = climb_greedily(&s);
    size_t rounds = status == LC_OK ? rounds_for(&out->core) : 0;
    if (status == LC_OK) status = lower(&s, rounds / 2);
    if (status == LC_OK && is_least(&s) && !finished(&s)) status = climb_from_dual(&s);
    if (status == LC_OK && !is_least(&s)) status = relax(&s);
    if (status == LC_OK && !finished(&s)) status = anneal(&s);
    s.dual.step = fmax(s.dual.step, AGAIN);
    if (status == LC_OK) status = lower(&s, rounds / 2);
    if (status == LC_OK && out->core.sites.n_columns == 0) { /* nothing better is left */
        out->bound = out->value;
        out->beyond = !out->reached;
    }
    lc_dual_free(&s.dual);
    lc_choice_free(&s.choice);
    if (status != LC_OK) lc_most_free(out);
    return status;
}
