/*
 * Combinations over land whose parts walk at different costs: they share the nearest paths, while each has ways of its
 * own along them. Random towns with slopes and crossings; the parts against themselves measured alone, the combinations
 * against a fine grid of places.
 */
#include "darts.h"
#include "network/ground.h"
#include "towns.h"

enum { TOWNS = 12, LEVELS = 3, PARTS = 3, ALL = PARTS, SOME, ALL_PLACES, SOME_PLACES, INDICATORS, ACROSS = 200 };

typedef struct walks {
    city_t city;
    lc_rule rule[PARTS];
    size_t part[PARTS], combination[INDICATORS - PARTS], start[2];
    lc_indicator_def def[INDICATORS];
    lc_scenario scenario[2];
    lc_places places;
} walks_t;

static char *text(const char *s) {
    return (char *)(uintptr_t)s;
}

static void ask(walks_t *w, rng_t *r) {
    w->scenario[0] = (lc_scenario){.id = text("hilly"), .walk_speed_m_per_min = 60, .has_walk_cost = true};
    w->scenario[0].walk_cost.slope = LC_SLOPE_TOBLER;
    w->scenario[1] = (lc_scenario){.id = text("waiting"), .walk_speed_m_per_min = 50, .has_walk_cost = true};
    w->scenario[1].walk_cost.crossings = true;
    for (size_t k = 0; k < PARTS; k++) {
        w->def[k] = made_indicator(&w->rule[k], LC_NETWORK, rng_range(r, 100, 450));
        w->rule[k].level = (lc_level)k;
        w->part[k] = k;
        if (k) w->def[k].scenario = w->scenario[k - 1].id;
    }
    for (size_t k = ALL; k < INDICATORS; k++) {
        bool all = k == ALL || k == ALL_PLACES;
        w->def[k] =
            made_combination(all ? LC_COMBINES_ALL : LC_COMBINES_AT_LEAST, all ? PARTS : PARTS - 1, w->part, PARTS);
        if (k >= ALL_PLACES) w->def[k].denominator = LC_POPULATION;
        w->combination[k - PARTS] = k;
    }
}

/* A place somewhere in each field of a grid over the first community. */
static void add_places(walks_t *w, rng_t *r) {
    const lc_geoms *g = &w->city.communities;
    lc_box box = lc_box_empty();
    for (size_t k = 0; k < g->n; k++)
        for (size_t i = g->xy_of[g->part_of[k]]; g->feature[k] == 0 && i < g->xy_of[g->part_of[k + 1]]; i++)
            lc_box_add(&box, g->xy[i].x, g->xy[i].y);
    double dx = (box.x1 - box.x0) / ACROSS, dy = (box.y1 - box.y0) / ACROSS;
    size_t n = 0;
    lc_places *p = &w->places;
    *p = (lc_places){.xy = LC_NEW(lc_xy, ACROSS * ACROSS),
                     .weight = LC_NEW(double, ACROSS *ACROSS),
                     .place = LC_NEW(uint32_t, ACROSS * ACROSS),
                     .start = w->start};
    for (size_t i = 0; i < (size_t)ACROSS * ACROSS; i++) {
        lc_xy at = {box.x0 + dx * ((double)(i % ACROSS) + rng_unit(r)),
                    box.y0 + dy * ((double)(i / ACROSS) + rng_unit(r))};
        if (!darts_within(g, 0, at)) continue;
        p->xy[n] = at;
        p->weight[n] = 1;
        p->place[n] = (uint32_t)n;
        n++;
    }
    p->n = n;
    w->start[0] = 0, w->start[1] = n;
    w->city.places = p;
}

static void make(walks_t *w, uint64_t seed) {
    rng_t r = {seed ^ 0x3a1c5};
    *w = (walks_t){.places = {.n = 0}};
    city_t *c = &w->city;
    town_make(c, seed, 0);
    c->max_error = 1e-4;
    for (size_t i = 0; i < 6; i++) town_facilities(c, &r);
    c->facilities.level = LC_NEW(unsigned char, c->facilities.n);
    for (size_t i = 0; i < c->facilities.n; i++) c->facilities.level[i] = (unsigned char)rng_below(&r, LEVELS);
    ask(w, &r);
    add_places(w, &r);
    city_build(c);
    c->network->trait = LC_NEW0(lc_trait, c->network->n_verts);
    for (size_t v = 0; v < c->network->n_verts; v++)
        c->network->trait[v] = (lc_trait){.given = 1,
                                          .slope = rng_chance(&r, 0.5) ? rng_range(&r, 0, 0.4) : 0,
                                          .wait_s_per_m = rng_chance(&r, 0.3) ? rng_range(&r, 0, 1) : 0};
}

static lc_results measure(walks_t *w, size_t n, size_t n_walks_together) {
    lc_profile profile = {.name = text("made"),
                          .indicators = w->def,
                          .n_indicators = n,
                          .scenarios = w->scenario,
                          .n_scenarios = 2,
                          .combination = w->combination,
                          .n_combinations = n - PARTS};
    lc_results results = {0};
    stages_t stages;
    lc_city view = city_view(&w->city);
    stages_begin(w->city.ctx, &profile, &view, w->city.link_limit_m, &stages);
    size_t together = 0;
    for (size_t p = 0; p < stages.plan->n_passes; p++) together += stages.plan->pass[p].walk == LC_WALK_SEVERAL;
    assert_int_equal(together, n_walks_together);
    assert_int_equal(lc_results_measure(w->city.ctx, stages.fields, (lc_asked){w->city.max_error, INFINITY}, &results),
                     LC_OK);
    stages_end(&stages);
    return results;
}

static void drop(walks_t *w) {
    free(w->places.xy);
    free(w->places.weight);
    free(w->places.place);
    city_free(&w->city);
}

static void test_parts_with_walks_of_their_own(void **state) {
    (void)state;
    double differs = 0;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        static walks_t w;
        make(&w, town);
        lc_results alone = measure(&w, PARTS, 0), together = measure(&w, INDICATORS, 1);
        for (size_t k = 0; k < PARTS; k++) {
            const lc_result *a = &alone.value[k], *b = &together.value[k];
            if (fabs(a->covered - b->covered) > a->err + b->err + 1e-7 * a->demand)
                fail_msg("town %d part %zu: %.9g m2 alone, %.9g m2 with others", (int)town, k, a->covered, b->covered);
        }
        for (size_t k = ALL; k <= SOME; k++) {
            const lc_result *land = &together.value[k], *grid = &together.value[k + ALL_PLACES - ALL];
            double share = land->covered / land->demand, want = grid->covered / grid->demand;
            if (fabs(share - want) > 0.004)
                fail_msg("town %d combination %zu: %.5f of the land, %.5f of places", (int)town, k, share, want);
            differs = fmax(differs, fmin(share, 1 - share));
        }
        lc_results_free(&alone);
        lc_results_free(&together);
        drop(&w);
    }
    assert_true(differs > 0.2); /* the towns ask something */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parts_with_walks_of_their_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
