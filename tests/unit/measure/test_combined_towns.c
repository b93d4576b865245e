/*
 * Random towns against the definitions worked out the slow way: all_of and at_least of two to eight parts, of different
 * facilities, distances and unions of rules, over whole communities, residential land and weighted places. Forty towns;
 * LC_TEST_FULL=1 makes 300 and throws more darts, LC_TEST_TOWNS=n and LC_TEST_FIRST=n as in test_random_towns.c.
 */
#include <stdio.h>

#include "brute.h"
#include "darts.h"
#include "towns.h"

enum { SMALL = 4, LEVELS = 4, PARTS = 8, RULES = 2, INDICATORS = PARTS + 5, PLACES = 300 };
static const double SIGMAS = 5;

/* Indicators behind the parts. */
enum { ALL = PARTS, SOME, NESTED, HOMES, PEOPLE };

typedef struct town {
    city_t city;
    size_t n_parts;
    lc_rule rule[PARTS][RULES];
    lc_indicator_def def[INDICATORS];
    size_t part[PARTS], nested[3];
    lc_zones homes;
    lc_places places;
    size_t start[SMALL + 8];
    city_t of_level[LEVELS]; /* the same town with the facilities of one level; 0: with all */
    brute_t brute[LEVELS];
} town_t;

static size_t number_from(const char *name, size_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : otherwise;
}

/* -------------------------------------------------------------------------------------------------------- making */

static void add_levels(city_t *c, rng_t *r) {
    for (size_t i = 1 + rng_below(r, 5); i > 0; i--) {
        town_facilities(c, r);
    }
    c->facilities.level = LC_NEW(unsigned char, c->facilities.n);
    for (size_t i = 0; i < c->facilities.n; i++) c->facilities.level[i] = (unsigned char)rng_below(r, LEVELS);
}

/* A part: one rule, or two of different levels and distances. */
static void add_part(town_t *t, rng_t *r, size_t k) {
    lc_indicator_def *def = &t->def[k];
    *def = made_indicator(&t->rule[k][0], LC_NETWORK, rng_range(r, 60, 450));
    if (k && rng_chance(r, 0.15)) t->rule[k][0].distance_m = t->rule[k - 1][0].distance_m;
    t->rule[k][0].level = (lc_level)rng_below(r, LEVELS);
    if (!rng_chance(r, 0.25)) return;
    t->rule[k][1] = t->rule[k][0];
    t->rule[k][1].level = (lc_level)rng_below(r, LEVELS);
    t->rule[k][1].distance_m = rng_range(r, 60, 450);
    def->n_rules = 2;
}

static void add_indicators(town_t *t, rng_t *r) {
    t->n_parts = 2 + rng_below(r, PARTS - 1);
    for (size_t k = 0; k < PARTS; k++) {
        add_part(t, r, k);
        t->part[k] = k;
    }
    size_t least = 1 + rng_below(r, t->n_parts);
    t->def[ALL] = made_combination(LC_COMBINES_ALL, t->n_parts, t->part, t->n_parts);
    t->def[SOME] = made_combination(LC_COMBINES_AT_LEAST, least, t->part, t->n_parts);
    t->nested[0] = SOME, t->nested[1] = 0, t->nested[2] = 1;
    t->def[NESTED] = made_combination(LC_COMBINES_AT_LEAST, 2, t->nested, 3);
    t->def[HOMES] = t->def[PEOPLE] = t->def[SOME];
    t->def[HOMES].denominator = LC_RESIDENTIAL;
    t->def[PEOPLE].denominator = LC_POPULATION;
}

