/* The questions of siting on tables: brute force over every choice, a published case, and what must not matter. */
#include "unit.h"

#include <stdio.h>

#include "base/memory.h"
#include "random.h"
#include "siting/core.h"
#include "siting/solve.h"

static void assert_close(double a, double b, double apart) {
    if (!(fabs(a - b) <= apart)) fail_msg("%.12g is not %.12g", a, b);
}

/* ------------------------------------------------------------------------------------------------------- small tables
 */

enum { COLUMNS_MAX = 14, ROWS_MAX = 40, GROUPS_MAX = 4 };

typedef struct {
    lc_cover cover;
    size_t start[COLUMNS_MAX + 1];
    uint32_t row[COLUMNS_MAX * ROWS_MAX], group[ROWS_MAX];
    double weight[ROWS_MAX], cost[COLUMNS_MAX], need[GROUPS_MAX];
    unsigned char fix[COLUMNS_MAX];
} table_t;

/* Places and candidates in a square, so that covers overlap as on a map; some candidates are fixed. */
static void make_table(table_t *t, rng_t *r, bool whole_costs) {
    size_t rows = 1 + rng_below(r, ROWS_MAX), columns = 1 + rng_below(r, COLUMNS_MAX), at = 0;
    double x[ROWS_MAX], y[ROWS_MAX], reach = rng_range(r, 0.1, 0.5);
    for (size_t i = 0; i < rows; i++) {
        x[i] = rng_unit(r);
        y[i] = rng_unit(r);
        t->weight[i] = rng_chance(r, 0.1) ? 0 : rng_chance(r, 0.5) ? 1 + (double)rng_below(r, 9) : rng_unit(r) * 10;
        t->group[i] = (uint32_t)rng_below(r, GROUPS_MAX);
    }
    for (size_t j = 0; j < columns; j++) {
        double px = rng_unit(r), py = rng_unit(r);
        t->start[j] = at;
        for (size_t i = 0; i < rows; i++)
            if (hypot(x[i] - px, y[i] - py) <= reach) t->row[at++] = (uint32_t)i;
        t->cost[j] = whole_costs ? 1 + (double)rng_below(r, 5) : rng_range(r, 0.5, 3);
        t->fix[j] = rng_chance(r, 0.1) ? LC_SITE_MUST : rng_chance(r, 0.1) ? LC_SITE_EXCLUDED : LC_SITE_FREE;
    }
    t->start[columns] = at;
    t->cover = (lc_cover){rows, columns, t->start, t->row};
}

typedef struct {
    double value, cost, covered[GROUPS_MAX];
} sum_t;

static sum_t sum_choice(const lc_siting_problem *p, unsigned choice) {
    sum_t sum = {0};
    bool covered[ROWS_MAX] = {false};
    for (size_t j = 0; j < p->cover->n_columns; j++) {
        if (!(choice >> j & 1)) continue;
        sum.cost += p->cost ? p->cost[j] : 1;
        for (size_t k = p->cover->start[j]; k < p->cover->start[j + 1]; k++) covered[p->cover->row[k]] = true;
    }
    for (size_t i = 0; i < p->cover->n_rows; i++) {
        if (!covered[i]) continue;
        sum.value += p->weight[i];
        sum.covered[p->group ? p->group[i] : 0] += p->weight[i];
    }
    return sum;
}

static bool allowed(const lc_siting_problem *p, unsigned choice) {
    for (size_t j = 0; p->fix && j < p->cover->n_columns; j++) {
        bool in = choice >> j & 1;
        if ((p->fix[j] == LC_SITE_MUST && !in) || (p->fix[j] == LC_SITE_EXCLUDED && in)) return false;
    }
    return true;
}

static bool enough(const lc_siting_problem *p, const sum_t *sum) {
    for (size_t g = 0; g < p->n_groups; g++)
        if (sum->covered[g] < p->need[g] * (1 - 1e-10)) return false;
    return true;
}

/* The best of all choices: most value, or least cost; negative when there is none. */
static double best_of_all(const lc_siting_problem *p) {
    double best = -1;
    for (unsigned choice = 0; choice < 1u << p->cover->n_columns; choice++) {
        sum_t sum = sum_choice(p, choice);
        if (!allowed(p, choice)) continue;
        if (p->aim == LC_SITING_MOST && sum.cost <= p->budget * (1 + 1e-12)) best = fmax(best, sum.value);
        if (p->aim == LC_SITING_LEAST && enough(p, &sum)) best = best < 0 ? sum.cost : fmin(best, sum.cost);
    }
    return best;
}

static unsigned choice_of(const lc_siting_answer *answer) {
    unsigned choice = 0;
    for (size_t k = 0; k < answer->n; k++) choice |= 1u << answer->site[k];
    return choice;
}

