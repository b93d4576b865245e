#include "siting/parts.h"

#include <Cbc_C_Interface.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum { NODES = 500 };
static const double SPARE = 1e-7; /* of what is asked for, and of the bound: CBC's tolerances */

/* Rows: group g's weight is row g, its number row n_groups + g. */
typedef struct {
    CoinBigIndex *start;
    int *index;
    double *value, *lower, *upper, *least, *most;
    size_t at;
} program_t;

static void free_program(program_t *p) {
    free(p->start);
    free(p->index);
    free(p->value);
    free(p->lower);
    free(p->upper);
    free(p->least);
    free(p->most);
}

static bool room(const lc_core *core, program_t *p) {
    size_t n = core->sites.n_columns, entries = 2 * core->sites.start[n] + 1;
    p->start = LC_NEW(CoinBigIndex, n + 1);
    p->index = LC_NEW(int, entries);
    p->value = LC_NEW(double, entries);
    p->lower = LC_NEW0(double, n);
    p->upper = LC_NEW(double, n);
    p->least = LC_NEW0(double, 2 * core->n_groups);
    p->most = LC_NEW(double, 2 * core->n_groups);
    return p->start && p->index && p->value && p->lower && p->upper && p->least && p->most;
}

static void put(program_t *p, size_t row, double value) {
    p->index[p->at] = (int)row;
    p->value[p->at++] = value;
}

/* What column j covers of each group; `sum` is scratch, all 0. */
static void put_column(const lc_core *core, size_t j, double *sum, program_t *p) {
    size_t begin = core->sites.start[j], end = core->sites.start[j + 1];
    p->start[j] = (CoinBigIndex)p->at;
    p->upper[j] = 1;
    for (size_t e = begin; e < end; e++) sum[core->group[core->sites.row[e]]] += core->weight[core->sites.row[e]];
    for (size_t e = begin; e < end; e++) {
        uint32_t g = core->group[core->sites.row[e]];
        if (!(sum[g] > 0)) continue;
        put(p, g, fmin(1, sum[g] / core->need[g]));
        put(p, core->n_groups + g, 1);
        sum[g] = 0;
    }
}

static bool lay_program(const lc_core *core, const double *number, program_t *p) {
    double *sum = LC_NEW0(double, core->n_groups);
    if (!sum || !room(core, p)) {
        free(sum);
        return false;
    }
    for (size_t j = 0; j < core->sites.n_columns; j++) put_column(core, j, sum, p);
    p->start[core->sites.n_columns] = (CoinBigIndex)p->at;
    for (size_t g = 0; g < core->n_groups; g++) {
        p->least[g] = core->need[g] > 0 ? 1 - SPARE : 0;
        p->least[core->n_groups + g] = core->need[g] > 0 ? number[g] : 0;
        p->most[g] = p->most[core->n_groups + g] = DBL_MAX;
    }
    free(sum);
    return true;
}

lc_status lc_parts_bound(lc_context *ctx, const lc_core *core, const double *number, double *bound) {
    program_t p = {0};
    size_t n = core->sites.n_columns;
    Cbc_Model *cbc = lay_program(core, number, &p) ? Cbc_newModel() : NULL;
    *bound = 0;
    if (cbc) {
        char nodes[16];
        snprintf(nodes, sizeof nodes, "%d", NODES);
        Cbc_loadProblem(cbc, (int)n, (int)(2 * core->n_groups), p.start, p.index, p.value, p.lower, p.upper, core->cost,
                        p.least, p.most);
        for (size_t j = 0; j < n; j++) Cbc_setInteger(cbc, (int)j);
        Cbc_setLogLevel(cbc, 0);
        Cbc_setParameter(cbc, "threads", "0");
        Cbc_setParameter(cbc, "maxNodes", nodes);
        Cbc_solve(cbc);
        double best = Cbc_getBestPossibleObjValue(cbc);
        if (isfinite(best) && fabs(best) < 1e40) *bound = fmax(0, best - SPARE * fmax(1, fabs(best)));
        Cbc_deleteModel(cbc);
    }
    lc_status status = cbc ? LC_OK : lc_fail_memory(ctx);
    free_program(&p);
    return status;
}
