/*
 * Two hundred random towns against the definitions worked out the slow way. Every ratio must lie within its err of the
 * brute-force one (and five standard errors of the darts thrown), and within 0.001; err must be what was asked for.
 * LC_TEST_FULL=1 throws a million darts a community, LC_TEST_TOWNS=n makes n towns, LC_TEST_FIRST=n starts with town n.
 */
#include <stdio.h>

#include "darts.h"
#include "towns.h"

enum { SMALL = 8, SEEDS = 200 };

static const double MOST_M = 600; /* the largest distance of an indicator */
static const double SIGMAS = 5;   /* of thousands of comparisons, some are four standard errors off */

static size_t number_from(const char *name, size_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : otherwise;
}

static struct {
    double off, sigmas, err, mean_m;
    size_t compared, means, above;
} worst;

typedef struct town {
    city_t city;
    dart_limit_t limit[DARTS_LIMITS];
    lc_rule rule[DARTS_LIMITS];
    lc_indicator_def def[DARTS_LIMITS];
} town_t;

static void make(town_t *t, uint64_t seed) {
    town_make(&t->city, seed, SMALL);
    rng_t r = {seed ^ 0x5eed};
    t->city.island_gap_m = rng_chance(&r, 0.5) ? rng_range(&r, 5, 80) : 0;
    t->city.max_error = seed % 2 ? 0.005 : 1e-4;
    t->city.max_distance_error_m = seed % 3 ? 1 : INFINITY;
    for (size_t k = 0; k < DARTS_LIMITS; k++) {
        t->limit[k] = (dart_limit_t){k < 3 ? LC_NETWORK : LC_STRAIGHT, rng_range(&r, 100, MOST_M)};
        if (k == 3) t->limit[k].distance_m /= 2;
        t->def[k] = made_indicator(&t->rule[k], t->limit[k].metric, t->limit[k].distance_m);
    }
}

static void compare(size_t town, uint32_t community, const char *what, double got, double err, double reference,
                    double sigma, double dart, double demand) {
    double off = fabs(got - reference), noise = SIGMAS * sigma + 2 * dart;
    if (community == 0 && noise < 0.0005 * demand) worst.off = fmax(worst.off, off / demand);
    if (sigma > 0) worst.sigmas = fmax(worst.sigmas, (off - err) / (sigma + dart));
    worst.compared++;
    if (off <= err + noise && off <= 0.001 * demand + noise) return;
    fail_msg("town %zu community %u %s: %.9g m2, brute force %.9g +- %.2g m2 of %.9g m2, err %.2g m2", town, community,
             what, got, reference, noise, demand, err);
}

static struct {
    double mean_m, quantile_m;
    size_t means, loose_means, quantiles, loose_quantiles;
} bounds;

/* Whatever was asked for, a mean is as near as its own bound says. */
static void compare_mean_bound(size_t town, uint32_t community, const char *what, const lc_result *got,
                               const darts_t *d, lc_metric metric, double asked) {
    const double FEW = 100; /* darts that hit: of fewer no spread is known */
    double hits = d->ranged[metric] / d->dart;
    if (!(got->ranged > 0 && hits > FEW)) return;
    double mean = got->distance / got->ranged, reference = d->distance[metric] / d->ranged[metric];
    double noise = SIGMAS * d->mean_sigma[metric] + 2 * MOST_M / hits; /* what hit no two darts of a cell */
    bounds.means++;
    bounds.loose_means += got->mean_err_m > 0.3 * asked;
    if (isfinite(got->mean_err_m)) bounds.mean_m = fmax(bounds.mean_m, got->mean_err_m);
    if (!(fabs(mean - reference) <= got->mean_err_m + noise + 1e-6))
        fail_msg("town %zu community %u %s: mean %.3f m, brute force %.3f +- %.2f m, but its bound is %.3f m; %g m2, "
                 "darts %g",
                 town, community, what, mean, reference, noise, got->mean_err_m);
}