/* An answer's own numbers: what it says of itself is so, whatever it is worth. */
static void check_numbers(const lc_siting_problem *p, const lc_siting_answer *answer) {
    unsigned choice = 0;
    double covered = 0;
    for (size_t k = 0; k < answer->n; k++) {
        choice |= 1u << answer->site[k];
        sum_t sum = sum_choice(p, choice), alone = sum_choice(p, 1u << answer->site[k]);
        assert_close(answer->gain[k], sum.value - covered, 1e-9);
        assert_close(answer->alone[k], alone.value, 1e-9);
        if (k) assert_true(answer->gain[k] <= answer->gain[k - 1] + 1e-9);
        covered = sum.value;
    }
    sum_t all = sum_choice(p, choice);
    assert_close(answer->value, all.value, 1e-9);
    assert_close(answer->cost, all.cost, 1e-9);
    assert_true(allowed(p, choice));
}

static void solve_and_compare(lc_context *ctx, const lc_siting_problem *p) {
    lc_siting_answer answer;
    double best = best_of_all(p);
    if (best < 0) return;
    assert_int_equal(lc_siting_solve(ctx, p, &answer), LC_OK);
    check_numbers(p, &answer);
    sum_t sum = sum_choice(p, choice_of(&answer));
    if (p->aim == LC_SITING_MOST) {
        assert_close(answer.value, best, 1e-7);
        assert_true(sum.cost <= p->budget * (1 + 1e-9));
    } else {
        assert_close(answer.cost, best, 1e-7);
        assert_true(enough(p, &sum));
    }
    if (!answer.optimal) fail_msg("value %.12g, cost %.12g, bound %.12g", answer.value, answer.cost, answer.bound);
    assert_int_equal(answer.end, LC_SITING_PROVEN);
    lc_siting_answer_free(&answer);
}

enum { TABLES = 300 };

static void the_most_that_a_number_covers(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {1};
    for (int k = 0; k < TABLES; k++) {
        table_t t;
        make_table(&t, &r, true);
        lc_siting_problem p = {.cover = &t.cover, .weight = t.weight, .fix = t.fix, .n_groups = 1};
        p.budget = 1 + (double)rng_below(&r, 6);
        solve_and_compare(ctx, &p);
    }
    lc_context_free(ctx);
}

static void the_most_that_a_budget_covers(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {2};
    for (int k = 0; k < TABLES; k++) {
        table_t t;
        make_table(&t, &r, k % 2);
        lc_siting_problem p = {.cover = &t.cover, .weight = t.weight, .fix = t.fix, .cost = t.cost, .n_groups = 1};
        p.budget = rng_range(&r, 1, 10);
        solve_and_compare(ctx, &p);
    }
    lc_context_free(ctx);
}

/* A share of what all candidates can do, per group. */
static void ask_for_a_share(lc_context *ctx, lc_siting_problem *p, table_t *t, rng_t *r) {
    double reach[GROUPS_MAX];
    assert_int_equal(lc_siting_reach(ctx, p, reach), LC_OK);
    for (size_t g = 0; g < p->n_groups; g++) t->need[g] = reach[g] * (rng_chance(r, 0.2) ? 1 : rng_unit(r));
    p->need = t->need;
}

static void the_cheapest_that_reach_a_share(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {3};
    for (int k = 0; k < TABLES; k++) {
        table_t t;
        make_table(&t, &r, k % 2);
        lc_siting_problem p = {
            .cover = &t.cover, .weight = t.weight, .fix = t.fix, .aim = LC_SITING_LEAST, .n_groups = 1};
        p.cost = k % 3 ? NULL : t.cost;
        ask_for_a_share(ctx, &p, &t, &r);
        solve_and_compare(ctx, &p);
    }
    lc_context_free(ctx);
}

static void the_cheapest_that_reach_a_share_in_each_group(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    rng_t r = {4};
    for (int k = 0; k < TABLES; k++) {
        table_t t;
        make_table(&t, &r, k % 2);
        lc_siting_problem p = {.cover = &t.cover,
                               .weight = t.weight,
                               .fix = t.fix,
                               .group = t.group,
                               .aim = LC_SITING_LEAST,
                               .n_groups = GROUPS_MAX};
        p.cost = k % 3 ? NULL : t.cost;
        ask_for_a_share(ctx, &p, &t, &r);
        solve_and_compare(ctx, &p);
    }
    lc_context_free(ctx);
}

