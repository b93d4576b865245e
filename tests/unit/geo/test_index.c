/* The R-tree against looking at everything. */
#include "base/context.h"
#include "geo/index.h"
#include "random.h"
#include "unit.h"

static const size_t SIZES[] = {0, 1, 2, 15, 16, 17, 256, 257, 5000};
enum { N_SIZES = sizeof SIZES / sizeof *SIZES };

/* Boxes of all kinds: points, wide ones, copies, all in one place. */
static lc_box *random_boxes(size_t n, rng_t *r) {
    lc_box *box = malloc((n + 1) * sizeof *box);
    assert_non_null(box);
    bool flat = rng_chance(r, 0.2); /* all on one line: no height to scale by */
    for (size_t i = 0; i < n; i++) {
        double x = rng_range(r, -1000, 1000), y = flat ? 7 : rng_range(r, 0, 500);
        double w = rng_chance(r, 0.3) ? 0 : exp(rng_range(r, -3, 5)),
               h = flat || rng_chance(r, 0.3) ? 0 : rng_unit(r) * 30;
        box[i] = (lc_box){x, y, x + w, y + h};
        if (i && rng_chance(r, 0.1)) box[i] = box[rng_below(r, i)];
    }
    return box;
}

static double distance_to(const lc_box *b, double x, double y) {
    return hypot(fmax(0, fmax(b->x0 - x, x - b->x1)), fmax(0, fmax(b->y0 - y, y - b->y1)));
}

static double item_distance(const void *user, uint32_t item, double x, double y) {
    return distance_to((const lc_box *)user + item, x, y);
}

static void check_search(const lc_index *index, const lc_box *box, size_t n, rng_t *r, lc_items *found) {
    double x = rng_range(r, -1200, 1200), y = rng_range(r, -50, 600), w = exp(rng_range(r, -5, 7));
    lc_box query = {x, y, x + w, y + rng_unit(r) * w};
    if (n && rng_chance(r, 0.2)) query = box[rng_below(r, n)];
    if (n && rng_chance(r, 0.2)) query.x0 = query.x1 = box[rng_below(r, n)].x1; /* touches */
    assert_true(lc_index_search(index, &query, found));
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        const lc_box *b = &box[i];
        if (b->x1 < query.x0 || b->x0 > query.x1 || b->y1 < query.y0 || b->y0 > query.y1) continue;
        assert_true(k < found->n && found->item[k] == i);
        k++;
    }
    assert_int_equal(k, found->n);
}

static void check_nearest(const lc_index *index, const lc_box *box, size_t n, rng_t *r, lc_items *found) {
    double x = rng_range(r, -1200, 1200), y = rng_range(r, -50, 600), best = INFINITY, nearest, alone;
    double max_m = rng_chance(r, 0.3) ? INFINITY : exp(rng_range(r, -2, 7)),
           slack = rng_chance(r, 0.5) ? 0 : rng_unit(r);
    for (size_t i = 0; i < n; i++) best = fmin(best, distance_to(&box[i], x, y));
    if (best > max_m) best = INFINITY;
    assert_true(lc_index_nearest(index, x, y, max_m, slack, item_distance, box, &nearest, found));
    assert_true(lc_index_nearest(index, x, y, max_m, slack, item_distance, box, &alone, NULL));
    assert_true(nearest == alone);
    if (best == INFINITY) {
        assert_true(nearest == INFINITY && found->n == 0);
        return;
    }
    assert_true(fabs(nearest - best) <= 1e-12 * (1 + best));
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        double d = distance_to(&box[i], x, y), over = d - fmin(best + slack, max_m);
        bool listed = k < found->n && found->item[k] == i;
        if (fabs(over) > 1e-9) assert_true(listed == (over < 0));
        k += listed;
    }
    assert_int_equal(k, found->n);
}

static void test_against_scan(void **state) {
    (void)state;
    rng_t r = {11};
    lc_items found = {0};
    for (int round = 0; round < 12; round++)
        for (size_t s = 0; s < N_SIZES; s++) {
            size_t n = SIZES[s];
            lc_box *box = random_boxes(n, &r);
            lc_index *index = lc_index_new(box, n);
            assert_non_null(index);
            for (int q = 0; q < 100; q++) {
                check_search(index, box, n, &r, &found);
                check_nearest(index, box, n, &r, &found);
            }
            lc_index_free(index);
            free(box);
        }
    free(found.item);
}

static void test_all_in_one_place(void **state) {
    (void)state;
    lc_box box[300];
    lc_items found = {0};
    double nearest;
    for (size_t i = 0; i < 300; i++) box[i] = (lc_box){3, 4, 3, 4};
    lc_index *index = lc_index_new(box, 300);
    assert_non_null(index);
    assert_true(lc_index_search(index, &(lc_box){3, 4, 3, 4}, &found));
    assert_int_equal(found.n, 300);
    for (uint32_t i = 0; i < 300; i++) assert_int_equal(found.item[i], i);
    assert_true(lc_index_nearest(index, 0, 0, 10, 0, item_distance, box, &nearest, &found));
    assert_int_equal(found.n, 300);
    assert_true(nearest == 5);
    assert_true(lc_index_nearest(index, 0, 0, 5, 0, item_distance, box, &nearest, NULL) && nearest == 5);
    assert_true(lc_index_nearest(index, 0, 0, 4.999, 0, item_distance, box, &nearest, NULL) && nearest == INFINITY);
    lc_index_free(index);
    free(found.item);
}

