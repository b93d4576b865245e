#include "siting/relax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

static const double STEP = 0.99;                /* of the longest steps that converge */
static const double RESTART = 0.3;              /* when the two sides are so much nearer than at the restart before */
static const double CLOSE = 2e-5;               /* of the bound: sides so near are one */
static const double FEW = 50000;                /* entries that are gone through by one thread */
enum { LOOK = 20, LONGEST = 400, CHUNK = 256 }; /* rounds between evaluations, and to a restart; items a unit of work */

typedef struct {
    lc_dual *dual;
    const lc_core *core;
    double budget;
    double lean;      /* how long the steps of columns are against those of prices */
    double *x, *move; /* a column: how much of it is bought; what its worth moves it by */
    double *worth, *x_sum, *x_start;
    double *price, *covered; /* a row: its price; how often it is covered */
    double *price_sum, *covered_sum, *price_start;
    double *all;  /* a column: weight of its rows */
    size_t n;     /* rounds since the last restart */
    double apart; /* of both sides at the last restart */
    double below; /* the most that divisible columns were found to cover */
} relax_t;

/* ------------------------------------------------------------------------------------------------------------ a round
 */

static bool move_columns(void *user, size_t item, int worker) {
    relax_t *r = user;
    const lc_cover *sites = &r->core->sites;
    size_t end = (item + 1) * CHUNK < sites->n_columns ? (item + 1) * CHUNK : sites->n_columns;
    (void)worker;
    for (size_t j = item * CHUNK; j < end; j++) {
        double sum = 0;
        for (size_t k = sites->start[j]; k < sites->start[j + 1]; k++) sum += r->price[sites->row[k]];
        r->worth[j] = sum;
        r->move[j] = r->all[j] > 0 ? STEP * r->lean / r->all[j] : 0;
    }
    return true;
}

/* Prices move against what the columns have become and where they are going. */
static bool move_prices(void *user, size_t item, int worker) {
    relax_t *r = user;
    const lc_cover *demand = &r->core->demand;
    size_t end = (item + 1) * CHUNK < demand->n_columns ? (item + 1) * CHUNK : demand->n_columns;
    (void)worker;
    for (size_t i = item * CHUNK; i < end; i++) {
        double now = 0, most = r->core->weight[i];
        for (size_t k = demand->start[i]; k < demand->start[i + 1]; k++) now += r->x[demand->row[k]];
        double step = STEP * most / (r->lean * (double)lc_cover_size(demand, i));
        double price = r->price[i] - step * (2 * now - r->covered[i] - 1);
        r->price[i] = price < 0 ? 0 : price > most ? most : price;
        r->covered[i] = now;
        r->price_sum[i] += r->price[i];
        r->covered_sum[i] += now;
    }
    return true;
}

static lc_status each(lc_context *ctx, relax_t *r, size_t n, bool (*what)(void *, size_t, int)) {
    size_t chunks = (n + CHUNK - 1) / CHUNK;
    if ((double)r->core->sites.start[r->core->sites.n_columns] > FEW) return lc_parallel(ctx, chunks, what, r);
    for (size_t c = 0; c < chunks; c++) what(r, c, 0);
    return LC_OK;
}