static void add_homes(town_t *t, rng_t *r) {
    for (size_t i = 0; i < 3; i++) {
        lc_xy p[12], m = town_place(r, 0);
        size_t n = 3 + rng_below(r, 9);
        town_star(p, n, m, rng_range(r, 80, 300), 1, r);
        add_geom(&t->homes.geoms, LC_POLYGON, (uint32_t)i, n, p);
    }
    t->homes.layers = LC_NEW(lc_layers, t->homes.geoms.n);
    for (size_t g = 0; g < t->homes.geoms.n; g++) t->homes.layers[g] = LC_LAYER_RESIDENTIAL;
    assert_int_equal(lc_zones_index(t->city.ctx, &t->homes), LC_OK);
    t->city.residential = &t->homes;
}

/* Places are all in the first community: where they lie does not matter to what is counted. */
static void add_places(town_t *t, rng_t *r) {
    t->places = (lc_places){.n = PLACES,
                            .xy = LC_NEW(lc_xy, PLACES),
                            .weight = LC_NEW(double, PLACES),
                            .start = t->start,
                            .place = LC_NEW(uint32_t, PLACES)};
    for (uint32_t i = 0; i < PLACES; i++) {
        t->places.xy[i] = town_place(r, 150);
        t->places.weight[i] = (double)(1 + rng_below(r, 9));
        t->places.place[i] = i;
    }
    for (size_t c = 1; c <= t->city.n_communities; c++) t->start[c] = PLACES;
    t->city.places = &t->places;
}

/* The facilities of a level alone. */
static void filter_town(const town_t *t, size_t level, city_t *out) {
    const lc_facilities *f = &t->city.facilities;
    *out = t->city;
    out->facilities = (lc_facilities){0};
    for (size_t g = 0; g < f->geoms.n; g++)
        if (level == 0 || f->level[f->geoms.feature[g]] == level)
            assert_true(lc_geoms_copy(&out->facilities.geoms, &f->geoms, g, (uint32_t)out->facilities.geoms.n));
}

static void make(town_t *t, uint64_t seed) {
    rng_t r = {seed ^ 0xc1c1e};
    *t = (town_t){.n_parts = 0};
    town_make(&t->city, seed, SMALL);
    assert_true(t->city.n_communities < SMALL + 7);
    add_levels(&t->city, &r);
    add_indicators(t, &r);
    add_homes(t, &r);
    add_places(t, &r);
    t->city.max_error = seed % 2 ? 0.005 : 1e-4;
    for (size_t l = 0; l < LEVELS; l++) {
        filter_town(t, l, &t->of_level[l]);
        t->brute[l] = brute_new(&t->of_level[l]);
    }
}

static void drop(town_t *t) {
    for (size_t l = 0; l < LEVELS; l++) {
        brute_free(&t->brute[l]);
        lc_geoms_free(&t->of_level[l].facilities.geoms);
    }
    lc_zones_free(&t->homes);
    free(t->places.xy);
    free(t->places.weight);
    free(t->places.place);
    city_free(&t->city);
}

/* ----------------------------------------------------------------------------------------------------- by hand */

/* What covers a place, and by how much the closest call was. */
typedef struct hit {
    size_t n; /* parts that cover */
    bool first, second, off;
    double slack;
} hit_t;

static hit_t throw_at(const town_t *t, lc_xy p, const size_t *which, size_t n) {
    hit_t hit = {.slack = INFINITY};
    double d[LEVELS], leg[LEVELS];
    for (size_t l = 0; l < LEVELS; l++) d[l] = brute_network(&t->brute[l], p, which, n, &leg[l]);
    for (size_t k = 0; k < t->n_parts; k++) {
        bool covered = false;
        for (size_t q = 0; q < t->def[k].n_rules; q++) {
            const lc_rule *rule = &t->rule[k][q];
            covered = covered || d[rule->level] <= rule->distance_m;
            hit.slack = fmin(hit.slack, fabs(d[rule->level] - rule->distance_m));
        }
        hit.n += covered;
        if (k == 0) hit.first = covered;
        if (k == 1) hit.second = covered;
        bool inside = false;
        for (size_t q = 0; q < t->def[k].n_rules; q++) inside = inside || d[t->rule[k][q].level] == 0;
        hit.off = hit.off || (leg[0] > t->city.link_limit_m && !inside);
    }
    return hit;
}

