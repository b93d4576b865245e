/* The table of covers against the definitions: what a candidate covers is what it serves when it is the only facility;
   and the points that stand for demand. */
#include "made_city.h"

#include <stdio.h>

#include "brute.h"
#include "measure/anchors.h"
#include "network/walk_length.h"
#include "siting/cover_build.h"
#include "siting/demand.h"
#include "siting/problem.h"
#include "towns.h"

enum { TOWNS = 30, POINTS = 150 };
static const double CLOSE_M = 1e-6; /* distances this near to the limit may fall either way */

/* The town's facilities as candidates; they stay the town's. */
static lc_candidates as_candidates(const city_t *c) {
    lc_candidates out = {.places = c->facilities, .cost = LC_NEW(double, c->facilities.n)};
    out.fix = LC_NEW0(unsigned char, c->facilities.n);
    assert_true(out.cost && out.fix);
    for (size_t i = 0; i < c->facilities.n; i++) out.cost[i] = 1;
    return out;
}

static bool covers(const lc_cover *cover, size_t column, uint32_t row) {
    for (size_t k = cover->start[column]; k < cover->start[column + 1]; k++)
        if (cover->row[k] == row) return true;
    return false;
}

/* The town with facility f alone; to be cleared by freeing its facilities. */
static city_t alone(const city_t *c, size_t f) {
    city_t one = *c;
    one.facilities = (lc_facilities){.category = c->facilities.category, .known = true, .n = 1};
    one.facilities.id = LC_NEW0(char *, 1);
    one.facilities.area_m2 = LC_NEW(double, 1);
    one.facilities.area_m2[0] = c->facilities.area_m2[f];
    one.facilities.id[0] = c->facilities.id[f];
    for (size_t g = 0; g < c->facilities.geoms.n; g++)
        if (c->facilities.geoms.feature[g] == f)
            assert_true(lc_geoms_copy(&one.facilities.geoms, &c->facilities.geoms, g, 0));
    return one;
}

static void free_alone(city_t *one) {
    lc_geoms_free(&one->facilities.geoms);
    free(one->facilities.id);
    free(one->facilities.area_m2);
}

static void throw_points(lc_xy *p, uint64_t seed, const city_t *c) {
    rng_t r = {seed};
    lc_box box = lc_box_empty();
    for (size_t i = 0; i < c->paths.n_xy; i++) lc_box_add(&box, c->paths.xy[i].x, c->paths.xy[i].y);
    for (size_t i = 0; i < POINTS; i++)
        p[i] = (lc_xy){rng_range(&r, box.x0 - 100, box.x1 + 100), rng_range(&r, box.y0 - 100, box.y1 + 100)};
}

static lc_cover build(const city_t *c, const lc_city *view, const lc_network *walked, const lc_candidates *candidates,
                      lc_metric metric, double distance_m, const lc_xy *p) {
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, metric, distance_m);
    const lc_cover_job job = {.city = view,
                              .network = c->network,
                              .walked = walked,
                              .link_limit_m = c->link_limit_m,
                              .indicator = &def,
                              .candidates = candidates,
                              .xy = p,
                              .n = POINTS,
                              .most_entries = SIZE_MAX};
    lc_cover cover;
    assert_int_equal(lc_cover_build(c->ctx, &job, &cover), LC_OK);
    return cover;
}

/* Walking distance worked out the slow way. */
static void covers_are_those_of_brute_force(void **state) {
    (void)state;
    size_t near = 0, far = 0;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        city_t c;
        lc_xy p[POINTS];
        town_make(&c, seed, 0);
        city_build(&c);
        throw_points(p, seed, &c);
        lc_city view = city_view(&c);
        lc_candidates candidates = as_candidates(&c);
        lc_cover cover = build(&c, &view, c.network, &candidates, LC_NETWORK, 300, p);
        for (size_t f = 0; f < c.facilities.n; f++) {
            city_t one = alone(&c, f);
            brute_t b = brute_new(&one);
            for (uint32_t i = 0; i < POINTS; i++) {
                double leg, d = brute_network(&b, p[i], NULL, 0, &leg);
                if (fabs(d - 300) < CLOSE_M || fabs(leg - c.link_limit_m) < CLOSE_M) continue;
                if (covers(&cover, f, i) != (d <= 300))
                    fail_msg("town %u facility %zu point %u: %g m, covered %d", (unsigned)seed, f, i, d, !(d <= 300));
                near += d <= 300;
                far += d > 300;
            }
            brute_free(&b);
            free_alone(&one);
        }
        lc_cover_free(&cover);
        free(candidates.cost);
        free(candidates.fix);
        city_free(&c);
    }
    assert_true(near > 1000 && far > 1000);
}

