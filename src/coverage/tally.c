#include "coverage/tally.h"

#include <math.h>

/* The sums of a group lie in this order: its own, of its limits, of its bins. */
static size_t limits_at(void) {
    return sizeof(lc_tally_group) / sizeof(double);
}

static size_t bins_at(const lc_group *group) {
    return limits_at() + group->n_limits * sizeof(lc_tally_limit) / sizeof(double);
}

static size_t group_size(const lc_group *group) {
    if (group->range_m < 0) return bins_at(group);
    return bins_at(group) + (group->n_bins + 1) * sizeof(lc_bin) / sizeof(double) + group->n_bins + 2;
}

static size_t lay_group(lc_group *group) {
    group->n_bins = group->range_m < 0 ? 0 : lc_histogram_bins(group->range_m);
    group->bin_m = group->range_m / (double)group->n_bins;
    group->per_m = (double)group->n_bins / group->range_m;
    return LC_DEMANDS * group_size(group);
}

/* Set where each group's sums lie in a tally; returns the number of doubles in one. */
static size_t tally_layout(lc_group *group, size_t n_groups) {
    size_t at = LC_DEMANDS;
    for (size_t g = 0; g < n_groups; g++) {
        group[g].tally_at = at;
        at += lay_group(&group[g]);
    }
    return at;
}

static size_t combo_size(const lc_combo *combo) {
    size_t n = combo->first ? combo->n_parts - combo->first + 1 : 0;
    return combo->first ? 1 + n * sizeof(lc_tally_limit) / sizeof(double) : 0;
}

/* The same for combinations, whose sums lie behind those of the groups, from `at` on. */
static size_t tally_layout_combos(lc_combo *combo, size_t n_combos, size_t at) {
    for (size_t k = 0; k < n_combos; k++) {
        combo[k].tally_at = at;
        at += LC_DEMANDS * combo_size(&combo[k]);
    }
    return at;
}

void lc_pass_combos(lc_pass *pass, const lc_leaf *leaf, size_t n_leaves, lc_combo *combo, size_t n_combos) {
    tally_layout_combos(combo, n_combos, lc_tally_size(pass));
    pass->leaf = leaf;
    pass->n_leaves = n_leaves;
    pass->combo = combo;
    pass->n_combos = n_combos;
}

