#include "siting/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "network/walk_length.h"
#include "siting/cover_build.h"

/* What a pair of a candidate and a point takes while a question is solved, and a point and a candidate: bytes. */
static const double PAIR_BYTES = 24, POINT_BYTES = 200, CANDIDATE_BYTES = 300;

void lc_model_free(lc_model *m) {
    for (size_t k = 0; k < 3; k++) lc_demand_free(&m->demand[k]);
    for (size_t k = 0; m->part && k < m->ask->profile.n_indicators; k++) {
        free(m->part[k].point);
        free(m->part[k].all_of);
        free(m->part[k].before_of);
    }
    free(m->part);
    free(m->weight);
    free(m->first_column);
    free(m->cost);
    free(m->fix);
    lc_cover_free(&m->cover);
    *m = (lc_model){0};
}

void lc_model_column(const lc_model *m, size_t column, size_t *category, size_t *candidate) {
    size_t k = 0;
    while (column >= m->first_column[k + 1]) k++;
    *category = k;
    *candidate = column - m->first_column[k];
}

/* ------------------------------------------------------------------------------------------------------------- demand
 */

/* Points that what exists does not cover become rows; the rest is counted. */
static bool split_demand(const lc_context *ctx, lc_model_part *part, const bool *covered, size_t n_communities) {
    const lc_demand *d = part->demand;
    part->point = LC_NEW(uint32_t, d->n);
    part->all_of = LC_NEW0(double, n_communities);
    part->before_of = LC_NEW0(double, n_communities);
    if (!part->point || !part->all_of || !part->before_of) return false;
    for (size_t i = 0; i < d->n; i++) {
        if (lc_cancelled_at(ctx, i)) return false;
        part->all_of[d->community[i]] += d->weight[i];
        if (covered[i])
            part->before_of[d->community[i]] += d->weight[i];
        else
            part->point[part->n++] = (uint32_t)i;
    }
    for (size_t c = 0; c < n_communities; c++) {
        part->total += part->all_of[c];
        part->before += part->before_of[c];
    }
    return true;
}

static lc_status make_part(lc_context *ctx, lc_model *m, const lc_fields *fields, size_t k) {
    lc_model_part *part = &m->part[k];
    lc_denominator denominator = m->ask->profile.indicators[k].denominator;
    lc_demand *demand = &m->demand[denominator];
    lc_status status = LC_OK;
    if (!m->made[denominator]) status = lc_demand_make(ctx, m->city, denominator, demand);
    m->made[denominator] = true;
    part->demand = demand;
    bool *covered = LC_NEW(bool, demand->n);
    if (status == LC_OK && !covered) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_cover_existing(ctx, fields, k, demand->xy, demand->n, covered);
    if (status == LC_OK && !split_demand(ctx, part, covered, m->city->n_communities)) status = lc_fail_memory(ctx);
    free(covered);
    part->first = m->n_rows;
    m->n_rows += part->n;
    if (status == LC_OK && m->n_rows >= UINT32_MAX)
        status =
            lc_fail(ctx, LC_ERR_INPUT, "more points of demand than can be counted; take a part of the communities");
    return status;
}

/* Of several indicators each row counts as the share of its own demand that it is, times the weight. */
lc_status lc_model_weigh_rows(lc_context *ctx, lc_model *m) {
    m->weight = LC_NEW(double, m->n_rows);
    if (!m->weight) return lc_fail_memory(ctx);
    for (size_t k = 0; k < m->ask->profile.n_indicators; k++) {
        const lc_model_part *part = &m->part[k];
        double scale = m->ask->profile.n_indicators > 1 && part->total > 0 ? m->ask->weight[k] / part->total : 1;
        for (size_t i = 0; i < part->n; i++) {
            if (lc_cancelled_at(ctx, i)) return lc_fail_cancelled(ctx);
            m->weight[part->first + i] = scale * part->demand->weight[part->point[i]];
        }
    }
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- candidates
 */

lc_status lc_model_number_columns(lc_context *ctx, lc_model *m) {
    size_t n = m->ask->n_categories;
    m->first_column = LC_NEW0(size_t, n + 1);
    if (!m->first_column) return lc_fail_memory(ctx);
    for (size_t k = 0; k < n; k++) {
        m->first_column[k + 1] = m->first_column[k] + m->candidates[k].places.n;
        m->has_cost = m->has_cost || m->candidates[k].has_cost;
    }
    m->n_columns = m->first_column[n];
    if (m->n_columns >= UINT32_MAX)
        return lc_fail(ctx, LC_ERR_INPUT, "more candidates than can be counted; give fewer");
    m->cost = LC_NEW(double, m->n_columns);
    m->fix = LC_NEW(unsigned char, m->n_columns);
    if (!m->cost || !m->fix) return lc_fail_memory(ctx);
    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; j < m->candidates[k].places.n; j++) {
            m->cost[m->first_column[k] + j] = m->candidates[k].cost[j];
            m->fix[m->first_column[k] + j] = m->candidates[k].fix[j];
        }
    return LC_OK;
}

static bool counts_category(const lc_indicator_def *def, const char *category) {
    for (size_t r = 0; r < def->n_rules; r++)
        if (strcmp(def->rules[r].category, category) == 0) return true;
    return false;
}

/* How many more pairs fit into the memory allowed; 0 when not even the rest does. */
static size_t room_left(const lc_model *m, size_t pairs) {
    double fixed = m->held + POINT_BYTES * (double)m->n_rows + CANDIDATE_BYTES * (double)m->n_columns;
    double room = (m->ask->options.max_memory - fixed) / PAIR_BYTES - (double)pairs;
    return room >= (double)(SIZE_MAX / 64) ? SIZE_MAX / 64 : room > 0 ? (size_t)room : 0;
}