/* Within its bound of a quantile, the share of the darts passes q. */
static void compare_quantile_bound(size_t town, uint32_t community, const char *what, double got, double err, double q,
                                   const darts_t *d, lc_metric metric, double asked) {
    double noise = SIGMAS * sqrt(q * (1 - q) / (double)d->n);
    if (isnan(got)) return;
    bounds.quantiles++;
    bounds.loose_quantiles += err > asked;
    if (isfinite(err)) bounds.quantile_m = fmax(bounds.quantile_m, err);
    if (darts_share(d, (int)metric, got - err - 1e-6) <= q + noise &&
        darts_share(d, (int)metric, got + err + 1e-6) >= q - noise)
        return;
    fail_msg("town %zu community %u %s: quantile %g is %.3f m, its bound %.3f m, where the shares are %g and %g", town,
             community, what, q, got, err, darts_share(d, (int)metric, got - err),
             darts_share(d, (int)metric, got + err));
}

/* Means are good to 0.3 m where a tenth of a hectare is in range, and a hundredth of the community. */
static void compare_mean(size_t town, uint32_t community, const char *what, const lc_result *got, const darts_t *d,
                         lc_metric metric) {
    if (!(got->ranged > 0.01 * got->demand && got->ranged > 1000 && d->ranged[metric] > 0)) return;
    double mean = got->distance / got->ranged, reference = d->distance[metric] / d->ranged[metric];
    double noise = 4 * d->mean_sigma[metric], off = fabs(mean - reference) - noise;
    if (noise < 0.3) worst.mean_m = fmax(worst.mean_m, off), worst.means++, worst.above += off > 0.1;
    if (off > 0.3)
        fail_msg("town %zu community %u %s: mean %.3f m, brute force %.3f +- %.2f m", town, community, what, mean,
                 reference, noise);
}

/* Quantiles are good to 1 m: within as much of them, the share of the darts passes q, but for noise. */
static void compare_quantile(size_t town, uint32_t community, const char *what, double got, double q, const darts_t *d,
                             lc_metric metric) {
    double noise = 4 * sqrt(q * (1 - q) / (double)d->n);
    if (isnan(got)
            ? d->ranged[metric] <= (q + noise) * d->demand
            : darts_share(d, (int)metric, got - 1) <= q + noise && darts_share(d, (int)metric, got + 1) >= q - noise)
        return;
    for (int z = 0; z <= 10; z++) fprintf(stderr, "%g ", d->d[metric][(d->n - 1) * (size_t)z / 10]);
    fprintf(stderr, " n %zu demand %g\n", d->n, d->demand);
    fail_msg("town %zu community %u %s: quantile %g is %.3f m, where the shares are %g and %g 1 m to either side", town,
             community, what, q, got, darts_share(d, (int)metric, got - 1), darts_share(d, (int)metric, got + 1));
}

static void check_community(const town_t *t, size_t town, const brute_t *b, const lc_results *r, uint32_t community,
                            size_t n_darts) {
    rng_t rng = {town * 64 + community};
    const lc_result *value = r->value + community * DARTS_LIMITS;
    darts_t d = darts_measure(b, &t->city.communities, community, n_darts, t->limit, DARTS_LIMITS, &rng);
    double demand = value[0].demand;
    compare(town, community, "demand", demand, 0, d.demand, d.demand_sigma, d.dart, demand);
    compare(town, community, "off network", value[0].offnet, 0, d.offnet, d.offnet_sigma, d.dart, demand);
    for (size_t k = 0; k < DARTS_LIMITS; k++) {
        char what[64];
        snprintf(what, sizeof what, "%s %g m", k < 3 ? "network" : "straight", t->limit[k].distance_m);
        assert_true(value[k].err >= 0 && value[k].err <= t->city.max_error * demand);
        assert_true(value[k].covered >= 0 && value[k].covered <= demand * (1 + 1e-9) + value[k].err);
        worst.err = fmax(worst.err, value[k].err / demand);
        compare(town, community, what, value[k].covered, value[k].err, d.covered[k], d.sigma[k], d.dart, demand);
        compare_mean(town, community, what, &value[k], &d, t->limit[k].metric);
        compare_quantile(town, community, what, value[k].p50_m, 0.5, &d, t->limit[k].metric);
        compare_quantile(town, community, what, value[k].p90_m, 0.9, &d, t->limit[k].metric);
        double asked = t->city.max_distance_error_m;
        compare_mean_bound(town, community, what, &value[k], &d, t->limit[k].metric, asked);
        compare_quantile_bound(town, community, what, value[k].p50_m, value[k].p50_err_m, 0.5, &d, t->limit[k].metric,
                               asked);
        compare_quantile_bound(town, community, what, value[k].p90_m, value[k].p90_err_m, 0.9, &d, t->limit[k].metric,
                               asked);
    }
    darts_free(&d);
}

