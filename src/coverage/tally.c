#include "coverage/tally.h"

static size_t limits_at(void) {
    return sizeof(lc_tally_group) / sizeof(double);
}

static size_t group_size(const lc_group *group) {
    return limits_at() + group->n_limits * sizeof(lc_tally_limit) / sizeof(double);
}

size_t lc_tally_layout(lc_group *group, size_t n_groups) {
    size_t at = LC_DEMANDS;
    for (size_t g = 0; g < n_groups; g++) {
        group[g].tally_at = at;
        at += LC_DEMANDS * group_size(&group[g]);
    }
    return at;
}

static size_t combo_size(const lc_combo *combo) {
    size_t n = combo->first ? combo->n_parts - combo->first + 1 : 0;
    return combo->first ? 1 + n * sizeof(lc_tally_limit) / sizeof(double) : 0;
}

size_t lc_tally_layout_combos(lc_combo *combo, size_t n_combos, size_t at) {
    for (size_t k = 0; k < n_combos; k++) {
        combo[k].tally_at = at;
        at += LC_DEMANDS * combo_size(&combo[k]);
    }
    return at;
}

void lc_pass_combos(lc_pass *pass, const lc_leaf *leaf, size_t n_leaves, lc_combo *combo, size_t n_combos) {
    lc_tally_layout_combos(combo, n_combos, lc_tally_size(pass));
    pass->leaf = leaf;
    pass->n_leaves = n_leaves;
    pass->combo = combo;
    pass->n_combos = n_combos;
}

void lc_pass_groups(lc_pass *pass, lc_group *group, size_t n_groups) {
    lc_tally_layout(group, n_groups);
    pass->group = group;
    pass->n_groups = n_groups;
    pass->all_groups = pass->group_layers = pass->everywhere_groups = 0;
    for (size_t g = 0; g < n_groups; g++) {
        pass->all_groups |= (lc_layers)1 << g;
        pass->group_layers |= group[g].layer;
        bool everywhere = group[g].stats_everywhere;
        for (size_t k = 0; k < group[g].n_limits; k++) everywhere = everywhere || group[g].everywhere[k];
        if (everywhere) pass->everywhere_groups |= (lc_layers)1 << g;
    }
}

size_t lc_tally_size(const lc_pass *pass) {
    if (pass->n_combos) {
        const lc_combo *combo = &pass->combo[pass->n_combos - 1];
        return combo->tally_at + LC_DEMANDS * combo_size(combo);
    }
    if (pass->n_groups == 0) return LC_DEMANDS;
    const lc_group *last = &pass->group[pass->n_groups - 1];
    return last->tally_at + LC_DEMANDS * group_size(last);
}

double *lc_tally_demand(double *tally, int demand) {
    return tally + demand;
}

lc_tally_group *lc_tally_of_group(const lc_group *group, double *tally, int demand) {
    return (lc_tally_group *)(void *)(tally + group->tally_at + (size_t)demand * group_size(group));
}

lc_tally_limit *lc_tally_of_limit(const lc_group *group, double *tally, size_t limit, int demand) {
    double *at = tally + group->tally_at + (size_t)demand * group_size(group) + limits_at();
    return (lc_tally_limit *)(void *)at + limit;
}

double *lc_tally_offnet_of_combo(const lc_combo *combo, double *tally, int demand) {
    return tally + combo->tally_at + (size_t)demand * combo_size(combo);
}

lc_tally_limit *lc_tally_of_combo(const lc_combo *combo, double *tally, size_t m, int demand) {
    double *at = lc_tally_offnet_of_combo(combo, tally, demand) + 1;
    return (lc_tally_limit *)(void *)at + (m - combo->first);
}

void lc_sum_demand(const lc_sums *sums, double area) {
    *lc_tally_demand(sums->tally, LC_DEMAND_AREA) += area;
    if (sums->residential) *lc_tally_demand(sums->tally, LC_DEMAND_RESIDENTIAL) += area;
}

void lc_sum_offnet(const lc_sums *sums, size_t group, double area) {
    for (int d = 0; d <= (int)sums->residential; d++)
        lc_tally_of_group(&sums->pass->group[group], sums->tally, d)->offnet += area;
}

void lc_sum_covered(const lc_sums *sums, size_t group, size_t limit, double area, double err) {
    for (int d = 0; d <= (int)sums->residential; d++) {
        lc_tally_limit *t = lc_tally_of_limit(&sums->pass->group[group], sums->tally, limit, d);
        t->covered += area;
        t->err += err;
    }
}

static size_t bin_of(double position) {
    return position <= 0 ? 0 : position >= LC_BINS - 1 ? LC_BINS - 1 : (size_t)position;
}

/* An area over a stretch of the bins, evenly: so much in the first and the last, and in each one between. */
typedef struct {
    size_t first, last;
    double in_first, in_last, between;
} spread_t;

static spread_t spread_of(double area, double from, double to) {
    spread_t s = {.first = bin_of(from), .last = bin_of(to), .in_first = area};
    if (s.first == s.last) return s;
    s.between = area / (to - from);
    s.in_first = s.between * ((double)s.first + 1 - from);
    s.in_last = s.between * (to - (double)s.last);
    return s;
}

void lc_sum_ranged(const lc_sums *sums, size_t group, double area, double integral, double least, double most) {
    double scale = LC_BINS / sums->pass->group[group].range_m;
    spread_t s = spread_of(area, lc_max(0, least * scale), lc_min(LC_BINS, most * scale));
    for (int d = 0; d <= (int)sums->residential; d++) {
        lc_tally_group *t = lc_tally_of_group(&sums->pass->group[group], sums->tally, d);
        t->ranged += area;
        t->distance += integral;
        t->bin[s.first] += s.in_first;
        for (size_t k = s.first + 1; k < s.last; k++) t->bin[k] += s.between;
        t->bin[s.last] += s.in_last;
    }
}

void lc_sum_inside(const lc_sums *sums, size_t group, double area) {
    lc_sum_ranged(sums, group, area, 0, 0, 0);
    for (size_t k = 0; k < sums->pass->group[group].n_limits; k++) lc_sum_covered(sums, group, k, area, 0);
}

double lc_tally_quantile(const lc_tally_group *t, double range_m, double demand, double q) {
    double want = q * demand, sum = 0;
    for (size_t k = 0; k < LC_BINS; k++) {
        if (sum + t->bin[k] >= want && t->bin[k] > 0) return range_m / LC_BINS * ((double)k + (want - sum) / t->bin[k]);
        sum += t->bin[k];
    }
    return NAN;
}