static void more_than_all_candidates_cover_is_refused(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    size_t start[] = {0, 2, 3};
    uint32_t row[] = {0, 1, 1};
    double weight[] = {1, 2, 4}, need[] = {3.5}, reach;
    lc_cover cover = {3, 2, start, row};
    lc_siting_problem p = {.cover = &cover, .weight = weight, .need = need, .aim = LC_SITING_LEAST, .n_groups = 1};
    lc_siting_answer answer;
    assert_int_equal(lc_siting_reach(ctx, &p, &reach), LC_OK);
    assert_close(reach, 3, 0);
    assert_int_equal(lc_siting_solve(ctx, &p, &answer), LC_ERR_INPUT);
    lc_context_free(ctx);
}

/* ------------------------------------------------------------------------------------------------------ San Francisco
 */

enum { TRACTS = 205, STORES = 16 };

typedef struct {
    char store[STORES][16], tract[TRACTS][16];
    size_t n_stores, n_tracts;
    bool near[STORES][TRACTS];
    double people[TRACTS];
} city_t;

static size_t number_of(char (*name)[16], size_t *n, const char *wanted) {
    for (size_t k = 0; k < *n; k++)
        if (strcmp(name[k], wanted) == 0) return k;
    snprintf(name[*n], 16, "%s", wanted);
    return (*n)++;
}

static void read_city(city_t *c, double distance_m) {
    char line[256];
    FILE *file = fopen(LC_DATA_DIR "/samples/sanfrancisco/distance.csv", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        double d, people;
        char store[16], tract[16];
        assert_int_equal(sscanf(line, "%lf,%15[^,],%15[^,],%lf", &d, store, tract, &people), 4);
        size_t j = number_of(c->store, &c->n_stores, store), i = number_of(c->tract, &c->n_tracts, tract);
        c->near[j][i] = d <= distance_m;
        c->people[i] = people;
    }
    fclose(file);
    assert_int_equal(c->n_stores, STORES);
    assert_int_equal(c->n_tracts, TRACTS);
}

static void lay_city(const city_t *c, lc_cover *cover) {
    size_t at = 0;
    *cover = (lc_cover){TRACTS, STORES, LC_NEW(size_t, STORES + 1), LC_NEW(uint32_t, STORES * TRACTS)};
    for (size_t j = 0; j < STORES; j++) {
        cover->start[j] = at;
        for (size_t i = 0; i < TRACTS; i++)
            if (c->near[j][i]) cover->row[at++] = (uint32_t)i;
    }
    cover->start[STORES] = at;
}

/* pysal/spopt's tests: within 5 km, 8 stores cover all tracts that can be (LSCP), 4 cover 875,247 people (MCLP). */
static void the_published_case_of_san_francisco(void **state) {
    (void)state;
    static city_t city;
    lc_context *ctx = lc_context_new();
    lc_cover cover;
    lc_siting_answer answer;
    double all;
    read_city(&city, 5000);
    lay_city(&city, &cover);
    lc_siting_problem p = {.cover = &cover, .weight = city.people, .budget = 4, .n_groups = 1};
    assert_int_equal(lc_siting_solve(ctx, &p, &answer), LC_OK);
    assert_close(answer.value, 875247, 0);
    assert_close(answer.bound, 875247, 0);
    assert_true(answer.optimal);
    lc_siting_answer_free(&answer);
    double ones[TRACTS];
    for (size_t i = 0; i < TRACTS; i++) ones[i] = 1;
    p = (lc_siting_problem){.cover = &cover, .weight = ones, .need = &all, .aim = LC_SITING_LEAST, .n_groups = 1};
    assert_int_equal(lc_siting_reach(ctx, &p, &all), LC_OK);
    assert_int_equal(lc_siting_solve(ctx, &p, &answer), LC_OK);
    assert_int_equal(answer.n, 8);
    assert_true(answer.optimal);
    lc_siting_answer_free(&answer);
    lc_cover_free(&cover);
    lc_context_free(ctx);
}

/* -------------------------------------------------------------------------------------------------------- larger
 * tables */

/* Candidates among clustered places: n places, m candidates. */
static void make_town(size_t n, size_t m, double reach, lc_cover *cover, double **weight) {
    rng_t r = {5};
    double *x = LC_NEW(double, n), *y = LC_NEW(double, n);
    size_t at = 0, capacity = 0;
    *weight = LC_NEW(double, n);
    for (size_t i = 0; i < n; i++) {
        double cx = (double)rng_below(&r, 5) / 5, cy = (double)rng_below(&r, 5) / 5;
        x[i] = cx + 0.2 * rng_unit(&r) * rng_unit(&r);
        y[i] = cy + 0.2 * rng_unit(&r) * rng_unit(&r);
        (*weight)[i] = 1 + (double)rng_below(&r, 100);
    }
    *cover = (lc_cover){n, m, LC_NEW(size_t, m + 1), NULL};
    for (size_t j = 0; j < m; j++) {
        double px = rng_unit(&r), py = rng_unit(&r);
        cover->start[j] = at;
        for (size_t i = 0; i < n; i++) {
            if (hypot(x[i] - px, y[i] - py) > reach) continue;
            assert_true(LC_ROOM(cover->row, capacity, at + 1));
            cover->row[at++] = (uint32_t)i;
        }
    }
    cover->start[m] = at;
    free(x);
    free(y);
}

