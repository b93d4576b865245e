#include "siting/exchange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double LEAST_GAIN = 1e-11; /* of all weight: smaller improvements are rounding */

typedef struct {
    lc_choice *choice;
    double *loss;   /* a column: weight that only it covers, of chosen ones */
    double *credit; /* a column: what of that the column in hand would cover; 0 in between */
    double least;
} exchange_t;

static void sum_losses(exchange_t *x) {
    const lc_choice *c = x->choice;
    for (size_t k = 0; k < c->n; k++) x->loss[c->list[k]] = 0;
    for (size_t i = 0; i < c->core->demand.n_columns; i++)
        if (c->count[i] == 1) x->loss[c->sum[i]] += c->core->weight[i];
}

/* The chosen column that column j had best replace, and by how much the value grows; UINT32_MAX when none can go. */
static uint32_t best_exchange(const exchange_t *x, uint32_t j, double *growth) {
    const lc_choice *c = x->choice;
    const lc_core *core = c->core;
    double gain = 0, room = core->budget - c->cost - core->cost[j];
    size_t begin = core->sites.start[j], end = core->sites.start[j + 1];
    for (size_t k = begin; k < end; k++) {
        uint32_t i = core->sites.row[k];
        if (c->count[i] == 0) gain += core->weight[i];
        if (c->count[i] == 1) x->credit[c->sum[i]] += core->weight[i];
    }
    uint32_t best = UINT32_MAX;
    *growth = 0;
    for (size_t k = 0; k < c->n; k++) {
        uint32_t s = c->list[k];
        double more = gain + x->credit[s] - x->loss[s];
        x->credit[s] = 0;
        if (room + core->cost[s] < 0 || !(more > *growth || (more == *growth && s < best))) continue;
        best = s;
        *growth = more;
    }
    return best;
}

static void improve(exchange_t *x) {
    lc_choice *c = x->choice;
    uint32_t n = (uint32_t)c->core->sites.n_columns;
    sum_losses(x);
    for (uint32_t j = 0, idle = 0; idle < n; j = j + 1 < n ? j + 1 : 0, idle++) {
        double growth;
        if (c->in[j]) continue;
        uint32_t out = best_exchange(x, j, &growth);
        if (out == UINT32_MAX || growth <= x->least) continue;
        lc_choice_remove(c, out);
        lc_choice_add(c, j);
        sum_losses(x);
        idle = 0;
    }
}

lc_status lc_exchange(lc_context *ctx, lc_choice *choice) {
    size_t n = choice->core->sites.n_columns;
    exchange_t x = {.choice = choice, .loss = LC_NEW0(double, n), .credit = LC_NEW0(double, n)};
    lc_status status = x.loss && x.credit ? LC_OK : lc_fail_memory(ctx);
    for (size_t i = 0; i < choice->core->demand.n_columns; i++) x.least += LEAST_GAIN * choice->core->weight[i];
    if (status == LC_OK) improve(&x);
    free(x.loss);
    free(x.credit);
    return status;
}
