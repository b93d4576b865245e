#include "measure/place_counts.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "measure/plan_combine.h"

static bool is_combination(const lc_plan *plan, size_t i) {
    return plan->profile->indicators[i].combines.kind != LC_COMBINES_NONE;
}

bool lc_place_counts_is_over(const lc_plan *plan, const lc_places *places, size_t i) {
    const lc_plan_indicator *pi = &plan->indicator[i];
    return !pi->reason && !pi->over_land && pi->people.places == places;
}

bool lc_place_counts_begin(const lc_plan *plan, const lc_places *places, lc_place_counts *out) {
    size_t n = plan->profile->n_indicators, n_places = places->n;
    *out = (lc_place_counts){.plan = plan, .n_places = n_places};
    out->wanted = LC_NEW0(bool, n);
    out->count = LC_NEW0(lc_place_count, n);
    if (!out->wanted || !out->count) return false;
    for (size_t i = 0; i < n; i++) out->wanted[i] = is_combination(plan, i) && lc_place_counts_is_over(plan, places, i);
    lc_plan_mark_parts(plan, out->wanted);
    for (size_t i = 0; i < n; i++) {
        lc_place_count *count = &out->count[i];
        if (!out->wanted[i] || !is_combination(plan, i)) continue;
        count->covering = LC_NEW0(uint32_t, n_places);
        count->offnet = LC_NEW0(bool, n_places);
        if (!count->covering || !count->offnet) return false;
    }
    return true;
}

void lc_place_counts_free(lc_place_counts *counts) {
    for (size_t i = 0; counts->count && i < counts->plan->profile->n_indicators; i++) {
        free(counts->count[i].covering);
        free(counts->count[i].offnet);
    }
    free(counts->wanted);
    free(counts->count);
    *counts = (lc_place_counts){0};
}

bool lc_place_counts_ask(const lc_place_counts *counts, size_t pass) {
    const lc_plan *plan = counts->plan;
    for (size_t i = 0; i < plan->profile->n_indicators; i++)
        if (counts->wanted[i] && !is_combination(plan, i) && plan->group[plan->indicator[i].group].pass == pass)
            return true;
    return false;
}

void lc_place_counts_add(const lc_place_counts *counts, size_t pass, size_t place, const double *d, bool offnet) {
    const lc_plan *plan = counts->plan;
    for (size_t k = 0; k < plan->profile->n_combinations; k++) {
        size_t i = plan->profile->combination[k];
        const lc_plan_indicator *pi = &plan->indicator[i];
        for (size_t p = 0; counts->wanted[i] && p < pi->n_parts; p++) {
            const lc_plan_indicator *part = &plan->indicator[pi->part[p]];
            const lc_plan_group *g = &plan->group[part->group];
            if (is_combination(plan, pi->part[p]) || g->pass != pass) continue;
            counts->count[i].covering[place] += d[g->place] <= g->limit_m[part->limit];
            if (g->metric == LC_NETWORK && offnet && d[g->place] == INFINITY) counts->count[i].offnet[place] = true;
        }
    }
}

bool lc_place_counts_covers(const lc_place_counts *counts, size_t indicator, size_t place) {
    return counts->count[indicator].covering[place] >= counts->plan->indicator[indicator].least;
}

void lc_place_counts_finish(const lc_place_counts *counts) {
    const lc_plan *plan = counts->plan;
    for (size_t k = 0; k < plan->profile->n_combinations; k++) {
        size_t i = plan->profile->combination[k];
        const lc_plan_indicator *pi = &plan->indicator[i];
        for (size_t p = 0; counts->wanted[i] && p < pi->n_parts; p++) {
            if (!is_combination(plan, pi->part[p])) continue;
            for (size_t place = 0; place < counts->n_places; place++) {
                counts->count[i].covering[place] += lc_place_counts_covers(counts, pi->part[p], place);
                if (counts->count[pi->part[p]].offnet[place]) counts->count[i].offnet[place] = true;
            }
        }
    }
}