/* The middle of a facility that is a polygon's box, if there is one. */
static bool find_polygon(const city_t *c, lc_xy *middle) {
    for (size_t g = 0; g < c->facilities.geoms.n; g++) {
        if (c->facilities.geoms.kind[g] != LC_POLYGON) continue;
        lc_box box = lc_geom_box(&c->facilities.geoms, g);
        *middle = (lc_xy){0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1)};
        return true;
    }
    return false;
}

/* Two compounds with gates: gates on the edge of things, and one inside a facility that is a polygon. */
static lc_compounds *fence(city_t *c, uint64_t seed) {
    lc_compounds *out;
    lc_geoms polygons = {0}, gates = {0};
    rng_t r = {seed ^ 77};
    for (uint32_t k = 0; k < 2; k++) {
        double x = rng_range(&r, 0, 600), y = rng_range(&r, 0, 600), w = rng_range(&r, 50, 200);
        lc_xy middle;
        if (k == 1 && find_polygon(c, &middle)) x = middle.x - w, y = middle.y - 0.8 * w;
        add_geom(&polygons, LC_POLYGON, k, 4, (lc_xy[]){{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}});
        add_geom(&gates, LC_POINT, 2 * k, 1, &(lc_xy){x + 0.3 * w, y});
        add_geom(&gates, LC_POINT, 2 * k + 1, 1, &(lc_xy){x + w, y + 0.8 * w});
    }
    assert_int_equal(lc_compounds_new(c->ctx, &polygons, &gates, &out), LC_OK);
    lc_geoms_free(&polygons);
    lc_geoms_free(&gates);
    return out;
}

/* Slopes, stairs and crossings here and there. */
static void lay_ground(const city_t *c, uint64_t seed) {
    rng_t r = {seed ^ 0x9e0};
    c->network->trait = LC_NEW0(lc_trait, c->network->n_verts);
    assert_non_null(c->network->trait);
    for (size_t v = 0; v < c->network->n_verts; v++)
        c->network->trait[v] = (lc_trait){.slope = rng_chance(&r, 0.5) ? rng_range(&r, 0, 0.4) : 0,
                                          .stairs = rng_chance(&r, 0.1),
                                          .wait_s_per_m = rng_chance(&r, 0.3) ? rng_range(&r, 0, 1) : 0,
                                          .given = 1};
}

/* The other way in the library, from fields, with gated compounds, on both metrics, and by walking costs. */
static void covers_are_those_of_a_check_with_one_facility(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 2 * TOWNS; seed++) {
        city_t c;
        lc_xy p[POINTS];
        lc_metric metric = seed % 3 ? LC_NETWORK : LC_STRAIGHT;
        town_make(&c, seed, 0);
        city_build(&c);
        lc_walk_cost cost = {.slope = LC_SLOPE_NONE};
        if (seed % 2) c.compounds = fence(&c, seed);
        if (seed % 4 < 2)
            cost = (lc_walk_cost){.slope = LC_SLOPE_TOBLER, .has_stairs = true, .stairs = 3, .crossings = true};
        lay_ground(&c, seed);
        throw_points(p, seed, &c);
        lc_city view = city_view(&c);
        lc_candidates candidates = as_candidates(&c);
        lc_network *walked = lc_network_view(c.network, &cost, 66.7 / 60);
        lc_cover cover = build(&c, &view, walked, &candidates, metric, 250, p);
        for (size_t f = 0; f < c.facilities.n; f++) {
            city_t one = alone(&c, f);
            lc_city single = city_view(&one);
            lc_rule rule;
            lc_indicator_def def = made_indicator(&rule, metric, 250);
            lc_profile profile = {.name = (char *)(uintptr_t) "made",
                                  .walk_speed_m_per_min = 66.7,
                                  .has_walk_cost = true,
                                  .walk_cost = cost,
                                  .indicators = &def,
                                  .n_indicators = 1};
            bool covered[POINTS];
            stages_t stages;
            stages_begin(c.ctx, &profile, &single, c.link_limit_m, &stages);
            assert_int_equal(lc_cover_existing(c.ctx, stages.fields, 0, p, POINTS, covered), LC_OK);
            for (uint32_t i = 0; i < POINTS; i++)
                if (covers(&cover, f, i) != covered[i])
                    fail_msg("town %u facility %zu point %u: covered %d", (unsigned)seed, f, i, !covered[i]);
            stages_end(&stages);
            free_alone(&one);
        }
        lc_cover_free(&cover);
        free(candidates.cost);
        free(candidates.fix);
        lc_network_view_free(walked);
        if (c.compounds) lc_compounds_free(c.compounds);
        city_free(&c);
    }
}