static void test_towns(void **state) {
    (void)state;
    bool full = number_from("LC_TEST_FULL", 0) != 0;
    size_t first = number_from("LC_TEST_FIRST", 1), n = number_from("LC_TEST_TOWNS", SEEDS);
    for (size_t town = first; town < first + n; town++) {
        town_t t;
        make(&t, town);
        lc_results r = city_measure(&t.city, t.def, DARTS_LIMITS);
        brute_t b = brute_new(&t.city);
        for (uint32_t c = 0; c < r.n_communities; c++)
            check_community(&t, town, &b, &r, c, c ? (full ? 200000 : 10000) : (full ? 1000000 : 100000));
        brute_free(&b);
        lc_results_free(&r);
        city_free(&t.city);
    }
    print_message("bounds: %zu of %zu means and %zu of %zu quantiles above what is asked, at most %.2f and %.2f m\n",
                  bounds.loose_means, bounds.means, bounds.loose_quantiles, bounds.quantiles, bounds.mean_m,
                  bounds.quantile_m);
    assert_true(50 * bounds.loose_means <= bounds.means && 50 * bounds.loose_quantiles <= bounds.quantiles);
    print_message("%zu compared; worst in a whole town %.2g, worst beyond err %.1f standard errors; largest err %.2g; "
                  "worst mean off by %.2f m beyond noise, %zu of %zu by more than 0.1 m\n",
                  worst.compared, worst.off, worst.sigmas, worst.err, worst.mean_m, worst.above, worst.means);
}

/* A coarse measurement and a fine one differ by no more than their errs: sharper than any dart. */
static void test_err_is_a_bound(void **state) {
    (void)state;
    size_t first = number_from("LC_TEST_FIRST", 1), n = number_from("LC_TEST_TOWNS", SEEDS);
    double most = 0;
    for (size_t town = first; town < first + n; town++) {
        town_t t;
        make(&t, town);
        t.city.max_error = 0.5;
        lc_results coarse = city_measure(&t.city, t.def, DARTS_LIMITS);
        t.city.max_error = 1e-5;
        lc_results fine = city_measure(&t.city, t.def, DARTS_LIMITS);
        for (size_t i = 0; i < coarse.n_communities * DARTS_LIMITS; i++) {
            const lc_result *a = &coarse.value[i], *b = &fine.value[i];
            double off = fabs(a->covered - b->covered), err = a->err + b->err;
            most = fmax(most, off / b->demand);
            if (off <= err + 1e-9 * b->demand && fabs(a->demand - b->demand) <= 1e-9 * b->demand) continue;
            fail_msg("town %zu community %zu limit %zu: %.12g and %.12g m2 of %g m2, err %.2g and %.2g m2", town,
                     i / DARTS_LIMITS, i % DARTS_LIMITS, a->covered, b->covered, b->demand, a->err, b->err);
        }
        lc_results_free(&coarse);
        lc_results_free(&fine);
        city_free(&t.city);
    }
    print_message("coarse and fine differ by at most %.2g\n", most);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_err_is_a_bound), cmocka_unit_test(test_towns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
