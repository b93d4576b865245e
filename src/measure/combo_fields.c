#include "measure/combo_fields.h"

#include <stdlib.h>

#include "base/memory.h"
#include "coverage/tally.h"

void lc_combo_fields_free(lc_combo_fields *f) {
    for (size_t k = 0; k < f->n_combos; k++) {
        if (f->part) free(f->part[k]);
        if (f->inner) free(f->inner[k]);
        if (f->leans) free(f->leans[k]);
    }
    free(f->leaf);
    free(f->combo);
    free(f->part);
    free(f->inner);
    free(f->leans);
    *f = (lc_combo_fields){0};
}

/* The leaf of an indicator that combines nothing, made when it is the first of its kind. */
static size_t leaf_of(const lc_plan *plan, size_t indicator, lc_combo_fields *f) {
    const lc_plan_indicator *pi = &plan->indicator[indicator];
    lc_leaf leaf = {plan->group[pi->group].place, pi->limit};
    for (size_t l = 0; l < f->n_leaves; l++)
        if (f->leaf[l].group == leaf.group && f->leaf[l].limit == leaf.limit) return l;
    f->leaf[f->n_leaves] = leaf;
    return f->n_leaves++;
}

static bool make_room(const lc_plan *plan, const lc_plan_pass *from, lc_combo_fields *f) {
    size_t n = from->n_combinations;
    f->leaf = LC_NEW(lc_leaf, plan->profile->n_indicators);
    f->combo = LC_NEW0(lc_combo, n);
    f->part = LC_NEW0(size_t *, n);
    f->inner = LC_NEW0(size_t *, n);
    f->leans = LC_NEW0(bool *, n);
    f->n_combos = n;
    return f->leaf && f->combo && f->part && f->inner && f->leans;
}

/* All leaves have to be known before combinations get their numbers behind them. */
static void list_leaves(const lc_plan *plan, const lc_plan_pass *from, lc_combo_fields *f) {
    for (size_t k = 0; k < from->n_combinations; k++) {
        const lc_plan_indicator *pi = &plan->indicator[from->combination[k]];
        for (size_t p = 0; p < pi->n_parts; p++)
            if (!plan->indicator[pi->part[p]].part) leaf_of(plan, pi->part[p], f);
    }
}

/* Combination k of the pass; those among its parts are there. */
static bool lay_combo(const lc_plan *plan, size_t indicator, size_t k, lc_combo_fields *f) {
    const lc_plan_indicator *pi = &plan->indicator[indicator];
    const lc_indicator_def *def = &plan->profile->indicators[indicator];
    bool measured = !pi->reason && pi->over_land, *within = LC_NEW0(bool, k + 1);
    lc_combo *combo = &f->combo[k];
    f->part[k] = LC_NEW(size_t, pi->n_parts);
    f->inner[k] = LC_NEW(size_t, k);
    f->leans[k] = LC_NEW0(bool, f->n_leaves);
    bool ok = within && f->part[k] && f->inner[k] && f->leans[k];
    for (size_t p = 0; ok && p < pi->n_parts; p++) {
        const lc_plan_indicator *part = &plan->indicator[pi->part[p]];
        f->part[k][p] = part->part ? f->n_leaves + part->place : leaf_of(plan, pi->part[p], f);
        if (!part->part) f->leans[k][f->part[k][p]] = true;
        if (part->part) within[part->place] = true;
        for (size_t i = 0; part->part && i < f->combo[part->place].n_inner; i++)
            within[f->combo[part->place].inner[i]] = true;
    }
    for (size_t i = 0; ok && i < k; i++) {
        if (!within[i]) continue;
        f->inner[k][combo->n_inner++] = i;
        for (size_t l = 0; l < f->n_leaves; l++) f->leans[k][l] = f->leans[k][l] || f->leans[i][l];
    }
    free(within);
    combo->part = f->part[k];
    combo->n_parts = pi->n_parts;
    combo->least = pi->least;
    combo->first = !measured ? 0 : def->combines.kind == LC_COMBINES_ALL ? pi->n_parts : 1;
    combo->everywhere = def->denominator != LC_RESIDENTIAL;
    combo->leans = f->leans[k];
    combo->inner = f->inner[k];
    return ok;
}

bool lc_combo_fields_lay(const lc_plan *plan, const lc_plan_pass *from, lc_combo_fields *out, lc_pass *pass) {
    if (from->n_combinations == 0) return true;
    if (!make_room(plan, from, out)) return false;
    list_leaves(plan, from, out);
    for (size_t k = 0; k < from->n_combinations; k++)
        if (!lay_combo(plan, from->combination[k], k, out)) return false;
    lc_pass_combos(pass, out->leaf, out->n_leaves, out->combo, out->n_combos);
    return true;
}