static bool covers(const town_t *t, size_t indicator, const hit_t *hit) {
    bool some = hit->n >= t->def[SOME].combines.least;
    if (indicator == ALL) return hit->n == t->n_parts;
    if (indicator == NESTED) return (int)some + (int)hit->first + (int)hit->second >= 2;
    return some;
}

static bool at_home(const town_t *t, lc_xy p) {
    for (size_t g = 0; g < t->homes.geoms.n; g++)
        if (brute_inside(&t->homes.geoms, g, p)) return true;
    return false;
}

/* ---------------------------------------------------------------------------------------------------- by darts */

typedef struct sum {
    double area, sigma;
} sum_t;

/* Sums over a community: demand, cover and what is off network of each combination over land, and thresholds. */
typedef struct thrown {
    sum_t covered[HOMES + 1], offnet[HOMES + 1], within[PARTS], home;
    double dart;
} thrown_t;

static void add(sum_t *s, bool a, bool b) {
    s->area += (double)a + (double)b;
    s->sigma += a != b;
}

static void scale(sum_t *s, double dart) {
    s->area *= dart;
    s->sigma = dart * sqrt(s->sigma);
}

static void add_pair(const town_t *t, const hit_t hit[2], const bool in[2], const bool home[2], thrown_t *out) {
    for (size_t i = ALL; i <= HOMES; i++) {
        bool covered[2], off[2];
        for (int k = 0; k < 2; k++) {
            bool counts = in[k] && (i != HOMES || home[k]);
            covered[k] = counts && covers(t, i, &hit[k]);
            off[k] = counts && hit[k].off && !covers(t, i, &hit[k]);
        }
        add(&out->covered[i], covered[0], covered[1]);
        add(&out->offnet[i], off[0], off[1]);
    }
    for (size_t m = 0; m < t->n_parts; m++) add(&out->within[m], in[0] && hit[0].n > m, in[1] && hit[1].n > m);
    add(&out->home, in[0] && home[0], in[1] && home[1]);
}

static thrown_t throw_darts(const town_t *t, uint32_t community, size_t n_darts, rng_t *rng) {
    enum { BLOCKS = 12 };
    const lc_geoms *g = &t->city.communities;
    const brute_t *b = &t->brute[0];
    thrown_t out = {.dart = 0};
    lc_box box = lc_box_empty();
    for (size_t k = 0; k < g->n; k++)
        for (size_t i = g->xy_of[g->part_of[k]]; g->feature[k] == community && i < g->xy_of[g->part_of[k + 1]]; i++)
            lc_box_add(&box, g->xy[i].x, g->xy[i].y);
    size_t *which = malloc((b->n_seg + 1) * sizeof *which), across = (size_t)(sqrt(0.5 * (double)n_darts) / BLOCKS) + 1;
    assert_non_null(which);
    double bw = (box.x1 - box.x0) / BLOCKS, bh = (box.y1 - box.y0) / BLOCKS;
    double w = bw / (double)across, h = bh / (double)across;
    for (int block = 0; block < BLOCKS * BLOCKS; block++) {
        lc_xy corner = {box.x0 + bw * (block % BLOCKS), box.y0 + bh * (block / BLOCKS)};
        size_t n = darts_candidates(b, (lc_xy){corner.x + 0.5 * bw, corner.y + 0.5 * bh}, 0.5 * hypot(bw, bh), which);
        for (size_t cell = 0; cell < across * across; cell++) {
            hit_t hit[2];
            bool in[2], home[2];
            for (int k = 0; k < 2; k++) {
                lc_xy p = {corner.x + w * ((double)(cell % across) + rng_unit(rng)),
                           corner.y + h * ((double)(cell / across) + rng_unit(rng))};
                in[k] = darts_within(g, community, p);
                home[k] = at_home(t, p);
                if (in[k]) hit[k] = throw_at(t, p, which, n);
            }
            if (in[0] || in[1]) add_pair(t, hit, in, home, &out);
        }
    }
    free(which);
    out.dart = 0.5 * w * h;
    for (size_t i = ALL; i <= HOMES; i++) {
        scale(&out.covered[i], out.dart);
        scale(&out.offnet[i], out.dart);
    }
    for (size_t m = 0; m < t->n_parts; m++) scale(&out.within[m], out.dart);
    scale(&out.home, out.dart);
    return out;
}