/* Filters: a candidate that is too small, or has no area, covers nothing where a size is asked for. */
static void candidates_pass_the_filters_of_rules(void **state) {
    (void)state;
    city_t c;
    lc_xy p[POINTS];
    city_init(&c);
    city_road(&c, 0, 0, 1000, 0);
    city_store(&c, 100, 0);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{500, -5}, {520, -5}, {520, 5}, {500, 5}});
    city_build(&c);
    throw_points(p, 1, &c);
    lc_city view = city_view(&c);
    lc_candidates candidates = as_candidates(&c);
    for (int k = 0; k < 3; k++) {
        lc_rule rule;
        lc_indicator_def def = made_indicator(&rule, LC_STRAIGHT, 400);
        if (k == 1) rule.min_area_m2 = 150;
        if (k == 2) rule.max_area_m2 = 150;
        const lc_cover_job job = {.city = &view,
                                  .link_limit_m = 250,
                                  .indicator = &def,
                                  .candidates = &candidates,
                                  .xy = p,
                                  .n = POINTS,
                                  .most_entries = SIZE_MAX};
        lc_cover cover;
        assert_int_equal(lc_cover_build(c.ctx, &job, &cover), LC_OK);
        assert_int_equal(lc_cover_size(&cover, 0) > 0, k == 0);
        assert_int_equal(lc_cover_size(&cover, 1) > 0, k < 2);
        lc_cover_free(&cover);
    }
    free(candidates.cost);
    free(candidates.fix);
    city_free(&c);
}

/* ------------------------------------------------------------------------------------------------------------- demand
 */

/* Weights of a community add up to what a check measures, and every point lies inside. */
static void areas_become_points_that_weigh_the_same(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        city_t c;
        town_make(&c, seed, 5);
        lc_rule rule;
        lc_indicator_def def = made_indicator(&rule, LC_STRAIGHT, 100);
        lc_results results = city_measure(&c, &def, 1);
        lc_city view = city_view(&c);
        lc_demand demand;
        assert_int_equal(lc_demand_make(c.ctx, &view, LC_AREA, &demand), LC_OK);
        double *sum = LC_NEW0(double, c.n_communities);
        for (size_t i = 0; i < demand.n; i++) {
            bool inside = false;
            sum[demand.community[i]] += demand.weight[i];
            for (size_t g = 0; g < c.communities.n; g++)
                inside = inside || (c.communities.feature[g] == demand.community[i] &&
                                    lc_geom_contains(&c.communities, g, demand.xy[i].x, demand.xy[i].y));
            if (!inside) fail_msg("town %u: a point outside of community %u", (unsigned)seed, demand.community[i]);
        }
        for (size_t k = 0; k < c.n_communities; k++) {
            double asked = results.value[k].demand;
            if (!(fabs(sum[k] - asked) <= 1e-6 * asked + 1e-6))
                fail_msg("town %u community %zu: %.9g m2, not %.9g", (unsigned)seed, k, sum[k], asked);
        }
        free(sum);
        lc_demand_free(&demand);
        lc_results_free(&results);
        city_free(&c);
    }
}

/* Land drawn twice counts once, and only inside the community. */
static void residential_land_becomes_points(void **state) {
    (void)state;
    city_t c;
    lc_geoms land = {0};
    lc_zones zones = {0};
    lc_demand demand;
    double sum = 0;
    city_init(&c);
    city_box(&c, 0, 0, 1000, 500);
    add_geom(&land, LC_POLYGON, 0, 4, (lc_xy[]){{100, 100}, {300, 100}, {300, 300}, {100, 300}});
    add_geom(&land, LC_POLYGON, 1, 4, (lc_xy[]){{200, 100}, {400, 100}, {400, 300}, {200, 300}});
    add_geom(&land, LC_POLYGON, 2, 3, (lc_xy[]){{900, 400}, {1100, 400}, {900, 600}});
    assert_int_equal(lc_zones_of_layer(c.ctx, &land, LC_LAYER_RESIDENTIAL, &zones), LC_OK);
    c.residential = &zones;
    lc_city view = city_view(&c);
    assert_int_equal(lc_demand_make(c.ctx, &view, LC_RESIDENTIAL, &demand), LC_OK);
    for (size_t i = 0; i < demand.n; i++) sum += demand.weight[i];
    assert_true(fabs(sum - (300 * 200 + 100 * 100)) < 1e-6);
    /* No point of it is farther than 20 m from the next. */
    for (size_t i = 0; i < demand.n; i++) {
        double nearest = INFINITY;
        for (size_t k = 0; k < demand.n; k++)
            if (k != i)
                nearest = fmin(nearest, hypot(demand.xy[k].x - demand.xy[i].x, demand.xy[k].y - demand.xy[i].y));
        assert_true(nearest <= 20 + 1e-9);
    }
    lc_demand_free(&demand);
    lc_zones_free(&zones);
    lc_geoms_free(&land);
    city_free(&c);
}

