#include "siting/branch.h"

#include <Cbc_C_Interface.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/*
 * The model: x_j = 1 when column j is taken (binary), y_i <= 1 how far row i is covered (continuous: it comes out
 * whole).
 *
 *     y_i <= sum of x_j over its columns          rows that only one column covers are that column: y_i = x_j
 *     most:   maximise sum w_i y_i,    sum of costs <= budget
 *     least:  minimise the sum of costs,    sum w_i y_i >= need in each group
 *
 * Weights are scaled to 1e6 in all (needs to 1), since CBC's tolerances are absolute.
 */
static const double ALL_WEIGHT = 1e6;

typedef struct {
    const lc_core *core;
    size_t n_x, n_y, n_links; /* rows of links come first, then the budget or the groups */
    uint32_t *link;           /* a row of the core: its y and its link; UINT32_MAX when it has one column */
    CoinBigIndex *start;
    int *index;
    double *value, *lower, *upper, *objective, *row_lower, *row_upper;
    size_t n_rows;
    double scale;
} model_t;

static void free_model(model_t *m) {
    free(m->link);
    free(m->start);
    free(m->index);
    free(m->value);
    free(m->lower);
    free(m->upper);
    free(m->objective);
    free(m->row_lower);
    free(m->row_upper);
}

static bool number_links(model_t *m) {
    const lc_core *core = m->core;
    m->n_x = core->sites.n_columns;
    m->link = LC_NEW(uint32_t, core->demand.n_columns);
    if (!m->link) return false;
    for (size_t i = 0; i < core->demand.n_columns; i++)
        m->link[i] = lc_cover_size(&core->demand, i) > 1 ? (uint32_t)m->n_y++ : UINT32_MAX;
    m->n_links = m->n_y;
    m->n_rows = m->n_links + (core->aim == LC_SITING_MOST ? 1 : core->n_groups);
    return true;
}

static bool room(model_t *m) {
    size_t n = m->n_x + m->n_y, groups = m->core->aim == LC_SITING_LEAST ? m->core->n_groups : 1;
    size_t entries = m->core->sites.start[m->n_x] + m->n_x * groups + 2 * m->n_y;
    m->start = LC_NEW(CoinBigIndex, n + 1);
    m->index = LC_NEW(int, entries);
    m->value = LC_NEW(double, entries);
    m->lower = LC_NEW0(double, n);
    m->upper = LC_NEW(double, n);
    m->objective = LC_NEW0(double, n);
    m->row_lower = LC_NEW(double, m->n_rows);
    m->row_upper = LC_NEW(double, m->n_rows);
    return m->start && m->index && m->value && m->lower && m->upper && m->objective && m->row_lower && m->row_upper;
}

static void lay_rows(model_t *m) {
    const lc_core *core = m->core;
    double total = 0;
    for (size_t i = 0; i < core->demand.n_columns; i++) total += core->weight[i];
    m->scale = total > 0 ? ALL_WEIGHT / total : 1;
    for (size_t r = 0; r < m->n_links; r++) m->row_lower[r] = 0, m->row_upper[r] = DBL_MAX;
    if (core->aim == LC_SITING_MOST) {
        m->row_lower[m->n_links] = -DBL_MAX;
        m->row_upper[m->n_links] = core->budget;
        return;
    }
    for (size_t g = 0; g < core->n_groups; g++) {
        m->row_lower[m->n_links + g] = core->need[g] > 0 ? 1 : 0;
        m->row_upper[m->n_links + g] = DBL_MAX;
    }
}

static int put(model_t *m, int at, size_t row, double value) {
    m->index[at] = (int)row;
    m->value[at] = value;
    return at + 1;
}

/* What row i of the core counts in its group. */
static double share(const model_t *m, size_t i) {
    double need = m->core->need[m->core->group[i]];
    return need > 0 ? m->core->weight[i] / need : 0;
}

/* Column x_j; `alone` (a group) is scratch, all 0. */
static int put_site(model_t *m, size_t j, int at, double *alone) {
    const lc_core *core = m->core;
    bool most = core->aim == LC_SITING_MOST;
    if (!most) m->objective[j] = core->cost[j];
    for (size_t k = core->sites.start[j]; k < core->sites.start[j + 1]; k++) {
        uint32_t i = core->sites.row[k];
        if (m->link[i] != UINT32_MAX)
            at = put(m, at, m->link[i], 1);
        else if (most)
            m->objective[j] -= m->scale * core->weight[i];
        else
            alone[core->group[i]] += share(m, i);
    }
    if (most) return put(m, at, m->n_links, core->cost[j]);
    for (size_t g = 0; g < core->n_groups; g++) {
        if (alone[g] > 0) at = put(m, at, m->n_links + g, alone[g]);
        alone[g] = 0;
    }
    return at;
}

