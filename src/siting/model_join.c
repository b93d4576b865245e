#include "siting/model_join.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DENOMINATORS = 3 };

void lc_plane_model_settle(lc_plane_model *p) {
    for (size_t d = 0; d < DENOMINATORS; d++)
        lc_work_crs_unproject(p->model.city->crs, p->model.demand[d].xy, p->model.demand[d].n);
    p->model.city = NULL;
    p->model.candidates = NULL;
}

void lc_plane_model_free(lc_plane_model *p) {
    if (p->model.ask) lc_model_free(&p->model);
    free(p->column);
    *p = (lc_plane_model){0};
}

/* ------------------------------------------------------------------------------------------------------------- demand
 */

static bool join_demand(const lc_plane_model *plane, size_t n, size_t d, lc_demand *out) {
    for (size_t p = 0; p < n; p++) out->n += plane[p].model.demand[d].n;
    out->xy = LC_NEW(lc_xy, out->n);
    out->weight = LC_NEW(double, out->n);
    out->community = LC_NEW(uint32_t, out->n);
    if (!out->xy || !out->weight || !out->community) return false;
    for (size_t p = 0, at = 0; p < n; p++) {
        const lc_demand *own = &plane[p].model.demand[d];
        for (size_t i = 0; i < own->n; i++, at++) {
            out->xy[at] = own->xy[i];
            out->weight[at] = own->weight[i];
            out->community[at] = (uint32_t)plane[p].index[own->community[i]];
        }
    }
    return true;
}

/* Indicator k: what is not covered yet becomes rows, behind those of the indicators before it. */
static bool join_part(lc_model *m, const lc_plane_model *plane, size_t n, size_t k) {
    lc_model_part *part = &m->part[k];
    size_t communities = m->city->n_communities, points = 0, d = m->ask->profile.indicators[k].denominator;
    part->demand = &m->demand[d];
    part->first = m->n_rows;
    for (size_t p = 0; p < n; p++) part->n += plane[p].model.part[k].n;
    part->point = LC_NEW(uint32_t, part->n);
    part->all_of = LC_NEW0(double, communities);
    part->before_of = LC_NEW0(double, communities);
    if (!part->point || !part->all_of || !part->before_of) return false;
    for (size_t p = 0, at = 0; p < n; p++) {
        const lc_model_part *own = &plane[p].model.part[k];
        for (size_t i = 0; i < own->n; i++) part->point[at++] = (uint32_t)(points + own->point[i]);
        points += plane[p].model.demand[d].n;
        for (size_t c = 0; c < plane[p].n_communities; c++) {
            part->all_of[plane[p].index[c]] = own->all_of[c];
            part->before_of[plane[p].index[c]] = own->before_of[c];
        }
    }
    for (size_t c = 0; c < communities; c++) {
        part->total += part->all_of[c];
        part->before += part->before_of[c];
    }
    m->n_rows += part->n;
    return true;
}

/* ------------------------------------------------------------------------------------------------------------- covers
 */

/* Where the columns begin: out->start[j + 1] becomes that of column j, to be moved on while its rows are put. */
static bool start_columns(const lc_model *m, const lc_plane_model *plane, size_t n, lc_cover *out) {
    *out = (lc_cover){.n_rows = m->n_rows, .n_columns = m->n_columns, .start = LC_NEW0(size_t, m->n_columns + 2)};
    if (!out->start) return false;
    for (size_t p = 0; p < n; p++) {
        const lc_cover *own = &plane[p].model.cover;
        for (size_t j = 0; j < own->n_columns; j++) out->start[plane[p].column[j] + 2] += lc_cover_size(own, j);
    }
    for (size_t j = 0; j < m->n_columns; j++) out->start[j + 2] += out->start[j + 1];
    out->row = LC_NEW(uint32_t, out->start[m->n_columns + 1]);
    return out->row;
}

/* The rows of indicator k in one plane, which are rows first .. of all. */
static void put_rows(const lc_plane_model *plane, size_t k, size_t first, lc_cover *out) {
    const lc_model_part *part = &plane->model.part[k];
    const lc_cover *own = &plane->model.cover;
    for (size_t j = 0; j < own->n_columns; j++)
        for (size_t e = own->start[j]; e < own->start[j + 1]; e++) {
            size_t row = own->row[e];
            if (row < part->first || row >= part->first + part->n) continue;
            out->row[out->start[plane->column[j] + 1]++] = (uint32_t)(first + row - part->first);
        }
}

/* Rows ascend in every column: by indicator, then by plane. */
static bool join_covers(lc_model *m, const lc_plane_model *plane, size_t n) {
    if (!start_columns(m, plane, n, &m->cover)) return false;
    for (size_t k = 0; k < m->ask->profile.n_indicators; k++) {
        size_t first = m->part[k].first;
        for (size_t p = 0; p < n; p++) {
            put_rows(&plane[p], k, first, &m->cover);
            first += plane[p].model.part[k].n;
        }
    }
    return true;
}

/* --------------------------------------------------------------------------------------------------------------- whole
 */

static lc_status join_parts(lc_context *ctx, lc_model *m, const lc_plane_model *plane, size_t n) {
    double points = 0;
    bool ok = true;
    m->part = LC_NEW0(lc_model_part, m->ask->profile.n_indicators);
    for (size_t p = 0; p < n; p++)
        for (size_t d = 0; d < DENOMINATORS; d++) points += (double)plane[p].model.demand[d].n;
    if (points >= UINT32_MAX)
        return lc_fail(ctx, LC_ERR_INPUT, "more points of demand than can be counted; take a part of the communities");
    for (size_t d = 0; ok && d < DENOMINATORS; d++) ok = join_demand(plane, n, d, &m->demand[d]);
    for (size_t k = 0; ok && m->part && k < m->ask->profile.n_indicators; k++) ok = join_part(m, plane, n, k);
    if (m->n_rows >= UINT32_MAX)
        return lc_fail(ctx, LC_ERR_INPUT, "more points of demand than can be counted; take a part of the communities");
    return ok && m->part ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_model_join(lc_context *ctx, const lc_ask *ask, const lc_city *all, const lc_candidates *candidates,
                        const lc_plane_model *plane, size_t n, lc_model *out) {
    *out = (lc_model){.ask = ask, .city = all, .candidates = candidates};
    lc_status status = lc_model_number_columns(ctx, out);
    if (status == LC_OK) status = join_parts(ctx, out, plane, n);
    if (status == LC_OK) status = lc_model_weigh_rows(ctx, out);
    if (status == LC_OK && !join_covers(out, plane, n)) status = lc_fail_memory(ctx);
    if (status != LC_OK) lc_model_free(out);
    return status;
}