/* The network as an indicator walks it: one of the city's, or a view of it, to be freed, by its walking cost. NULL: no
   memory. */
static const lc_network *walked_for(const lc_model *m, const lc_indicator_def *def, const lc_network **of) {
    double speed;
    const lc_walk_cost *cost = lc_indicator_walk_cost(&m->ask->profile, &m->city->cost, def, &speed);
    const lc_network *network = *of = lc_city_network(m->city, cost);
    bool plain = def->metric != LC_NETWORK || !lc_walk_counts(network, cost);
    return plain ? network : lc_network_view(network, cost, speed);
}

/* Covers of one category: of indicator k in cover[k], empty where it does not count the category. */
static lc_status cover_category(lc_context *ctx, const lc_model *m, size_t category, size_t *pairs, lc_cover *cover) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < m->ask->profile.n_indicators; k++) {
        const lc_model_part *part = &m->part[k];
        const lc_indicator_def *def = &m->ask->profile.indicators[k];
        if (!counts_category(def, m->ask->category[category])) continue;
        const lc_network *network, *walked = walked_for(m, def, &network);
        lc_xy *xy = LC_NEW(lc_xy, part->n);
        if (!xy || (def->metric == LC_NETWORK && !walked)) status = lc_fail_memory(ctx);
        for (size_t i = 0; status == LC_OK && i < part->n; i++) {
            xy[i] = part->demand->xy[part->point[i]];
            if (lc_cancelled_at(ctx, i)) status = lc_fail_cancelled(ctx);
        }
        const lc_cover_job job = {.city = m->city,
                                  .network = network,
                                  .walked = walked,
                                  .link_limit_m = m->ask->options.link_limit_m,
                                  .indicator = def,
                                  .candidates = &m->candidates[category],
                                  .xy = xy,
                                  .n = part->n,
                                  .most_entries = room_left(m, *pairs)};
        if (status == LC_OK) status = lc_cover_build(ctx, &job, &cover[k]);
        if (status == LC_OK) *pairs += cover[k].start[cover[k].n_columns];
        if (walked != network) lc_network_view_free((lc_network *)(uintptr_t)walked);
        free(xy);
    }
    return status;
}

/* All indicators' covers as one: the rows of each behind those of the one before. */
static bool join_covers(const lc_context *ctx, const lc_model *m, lc_cover *const *cover, size_t pairs, lc_cover *out) {
    size_t at = 0;
    *out = (lc_cover){m->n_rows, m->n_columns, LC_NEW(size_t, m->n_columns + 1), LC_NEW(uint32_t, pairs)};
    if (!out->start || !out->row) return false;
    for (size_t j = 0; j < m->n_columns; j++) {
        size_t category, own;
        lc_model_column(m, j, &category, &own);
        out->start[j] = at;
        if (lc_cancelled_at(ctx, j)) return false;
        for (size_t k = 0; k < m->ask->profile.n_indicators; k++) {
            const lc_cover *c = &cover[category][k];
            for (size_t e = c->start ? c->start[own] : 0; c->start && e < c->start[own + 1]; e++)
                out->row[at++] = c->row[e] + (uint32_t)m->part[k].first;
        }
    }
    out->start[m->n_columns] = at;
    return true;
}

static lc_status make_cover(lc_context *ctx, lc_model *m) {
    size_t n = m->ask->n_categories, n_indicators = m->ask->profile.n_indicators, pairs = 0;
    lc_cover **cover = LC_NEW0(lc_cover *, n);
    lc_status status = cover ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n; k++) {
        cover[k] = LC_NEW0(lc_cover, n_indicators);
        status = cover[k] ? cover_category(ctx, m, k, &pairs, cover[k]) : lc_fail_memory(ctx);
    }
    if (status == LC_OK && n == 1 && n_indicators == 1) { /* as it is */
        m->cover = cover[0][0];
        cover[0][0] = (lc_cover){0};
    } else if (status == LC_OK && !join_covers(ctx, m, cover, pairs, &m->cover)) {
        status = lc_fail_memory(ctx);
    }
    for (size_t k = 0; cover && k < n; k++) {
        for (size_t i = 0; cover[k] && i < n_indicators; i++) lc_cover_free(&cover[k][i]);
        free(cover[k]);
    }
    free(cover);
    return status;
}

double lc_model_bytes(const lc_model *m) {
    return POINT_BYTES * (double)m->n_rows + CANDIDATE_BYTES * (double)m->n_columns +
           PAIR_BYTES * (double)(m->cover.start ? m->cover.start[m->n_columns] : 0);
}

lc_status lc_model_new(lc_context *ctx, const lc_ask *ask, const lc_fields *fields, const lc_candidates *candidates,
                       double held, lc_model *out) {
    *out = (lc_model){.ask = ask, .city = fields->plan->city, .candidates = candidates, .held = held};
    out->part = LC_NEW0(lc_model_part, ask->profile.n_indicators);
    lc_status status = out->part ? lc_model_number_columns(ctx, out) : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < ask->profile.n_indicators; k++) status = make_part(ctx, out, fields, k);
    if (status == LC_OK) status = lc_model_weigh_rows(ctx, out);
    if (status == LC_OK) status = make_cover(ctx, out);
    if (status != LC_OK) lc_model_free(out);
    return status;
}