/* The time only lets the proof go on, and threads only make it faster. */
static void sites_depend_on_neither_threads_nor_time(void **state) {
    (void)state;
    lc_cover cover;
    double *weight;
    make_town(3000, 400, 0.05, &cover, &weight);
    lc_siting_answer answer[3];
    for (int k = 0; k < 3; k++) {
        lc_context *ctx = lc_context_new();
        lc_context_set_threads(ctx, k == 0 ? 1 : 4);
        lc_siting_problem p = {
            .cover = &cover, .weight = weight, .budget = 25, .n_groups = 1, .seconds = k == 2 ? 1 : 0};
        assert_int_equal(lc_siting_solve(ctx, &p, &answer[k]), LC_OK);
        lc_context_free(ctx);
    }
    for (int k = 1; k < 3; k++) {
        assert_int_equal(answer[k].n, answer[0].n);
        assert_memory_equal(answer[k].site, answer[0].site, answer[0].n * sizeof *answer[0].site);
        assert_true(answer[k].bound <= answer[0].bound);
    }
    assert_true(answer[1].bound == answer[0].bound);
    for (int k = 0; k < 3; k++) lc_siting_answer_free(&answer[k]);
    lc_cover_free(&cover);
    free(weight);
}

/* Most and least are two sides: with P the least number for what P sites cover, P - 1 sites cover less. */
static void fewest_and_most_agree(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_cover cover;
    double *weight, need;
    lc_siting_answer most, least;
    make_town(1500, 200, 0.06, &cover, &weight);
    for (double number = 3; number <= 12; number += 3) {
        lc_siting_problem p = {.cover = &cover, .weight = weight, .budget = number, .n_groups = 1};
        assert_int_equal(lc_siting_solve(ctx, &p, &most), LC_OK);
        assert_true(most.optimal);
        need = most.value;
        p.aim = LC_SITING_LEAST;
        p.need = &need;
        assert_int_equal(lc_siting_solve(ctx, &p, &least), LC_OK);
        assert_int_equal(least.n, most.n);
        assert_true(least.optimal);
        lc_siting_answer_free(&most);
        lc_siting_answer_free(&least);
    }
    lc_cover_free(&cover);
    free(weight);
    lc_context_free(ctx);
}

/* What is long before the search begins asks for itself whether it is to stop. */
static void a_cancelled_context_gets_no_core(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_cover cover, turned;
    lc_core core, smaller;
    lc_siting_answer answer;
    double *weight;
    make_town(300, 20, 0.2, &cover, &weight);
    const lc_siting_problem p = {.cover = &cover, .weight = weight, .budget = 3, .n_groups = 1};
    assert_int_equal(lc_core_new(ctx, &p, &core), LC_OK);
    unsigned char *open = LC_NEW0(unsigned char, core.sites.n_columns);
    assert_true(open && core.sites.n_columns && core.demand.n_columns);
    lc_cancel(ctx);
    assert_int_equal(lc_cover_transpose(ctx, &cover, &turned), LC_ERR_CANCELLED);
    assert_true(!turned.start && !turned.row);
    assert_int_equal(lc_core_settle(ctx, &core, open, &smaller, NULL), LC_ERR_CANCELLED);
    assert_int_equal(lc_siting_solve(ctx, &p, &answer), LC_ERR_CANCELLED);
    assert_true(!answer.site);
    lc_cancel_clear(ctx);
    assert_int_equal(lc_core_settle(ctx, &core, open, &smaller, NULL), LC_OK);
    lc_core_free(&smaller);
    lc_core_free(&core);
    free(open);
    lc_cover_free(&cover);
    free(weight);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_that_a_number_covers),
        cmocka_unit_test(the_most_that_a_budget_covers),
        cmocka_unit_test(the_cheapest_that_reach_a_share),
        cmocka_unit_test(the_cheapest_that_reach_a_share_in_each_group),
        cmocka_unit_test(more_than_all_candidates_cover_is_refused),
        cmocka_unit_test(the_published_case_of_san_francisco),
        cmocka_unit_test(sites_depend_on_neither_threads_nor_time),
        cmocka_unit_test(fewest_and_most_agree),
        cmocka_unit_test(a_cancelled_context_gets_no_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
