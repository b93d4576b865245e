/* Edges of a network before and after a change: which are the same. */
#include "made_city.h"
#include "network/ground.h"
#include "network/same_edges.h"

enum { ROADS = 20 };

/* Roads side by side, an edge each, without the one called `left_out`. */
static city_t roads(size_t left_out) {
    city_t c;
    city_init(&c);
    for (size_t k = 0; k < ROADS; k++)
        if (k != left_out) city_road(&c, 0, 50 * (double)k, 1000, 50 * (double)k);
    city_build(&c);
    assert_int_equal(c.network->n_edges, left_out < ROADS ? ROADS - 1 : ROADS);
    return c;
}

static void lay_traits(const city_t *c) {
    c->network->trait = LC_NEW0(lc_trait, c->network->n_verts);
    assert_non_null(c->network->trait);
    for (size_t v = 0; v < c->network->n_verts; v++) c->network->trait[v] = (lc_trait){.slope = 0.1f, .given = 1};
}

/* All edges but `changed` are those of the same number before, and after it by `shift` more. */
static void assert_pairs(const city_t *before, const city_t *after, size_t changed, size_t shift) {
    uint32_t pair[ROADS];
    bool gone[ROADS];
    lc_same_edges(before->network, after->network, pair, gone);
    for (size_t f = 0; f < after->network->n_edges; f++) {
        size_t wanted = f + (f >= changed ? shift : 0);
        assert_int_equal(pair[f], f == changed && !shift ? LC_NO_EDGE : wanted);
    }
    for (size_t e = 0; e < before->network->n_edges; e++) assert_int_equal(gone[e], e == changed);
}

static void a_road_is_gone(void **state) {
    (void)state;
    city_t before = roads(ROADS), after = roads(7);
    assert_pairs(&before, &before, ROADS, 0);
    assert_pairs(&before, &after, 7, 1);
    city_free(&before);
    city_free(&after);
}

/* What makes walking longer belongs to an edge as its length does. */
static void walking_costs_differ(void **state) {
    (void)state;
    static const lc_trait other[] = {{.slope = 0.2f, .given = 1},
                                     {.slope = 0.1f, .given = 2},
                                     {.slope = 0.1f, .given = 1, .wait_s_per_m = 1},
                                     {.slope = 0.1f, .given = 1, .stairs = true}};
    city_t before = roads(ROADS), after = roads(ROADS);
    uint32_t pair[ROADS];
    bool gone[ROADS];
    lay_traits(&before);
    lc_same_edges(before.network, after.network, pair, gone); /* one without any */
    for (size_t e = 0; e < ROADS; e++) assert_true(gone[e] && pair[e] == LC_NO_EDGE);
    lay_traits(&after);
    assert_pairs(&before, &after, ROADS, 0);
    for (size_t k = 0; k < sizeof other / sizeof *other; k++) {
        lc_trait *trait = &after.network->trait[after.network->vert_of[11]], kept = *trait;
        *trait = other[k];
        assert_pairs(&before, &after, 11, 0);
        *trait = kept;
    }
    city_free(&before);
    city_free(&after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_road_is_gone),
        cmocka_unit_test(walking_costs_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
