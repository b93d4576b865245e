#include "siting/dual.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

static const double FIRST_STEP = 1, LEAST_STEP = 1e-4; /* of the way from bound to goal */
static const double KEPT = 0.93;                       /* of the direction of the round before */
static const double ROUNDING = 1e-12;                  /* of the bound: what sums may have lost */
static const double SPARE = 1e-9;                      /* of all needs */
enum { PATIENCE = 12, CHUNK = 256 };                   /* rounds without progress; columns a unit of work */

/* Columns by what a unit of cost buys. */
typedef struct lc_dual_heap {
    uint32_t *column;
    double *ratio; /* a column */
    size_t n;
} heap_t;

/* ------------------------------------------------------------------------------------------------------- life of one
 */

static double asked(const lc_dual *d) {
    double sum = 0;
    for (size_t g = 0; g < d->core->n_groups; g++) sum += d->core->need[g] > 0 ? d->rate[g] * d->core->need[g] : 0;
    return sum;
}

/* Rates are such that all needs together are 1, prices in their measure. */
static void start_prices(lc_dual *d, const double *price, const double *rate) {
    const lc_core *core = d->core;
    double scale = 1;
    for (size_t g = 0; g < core->n_groups; g++) {
        d->rate[g] = 1;
        if (core->aim == LC_SITING_LEAST) d->rate[g] = rate ? rate[g] : core->need[g] > 0 ? 1 / core->need[g] : 0;
    }
    if (core->aim == LC_SITING_LEAST && asked(d) > 0) scale = 1 / asked(d);
    for (size_t g = 0; g < core->n_groups; g++) d->rate[g] *= scale;
    for (size_t i = 0; i < core->demand.n_columns; i++) {
        double most = d->rate[core->group[i]] * core->weight[i];
        d->price[i] = price ? fmin(price[i] * scale, most) : 0.5 * most;
    }
}

lc_status lc_dual_new(lc_context *ctx, const lc_core *core, const double *price, const double *rate, lc_dual *out) {
    size_t rows = core->demand.n_columns, n = core->sites.n_columns;
    *out = (lc_dual){.core = core, .bound = INFINITY, .step = FIRST_STEP};
    out->price = LC_NEW(double, rows);
    out->direction = LC_NEW0(double, rows);
    out->best_price = LC_NEW(double, rows);
    out->rate = LC_NEW(double, core->n_groups);
    out->best_rate = LC_NEW(double, core->n_groups);
    out->worth = LC_NEW(double, n);
    out->best_worth = LC_NEW(double, n);
    out->part = LC_NEW0(double, n);
    out->heap = LC_NEW0(heap_t, 1);
    bool ok = out->price && out->direction && out->best_price && out->rate && out->best_rate && out->worth &&
              out->best_worth && out->part && out->heap;
    if (ok) {
        out->heap->column = LC_NEW(uint32_t, n);
        out->heap->ratio = LC_NEW(double, n);
    }
    if (!ok || !out->heap->column || !out->heap->ratio) {
        lc_dual_free(out);
        return lc_fail_memory(ctx);
    }
    start_prices(out, price, rate);
    return LC_OK;
}

void lc_dual_free(lc_dual *d) {
    free(d->price);
    free(d->direction);
    free(d->best_price);
    free(d->rate);
    free(d->best_rate);
    free(d->worth);
    free(d->best_worth);
    free(d->part);
    if (d->heap) free(d->heap->column);
    if (d->heap) free(d->heap->ratio);
    free(d->heap);
    *d = (lc_dual){0};
}

/* ------------------------------------------------------------------------------------------------- what a budget buys
 */

static bool before(const heap_t *h, uint32_t a, uint32_t b) {
    return h->ratio[a] > h->ratio[b] || (a < b && h->ratio[a] == h->ratio[b]);
}

static void sink(heap_t *h, size_t i) {
    uint32_t moved = h->column[i];
    for (size_t child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && before(h, h->column[child + 1], h->column[child])) child++;
        if (!before(h, h->column[child], moved)) break;
        h->column[i] = h->column[child];
    }
    h->column[i] = moved;
}

static void open_heap(const lc_dual *d, const double *worth) {
    heap_t *h = d->heap;
    h->n = d->core->sites.n_columns;
    for (uint32_t j = 0; j < h->n; j++) {
        h->column[j] = j;
        h->ratio[j] = worth[j] / d->core->cost[j];
    }
    for (size_t i = h->n / 2; i-- > 0;) sink(h, i);
}