static int put_demand(model_t *m, size_t i, int at) {
    const lc_core *core = m->core;
    at = put(m, at, m->link[i], -1);
    if (core->aim == LC_SITING_LEAST) return put(m, at, m->n_links + core->group[i], share(m, i));
    m->objective[m->n_x + m->link[i]] = -m->scale * core->weight[i];
    return at;
}

static bool lay_model(model_t *m) {
    const lc_core *core = m->core;
    if (!number_links(m) || !room(m)) return false;
    double *alone = LC_NEW0(double, core->n_groups);
    if (!alone) return false;
    lay_rows(m);
    int at = 0;
    for (size_t j = 0; j < m->n_x; j++) {
        m->start[j] = at;
        at = put_site(m, j, at, alone);
    }
    for (size_t i = 0; i < core->demand.n_columns; i++) {
        if (m->link[i] == UINT32_MAX) continue;
        m->start[m->n_x + m->link[i]] = at;
        at = put_demand(m, i, at);
    }
    m->start[m->n_x + m->n_y] = at;
    for (size_t k = 0; k < m->n_x + m->n_y; k++) m->upper[k] = 1;
    free(alone);
    return true;
}

/* ------------------------------------------------------------------------------------------------------------ solving
 */

static void set_limits(Cbc_Model *cbc, const model_t *m, double limit, lc_branch_limits limits) {
    char text[32];
    Cbc_setLogLevel(cbc, 0);
    Cbc_setParameter(cbc, "threads", "0");
    Cbc_setAllowableGap(cbc, 0);
    Cbc_setAllowableFractionGap(cbc, 0);
    snprintf(text, sizeof text, "%d", limits.nodes);
    Cbc_setParameter(cbc, "maxNodes", text);
    if (limits.seconds > 0) {
        Cbc_setParameter(cbc, "timeMode", "elapsed");
        Cbc_setMaximumSeconds(cbc, limits.seconds);
    }
    if (isnan(limit)) return;
    bool most = m->core->aim == LC_SITING_MOST;
    Cbc_setCutoff(cbc, most ? -m->scale * limit : limit);
}

static bool take_solution(Cbc_Model *cbc, const model_t *m, lc_branch *out) {
    const double *x = Cbc_bestSolution(cbc);
    if (!x) return true;
    out->column = LC_NEW(uint32_t, m->n_x);
    if (!out->column) return false;
    for (size_t j = 0; j < m->n_x; j++)
        if (x[j] > 0.5) out->column[out->n++] = (uint32_t)j;
    return true;
}

/* CBC's tolerance on its own bound: it may be off by so much of all weight, or of the cost. */
static const double SPARE = 1e-9;

static void take_bound(Cbc_Model *cbc, const model_t *m, double limit, lc_branch *out) {
    bool most = m->core->aim == LC_SITING_MOST;
    double best = Cbc_getBestPossibleObjValue(cbc);
    out->done = Cbc_status(cbc) == 0;
    out->timed = Cbc_isSecondsLimitReached(cbc);
    if (out->done && !out->column && !isnan(limit)) { /* there is nothing better */
        out->bound = limit;
    } else if (most) {
        out->bound = fmax(-best / m->scale + SPARE * ALL_WEIGHT / m->scale, isnan(limit) ? -INFINITY : limit);
    } else {
        out->bound = fmin(best - SPARE * fmax(1, fabs(best)), isnan(limit) ? INFINITY : limit);
    }
}

lc_status lc_branch_solve(lc_context *ctx, const lc_core *core, double limit, lc_branch_limits limits, lc_branch *out) {
    model_t m = {.core = core};
    lc_status status = LC_OK;
    *out = (lc_branch){0};
    Cbc_Model *cbc = lay_model(&m) ? Cbc_newModel() : NULL;
    bool ok = cbc != NULL;
    if (ok) {
        Cbc_loadProblem(cbc, (int)(m.n_x + m.n_y), (int)m.n_rows, m.start, m.index, m.value, m.lower, m.upper,
                        m.objective, m.row_lower, m.row_upper);
        for (size_t j = 0; j < m.n_x; j++) Cbc_setInteger(cbc, (int)j);
        set_limits(cbc, &m, limit, limits);
    }
    if (ok) status = lc_fail_cancelled(ctx);
    if (ok && status == LC_OK) {
        Cbc_solve(cbc); /* its C interface has no way to stop it */
        ok = take_solution(cbc, &m, out);
        take_bound(cbc, &m, limit, out);
    }
    if (ok && status == LC_OK) status = lc_fail_cancelled(ctx);
    if (!ok) status = lc_fail_memory(ctx);
    if (status != LC_OK) lc_branch_free(out);
    if (cbc) Cbc_deleteModel(cbc);
    free_model(&m);
    return status;
}

void lc_branch_free(lc_branch *branch) {
    free(branch->column);
    *branch = (lc_branch){0};
}
