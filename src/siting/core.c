#include "siting/core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/sort.h"

static const double ROUNDING = 1e-12; /* costs that add up to the budget must not fail by their last digit */
static const double SUMS = 1e-10;     /* nor weights that add up to what is needed */

void lc_core_free(lc_core *core) {
    lc_cover_free(&core->sites);
    lc_cover_free(&core->demand);
    free(core->weight);
    free(core->group);
    free(core->cost);
    free(core->column);
    free(core->need);
    free(core->taken);
    *core = (lc_core){0};
}

/* ---------------------------------------------------------------------------------------------- rows of equal cover */

/* A row on its way into a core: its open columns stand at list[first] .. first + n - 1. */
typedef struct {
    uint64_t hash;
    size_t first;
    uint32_t n, row, group;
} entry_t;

typedef struct {
    entry_t *entry;
    size_t n;
    uint32_t *list;
} entries_t;

static int by_hash(const void *a, const void *b) {
    const entry_t *p = a, *q = b;
    if (p->hash != q->hash) return p->hash < q->hash ? -1 : 1;
    return p->row < q->row ? -1 : p->row > q->row;
}

static int by_row(const void *a, const void *b) {
    const entry_t *p = a, *q = b;
    return p->row < q->row ? -1 : p->row > q->row;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static bool same_entry(const entries_t *e, const entry_t *a, const entry_t *b) {
    return a->hash == b->hash && a->n == b->n && a->group == b->group &&
           memcmp(e->list + a->first, e->list + b->first, a->n * sizeof *e->list) == 0;
}

/*
 * Join entries of equal cover; weight[row] gathers at the first row of each, and to[row] tells it. Rows of one hash
 * that differ after all (which never happens but by bad luck) stay apart: each is held against the firsts of its hash.
 */
static bool join_entries(const lc_context *ctx, entries_t *e, double *weight, uint32_t *to) {
    size_t kept = 0;
    if (!lc_sort_items(ctx, e->entry, e->n, sizeof *e->entry, by_hash)) return false;
    for (size_t i = 0, firsts = 0; i < e->n; i++) {
        entry_t one = e->entry[i];
        bool joined = false;
        if (lc_cancelled_at(ctx, i)) return false;
        if (i == 0 || e->entry[kept - 1].hash != one.hash) firsts = kept;
        for (size_t k = firsts; !joined && k < kept; k++) {
            if (!same_entry(e, &e->entry[k], &one)) continue;
            weight[e->entry[k].row] += weight[one.row];
            to[one.row] = e->entry[k].row;
            joined = true;
        }
        if (!joined) e->entry[kept++] = one;
    }
    e->n = kept;
    return lc_sort_items(ctx, e->entry, e->n, sizeof *e->entry, by_row);
}

/* --------------------------------------------------------------------------------------------------- settled columns
 */

/* Everything a core is made from. */
typedef struct {
    const lc_core *from;
    const unsigned char *settled;
    uint32_t *number; /* of open columns */
    double *weight;   /* of rows, joined ones added up */
    uint32_t *to;     /* row that a row was joined to */
    entries_t entries;
} making_t;

/* Take the settled columns: what they cover is covered. */
static bool take_columns(const making_t *m, lc_core *out) {
    const lc_core *from = m->from;
    size_t taken = 0;
    for (size_t j = 0; j < from->sites.n_columns; j++) taken += m->settled[j] == LC_TAKEN;
    out->taken = LC_NEW(uint32_t, from->n_taken + taken);
    if (!out->taken) return false;
    if (from->n_taken) memcpy(out->taken, from->taken, from->n_taken * sizeof *out->taken);
    out->n_taken = from->n_taken;
    for (size_t j = 0; j < from->sites.n_columns; j++) {
        if (m->settled[j] != LC_TAKEN) continue;
        out->taken[out->n_taken++] = from->column[j];
        out->spent += from->cost[j];
        out->budget -= from->cost[j];
    }
    return true;
}

/* The open columns of a row; false when a taken one covers it. */
static bool open_columns(making_t *m, size_t row, size_t at, uint32_t *n) {
    const lc_cover *demand = &m->from->demand;
    *n = 0;
    for (size_t k = demand->start[row]; k < demand->start[row + 1]; k++) {
        uint32_t j = demand->row[k];
        if (m->settled[j] == LC_TAKEN) return false;
        if (m->settled[j] == LC_OPEN) m->entries.list[at + (*n)++] = m->number[j];
    }
    return true;
}

/* List the rows that are still to be decided, and count what is covered. */
static bool list_rows(const lc_context *ctx, making_t *m, lc_core *out) {
    const lc_core *from = m->from;
    size_t at = 0;
    for (size_t i = 0; i < from->demand.n_columns; i++) {
        entry_t e = {.first = at, .row = (uint32_t)i, .group = from->group[i]};
        if (lc_cancelled_at(ctx, i)) return false;
        if (!open_columns(m, i, at, &e.n)) {
            out->value += from->weight[i];
            out->need[e.group] -= from->weight[i];
            continue;
        }
        if (e.n == 0 || !(from->weight[i] > 0)) continue;
        e.hash = mix(e.group, e.n);
        for (uint32_t k = 0; k < e.n; k++) e.hash = mix(e.hash, m->entries.list[at + k]);
        at += e.n;
        m->entries.entry[m->entries.n++] = e;
    }
    size_t kept = 0; /* a group that has enough asks for nothing more */
    for (size_t i = 0; i < m->entries.n; i++)
        if (out->need[m->entries.entry[i].group] > 0) m->entries.entry[kept++] = m->entries.entry[i];
    m->entries.n = kept;
    return true;
}

/* Number the open columns and bring their costs. */
static bool open_numbers(making_t *m, lc_core *out) {
    const lc_core *from = m->from;
    size_t n = from->sites.n_columns, open = 0;
    for (size_t j = 0; j < n; j++) open += m->settled[j] == LC_OPEN;
    out->cost = LC_NEW(double, open);
    out->column = LC_NEW(uint32_t, open);
    if (!out->cost || !out->column) return false;
    out->demand.n_rows = open;
    out->unit_cost = from->unit_cost;
    for (size_t j = 0, k = 0; j < n; j++) {
        if (m->settled[j] != LC_OPEN) continue;
        out->cost[k] = from->cost[j];
        out->column[k] = from->column[j];
        m->number[j] = (uint32_t)k++;
    }
    return true;
}

/* The joined rows as the core's own. */
static bool lay_rows(const lc_context *ctx, const making_t *m, lc_core *out, uint32_t *row_of) {
    const entries_t *e = &m->entries;
    size_t total = 0, n = e->n;
    for (size_t i = 0; i < n; i++) total += e->entry[i].n;
    out->demand.n_columns = n;
    out->demand.start = LC_NEW(size_t, n + 1);
    out->demand.row = LC_NEW(uint32_t, total);
    out->weight = LC_NEW(double, n);
    out->group = LC_NEW(uint32_t, n);
    if (!out->demand.start || !out->demand.row || !out->weight || !out->group) return false;
    size_t at = 0, rows = m->from->demand.n_columns;
    for (size_t i = 0; row_of && i < rows; i++) row_of[i] = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        const entry_t *one = &e->entry[i];
        if (lc_cancelled_at(ctx, i)) return false;
        out->demand.start[i] = at;
        if (one->n) memcpy(out->demand.row + at, e->list + one->first, one->n * sizeof *out->demand.row);
        at += one->n;
        out->weight[i] = m->weight[one->row];
        out->group[i] = one->group;
        if (row_of) row_of[one->row] = (uint32_t)i;
    }
    out->demand.start[n] = at;
    for (size_t i = 0; row_of && i < rows; i++)
        if (m->to[i] != i) row_of[i] = row_of[m->to[i]];
    return true;
}