static uint32_t take_top(heap_t *h) {
    uint32_t top = h->column[0];
    h->column[0] = h->column[--h->n];
    if (h->n) sink(h, 0);
    return top;
}

/* What a budget buys, and the worth of its last unit and of one more. */
typedef struct {
    double worth, last, next;
} purchase_t;

/* Buy with columns divisible; part[j], when not NULL, gets how much of each (it must be 0 before). */
static purchase_t buy(const lc_dual *d, const double *worth, double budget, double *part) {
    heap_t *h = d->heap;
    purchase_t p = {0};
    open_heap(d, worth);
    double left = budget;
    while (h->n && left > 0) {
        uint32_t j = take_top(h);
        double cost = d->core->cost[j], share = cost <= left ? 1 : left / cost;
        if (share < 1 && left < budget * 1e-9) share = 0; /* the budget's tolerance */
        p.worth += share * worth[j];
        if (share > 0) p.last = h->ratio[j];
        if (part) part[j] = share;
        left = share < 1 ? 0 : left - cost;
        if (share < 1) p.next = h->ratio[j];
    }
    if (left > 0) p.last = 0; /* money is left: it buys nothing more */
    if (p.next == 0 && h->n && left <= 0) p.next = h->ratio[h->column[0]];
    return p;
}

/* ----------------------------------------------------------------------------------------------------------- a round
 */

static bool price_columns(void *user, size_t item, int worker) {
    lc_dual *d = user;
    const lc_cover *sites = &d->core->sites;
    size_t end = (item + 1) * CHUNK < sites->n_columns ? (item + 1) * CHUNK : sites->n_columns;
    (void)worker;
    for (size_t j = item * CHUNK; j < end; j++) {
        double sum = 0;
        for (size_t k = sites->start[j]; k < sites->start[j + 1]; k++) sum += d->price[sites->row[k]];
        d->worth[j] = sum;
    }
    return true;
}

static double unpaid(const lc_dual *d, const double *price, const double *rate) {
    const lc_core *core = d->core;
    double sum = 0;
    for (size_t i = 0; i < core->demand.n_columns; i++) sum += rate[core->group[i]] * core->weight[i] - price[i];
    return sum;
}

static void keep_best(lc_dual *d, double bound) {
    size_t rows = d->core->demand.n_columns;
    d->bound = bound;
    if (rows) memcpy(d->best_price, d->price, rows * sizeof *d->price);
    if (d->core->sites.n_columns) memcpy(d->best_worth, d->worth, d->core->sites.n_columns * sizeof *d->worth);
    memcpy(d->best_rate, d->rate, d->core->n_groups * sizeof *d->rate);
}

/* How often each row is covered by what was bought, less the once that its price pays for; into `excess`. */
static void count_excess(const lc_dual *d, double *excess) {
    const lc_cover *sites = &d->core->sites;
    for (size_t i = 0; i < d->core->demand.n_columns; i++) excess[i] = -1;
    for (size_t j = 0; j < sites->n_columns; j++)
        for (size_t k = sites->start[j]; d->part[j] > 0 && k < sites->start[j + 1]; k++)
            excess[sites->row[k]] += d->part[j];
}

/*
 * Change prices against the excess, as far as the distance from the goal says. Prices are moved in shares of their
 * limits, since weights differ by orders of magnitude.
 */
static void change_prices(lc_dual *d, const double *excess, double distance) {
    const lc_core *core = d->core;
    size_t rows = core->demand.n_columns;
    double norm = 0;
    for (size_t i = 0; i < rows; i++) {
        double most = d->rate[core->group[i]] * core->weight[i], way = excess[i] + KEPT * d->direction[i];
        if ((d->price[i] <= 0 && way > 0) || (d->price[i] >= most && way < 0)) way = 0;
        d->direction[i] = way;
        norm += way * way * most;
    }
    if (!(norm > 0)) return;
    double length = d->step * distance / norm;
    for (size_t i = 0; i < rows; i++) {
        double most = d->rate[core->group[i]] * core->weight[i], price = d->price[i] - length * d->direction[i] * most;
        d->price[i] = price < 0 ? 0 : price > most ? most : price;
    }
}

