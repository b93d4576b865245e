/* The linear relaxation of siting from both sides: where its value is known, and around brute force. */
#include "unit.h"

#include "random.h"
#include "siting/climb.h"
#include "siting/relax.h"
#include "siting_square.h"

enum { ROUNDS = 2000 };

/* What divisible columns cover, and the bound, for a budget; `part`, when not NULL, gets how much of each is bought. */
static void relax(const lc_siting_problem *p, double *covered, double *bound, double *part) {
    lc_context *ctx = lc_context_new();
    lc_core core;
    lc_dual dual;
    assert_int_equal(lc_core_new(ctx, p, &core), LC_OK);
    assert_int_equal(lc_dual_new(ctx, &core, NULL, NULL, &dual), LC_OK);
    assert_int_equal(lc_dual_relax(ctx, &dual, core.budget, 0, ROUNDS, covered), LC_OK);
    *covered += core.value;
    *bound = core.value + dual.bound;
    for (size_t j = 0; part && j < core.sites.n_columns; j++) part[core.column[j]] = dual.part[j];
    lc_dual_free(&dual);
    lc_core_free(&core);
    lc_context_free(ctx);
}

/* Three places, of which every candidate covers another two: half of each candidate covers all; whole ones need two. */
static void half_of_each_covers_a_triangle(void **state) {
    (void)state;
    size_t start[] = {0, 2, 4, 6};
    uint32_t row[] = {0, 1, 1, 2, 0, 2};
    double weight[] = {1, 1, 1}, covered, bound, part[3];
    lc_cover cover = {3, 3, start, row};
    lc_siting_problem p = {.cover = &cover, .weight = weight, .budget = 1.5, .n_groups = 1};
    relax(&p, &covered, &bound, part);
    assert_float_equal(covered, 3, 1e-3);
    assert_float_equal(bound, 3, 1e-3);
    for (int j = 0; j < 3; j++) assert_float_equal(part[j], 0.5, 1e-2);
}

/* Covers that do not overlap: the budget buys them by what a unit of cost covers, and a share of the last. */
static void lone_covers_are_bought_by_their_worth(void **state) {
    (void)state;
    size_t start[] = {0, 1, 2, 3, 4};
    uint32_t row[] = {0, 1, 2, 3};
    double weight[] = {10, 8, 9, 1}, cost[] = {2, 1, 3, 1}, covered, bound;
    lc_cover cover = {4, 4, start, row};
    lc_siting_problem p = {.cover = &cover, .weight = weight, .cost = cost, .budget = 4, .n_groups = 1};
    relax(&p, &covered, &bound, NULL);
    assert_float_equal(covered, 8 + 10 + 3, 1e-3);
    assert_float_equal(bound, 8 + 10 + 3, 1e-3);
}

/* No choice is above the bound, and the two sides meet. */
static void the_two_sides_meet_above_every_choice(void **state) {
    (void)state;
    rng_t r = {7};
    for (int k = 0; k < 40; k++) {
        square_t s;
        double covered, bound;
        int number = 1 + k % 5;
        make_square(&s, &r, 0.15, 0.4);
        lc_siting_problem p = {.cover = &s.cover, .weight = s.weight, .budget = number, .n_groups = 1};
        relax(&p, &covered, &bound, NULL);
        assert_true(bound >= most_of_all(&s, NULL, number) * (1 - 1e-12));
        assert_true(covered <= bound * (1 + 1e-9));
        assert_true(covered >= bound * (1 - 1e-3));
    }
}

/* Climbs keep to the budget, never lose what they begin with, and are the same on any number of threads. */
static void climbs_from_parts_do_not_depend_on_threads(void **state) {
    (void)state;
    rng_t r = {8};
    square_t s;
    double value[2], half[SITES];
    make_square(&s, &r, 0.15, 0.4);
    for (size_t j = 0; j < SITES; j++) half[j] = 0.5;
    lc_siting_problem p = {.cover = &s.cover, .weight = s.weight, .budget = 3, .n_groups = 1};
    for (int k = 0; k < 2; k++) {
        lc_context *ctx = lc_context_new();
        lc_core core;
        lc_choice choice;
        lc_context_set_threads(ctx, k ? 4 : 1);
        assert_int_equal(lc_core_new(ctx, &p, &core), LC_OK);
        assert_int_equal(lc_choice_new(ctx, &core, &choice), LC_OK);
        assert_int_equal(lc_climb_from_parts(ctx, half, &choice), LC_OK);
        assert_true(choice.cost <= core.budget);
        value[k] = core.value + choice.value;
        lc_choice_free(&choice);
        lc_core_free(&core);
        lc_context_free(ctx);
    }
    assert_true(value[0] == value[1]);
    assert_float_equal(value[0], most_of_all(&s, NULL, 3), 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_each_covers_a_triangle),
        cmocka_unit_test(lone_covers_are_bought_by_their_worth),
        cmocka_unit_test(the_two_sides_meet_above_every_choice),
        cmocka_unit_test(climbs_from_parts_do_not_depend_on_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