/* Boxes of nothing, of places that could not be projected, and without end: the others are found as ever. */
static void test_boxes_nowhere(void **state) {
    (void)state;
    static const lc_box odd[] = {{NAN, NAN, NAN, NAN},
                                 {1e300, 1e300, -1e300, -1e300},
                                 {-INFINITY, 0, INFINITY, 1},
                                 {INFINITY, INFINITY, INFINITY, INFINITY},
                                 {NAN, 5, 7, NAN}};
    enum { ODD = sizeof odd / sizeof *odd };
    lc_box box[200];
    lc_items found = {0};
    for (size_t i = 0; i < 200; i++) {
        double x = (double)(i % 20), y = (double)(i / 20);
        box[i] = i % 13 == 0 ? odd[i / 13 % ODD] : (lc_box){x, y, x, y};
    }
    lc_index *index = lc_index_new(box, 200);
    assert_non_null(index);
    for (size_t i = 0; i < 200; i++) {
        bool listed = false;
        if (i % 13 == 0) continue;
        assert_true(lc_index_search(index, &box[i], &found));
        for (size_t k = 0; k < found.n; k++) listed = listed || found.item[k] == i;
        assert_true(listed);
    }
    lc_index_free(index);
    free(found.item);
}

/* An index of segments is that of their boxes. */
static void test_segments(void **state) {
    (void)state;
    rng_t r = {11};
    for (size_t k = 0; k < N_SIZES; k++) {
        size_t n = SIZES[k];
        lc_xy *vert = malloc((n + 2) * sizeof *vert);
        uint32_t *from = malloc((n + 1) * sizeof *from);
        lc_box *box = malloc((n + 1) * sizeof *box);
        lc_items found = {0}, same = {0};
        assert_true(vert && from && box);
        for (size_t i = 0; i < n + 2; i++) vert[i] = (lc_xy){rng_range(&r, 0, 1000), rng_range(&r, -300, 200)};
        for (size_t i = 0; i < n; i++) {
            from[i] = (uint32_t)rng_below(&r, n + 1);
            box[i] = lc_box_empty();
            for (size_t end = 0; end < 2; end++) lc_box_add(&box[i], vert[from[i] + end].x, vert[from[i] + end].y);
        }
        lc_index *segments = lc_index_segments(vert, from, n), *boxes = lc_index_new(box, n);
        assert_true(segments && boxes);
        for (int i = 0; i < 20; i++) {
            double x = rng_range(&r, 0, 1000), y = rng_range(&r, -300, 200), w = exp(rng_range(&r, -5, 5));
            lc_box query = {x, y, x + w, y + w};
            check_search(segments, box, n, &r, &found);
            assert_true(lc_index_search(segments, &query, &found) && lc_index_search(boxes, &query, &same));
            assert_int_equal(found.n, same.n);
            if (found.n) assert_memory_equal(found.item, same.item, found.n * sizeof *found.item);
        }
        lc_index_free(segments);
        lc_index_free(boxes);
        free(found.item);
        free(same.item);
        free(vert);
        free(from);
        free(box);
    }
}

/* Points are boxes without extent; a context that is cancelled gets no index. */
static void test_points(void **state) {
    (void)state;
    rng_t r = {11};
    lc_context *ctx = lc_context_new();
    for (size_t k = 0; k < N_SIZES; k++) {
        size_t n = SIZES[k];
        lc_xy *xy = malloc((n + 1) * sizeof *xy);
        lc_box *box = malloc((n + 1) * sizeof *box);
        lc_items found = {0};
        assert_true(xy && box);
        for (size_t i = 0; i < n; i++) {
            xy[i] = (lc_xy){rng_range(&r, -1000, 1000), rng_range(&r, 0, 500)};
            box[i] = (lc_box){xy[i].x, xy[i].y, xy[i].x, xy[i].y};
        }
        lc_index *index = lc_index_points(ctx, xy, n);
        assert_non_null(index);
        for (int i = 0; i < 20; i++) check_search(index, box, n, &r, &found);
        for (int i = 0; i < 20; i++) check_nearest(index, box, n, &r, &found);
        lc_index_free(index);
        lc_cancel(ctx);
        if (n) assert_null(lc_index_points(ctx, xy, n));
        lc_cancel_clear(ctx);
        free(found.item);
        free(xy);
        free(box);
    }
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_scan), cmocka_unit_test(test_all_in_one_place),
                                       cmocka_unit_test(test_boxes_nowhere), cmocka_unit_test(test_segments),
                                       cmocka_unit_test(test_points)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