/* ------------------------------------------------------------------------------------------------- comparisons */

static double worst_off;

static void compare(size_t town, uint32_t community, const char *what, size_t i, double got, double err, sum_t want,
                    double dart, double demand) {
    double off = fabs(got - want.area), noise = SIGMAS * want.sigma + 2 * dart;
    if (noise < 0.001 * demand) worst_off = fmax(worst_off, off / demand);
    if (off <= err + noise && off <= 0.001 * demand + noise) return;
    fail_msg("town %zu community %u %s %zu: %.9g m2, brute force %.9g +- %.2g of %.9g m2, err %.2g", town, community,
             what, i, got, want.area, noise, demand, err);
}

static void check_land(const town_t *t, size_t town, const lc_results *r, uint32_t community, size_t n_darts) {
    rng_t rng = {town * 64 + community};
    thrown_t d = throw_darts(t, community, n_darts, &rng);
    const lc_result *value = r->value + community * INDICATORS;
    const lc_counted *counted = lc_results_counted(r, SOME);
    for (size_t i = ALL; i <= HOMES; i++) {
        assert_true(value[i].err >= 0 && value[i].err <= t->city.max_error * value[i].demand + 1e-9);
        double demand = value[ALL].demand; /* homes may be few: the noise of the darts is that of the community */
        compare(town, community, "covered", i, value[i].covered, value[i].err, d.covered[i], d.dart, demand);
        compare(town, community, "off network", i, value[i].offnet, t->city.max_error * demand, d.offnet[i], d.dart,
                demand);
    }
    compare(town, community, "homes", 0, value[HOMES].demand, 0, d.home, d.dart, value[ALL].demand);
    double services = 0, sum = 0;
    for (size_t m = 0; m < t->n_parts; m++) {
        size_t at = community * counted->n_parts + m;
        compare(town, community, "parts", m + 1, counted->within[at], counted->err[at], d.within[m], d.dart,
                value[SOME].demand);
        assert_true(m == 0 || counted->within[at] <= counted->within[at - 1] + 1e-6 * value[SOME].demand +
                                                         counted->err[at] + counted->err[at - 1]);
        services += counted->within[at];
        sum += value[m].covered;
        if (m + 1 == t->def[SOME].combines.least)
            assert_true(counted->within[at] == value[SOME].covered && counted->err[at] == value[SOME].err);
    }
    /* The number of services, two ways: by how many cover, and by what each covers. */
    double err = 0;
    for (size_t m = 0; m < t->n_parts; m++) err += value[m].err + counted->err[community * counted->n_parts + m];
    if (fabs(services - sum) > err + 1e-7 * value[SOME].demand)
        fail_msg("town %zu community %u: %.9g m2 of services, the parts cover %.9g m2", town, community, services, sum);
}

/* Is a segment all but as near to a place as the nearest one? Rounding tells which of them it goes by. */
static bool is_near_tie(const brute_t *b, lc_xy p) {
    double best = INFINITY;
    for (size_t s = 0; s < b->n_seg; s++) best = fmin(best, brute_to_segment(b->seg[s].a, b->seg[s].b, p));
    for (size_t s = 0; s < b->n_seg; s++) {
        double more = brute_to_segment(b->seg[s].a, b->seg[s].b, p) - best;
        if (more > 1e-10 && more < 1e-5) return true;
    }
    return false;
}

