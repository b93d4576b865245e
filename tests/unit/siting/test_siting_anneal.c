/* Annealing of choices: the best of all for a number on small questions, within the budget, and the same for the same
 * seed. */
#include "unit.h"

#include "siting/anneal.h"
#include "siting_square.h"

static const double WORK = 2e5;

/* What is covered, counted anew. */
static double recount(const lc_choice *c) {
    const lc_core *core = c->core;
    double sum = 0;
    for (size_t i = 0; i < core->demand.n_columns; i++) {
        bool covered = false;
        for (size_t k = core->demand.start[i]; k < core->demand.start[i + 1]; k++)
            covered = covered || c->in[core->demand.row[k]];
        sum += covered ? core->weight[i] : 0;
    }
    return sum;
}

/* Anneal the first columns that the budget pays; what they cover then, with what the core has taken. */
static double anneal(const lc_siting_problem *p, double work, uint64_t seed, double *start) {
    lc_context *ctx = lc_context_new();
    lc_core core;
    lc_choice choice;
    assert_int_equal(lc_core_new(ctx, p, &core), LC_OK);
    assert_int_equal(lc_choice_new(ctx, &core, &choice), LC_OK);
    for (uint32_t j = 0; j < core.sites.n_columns; j++)
        if (choice.cost + core.cost[j] <= core.budget) lc_choice_add(&choice, j);
    *start = core.value + choice.value;
    assert_int_equal(lc_anneal(ctx, &choice, INFINITY, work, seed), LC_OK);
    double value = core.value + choice.value, again = core.value + recount(&choice);
    assert_float_equal(value, again, 1e-9);
    assert_true(choice.cost <= core.budget);
    lc_choice_free(&choice);
    lc_core_free(&core);
    lc_context_free(ctx);
    return value;
}

/* Covers that overlap much, and little: where all columns are drawn from, and where those near. */
static void the_best_of_all_with_a_number(void **state) {
    (void)state;
    rng_t r = {11};
    square_t s;
    for (int k = 0; k < 60; k++) {
        double number = 1 + k % 5, start;
        make_square(&s, &r, k % 2 ? 0.05 : 0.2, k % 2 ? 0.1 : 0.5);
        lc_siting_problem p = {.cover = &s.cover, .weight = s.weight, .budget = number, .n_groups = 1};
        assert_float_equal(anneal(&p, WORK, 1, &start), most_of_all(&s, NULL, number), 1e-9);
    }
}

/* With costs, exchanges one by one need not lead everywhere: never worse than the start, nor beyond the budget. */
static void no_worse_with_costs(void **state) {
    (void)state;
    rng_t r = {12};
    square_t s;
    double cost[SITES], start;
    for (int k = 0; k < 60; k++) {
        make_square(&s, &r, k % 2 ? 0.05 : 0.2, k % 2 ? 0.1 : 0.5);
        for (size_t j = 0; j < SITES; j++) cost[j] = 1 + (double)rng_below(&r, 6);
        double budget = 4 + k % 9;
        lc_siting_problem p = {.cover = &s.cover, .weight = s.weight, .cost = cost, .budget = budget, .n_groups = 1};
        double value = anneal(&p, WORK, 1, &start);
        assert_true(value >= start && value <= most_of_all(&s, cost, budget));
    }
}

static void the_same_seed_gives_the_same_and_no_work_nothing(void **state) {
    (void)state;
    rng_t r = {13};
    square_t s;
    double start;
    make_square(&s, &r, 0.15, 0.4);
    lc_siting_problem p = {.cover = &s.cover, .weight = s.weight, .budget = 4, .n_groups = 1};
    assert_true(anneal(&p, 3000, 5, &start) == anneal(&p, 3000, 5, &start));
    assert_true(anneal(&p, 0, 5, &start) == start);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_all_with_a_number),
        cmocka_unit_test(no_worse_with_costs),
        cmocka_unit_test(the_same_seed_gives_the_same_and_no_work_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