void lc_pass_groups(lc_pass *pass, lc_group *group, size_t n_groups) {
    tally_layout(group, n_groups);
    pass->group = group;
    pass->n_groups = n_groups;
    pass->all_groups = pass->group_layers = pass->everywhere_groups = pass->stats_groups = 0;
    pass->areas_only = true;
    for (size_t g = 0; g < n_groups; g++) {
        pass->all_groups |= (lc_layers)1 << g;
        pass->group_layers |= group[g].layer;
        pass->areas_only = pass->areas_only && group[g].range_m < 0;
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

void lc_sum_doubt(const lc_sums *sums, size_t group, double unsure, double slack) {
    for (int d = 0; d <= (int)sums->residential; d++) {
        lc_tally_group *t = lc_tally_of_group(&sums->pass->group[group], sums->tally, d);
        t->unsure += unsure;
        t->slack += slack;
    }
}

const double *lc_sum_probes(const lc_sums *sums, int demand, size_t group) {
    return sums->probe ? sums->probe + ((size_t)demand * sums->pass->n_groups + group) * LC_PROBES : NULL;
}

void lc_sum_probed(const lc_sums *sums, size_t group, double area, double least, double most) {
    for (int d = 0; sums->probe && d <= (int)sums->residential; d++) {
        const double *probe = lc_sum_probes(sums, d, group);
        lc_tally_limit *t = lc_tally_of_group(&sums->pass->group[group], sums->tally, d)->probe;
        for (size_t k = 0; k < LC_PROBES; k++) {
            if (probe[k] < least) continue;
            bool open = probe[k] < most;
            t[k].covered += open ? 0.5 * area : area;
            t[k].err += open ? 0.5 * area : 0;
        }
    }
}

bool lc_sum_probes_between(const lc_sums *sums, size_t group, double least, double most) {
    for (int d = 0; sums->probe && d <= (int)sums->residential; d++) {
        const double *probe = lc_sum_probes(sums, d, group);
        for (size_t k = 0; k < LC_PROBES; k++)
            if (probe[k] >= lc_max(least, 0) && probe[k] < most) return true;
    }
    return false;
}

void lc_sum_inside(const lc_sums *sums, size_t group, double area) {
    const lc_group *g = &sums->pass->group[group];
    lc_sum_total(sums, group, area, 0);
    lc_sum_probed(sums, group, area, 0, 0);
    for (int d = 0; d <= (int)sums->residential; d++) lc_tally_of_group(g, sums->tally, d)->inside += area;
    for (size_t k = 0; k < g->n_limits; k++) lc_sum_covered(sums, group, k, area, 0);
}

/* ------------------------------------------------------------------------------------------------------ quantiles */

/* A distance, and the area within it. */
typedef struct {
    double d_m, area;
} node_t;

/* Where `want` lies: between two nodes of those that are known. */
typedef struct {
    double want;
    node_t from, to;
} between_t;

static void narrow(between_t *b, double d_m, double area) {
    if (area >= b->want && d_m <= b->to.d_m) b->to = (node_t){d_m, area};
    if (area < b->want && d_m > b->from.d_m) b->from = (node_t){d_m, area};
}

/* The limits and probes on either side of where it lies, of those measured for a demand; the range is known by the sums
   of means where it is no limit. false when less is in range. */
static bool find_between(const lc_group *group, double *tally, int demand, const double *probe, between_t *b) {
    const lc_tally_group *t = lc_tally_of_group(group, tally, demand);
    b->from = (node_t){0, t->inside};
    b->to = (node_t){group->range_m, t->ranged};
    for (size_t k = 0; k < group->n_limits; k++) {
        double d_m = group->limit_m[k], area = lc_tally_of_limit(group, tally, k, demand)->covered;
        if ((demand == LC_DEMAND_AREA && !group->everywhere[k]) || d_m > group->range_m) continue;
        narrow(b, d_m, area);
        if (d_m == group->range_m && area < b->want) return false;
    }
    for (size_t k = 0; probe && k < LC_PROBES; k++)
        if (probe[k] >= 0 && probe[k] <= group->range_m) narrow(b, probe[k], t->probe[k].covered);
    return b->want <= b->to.area;
}

void lc_tally_close(const lc_group *group, double *tally) {
    lc_histogram all = lc_tally_histogram(group, tally, LC_DEMAND_AREA),
                 residential = lc_tally_histogram(group, tally, LC_DEMAND_RESIDENTIAL);
    lc_histogram_join(&all, &residential);
}

/* By the histogram: what it has between two nodes is stretched to what there is. */
static double estimate(const lc_group *group, double *tally, int demand, double q, const double *probe) {
    between_t b = {.want = q * *lc_tally_demand(tally, demand)};
    lc_histogram h = lc_tally_histogram(group, tally, demand);
    if (!(b.want > 0) || !find_between(group, tally, demand, probe, &b)) return NAN;
    if (b.want <= lc_tally_of_group(group, tally, demand)->inside) return 0;
    double below = lc_histogram_below(&h, b.from.d_m), above = lc_histogram_below(&h, b.to.d_m);
    double share = b.to.area > b.from.area ? (b.want - b.from.area) / (b.to.area - b.from.area) : 1;
    double d = lc_histogram_find(&h, below + share * (above - below));
    return lc_min(lc_max(d, b.from.d_m), b.to.d_m);
}

/* ----------------------------------------------------------------------------------------------- bounds on errors */

static const double ROUNDING = 1e-9; /* of sums of some 10^6 terms in double precision */

/* Distances between which a quantile lies. */
typedef struct {
    double want, rounding; /* the area within it; of sums */
    double from, to;
} bracket_t;

/* An area that is within a distance, known within err. */
static void bracket(bracket_t *b, double d_m, double area, double err) {
    if (area + err + b->rounding < b->want) b->from = lc_max(b->from, d_m);
    if (area - err - b->rounding >= b->want) b->to = lc_min(b->to, d_m);
}

double lc_tally_quantile(const lc_group *group, double *tally, int demand, double q, const double *probe, double *err) {
    const lc_tally_group *t = lc_tally_of_group(group, tally, demand);
    double all = *lc_tally_demand(tally, demand);
    bracket_t b = {.want = q * all, .rounding = ROUNDING * all, .to = INFINITY};
    double value = estimate(group, tally, demand, q, probe);
    *err = NAN;
    if (isnan(value)) return NAN;
    bracket(&b, 0, t->inside, 0);
    bracket(&b, group->range_m, t->ranged, t->unsure);
    for (size_t k = 0; k < group->n_limits; k++) {
        const lc_tally_limit *l = lc_tally_of_limit(group, tally, k, demand);
        if (demand == LC_DEMAND_AREA && !group->everywhere[k]) continue;
        bracket(&b, group->limit_m[k], l->covered, l->err);
    }
    for (size_t k = 0; probe && k < LC_PROBES; k++)
        if (probe[k] >= 0) bracket(&b, probe[k], t->probe[k].covered, t->probe[k].err);
    value = lc_min(lc_max(value, b.from), b.to);
    *err = lc_max(value - b.from, b.to - value);
    return value;
}

/* With an area e that is wrongly in range, or wrongly not, of distance d, the mean m changes by e |d - m| / ranged. */
double lc_mean_err(double ranged, double distance, double unsure, double slack, double range_m) {
    double mean = distance / ranged, sure = ranged - unsure;
    double most = lc_max(mean, range_m - mean);
    return sure > 0 ? lc_min((slack + unsure * most) / sure, most) : INFINITY;
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