static double moved(const relax_t *r, size_t j, double rent) {
    double x = r->x[j] + r->move[j] * (r->worth[j] - rent * r->core->cost[j]);
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double spent(const relax_t *r, double rent) {
    double sum = 0;
    for (size_t j = 0; j < r->core->sites.n_columns; j++) sum += r->core->cost[j] * moved(r, j, rent);
    return sum;
}

/* The columns after their move, brought back into the budget: a unit of cost has the rent that just does it. */
static void buy_columns(relax_t *r) {
    enum { HALVINGS = 50 };
    double low = 0, high = 0;
    if (spent(r, 0) > r->budget) {
        for (high = 1; spent(r, high) > r->budget;) high *= 4;
        for (int k = 0; k < HALVINGS && high - low > 1e-12 * high; k++) {
            double middle = (low + high) / 2;
            *(spent(r, middle) > r->budget ? &low : &high) = middle;
        }
    }
    for (size_t j = 0; j < r->core->sites.n_columns; j++) {
        r->x[j] = moved(r, j, high);
        r->x_sum[j] += r->x[j];
    }
}

/* ------------------------------------------------------------------------------------------------ averages, restarts
 */

/* What divisible columns cover: those of now, or the average since the restart. */
static double covers(const relax_t *r, const double *covered, double share) {
    double sum = 0;
    for (size_t i = 0; i < r->core->demand.n_columns; i++) sum += r->core->weight[i] * fmin(1, share * covered[i]);
    return sum;
}

/* How far the averages are from where they started decides how the two kinds of steps are to be measured. */
static void measure_steps(relax_t *r) {
    const lc_core *core = r->core;
    double columns = 0, prices = 0;
    for (size_t j = 0; j < core->sites.n_columns; j++) columns += pow(r->x[j] - r->x_start[j], 2) * r->all[j];
    for (size_t i = 0; i < core->demand.n_columns; i++)
        prices += pow(r->price[i] - r->price_start[i], 2) / core->weight[i] * (double)lc_cover_size(&core->demand, i);
    if (columns > 0 && prices > 0) r->lean = sqrt(r->lean * sqrt(columns / prices));
}

/* Begin to average anew, at where it stands. */
static void start_averages(relax_t *r) {
    size_t n = r->core->sites.n_columns, rows = r->core->demand.n_columns;
    memcpy(r->x_start, r->x, n * sizeof *r->x);
    memcpy(r->price_start, r->price, rows * sizeof *r->price);
    memset(r->x_sum, 0, n * sizeof *r->x_sum);
    memset(r->price_sum, 0, rows * sizeof *r->price_sum);
    memset(r->covered_sum, 0, rows * sizeof *r->covered_sum);
    r->n = 0;
}

static void restart(relax_t *r, double apart) {
    double share = 1 / (double)r->n;
    for (size_t j = 0; j < r->core->sites.n_columns; j++) r->x[j] = share * r->x_sum[j];
    for (size_t i = 0; i < r->core->demand.n_columns; i++) {
        r->price[i] = share * r->price_sum[i];
        r->covered[i] = share * r->covered_sum[i];
    }
    measure_steps(r);
    start_averages(r);
    r->apart = apart;
}

/* Both sides at the averages; restarts there when that is worth it. */
static lc_status look(lc_context *ctx, relax_t *r) {
    lc_dual *d = r->dual;
    double share = 1 / (double)r->n, bound;
    for (size_t i = 0; i < r->core->demand.n_columns; i++)
        d->price[i] = fmin(share * r->price_sum[i], r->core->weight[i]);
    lc_status status = lc_dual_evaluate(ctx, d, r->budget, &bound);
    if (status != LC_OK) return status;
    double below = covers(r, r->covered_sum, share);
    r->below = fmax(r->below, fmax(below, covers(r, r->covered, 1)));
    if (bound - below < RESTART * r->apart || r->n >= LONGEST) restart(r, bound - below);
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------------- whole
 */

static bool make_room(relax_t *r) {
    size_t n = r->core->sites.n_columns, rows = r->core->demand.n_columns;
    double **column[] = {&r->x, &r->move, &r->worth, &r->x_sum, &r->x_start, &r->all};
    double **row[] = {&r->price, &r->covered, &r->price_sum, &r->covered_sum, &r->price_start};
    bool ok = true;
    for (size_t k = 0; k < sizeof column / sizeof *column; k++) ok = (*column[k] = LC_NEW0(double, n)) && ok;
    for (size_t k = 0; k < sizeof row / sizeof *row; k++) ok = (*row[k] = LC_NEW0(double, rows)) && ok;
    return ok;
}

static void free_room(relax_t *r) {
    free(r->x);
    free(r->move);
    free(r->worth);
    free(r->x_sum);
    free(r->x_start);
    free(r->all);
    free(r->price);
    free(r->covered);
    free(r->price_sum);
    free(r->covered_sum);
    free(r->price_start);
}

/* The dual's prices; and of every column the same part, as much as there is money for. */
static void start(relax_t *r) {
    const lc_core *core = r->core;
    const lc_cover *sites = &core->sites;
    double costs = 0;
    memcpy(r->price, isfinite(r->dual->bound) ? r->dual->best_price : r->dual->price,
           core->demand.n_columns * sizeof *r->price);
    for (size_t j = 0; j < sites->n_columns; j++) {
        costs += core->cost[j];
        for (size_t k = sites->start[j]; k < sites->start[j + 1]; k++) r->all[j] += core->weight[sites->row[k]];
    }
    double part = fmin(1, r->budget / costs);
    for (size_t j = 0; j < sites->n_columns; j++) r->x[j] = part;
    for (size_t i = 0; i < core->demand.n_columns; i++) r->covered[i] = part * (double)lc_cover_size(&core->demand, i);
    r->lean = 2 * sqrt(part);
    r->apart = INFINITY;
    start_averages(r);
}

lc_status lc_dual_relax(lc_context *ctx, lc_dual *d, double budget, double goal, size_t rounds, double *covered) {
    const lc_core *core = d->core;
    relax_t r = {.dual = d, .core = core, .budget = budget};
    *covered = 0;
    if (core->sites.n_columns == 0 || core->demand.n_columns == 0 || !(budget > 0)) return LC_OK;
    lc_status status = make_room(&r) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) start(&r);
    for (size_t k = 1; status == LC_OK && k <= rounds && d->bound > goal; k++) {
        status = each(ctx, &r, core->sites.n_columns, move_columns);
        if (status == LC_OK) buy_columns(&r);
        if (status == LC_OK) status = each(ctx, &r, core->demand.n_columns, move_prices);
        if (status != LC_OK) break;
        r.n++;
        if (k % LOOK) continue;
        status = look(ctx, &r);
        if (d->bound - r.below <= CLOSE * fabs(d->bound)) break;
    }
    if (status == LC_OK) memcpy(d->part, r.x, core->sites.n_columns * sizeof *d->part);
    *covered = r.below;
    free_room(&r);
    return status;
}