/* A point every 50 m: nothing on a path inside the community is farther than 25 m along it from one. */
static void points_along_paths_leave_no_gap(void **state) {
    (void)state;
    city_t c;
    city_init(&c);
    city_road(&c, 0, 0, 730, 0);
    city_road(&c, 200, -100, 200, 330);
    city_box(&c, -10, -400, 600, 400);
    city_build(&c);
    lc_city view = city_view(&c);
    assert_int_equal(lc_work_crs_new(c.ctx, 104, 30, &view.crs), LC_OK);
    lc_candidates candidates = {0};
    assert_int_equal(lc_candidates_along_paths(c.ctx, &view, 50, &candidates), LC_OK);
    for (double s = 0; s <= 600; s += 1) {
        double nearest = INFINITY;
        for (size_t i = 0; i < candidates.places.geoms.n; i++) {
            lc_xy p = candidates.places.geoms.xy[i];
            assert_true(p.x <= 600.1);
            if (fabs(p.y) < 0.02) nearest = fmin(nearest, fabs(p.x - s));
        }
        assert_true(nearest <= 25.1 || s > 575);
    }
    lc_candidates_free(&candidates);
    lc_work_crs_free(view.crs);
    city_free(&c);
}

/* ------------------------------------------------------------------------------------------------------------- cancel
 */

/* Steps that go through all points ask for themselves whether they are to stop. */
static void a_cancelled_context_gets_none_of_it(void **state) {
    (void)state;
    city_t c;
    lc_xy p[POINTS];
    double weight[POINTS];
    uint32_t place[POINTS];
    lc_anchors anchors;
    lc_demand demand;
    city_init(&c);
    city_road(&c, 0, 0, 1000, 0);
    city_box(&c, 0, -300, 1000, 300);
    city_build(&c);
    throw_points(p, 1, &c);
    for (uint32_t i = 0; i < POINTS; i++) weight[i] = 1, place[i] = i;
    lc_places places = {.n = POINTS, .xy = p, .weight = weight, .start = (size_t[]){0, POINTS}, .place = place};
    lc_city view = city_view(&c);
    view.places = &places;
    assert_int_equal(lc_anchors_find(c.ctx, &view, c.network, 250, p, POINTS, &anchors), LC_OK);
    lc_reach *reach = lc_reach_new(c.ctx, c.network, anchors.anchor, anchors.n, POINTS);
    assert_true(anchors.n && reach);
    lc_reach_free(reach);
    lc_cancel(c.ctx);
    assert_false(lc_view_anchors(c.ctx, c.network, c.network, anchors.anchor, anchors.n));
    assert_null(lc_reach_new(c.ctx, c.network, anchors.anchor, anchors.n, POINTS));
    assert_int_equal(lc_demand_make(c.ctx, &view, LC_POPULATION, &demand), LC_ERR_CANCELLED);
    lc_cancel_clear(c.ctx);
    assert_int_equal(lc_demand_make(c.ctx, &view, LC_POPULATION, &demand), LC_OK);
    assert_int_equal(demand.n, POINTS);
    lc_demand_free(&demand);
    lc_anchors_free(&anchors);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covers_are_those_of_brute_force),
        cmocka_unit_test(covers_are_those_of_a_check_with_one_facility),
        cmocka_unit_test(candidates_pass_the_filters_of_rules),
        cmocka_unit_test(areas_become_points_that_weigh_the_same),
        cmocka_unit_test(residential_land_becomes_points),
        cmocka_unit_test(points_along_paths_leave_no_gap),
        cmocka_unit_test(a_cancelled_context_gets_none_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
