#include "siting/needs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "siting/solve.h"

static const double SPARE = 1e-9; /* of all demand: what sums may have lost */

void lc_needs_free(lc_needs *needs) {
    free(needs->need);
    free(needs->group);
    free(needs->weight);
    free(needs->whole);
    free(needs->more);
    *needs = (lc_needs){0};
}

static bool by_community(const lc_model *m) {
    return m->ask->question == LC_SITE_EACH_COMMUNITY;
}

/* Group of a point of part k. */
static size_t group_of(const lc_model *m, size_t k, uint32_t community) {
    return by_community(m) ? k * m->city->n_communities + community : k;
}

static double before_of(const lc_model *m, size_t g) {
    size_t n = m->city->n_communities;
    return by_community(m) ? m->part[g / n].before_of[g % n] : m->part[g].before;
}

lc_status lc_needs_new(lc_context *ctx, const lc_model *m, lc_needs *out) {
    size_t n_indicators = m->ask->profile.n_indicators, n = n_indicators;
    if (by_community(m)) n *= m->city->n_communities;
    *out = (lc_needs){.n = n,
                      .need = LC_NEW0(double, n),
                      .group = LC_NEW(uint32_t, m->n_rows),
                      .weight = LC_NEW(double, m->n_rows),
                      .whole = LC_NEW(double, n),
                      .more = LC_NEW0(double, n)};
    if (!out->need || !out->group || !out->weight || !out->whole || !out->more) {
        lc_needs_free(out);
        return lc_fail_memory(ctx);
    }
    for (size_t g = 0; g < n; g++) {
        size_t c = m->city->n_communities;
        out->whole[g] = by_community(m) ? m->part[g / c].all_of[g % c] : m->part[g].total;
    }
    for (size_t k = 0; k < n_indicators; k++) {
        const lc_model_part *part = &m->part[k];
        for (size_t i = 0; i < part->n; i++) {
            size_t row = part->first + i, g = group_of(m, k, part->demand->community[part->point[i]]);
            out->group[row] = (uint32_t)g;
            out->weight[row] = out->whole[g] > 0 ? part->demand->weight[part->point[i]] / out->whole[g] : 0;
        }
    }
    return LC_OK;
}

/* The city cannot reach the target: how far it gets. */
static lc_status fail_city(lc_context *ctx, const lc_model *m, size_t g, double reached) {
    return lc_fail(
        ctx, LC_ERR_INPUT,
        "indicator \"%s\": no set of candidates brings the ratio to %g; all %zu together bring it from %.6f to "
        "%.6f",
        m->ask->profile.indicators[g].id, m->ask->asked, m->n_columns,
        m->part[g].total > 0 ? m->part[g].before / m->part[g].total : 0, reached);
}

static lc_status fail_communities(lc_context *ctx, const lc_model *m, size_t g, double reached) {
    size_t n = m->city->n_communities;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "indicator \"%s\": no community that misses the target %g can reach it with these candidates; the "
                   "nearest is %s, which all of them bring to %.6f",
                   m->ask->profile.indicators[g / n].id, m->ask->asked, m->city->name[g % n], reached);
}

static void warn_community(lc_context *ctx, const lc_model *m, size_t g, double reached) {
    size_t n = m->city->n_communities;
    lc_warn(ctx, "community_out_of_reach", "communities that no set of candidates brings to the target are left aside",
            "%s: %s, %.4f at most", m->ask->profile.indicators[g / n].id, m->city->name[g % n], reached);
}

lc_status lc_needs_settle(lc_context *ctx, const lc_model *m, lc_needs *needs) {
    const lc_siting_problem p = {
        .cover = &m->cover, .weight = needs->weight, .fix = m->fix, .group = needs->group, .n_groups = needs->n};
    double *reach = LC_NEW(double, needs->n), best = -1;
    size_t missing = 0, possible = 0, nearest = 0;
    lc_status status = reach ? lc_siting_reach(ctx, &p, reach) : lc_fail_memory(ctx);
    for (size_t g = 0; status == LC_OK && g < needs->n; g++) {
        double have = needs->whole[g] > 0 ? before_of(m, g) / needs->whole[g] : 1, most = have + reach[g];
        needs->need[g] = m->ask->asked + needs->more[g] - have;
        if (needs->need[g] <= SPARE) {
            needs->need[g] = 0;
            continue;
        }
        missing++;
        if (most >= m->ask->asked - SPARE) {
            possible++;
            needs->need[g] = fmin(needs->need[g], reach[g]);
        } else if (!by_community(m)) {
            status = fail_city(ctx, m, g, most);
        } else {
            if (needs->more[g] == 0) warn_community(ctx, m, g, most);
            if (most > best) best = most, nearest = g;
            needs->need[g] = 0;
        }
    }
    if (status == LC_OK && missing && !possible) status = fail_communities(ctx, m, nearest, best);
    free(reach);
    return status;
}