lc_status lc_core_settle(lc_context *ctx, const lc_core *core, const unsigned char *settled, lc_core *out,
                         uint32_t *row_of) {
    size_t rows = core->demand.n_columns, total = core->demand.start[rows];
    making_t m = {.from = core,
                  .settled = settled,
                  .number = LC_NEW(uint32_t, core->sites.n_columns),
                  .weight = LC_NEW(double, rows),
                  .to = LC_NEW(uint32_t, rows),
                  .entries = {LC_NEW(entry_t, rows), 0, LC_NEW(uint32_t, total)}};
    *out = (lc_core){.aim = core->aim, .n_groups = core->n_groups, .budget = core->budget};
    out->value = core->value;
    out->spent = core->spent;
    out->need = LC_NEW(double, core->n_groups);
    lc_status status = LC_OK;
    if (!m.number || !m.weight || !m.to || !m.entries.entry || !m.entries.list || !out->need) goto memory;
    memcpy(out->need, core->need, core->n_groups * sizeof *out->need);
    if (rows) memcpy(m.weight, core->weight, rows * sizeof *m.weight);
    for (size_t i = 0; i < rows; i++) m.to[i] = (uint32_t)i;
    if (!take_columns(&m, out) || !open_numbers(&m, out)) goto memory;
    if (!list_rows(ctx, &m, out) || !join_entries(ctx, &m.entries, m.weight, m.to)) goto memory;
    if (!lay_rows(ctx, &m, out, row_of)) goto memory;
    free(m.entries.list); /* before the next large array */
    m.entries.list = NULL;
    status = lc_cover_transpose(ctx, &out->demand, &out->sites);
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    free(m.number);
    free(m.weight);
    free(m.to);
    free(m.entries.entry);
    free(m.entries.list);
    if (status != LC_OK) lc_core_free(out);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- dominated ones
 */

typedef struct {
    const lc_core *core;
    unsigned char *settled;
} dominance_t;

enum { CHUNK = 64 }; /* columns a unit of work */

/* Does column k dominate column j? Of two with the same cover and cost, the first does. */
static bool dominates(const lc_core *core, size_t k, size_t j) {
    if (k == j || core->cost[k] > core->cost[j]) return false;
    size_t own = lc_cover_size(&core->sites, j), other = lc_cover_size(&core->sites, k);
    if (other < own || (other == own && core->cost[k] == core->cost[j] && k > j)) return false;
    return lc_cover_within(&core->sites, j, k);
}

/* Every dominating candidate covers each row of j: those of the row with the fewest are tried. */
static bool is_dominated(const lc_core *core, size_t j) {
    const lc_cover *sites = &core->sites, *demand = &core->demand;
    size_t best = SIZE_MAX, row = 0;
    if (lc_cover_size(sites, j) == 0) return true;
    for (size_t k = sites->start[j]; k < sites->start[j + 1]; k++) {
        size_t n = lc_cover_size(demand, sites->row[k]);
        if (n < best) best = n, row = sites->row[k];
    }
    for (size_t k = demand->start[row]; k < demand->start[row + 1]; k++)
        if (dominates(core, demand->row[k], j)) return true;
    return false;
}

static bool find_dominated(void *user, size_t item, int worker) {
    const dominance_t *d = user;
    size_t n = d->core->sites.n_columns, end = (item + 1) * CHUNK < n ? (item + 1) * CHUNK : n;
    (void)worker;
    for (size_t j = item * CHUNK; j < end; j++)
        if (is_dominated(d->core, j)) d->settled[j] = LC_LEFT;
    return true;
}

static lc_status drop_dominated(lc_context *ctx, lc_core *core) {
    size_t n = core->sites.n_columns;
    dominance_t d = {core, LC_NEW0(unsigned char, n)};
    lc_core smaller = {0};
    if (!d.settled) return lc_fail_memory(ctx);
    lc_status status = lc_parallel(ctx, (n + CHUNK - 1) / CHUNK, find_dominated, &d);
    if (status == LC_OK) status = lc_core_settle(ctx, core, d.settled, &smaller, NULL);
    if (status == LC_OK) {
        lc_core_free(core);
        *core = smaller;
    }
    free(d.settled);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ from a problem
 */

/* The problem as it stands, as a core whose arrays are partly the problem's. */
static lc_status raw_core(lc_context *ctx, const lc_siting_problem *p, lc_core *out) {
    size_t n = p->cover->n_columns, rows = p->cover->n_rows;
    bool least = p->aim == LC_SITING_LEAST;
    *out = (lc_core){
        .aim = p->aim, .n_groups = least ? p->n_groups : 1, .budget = least ? INFINITY : p->budget * (1 + ROUNDING)};
    out->cost = LC_NEW(double, n);
    out->column = LC_NEW(uint32_t, n);
    out->group = LC_NEW0(uint32_t, rows);
    out->need = LC_NEW(double, out->n_groups);
    if (!out->cost || !out->column || !out->group || !out->need) return lc_fail_memory(ctx);
    out->unit_cost = true;
    for (size_t j = 0; j < n; j++) {
        out->column[j] = (uint32_t)j;
        out->cost[j] = p->cost ? p->cost[j] : 1;
        out->unit_cost = out->unit_cost && out->cost[j] == 1;
    }
    for (size_t g = 0; g < out->n_groups; g++) out->need[g] = least ? p->need[g] * (1 - SUMS) : INFINITY;
    if (least && p->group && rows) memcpy(out->group, p->group, rows * sizeof *out->group);
    out->sites = *p->cover;
    out->weight = (double *)(uintptr_t)p->weight;
    return lc_cover_transpose(ctx, p->cover, &out->demand);
}

/* Excluded candidates, and those that cost more than there is, are left. */
static lc_status settle_fixed(lc_context *ctx, const lc_siting_problem *p, const lc_core *raw, lc_core *out) {
    size_t n = p->cover->n_columns;
    double budget = raw->budget;
    unsigned char *settled = LC_NEW0(unsigned char, n);
    if (!settled) return lc_fail_memory(ctx);
    for (size_t j = 0; j < n; j++)
        if (p->fix && p->fix[j] == LC_SITE_MUST) budget -= raw->cost[j];
    for (size_t j = 0; j < n; j++) {
        unsigned char fix = p->fix ? p->fix[j] : LC_SITE_FREE;
        if (fix == LC_SITE_MUST) settled[j] = LC_TAKEN;
        if (fix == LC_SITE_EXCLUDED || (fix == LC_SITE_FREE && raw->cost[j] > budget)) settled[j] = LC_LEFT;
    }
    lc_status status = lc_core_settle(ctx, raw, settled, out, NULL);
    free(settled);
    return status;
}

lc_status lc_core_new(lc_context *ctx, const lc_siting_problem *problem, lc_core *out) {
    lc_core raw = {0};
    *out = (lc_core){0};
    lc_status status = raw_core(ctx, problem, &raw);
    if (status == LC_OK) status = settle_fixed(ctx, problem, &raw, out);
    raw.sites = (lc_cover){0}; /* the problem's */
    raw.weight = NULL;
    lc_core_free(&raw);
    if (status == LC_OK) status = drop_dominated(ctx, out);
    if (status != LC_OK) lc_core_free(out);
    return status;
}