/* Several groups: those that get less than they need are paid for more, prices along with them. `paid` is scratch. */
static void change_rates(lc_dual *d, const double *excess, double *paid) {
    const lc_core *core = d->core;
    double power = 0.5 * d->step;
    for (size_t g = 0; g < core->n_groups; g++) paid[g] = 0;
    for (size_t i = 0; i < core->demand.n_columns; i++)
        paid[core->group[i]] += d->rate[core->group[i]] * core->weight[i] + d->price[i] * excess[i];
    for (size_t g = 0; g < core->n_groups; g++) {
        double due = core->need[g] > 0 ? d->rate[g] * core->need[g] : 0;
        paid[g] = due > 0 ? pow(fmax(0.1, fmin(10, due / fmax(paid[g], 1e-9 * due))), power) : 1;
        d->rate[g] *= paid[g];
    }
    double scale = 1 / asked(d);
    for (size_t g = 0; g < core->n_groups; g++) d->rate[g] *= scale;
    for (size_t i = 0; i < core->demand.n_columns; i++) d->price[i] *= paid[core->group[i]] * scale;
}

static lc_status worths(lc_context *ctx, lc_dual *d) {
    enum { FEW = 50000 };
    size_t n = d->core->sites.n_columns, chunks = (n + CHUNK - 1) / CHUNK;
    if (d->core->sites.start[n] > FEW) return lc_parallel(ctx, chunks, price_columns, d);
    for (size_t c = 0; c < chunks; c++) price_columns(d, c, 0);
    return LC_OK;
}

lc_status lc_dual_evaluate(lc_context *ctx, lc_dual *d, double budget, double *bound) {
    lc_status status = worths(ctx, d);
    if (status != LC_OK) return status;
    for (size_t j = 0; j < d->core->sites.n_columns; j++) d->part[j] = 0;
    *bound = unpaid(d, d->price, d->rate) + buy(d, d->worth, budget, d->part).worth;
    *bound += ROUNDING * fabs(*bound);
    if (*bound < d->bound) keep_best(d, *bound);
    return LC_OK;
}

lc_status lc_dual_improve(lc_context *ctx, lc_dual *d, double budget, double goal, size_t rounds) {
    const lc_core *core = d->core;
    double *excess = LC_NEW(double, core->demand.n_columns), *paid = LC_NEW(double, core->n_groups);
    lc_status status = excess && paid ? LC_OK : lc_fail_memory(ctx);
    for (size_t r = 0; status == LC_OK && r < rounds && d->bound > goal && d->step > LEAST_STEP; r++) {
        double before = d->bound, bound;
        status = lc_dual_evaluate(ctx, d, budget, &bound);
        if (status != LC_OK) break;
        d->stale = bound < before - 1e-5 * (before - goal) ? 0 : d->stale + 1;
        if (d->stale >= PATIENCE) {
            d->step *= 0.5;
            d->stale = 0;
        }
        count_excess(d, excess);
        change_prices(d, excess, bound - goal);
        if (core->n_groups > 1) change_rates(d, excess, paid);
    }
    free(excess);
    free(paid);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- what it proves
 */

double lc_dual_least(lc_dual *d) {
    double missing = 1 - SPARE - unpaid(d, d->best_price, d->best_rate), budget = 0;
    open_heap(d, d->best_worth);
    while (missing > 0 && d->heap->n) {
        uint32_t j = take_top(d->heap);
        double worth = d->best_worth[j], cost = d->core->cost[j];
        if (!(worth > 0)) break;
        bool whole = d->core->unit_cost || worth <= missing;
        budget += whole ? cost : cost * missing / worth;
        missing -= worth;
    }
    return budget;
}

size_t lc_dual_settle(lc_dual *d, double budget, double value, unsigned char *settled) {
    size_t n = d->core->sites.n_columns, done = 0;
    for (size_t j = 0; j < n; j++) d->part[j] = 0;
    purchase_t p = buy(d, d->best_worth, budget, d->part);
    double bound = unpaid(d, d->best_price, d->best_rate) + p.worth;
    bound += ROUNDING * fabs(bound);
    for (size_t j = 0; j < n; j++) {
        if (settled[j] != LC_OPEN) continue;
        double cost = d->core->cost[j], worth = d->best_worth[j];
        if (d->part[j] == 0 && bound - p.last * cost + worth < value) settled[j] = LC_LEFT;
        if (d->part[j] == 1 && bound - (worth - p.next * cost) < value) settled[j] = LC_TAKEN;
        done += settled[j] != LC_OPEN;
    }
    return done;
}