static void check_places(const town_t *t, size_t town, const lc_results *r) {
    double covered = 0, offnet = 0, within[PARTS] = {0}, doubt = 0;
    for (size_t i = 0; i < PLACES; i++) {
        hit_t hit = throw_at(t, t->places.xy[i], NULL, 0);
        double w = t->places.weight[i];
        if (hit.slack < 1e-6 || is_near_tie(&t->brute[0], t->places.xy[i])) doubt += w;
        covered += covers(t, PEOPLE, &hit) ? w : 0;
        offnet += hit.off && !covers(t, PEOPLE, &hit) ? w : 0;
        for (size_t m = 0; m < hit.n; m++) within[m] += w;
    }
    const lc_result *value = &r->value[PEOPLE];
    const lc_counted *counted = lc_results_counted(r, PEOPLE);
    bool same = fabs(value->covered - covered) <= doubt && fabs(value->offnet - offnet) <= doubt;
    for (size_t m = 0; m < t->n_parts; m++) same = same && fabs(counted->within[m] - within[m]) <= doubt;
    if (!same)
        fail_msg("town %zu: %g covered and %g off network, brute force %g and %g", town, value->covered, value->offnet,
                 covered, offnet);
    assert_true(value->err == 0);
}

static void test_towns(void **state) {
    (void)state;
    bool full = number_from("LC_TEST_FULL", 0) != 0;
    size_t first = number_from("LC_TEST_FIRST", 1), n = number_from("LC_TEST_TOWNS", full ? 300 : 40);
    for (size_t town = first; town < first + n; town++) {
        static town_t t;
        make(&t, town);
        lc_results r = city_measure(&t.city, t.def, INDICATORS);
        for (uint32_t c = 0; c < r.n_communities; c++)
            check_land(&t, town, &r, c, c ? (full ? 20000 : 3000) : (full ? 200000 : 15000));
        check_places(&t, town, &r);
        lc_results_free(&r);
        drop(&t);
    }
    print_message("worst off by %.2g of a community\n", worst_off);
}

/* A coarse measurement and a fine one differ by no more than their errs: sharper than any dart. */
static void test_err_is_a_bound(void **state) {
    (void)state;
    size_t first = number_from("LC_TEST_FIRST", 1), n = number_from("LC_TEST_TOWNS", 120);
    double most = 0;
    for (size_t town = first; town < first + n; town++) {
        static town_t t;
        make(&t, town);
        t.city.max_error = 0.5;
        lc_results coarse = city_measure(&t.city, t.def, INDICATORS);
        t.city.max_error = 1e-5;
        lc_results fine = city_measure(&t.city, t.def, INDICATORS);
        for (size_t i = 0; i < coarse.n_communities * INDICATORS; i++) {
            const lc_result *a = &coarse.value[i], *b = &fine.value[i];
            double off = fabs(a->covered - b->covered), err = a->err + b->err;
            if (b->demand > 0) most = fmax(most, off / b->demand);
            if (off <= err + 1e-9 * b->demand && fabs(a->demand - b->demand) <= 1e-9 * b->demand) continue;
            fail_msg("town %zu community %zu indicator %zu: %.12g and %.12g m2 of %g m2, err %.2g and %.2g m2", town,
                     i / INDICATORS, i % INDICATORS, a->covered, b->covered, b->demand, a->err, b->err);
        }
        for (size_t k = 0; k < coarse.n_counted; k++) {
            const lc_counted *a = &coarse.counted[k], *b = &fine.counted[k];
            for (size_t i = 0; i < coarse.n_communities * a->n_parts; i++)
                assert_true(fabs(a->within[i] - b->within[i]) <= a->err[i] + b->err[i] + 1e-3);
        }
        lc_results_free(&coarse);
        lc_results_free(&fine);
        drop(&t);
    }
    print_message("coarse and fine differ by at most %.2g\n", most);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_err_is_a_bound), cmocka_unit_test(test_towns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
