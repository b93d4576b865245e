#include "coverage/tally.h"

/* The sums of a group lie in this order: its own, of its limits, of its bins. */
static size_t limits_at(void) {
    return sizeof(lc_tally_group) / sizeof(double);
}

static size_t bins_at(const lc_group *group) {
    return limits_at() + group->n_limits * sizeof(lc_tally_limit) / sizeof(double);
}

static size_t group_size(const lc_group *group) {
    return bins_at(group) + (group->n_bins + 1) * sizeof(lc_bin) / sizeof(double) + group->n_bins + 2;
}

size_t lc_tally_layout(lc_group *group, size_t n_groups) {
    size_t at = LC_DEMANDS;
    for (size_t g = 0; g < n_groups; g++) {
        group[g].tally_at = at;
        group[g].n_bins = lc_histogram_bins(group[g].range_m);
        group[g].bin_m = group[g].range_m / (double)group[g].n_bins;
        group[g].per_m = (double)group[g].n_bins / group[g].range_m;
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
    pass->all_groups = pass->group_layers = pass->everywhere_groups = pass->stats_groups = 0;
    for (size_t g = 0; g < n_groups; g++) {
        pass->all_groups |= (lc_layers)1 << g;
        pass->group_layers |= group[g].layer;
        bool everywhere = group[g].stats_everywhere;
        if (everywhere) pass->stats_groups |= (lc_layers)1 << g;
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

lc_histogram lc_tally_histogram(const lc_group *group, double *tally, int demand) {
    double *at = tally + group->tally_at + (size_t)demand * group_size(group) + bins_at(group);
    lc_bin *bin = (lc_bin *)(void *)at;
    return (lc_histogram){bin, (double *)(bin + group->n_bins + 1), group->n_bins, group->bin_m, group->per_m};
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

void lc_sum_total(const lc_sums *sums, size_t group, double area, double integral) {
    for (int d = 0; d <= (int)sums->residential; d++) {
        lc_tally_group *t = lc_tally_of_group(&sums->pass->group[group], sums->tally, d);
        t->ranged += area;
        t->distance += integral;
    }
}

void lc_sum_spread(const lc_sums *sums, size_t group, double area, double mean, double half) {
    lc_histogram h = lc_tally_histogram(&sums->pass->group[group], sums->tally, sums->residential);
    lc_histogram_spread(&h, area, mean, half);
}

void lc_sum_bin(const lc_sums *sums, size_t group, size_t bin, double area, double mean) {
    lc_histogram h = lc_tally_histogram(&sums->pass->group[group], sums->tally, sums->residential);
    if (area > 0) lc_histogram_add(&h, bin, area, mean);
}

void lc_sum_inside(const lc_sums *sums, size_t group, double area) {
    const lc_group *g = &sums->pass->group[group];
    lc_sum_total(sums, group, area, 0);
    for (int d = 0; d <= (int)sums->residential; d++) lc_tally_of_group(g, sums->tally, d)->inside += area;
    for (size_t k = 0; k < g->n_limits; k++) lc_sum_covered(sums, group, k, area, 0);
}

/* ------------------------------------------------------------------------------------------------------ quantiles */

/* A distance, and the area within it. */
typedef struct {
    double d_m, area;
} node_t;

/* The limits on either side of where `want` lies, of those measured for a demand; the range is known by the sums of
   means where it is no limit. false when less is in range. */
static bool limits_around(const lc_group *group, double *tally, int demand, double want, node_t *from, node_t *to) {
    const lc_tally_group *t = lc_tally_of_group(group, tally, demand);
    *from = (node_t){0, t->inside};
    *to = (node_t){group->range_m, t->ranged};
    for (size_t k = 0; k < group->n_limits; k++) {
        node_t n = {group->limit_m[k], lc_tally_of_limit(group, tally, k, demand)->covered};
        if ((demand == LC_DEMAND_AREA && !group->everywhere[k]) || n.d_m > group->range_m) continue;
        if (n.area >= want && n.d_m <= to->d_m) *to = n;
        if (n.area < want && n.d_m > from->d_m) *from = n;
        if (n.d_m == group->range_m && n.area < want) return false;
    }
    return want <= to->area;
}

void lc_tally_close(const lc_group *group, double *tally) {
    lc_histogram all = lc_tally_histogram(group, tally, LC_DEMAND_AREA),
                 residential = lc_tally_histogram(group, tally, LC_DEMAND_RESIDENTIAL);
    lc_histogram_join(&all, &residential);
}

double lc_tally_quantile(const lc_group *group, double *tally, int demand, double q) {
    double want = q * *lc_tally_demand(tally, demand), inside = lc_tally_of_group(group, tally, demand)->inside;
    lc_histogram h = lc_tally_histogram(group, tally, demand);
    node_t from, to;
    if (!(want > 0) || !limits_around(group, tally, demand, want, &from, &to)) return NAN;
    if (want <= inside) return 0;
    /* What the histogram has between the two limits is stretched to what there is. */
    double below = lc_histogram_below(&h, from.d_m), above = lc_histogram_below(&h, to.d_m);
    double share = to.area > from.area ? (want - from.area) / (to.area - from.area) : 1;
    double d = lc_histogram_find(&h, below + share * (above - below));
    return lc_min(lc_max(d, from.d_m), to.d_m);
}

void lc_tally_parts(const lc_group *group, double *tally, int demand, size_t n, double *area) {
    const lc_tally_group *t = lc_tally_of_group(group, tally, demand);
    lc_histogram h = lc_tally_histogram(group, tally, demand);
    lc_histogram_below_all(&h, n, area);
    /* What the histogram has is stretched to what there is. */
    double scale = area[n - 1] > 0 ? lc_max(0, t->ranged - t->inside) / area[n - 1] : 0;
    for (size_t k = n; k-- > 0;) area[k] = scale * (k ? lc_max(0, area[k] - area[k - 1]) : area[k]);
    area[0] += t->inside;
}
