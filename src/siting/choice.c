#include "siting/choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

lc_status lc_choice_new(lc_context *ctx, const lc_core *core, lc_choice *out) {
    size_t rows = core->demand.n_columns, n = core->sites.n_columns;
    *out = (lc_choice){.core = core};
    out->count = LC_NEW(uint32_t, rows);
    out->sum = LC_NEW(uint32_t, rows);
    out->in = LC_NEW(bool, n);
    out->list = LC_NEW(uint32_t, n);
    out->place = LC_NEW(uint32_t, n);
    out->covered = LC_NEW(double, core->n_groups);
    out->scratch = LC_NEW0(double, core->n_groups);
    if (!out->count || !out->sum || !out->in || !out->list || !out->place || !out->covered || !out->scratch) {
        lc_choice_free(out);
        return lc_fail_memory(ctx);
    }
    lc_choice_clear(out);
    return LC_OK;
}

void lc_choice_free(lc_choice *c) {
    free(c->count);
    free(c->sum);
    free(c->in);
    free(c->list);
    free(c->place);
    free(c->covered);
    free(c->scratch);
    *c = (lc_choice){0};
}

void lc_choice_clear(lc_choice *c) {
    size_t rows = c->core->demand.n_columns;
    if (rows) memset(c->count, 0, rows * sizeof *c->count);
    if (rows) memset(c->sum, 0, rows * sizeof *c->sum);
    if (c->core->sites.n_columns) memset(c->in, 0, c->core->sites.n_columns * sizeof *c->in);
    for (size_t g = 0; g < c->core->n_groups; g++) c->covered[g] = 0;
    c->n = 0;
    c->value = c->cost = 0;
}

void lc_choice_copy(const lc_choice *from, lc_choice *to) {
    lc_choice_clear(to);
    for (size_t k = 0; k < from->n; k++) lc_choice_add(to, from->list[k]);
}

/* Weight in a group changes: only what is needed counts. */
static double cover_more(lc_choice *c, uint32_t group, double weight) {
    double before = fmin(c->covered[group], c->core->need[group]);
    c->covered[group] += weight;
    return fmin(c->covered[group], c->core->need[group]) - before;
}

void lc_choice_add(lc_choice *c, uint32_t column) {
    const lc_cover *sites = &c->core->sites;
    if (c->in[column]) return;
    for (size_t k = sites->start[column]; k < sites->start[column + 1]; k++) {
        uint32_t i = sites->row[k];
        c->sum[i] ^= column;
        if (c->count[i]++ == 0) c->value += cover_more(c, c->core->group[i], c->core->weight[i]);
    }
    c->in[column] = true;
    c->place[column] = (uint32_t)c->n;
    c->list[c->n++] = column;
    c->cost += c->core->cost[column];
}

void lc_choice_remove(lc_choice *c, uint32_t column) {
    const lc_cover *sites = &c->core->sites;
    if (!c->in[column]) return;
    for (size_t k = sites->start[column]; k < sites->start[column + 1]; k++) {
        uint32_t i = sites->row[k];
        c->sum[i] ^= column;
        if (--c->count[i] == 0) c->value += cover_more(c, c->core->group[i], -c->core->weight[i]);
    }
    uint32_t last = c->list[--c->n];
    c->list[c->place[column]] = last;
    c->place[last] = c->place[column];
    c->in[column] = false;
    c->cost -= c->core->cost[column];
}

/* What counts of a change of `weight` in a group. */
static double counted(const lc_choice *c, uint32_t group, double weight) {
    double need = c->core->need[group], now = c->covered[group];
    return fmin(now + weight, need) - fmin(now, need);
}

/* Rows that a column covers, of those covered `count` times, are added up by group and then capped by what is needed.
 */
static double change(const lc_choice *c, uint32_t column, uint32_t count, double sign) {
    const lc_core *core = c->core;
    const lc_cover *sites = &core->sites;
    double total = 0;
    size_t begin = sites->start[column], end = sites->start[column + 1];
    if (core->n_groups == 1) {
        for (size_t k = begin; k < end; k++)
            if (c->count[sites->row[k]] == count) total += core->weight[sites->row[k]];
        return sign * counted(c, 0, sign * total);
    }
    for (size_t k = begin; k < end; k++)
        if (c->count[sites->row[k]] == count) c->scratch[core->group[sites->row[k]]] += core->weight[sites->row[k]];
    for (size_t k = begin; k < end; k++) {
        uint32_t group = core->group[sites->row[k]];
        total += counted(c, group, sign * c->scratch[group]);
        c->scratch[group] = 0;
    }
    return sign * total;
}

double lc_choice_gain(const lc_choice *c, uint32_t column) {
    return change(c, column, 0, 1);
}

double lc_choice_loss(const lc_choice *c, uint32_t column) {
    return change(c, column, 1, -1);
}

bool lc_choice_enough(const lc_choice *c) {
    for (size_t g = 0; g < c->core->n_groups; g++)
        if (c->covered[g] < c->core->need[g]) return false;
    return true;
}
